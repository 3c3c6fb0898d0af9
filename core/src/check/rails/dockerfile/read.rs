//! Dockerfiles as stages of instructions.

use crate::check::companion::{Companion, of_kind};
use crate::check::shell::{self, Command, Word};
use crate::check::source::Source;
use crate::diagnostic::Place;
use std::collections::{BTreeMap, BTreeSet};

/// One instruction.
pub(in crate::check::rails) struct Instruction {
    /// In capitals.
    pub(in crate::check::rails) keyword: String,
    /// What follows it, as commands of a shell.
    pub(in crate::check::rails) commands: Vec<Command>,
    /// What follows it, as written.
    pub(in crate::check::rails) text: String,
}

impl Instruction {
    /// All words of it.
    pub(in crate::check::rails) fn words(&self) -> impl Iterator<Item = &Word> {
        self.commands.iter().flat_map(|command| &command.words)
    }

    /// The words without flags such as `--from=build`.
    pub(in crate::check::rails) fn plain(&self) -> impl Iterator<Item = &Word> {
        self.words().filter(|word| !word.text.starts_with("--"))
    }

    /// Whether it is a list in JSON, which no shell reads.
    pub(in crate::check::rails) fn is_exec(&self) -> bool {
        self.text.trim_start().starts_with('[')
    }

    /// Whether a COPY or ADD reads the folder that the image is built from: not another stage, nor its own lines.
    pub(in crate::check::rails) fn reads_context(&self) -> bool {
        !self.words().any(|word| word.text.starts_with("--from=")) && !self.text.contains("<<")
    }

    /// What a COPY or ADD takes from the folder that the image is built from, as written: all words but the last, which
    /// says where it goes.
    pub(in crate::check::rails) fn sources(&self) -> Vec<&str> {
        if !self.reads_context() {
            return Vec::new();
        }
        let signs = ['[', ']', ',', '"', '\''];
        let words = self.plain().flat_map(|word| word.text.split(','));
        let mut words: Vec<&str> =
            words.map(|word| word.trim_matches(signs)).filter(|word| !word.is_empty()).collect();
        words.pop();
        words
    }

    /// The words of a command, without the signs of JSON.
    pub(in crate::check::rails) fn command(&self) -> Vec<&str> {
        let trim = |word: &'_ Word| -> (usize, usize) {
            let start = word.text.len() - word.text.trim_start_matches(['[', ',']).len();
            (start, word.text.trim_end_matches([']', ',']).len().max(start))
        };
        let words = self.words().filter_map(|word| {
            let (start, end) = if self.is_exec() { trim(word) } else { (0, word.text.len()) };
            word.text.get(start..end)
        });
        words.filter(|word| !word.is_empty()).collect()
    }
}

/// What stands between one FROM and the next.
pub(in crate::check::rails) struct Stage {
    /// The image that it starts from, or the name of an earlier stage.
    pub(in crate::check::rails) base: Option<Word>,
    /// Its own name.
    name: Option<String>,
    pub(in crate::check::rails) instructions: Vec<Instruction>,
}

impl Stage {
    /// Its name, with the line of its FROM.
    pub(in crate::check::rails) fn called(&self) -> Option<(String, usize)> {
        Some((self.name.clone()?, self.base.as_ref()?.place.line))
    }
}

/// A Dockerfile.
pub(in crate::check::rails) struct Image<'s> {
    pub(in crate::check::rails) path: &'s str,
    pub(in crate::check::rails) stages: Vec<Stage>,
    /// Names and defaults of what stands before the first FROM.
    arguments: BTreeMap<String, String>,
    /// The names of the stages, in lower case.
    names: BTreeSet<String>,
    /// By keyword, the last instruction in the image that is the result: its stage, and its place there.
    lasts: BTreeMap<String, [usize; 2]>,
    /// The variables that the result sets.
    variables: BTreeSet<String>,
    /// Whether the image starts Thruster by itself.
    pub(in crate::check::rails) starts_thruster: bool,
}

/// Who runs the image.
pub(in crate::check::rails) struct User<'i> {
    pub(in crate::check::rails) is_root: bool,
    pub(in crate::check::rails) word: &'i Word,
}

/// Reads every Dockerfile, the one of this path up to the stage of this name. One without a FROM is none.
pub(in crate::check::rails) fn read<'s>(
    companions: &[Source<'s>],
    target: Option<&(String, String)>,
) -> Vec<Image<'s>> {
    let all = of_kind(companions, Companion::Dockerfile);
    let stage = |path: &str| target.filter(|(of, _)| of == path).map(|(_, stage)| stage.as_str());
    all.map(|source| image(source.path, source.text, stage(source.path)))
        .filter(|image| !image.stages.is_empty())
        .collect()
}

/// Reads one Dockerfile up to the stage of this name, which is the result; without one, to its end.
pub(in crate::check::rails) fn read_one<'s>(
    source: &Source<'s>,
    target: Option<&str>,
) -> Option<Image<'s>> {
    let image = image(source.path, source.text, target);
    (!image.stages.is_empty()).then_some(image)
}

fn image<'s>(path: &'s str, text: &str, target: Option<&str>) -> Image<'s> {
    let mut image = Image {
        path,
        stages: Vec::new(),
        arguments: BTreeMap::new(),
        names: BTreeSet::new(),
        lasts: BTreeMap::new(),
        variables: BTreeSet::new(),
        starts_thruster: false,
    };
    for instruction in instructions(text) {
        if instruction.keyword == "FROM" {
            let mut words = instruction.plain();
            let base = words.next().cloned();
            let name = match (words.next(), words.next()) {
                (Some(word), Some(name)) if word.text.eq_ignore_ascii_case("as") => {
                    Some(name.text.clone())
                }
                _ => None,
            };
            image.stages.push(Stage { base, name, instructions: Vec::new() });
        } else if let Some(stage) = image.stages.last_mut() {
            stage.instructions.push(instruction);
        } else if instruction.keyword == "ARG" {
            let given = instruction.words().filter_map(|word| word.text.split_once('='));
            image.arguments.extend(given.map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
    }
    let is_target = |stage: &Stage| {
        stage
            .name
            .as_ref()
            .zip(target)
            .is_some_and(|(name, target)| name.eq_ignore_ascii_case(target))
    };
    if let Some(at) = image.stages.iter().position(is_target) {
        image.stages.truncate(at + 1);
    }
    image.gather();
    image
}

impl Image<'_> {
    /// Looks once for what rules ask of each container.
    fn gather(&mut self) {
        let mut names = BTreeSet::new();
        let mut lasts = BTreeMap::new();
        let mut variables = BTreeSet::new();
        names.extend(self.stages.iter().filter_map(|stage| Some(lower(stage.name.as_ref()?))));
        for at in self.way() {
            let Some(stage) = self.stages.get(at) else { continue };
            for (nth, each) in stage.instructions.iter().enumerate().rev() {
                lasts.entry(each.keyword.clone()).or_insert([at, nth]);
            }
            variables.extend(stage.variables().map(str::to_owned));
        }
        (self.names, self.lasts, self.variables) = (names, lasts, variables);
        self.starts_thruster = self
            .last("CMD")
            .is_some_and(|command| command.command().iter().any(|word| word.ends_with("thrust")));
    }

    /// The last stage and those that it starts from by their numbers, the last one first.
    fn way(&self) -> Vec<usize> {
        let mut way = Vec::new();
        let mut next = self.stages.len().checked_sub(1);
        while let Some((at, stage)) = next.and_then(|at| Some((at, self.stages.get(at)?))) {
            way.push(at);
            // Only an earlier stage can be meant, so this ends.
            let before = self.stages.get(..at).unwrap_or_default();
            next = before.iter().rposition(|each| each.is_called(stage.base.as_ref()));
        }
        way
    }

    /// The first of the stages that the result is made of.
    pub(in crate::check::rails) fn first(&self) -> Option<&Stage> {
        self.stages.get(self.way().pop()?)
    }

    /// Whether a base is an earlier stage.
    pub(in crate::check::rails) fn is_stage(&self, base: &Word) -> bool {
        self.names.contains(&lower(&base.text))
    }

    /// A text with the defaults of the arguments before the first FROM.
    pub(in crate::check::rails) fn filled(&self, text: &str) -> String {
        fill(text, &self.arguments)
    }

    /// The stages that the result is made of, the last one first.
    pub(in crate::check::rails) fn result(&self) -> impl Iterator<Item = &Stage> {
        self.way().into_iter().filter_map(|at| self.stages.get(at))
    }

    /// A text with the defaults of all arguments and variables that the result is made with.
    pub(in crate::check::rails) fn known(&self, text: &str) -> String {
        let mut all = self.arguments.clone();
        let set = self.result().flat_map(|stage| &stage.instructions);
        for each in set.filter(|each| matches!(each.keyword.as_str(), "ARG" | "ENV")) {
            for (name, value) in each.words().filter_map(|word| word.text.split_once('=')) {
                all.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
        fill(text, &all)
    }

    /// The last instruction of a kind in the image that is the result.
    pub(in crate::check::rails) fn last(&self, keyword: &str) -> Option<&Instruction> {
        let [stage, at] = self.lasts.get(keyword)?;
        self.stages.get(*stage)?.instructions.get(*at)
    }

    /// Whether the image sets a variable.
    pub(in crate::check::rails) fn sets(&self, name: &str) -> bool {
        self.variables.contains(name)
    }

    /// Whom the processes of the image belong to, if it says so.
    pub(in crate::check::rails) fn user(&self) -> Option<User<'_>> {
        let word = self.last("USER")?.words().next()?;
        let name = word.text.split(':').next().unwrap_or_default();
        Some(User { is_root: matches!(name, "root" | "0"), word })
    }
}

/// A text with what is known of the variables in it.
fn fill(text: &str, arguments: &BTreeMap<String, String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('$') {
        filled.push_str(before);
        let open = behind.strip_prefix('{');
        let inner = open.unwrap_or(behind);
        let end = inner.find(|each: char| !each.is_alphanumeric() && each != '_');
        let (name, after) =
            inner.split_at_checked(end.unwrap_or(inner.len())).unwrap_or((inner, ""));
        let after = if open.is_some() { after.strip_prefix('}') } else { Some(after) };
        match (arguments.get(name), after) {
            (Some(value), Some(after)) => {
                filled.push_str(value);
                rest = after;
            }
            _ => {
                filled.push('$');
                rest = behind;
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

impl Stage {
    fn is_called(&self, name: Option<&Word>) -> bool {
        self.name.as_ref().zip(name).is_some_and(|(own, name)| own.eq_ignore_ascii_case(&name.text))
    }

    /// The variables that it sets, for its build at least: `ENV A b` or `ENV A=b C=d`.
    pub(in crate::check::rails) fn variables(&self) -> impl Iterator<Item = &str> {
        self.instructions.iter().filter(|each| each.keyword == "ENV").flat_map(|each| {
            let old = each.words().next().map(|word| word.text.as_str());
            let own = each.words().filter_map(|word| Some(word.text.split_once('=')?.0));
            old.into_iter().chain(own)
        })
    }

    /// Whether it sets a variable.
    pub(in crate::check::rails) fn sets(&self, name: &str) -> bool {
        self.variables().any(|own| own == name)
    }
}

/// Instructions with everything that belongs to them: lines that go on, and documents.
fn instructions(text: &str) -> Vec<Instruction> {
    let mut all = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let trimmed = line.trim_start();
        let length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        let (keyword, rest) = trimmed.split_at_checked(length).unwrap_or((trimmed, ""));
        if keyword.is_empty() || keyword.starts_with('#') {
            continue;
        }
        let mut body = rest.to_owned();
        while body.trim_end().ends_with('\\') {
            let Some((_, next)) = lines.next() else { break };
            body.truncate(body.trim_end().len());
            body.push('\n');
            // A comment between lines that go on is no end of them.
            let is_comment = next.trim_start().starts_with('#');
            body.push_str(if is_comment || next.trim().is_empty() { "\\" } else { next });
        }
        let mut start = Place { line: at + 1, column: indent + length + 1 };
        if let Some(end) = document(&body) {
            let inner: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| line.trim() != end)
                .collect();
            if keyword.eq_ignore_ascii_case("RUN") {
                start = Place { line: at + 1 + body.matches('\n').count() + 1, column: 1 };
                body = inner.join("\n");
            }
        }
        let commands = shell::read(&body, start);
        all.push(Instruction { keyword: keyword.to_ascii_uppercase(), commands, text: body });
    }
    all
}

/// The end of a document that an instruction begins (`<<END`).
fn document(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("<<")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start_matches(['"', '\'']);
    let end: String =
        rest.chars().take_while(|each| each.is_alphanumeric() || *each == '_').collect();
    (!end.is_empty()).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# syntax=docker/dockerfile:1\nARG RUBY=3.4\nFROM ruby:${RUBY}-slim AS base\nENV A=1 \\\n    # why\n    B=2\nUSER 1000:1000\n\nFROM base AS build\nUSER root\nRUN <<END\nset -e\nbin/rails assets:precompile\nEND\nFROM base\nCOPY --from=build /rails /rails\nCMD [\"./bin/thrust\", \"./bin/rails\", \"server\"]\n";

    #[test]
    fn stages_follow_from_each_other() {
        let image = image("Dockerfile", TEXT, None);
        assert_eq!(image.stages.len(), 3);
        assert_eq!(image.way(), [2, 0]);
        assert!(image.sets("A") && image.sets("B") && !image.sets("C"));
        assert!(image.starts_thruster);
        let user = image.user().unwrap();
        assert!(!user.is_root);
        assert_eq!(user.word.place, Place { line: 7, column: 6 });
        assert_eq!(image.filled("ruby:${RUBY}-slim"), "ruby:3.4-slim");
        let run = image.stages[1].instructions.iter().find(|each| each.keyword == "RUN").unwrap();
        let last = run.words().last().unwrap();
        assert_eq!((last.text.as_str(), last.place.line), ("assets:precompile", 13));
        let command = image.last("CMD").unwrap();
        assert_eq!(command.command(), ["./bin/thrust", "./bin/rails", "server"]);
    }
}
