//! What a Dockerfile says of the image that it makes, for whoever writes a spec of it.

use super::dockerfile::read::{Instruction, Stage};
use super::dockerfile::{Image, read_one};
use super::image_differs::{made, number, owner, ports, workdir};
use crate::check::source::Source;
use std::collections::BTreeSet;

/// Something that a Dockerfile says, with its line.
pub(crate) type Said<T> = (T, usize);

/// What it says of the image that is its result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ImageSays {
    /// The image that it starts from.
    pub(crate) base: Option<Said<String>>,
    /// The number of the user, if that is no root; nothing where the file does not tell it.
    pub(crate) user: Option<Said<i64>>,
    /// The number of the group, where it is not the user's.
    pub(crate) group: Option<Said<i64>>,
    /// Whether processes run as root, or nobody says as whom.
    pub(crate) is_root: bool,
    /// The working folder, by its whole path.
    pub(crate) workdir: Option<Said<String>>,
    /// How many working folders its stages set, one after the other.
    pub(crate) folders: usize,
    /// Ports that it says it listens on.
    pub(crate) ports: Vec<Said<i64>>,
    /// The words of its command.
    pub(crate) command: Option<Said<Vec<String>>>,
    /// The words before each command.
    pub(crate) entrypoint: Option<Said<Vec<String>>>,
    /// Names and values of what ENV sets.
    pub(crate) environment: Vec<Said<(String, String)>>,
    /// Names of arguments, with their defaults.
    pub(crate) arguments: Vec<Said<(String, Option<String>)>>,
    /// Names of BuildKit's secrets.
    pub(crate) secrets: Vec<Said<String>>,
    /// What is copied from the folder of the build, path by path; patterns are left out.
    pub(crate) copies: Vec<Said<String>>,
    /// The path that its HEALTHCHECK asks.
    pub(crate) health: Option<Said<String>>,
    /// Names of its stages, in the order of the file.
    pub(crate) stages: Vec<Said<String>>,
    /// Whether the code of the app gets into it: one of development has it mounted.
    pub(crate) holds_code: bool,
}

/// Reads a Dockerfile up to the stage of this name, or to its end; none where it is no such file.
pub(crate) fn image_says(path: &str, text: &str, target: Option<&str>) -> Option<ImageSays> {
    let image = read_one(&Source { path, text }, target)?;
    let mut says = ImageSays {
        stages: image.stages.iter().filter_map(Stage::called).collect(),
        holds_code: image.stages.iter().flat_map(|stage| &stage.instructions).any(brings_code),
        ..ImageSays::default()
    };
    let base = image.first().and_then(|stage| stage.base.as_ref());
    says.base = base.map(|word| (image.filled(&word.text), word.place.line));
    user(&image, &mut says);
    says.workdir = workdir(&image).map(|(folder, word)| (folder, word.place.line));
    let all = image.result().flat_map(|stage| &stage.instructions);
    let all = all.filter(|each| each.keyword == "WORKDIR").map(|each| each.text.trim().to_owned());
    says.folders = all.collect::<BTreeSet<String>>().len();
    says.ports = ports(&image).into_iter().map(|(port, word)| (port, word.place.line)).collect();
    says.command = words(&image, "CMD");
    says.entrypoint = words(&image, "ENTRYPOINT");
    says.health = health(&image);
    for stage in &image.stages {
        for each in &stage.instructions {
            let line = each.words().next().map_or(0, |word| word.place.line);
            match each.keyword.as_str() {
                "ARG" => {
                    for word in each.words() {
                        let (name, value) = match word.text.split_once('=') {
                            Some((name, value)) => (name, Some(value.to_owned())),
                            None => (word.text.as_str(), None),
                        };
                        says.arguments.push(((name.to_owned(), value), line));
                    }
                }
                "COPY" => says.copies.extend(copies(each)),
                "RUN" => {
                    let mounts = each.words().filter_map(|word| word.text.strip_prefix("--mount="));
                    for mount in mounts.filter(|mount| mount.contains("type=secret")) {
                        let id = mount.split(',').find_map(|part| part.strip_prefix("id="));
                        says.secrets.extend(id.map(|id| (id.to_owned(), line)));
                    }
                }
                _ => {}
            }
        }
    }
    for each in
        image.result().flat_map(|stage| &stage.instructions).filter(|each| each.keyword == "ENV")
    {
        for word in each.words() {
            if let Some((name, value)) = word.text.split_once('=') {
                let value = image.known(value);
                says.environment.push(((name.to_owned(), value), word.place.line));
            }
        }
    }
    Some(says)
}

/// The paths that a COPY takes from the folder of the build; patterns are left out.
fn copies(each: &Instruction) -> Vec<Said<String>> {
    let line = each.words().next().map_or(0, |word| word.place.line);
    let is_plain = |word: &&str| !word.contains(['*', '?', '[', '$', '\\']);
    let bare = |word: &str| word.trim_start_matches("./").trim_start_matches('/').to_owned();
    let plain = each.sources().into_iter().filter(is_plain).map(bare);
    plain.filter(|word| !word.is_empty() && word != ".").map(|word| (word, line)).collect()
}

/// Whether an instruction takes the app's folder, or its code, from the build context or from where it is kept.
fn brings_code(instruction: &Instruction) -> bool {
    match instruction.keyword.as_str() {
        "COPY" | "ADD" => instruction.sources().into_iter().any(|word| {
            let from = word.trim_start_matches(['.', '/']).trim_end_matches('/');
            matches!(from, "" | "*" | "app" | "app/*") || word.contains('$')
        }),
        "RUN" => {
            instruction.text.contains("git clone")
                || instruction.words().any(|word| {
                    word.text.starts_with("--mount=") && word.text.contains("type=bind")
                })
        }
        _ => false,
    }
}

fn words(image: &Image<'_>, keyword: &str) -> Option<Said<Vec<String>>> {
    let instruction = image.last(keyword)?;
    let line = instruction.words().next()?.place.line;
    Some((instruction.command().into_iter().map(str::to_owned).collect(), line))
}

fn user(image: &Image<'_>, says: &mut ImageSays) {
    let named = owner(image).filter(|(name, ..)| !matches!(name.as_str(), "root" | "0"));
    let Some((name, group, word)) = named else {
        says.is_root = true;
        return;
    };
    let line = word.place.line;
    let user = number(&name).or_else(|| made(image, &name));
    says.user = user.map(|user| (user, line));
    says.group = group.filter(|group| user != Some(*group)).map(|group| (group, line));
}

/// `curl -f http://localhost:3000/up || exit 1`
fn health(image: &Image<'_>) -> Option<Said<String>> {
    let instruction = image.last("HEALTHCHECK")?;
    let word = instruction.words().find(|word| word.text.contains("://"))?;
    let (_, rest) = word.text.trim_matches(['"', '\'', '[', ']', ',']).split_once("://")?;
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    (!path.contains('$')).then(|| (format!("/{path}"), word.place.line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dockerfile_tells_whether_it_holds_the_code() {
        for (step, expect) in [
            ("COPY . .", true),
            ("COPY [\".\",\"/app\"]", true),
            ("ADD --chown=1:1 ./ /app", true),
            ("COPY app/ /app/app/", true),
            ("COPY Gemfile Gemfile.lock ./", false),
            ("COPY --from=build . .", false),
            ("COPY <<A /app/a\n.\nA", false),
            ("RUN git clone https://example.com/shop .", true),
            ("RUN bundle install", false),
        ] {
            let says = image_says("Dockerfile", &format!("FROM ruby:3.4\n{step}\n"), None);
            assert_eq!(says.unwrap().holds_code, expect, "{step}");
        }
    }

    #[test]
    fn a_dockerfile_tells_how_its_image_runs() {
        let text = "ARG RUBY_VERSION=3.4.4\nFROM ruby:$RUBY_VERSION-slim AS base\nWORKDIR /app/\nENV RAILS_ENV=production\n\
            FROM base AS build\nRUN --mount=type=secret,id=GITHUB_TOKEN bundle install\nFROM base\n\
            COPY --chown=1:1 [\"./Gemfile\", \"Gemfile.lock\",\"./\"]\nCOPY vendor/ lib/*.rb .\nCOPY --from=build /a /a\nCOPY . .\n\
            RUN useradd -u 991 rails\nUSER rails:rails\nHEALTHCHECK CMD curl -f http://localhost:3000/health || exit 1\n\
            EXPOSE 80/tcp\nCMD [\"./bin/thrust\", \"./bin/rails\", \"server\"]\n";
        let says = image_says("Dockerfile", text, None).unwrap();
        assert_eq!(says.base, Some(("ruby:3.4.4-slim".to_owned(), 2)));
        assert_eq!((says.user, says.group, says.is_root), (Some((991, 13)), None, false));
        assert_eq!(says.workdir, Some(("/app".to_owned(), 3)));
        assert_eq!(says.ports, [(80, 15)]);
        assert_eq!(says.health, Some(("/health".to_owned(), 14)));
        let copies = says.copies.iter().map(|(path, line)| format!("{path}:{line}"));
        assert_eq!(copies.collect::<Vec<_>>(), ["Gemfile:8", "Gemfile.lock:8", "vendor/:9"]);
        assert_eq!(says.secrets, [("GITHUB_TOKEN".to_owned(), 6)]);
        let command = says.command.unwrap().0;
        assert_eq!(command, ["./bin/thrust", "./bin/rails", "server"]);
        assert_eq!(image_says("Dockerfile", "# nothing\n", None), None);
        assert!(image_says("Dockerfile", "FROM a:1\n", None).unwrap().is_root);
    }
}
