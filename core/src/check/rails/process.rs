//! What the containers of the folder run, as far as their commands and variables tell.

use crate::check::context::{filled, given, items};
use crate::check::environment::Environment;
use crate::check::index::{Index, Pod};
use crate::check::shell::{self, Command};
use crate::diagnostic::Place;
use crate::yaml::Node;

/// A program of a Rails app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// `puma` or `rails server`.
    Puma,
    /// `sidekiq`
    Sidekiq,
    /// `bin/jobs` or `solid_queue:start`.
    SolidQueue,
    /// `good_job`
    GoodJob,
    /// `rails` or `rake` with anything else.
    Rails,
    /// Whatever the image starts.
    Default,
    /// Nothing of Rails.
    Other,
}

impl Program {
    /// Whether it runs until it is told to stop.
    pub(super) const fn stays(self) -> bool {
        matches!(self, Self::Puma | Self::Sidekiq | Self::SolidQueue | Self::GoodJob)
    }
}

/// A word of a command and where it stands below the container.
#[derive(Clone, Debug)]
pub(super) struct Argument<'a> {
    pub(super) text: &'a str,
    pub(super) node: &'a Node,
    pub(super) path: String,
}

/// A container.
pub(super) struct Process<'s, 'a> {
    pub(super) pod: &'s Pod<'a>,
    /// The container.
    pub(super) node: &'a Node,
    /// From the object to the container.
    pub(super) path: String,
    /// Whether it runs before the others.
    pub(super) is_init: bool,
    /// The image without tag and digest.
    pub(super) repository: &'a str,
    /// Tag or digest; empty for none.
    pub(super) tag: &'a str,
    pub(super) environment: Environment<'s, 'a>,
    /// `command` and `args`.
    pub(super) arguments: Vec<Argument<'a>>,
    /// The script that a shell is given.
    pub(super) script: Option<Argument<'a>>,
    /// What is run in the end: the last command of a script, or all arguments.
    pub(super) words: Vec<String>,
    pub(super) program: Program,
}

/// Every container of the folder.
pub(super) fn processes<'s, 'a>(index: &'s Index<'a>) -> Vec<Process<'s, 'a>> {
    let mut all = Vec::new();
    for pod in &index.pods {
        for list in ["containers", "initContainers"] {
            let containers = items(pod.spec, list).iter().enumerate();
            all.extend(containers.map(|(at, node)| {
                let path = format!("{}.{list}[{at}]", pod.path);
                process(pod, node, path, list == "initContainers", index)
            }));
        }
    }
    all
}

fn process<'s, 'a>(
    pod: &'s Pod<'a>,
    node: &'a Node,
    path: String,
    is_init: bool,
    index: &'s Index<'a>,
) -> Process<'s, 'a> {
    let mut arguments = Vec::new();
    for field in ["command", "args"] {
        for (at, node) in items(node, field).iter().enumerate() {
            let Some(text) = node.text() else { continue };
            arguments.push(Argument { text, node, path: format!("{field}[{at}]") });
        }
    }
    let script = script(&arguments).cloned();
    let words: Vec<String> = match &script {
        Some(script) => last(script.text).unwrap_or_default(),
        None => arguments.iter().map(|each| each.text.to_owned()).collect(),
    };
    let (repository, tag) = split(filled(node, "image").unwrap_or_default());
    let program = if given(node, "command").is_none() && given(node, "args").is_none() {
        Program::Default
    } else {
        program(&words)
    };
    let environment = Environment::of(node, pod, index);
    Process {
        pod,
        node,
        path,
        is_init,
        repository,
        tag,
        environment,
        arguments,
        script,
        words,
        program,
    }
}

impl Process<'_, '_> {
    /// Whether this is Rails for all that can be seen.
    pub(super) fn is_rails(&self) -> bool {
        match self.program {
            Program::Puma
            | Program::Sidekiq
            | Program::SolidQueue
            | Program::GoodJob
            | Program::Rails => true,
            Program::Default | Program::Other => {
                ["RAILS_ENV", "RAILS_MASTER_KEY", "SECRET_KEY_BASE"]
                    .iter()
                    .any(|name| self.environment.has(name))
            }
        }
    }

    /// The value behind a flag, written `-c 5`, `-c5`, `--concurrency 5` or `--concurrency=5`.
    pub(super) fn flag(&self, short: &str, long: &str) -> Option<i64> {
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            let value = if word == short || word == long {
                words.next().map(String::as_str)
            } else {
                word.strip_prefix(long).and_then(|rest| rest.strip_prefix('=')).or_else(|| {
                    word.strip_prefix(short)
                        .filter(|rest| rest.starts_with(|each: char| each.is_ascii_digit()))
                })
            };
            if let Some(value) = value.and_then(|value| value.parse().ok()) {
                return Some(value);
            }
        }
        None
    }

    /// Whether the words name a program, with or without its folder.
    pub(super) fn runs(&self, name: &str) -> bool {
        self.words.iter().any(|word| base(word) == name)
    }
}

fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

/// The script of `sh -c`.
fn script<'p, 'a>(arguments: &'p [Argument<'a>]) -> Option<&'p Argument<'a>> {
    let shell = arguments.first()?;
    if !matches!(base(shell.text), "sh" | "bash" | "ash" | "dash") {
        return None;
    }
    let flags = arguments.iter().skip(1).take_while(|each| each.text.starts_with('-')).count();
    let has = arguments.iter().skip(1).take(flags).any(|each| each.text.ends_with('c'));
    arguments.get(1 + flags).filter(|_| has)
}

/// The commands of a script.
pub(super) fn commands(script: &str) -> Vec<Command> {
    shell::read(script, Place { line: 1, column: 1 })
}

fn last(script: &str) -> Option<Vec<String>> {
    let words = commands(script).pop()?.words;
    Some(words.into_iter().map(|word| word.text).collect())
}

/// What a command runs.
pub(super) fn program<T: AsRef<str>>(words: &[T]) -> Program {
    let mut words = words.iter().map(AsRef::as_ref).peekable();
    let mut is_rails = false;
    while let Some(word) = words.next() {
        match base(word) {
            "puma" => return Program::Puma,
            "sidekiq" | "sidekiqswarm" => return Program::Sidekiq,
            "jobs" if word.ends_with("bin/jobs") => return Program::SolidQueue,
            "good_job" => return Program::GoodJob,
            "rails" | "rake" => {
                is_rails = true;
                if matches!(words.peek(), Some(&("server" | "s"))) {
                    return Program::Puma;
                }
            }
            "solid_queue:start" if is_rails => return Program::SolidQueue,
            _ => {}
        }
    }
    if is_rails { Program::Rails } else { Program::Other }
}

/// An image without its tag or digest, and that.
pub(super) fn split(image: &str) -> (&str, &str) {
    let (image, digest) = image.split_once('@').unwrap_or((image, ""));
    let name = image.rfind('/').map_or(0, |at| at + 1);
    match image.get(name..).and_then(|rest| rest.split_once(':')) {
        Some((_, tag)) => {
            let end = image.len().saturating_sub(tag.len() + 1);
            (image.get(..end).unwrap_or(image), if digest.is_empty() { tag } else { digest })
        }
        None => (image, digest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_tell_what_runs() {
        for (words, expect) in [
            ("bundle exec puma -C config/puma.rb", Program::Puma),
            ("bin/thrust ./bin/rails server", Program::Puma),
            ("bundle exec sidekiq -c 5", Program::Sidekiq),
            ("bin/jobs", Program::SolidQueue),
            ("bin/rails solid_queue:start", Program::SolidQueue),
            ("bundle exec good_job start", Program::GoodJob),
            ("bin/rails db:prepare", Program::Rails),
            ("valkey-server /etc/valkey.conf", Program::Other),
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            assert_eq!(program(&words), expect, "{words:?}");
        }
    }

    #[test]
    fn images_are_taken_apart() {
        for (image, expect) in [
            ("shop", ("shop", "")),
            ("registry:5000/shop", ("registry:5000/shop", "")),
            ("registry:5000/shop:1", ("registry:5000/shop", "1")),
            ("a/shop@sha256:ab", ("a/shop", "sha256:ab")),
            ("a/shop:1@sha256:ab", ("a/shop", "sha256:ab")),
        ] {
            assert_eq!(split(image), expect, "{image}");
        }
    }
}
