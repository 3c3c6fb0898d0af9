//! A Dockerfile of the user's that has another user, folder or port than the spec says of its image.

use crate::check::rails::dockerfile::{Image, read_one};
use crate::check::shell::Word;
use crate::check::source::Source;
use crate::diagnostic::{Diagnostic, Remedy, Severity, rule};
use crate::facts::user_of_base;
use crate::plan::{Decided, ImageSource, Origin, Plan};

rule! {
    pub(in crate::check) const IMAGE_DIFFERS: Rule = Rule {
        name: "image-differs",
        tier: Rails,
        severity: Error,
        says: "a Dockerfile has another user, folder or port than `linkspan.yml` says of its image",
        why: "Pods run as a user who may not write where the app does, or mount their volumes beside it.",
        example: none,
    };
}

/// A finding about a Dockerfile.
pub struct Differs {
    /// At its place there.
    pub finding: Diagnostic,
    /// What ends it where the spec sets the field of its path.
    pub(crate) remedy: Option<Remedy>,
}

/// Compares a Dockerfile that is the user's for good with the spec.
#[must_use]
pub fn image_differs(source: &Source<'_>, plan: &Plan) -> Vec<Differs> {
    let is_own = plan.build.source.value == ImageSource::Dockerfile;
    let target = plan.build.target.as_ref().filter(|_| is_own);
    let mut found = Vec::new();
    if let Some(image) = read_one(source, target.map(|target| target.value.as_str())) {
        user(&image, plan, &mut found);
        folder(&image, plan, &mut found);
        port(&image, plan, &mut found);
    }
    found
}

fn tell<T>(
    image: &Image<'_>,
    word: &Word,
    decided: &Decided<T>,
    value: &str,
    message: String,
    found: &mut Vec<Differs>,
) {
    let key = decided.field.rsplit('.').next().unwrap_or_default();
    let help = format!("set `container: {{{key}: {value}}}` in linkspan.yml");
    let finding = Diagnostic::new(&IMAGE_DIFFERS, message).help(help).path(decided.field.clone());
    let finding = finding.file(image.path).at(word.place, word.width);
    let is_set = decided.origin == Origin::Set;
    let remedy = is_set.then(|| Remedy::write(value.to_owned()));
    found.push(Differs { finding, remedy });
}

/// The user that the last USER names, the number of the group where it has one, and where.
pub(super) fn owner<'i>(image: &'i Image<'_>) -> Option<(String, Option<i64>, &'i Word)> {
    let word = image.last("USER")?.words().next()?;
    let text = image.known(&word.text);
    Some(match text.split_once(':') {
        Some((name, group)) => (name.to_owned(), number(group), word),
        None => (text, None, word),
    })
}

/// The working folder, if the last WORKDIR says it as a whole path, and where.
pub(super) fn workdir<'i>(image: &'i Image<'_>) -> Option<(String, &'i Word)> {
    let word = image.last("WORKDIR")?.words().next()?;
    let text = image.known(&word.text);
    let folder = text.trim_end_matches('/');
    (folder.starts_with('/') && !folder.contains('$')).then(|| (folder.to_owned(), word))
}

/// The ports that the last EXPOSE names, and where.
pub(super) fn ports<'i>(image: &'i Image<'_>) -> Vec<(i64, &'i Word)> {
    let words = image.last("EXPOSE").into_iter().flat_map(|expose| expose.words());
    let port = |word: &'i Word| {
        let text = image.known(&word.text);
        Some((number(text.split('/').next()?)?, word))
    };
    words.filter_map(port).collect()
}

fn user(image: &Image<'_>, plan: &Plan, found: &mut Vec<Differs>) {
    let Some((name, group, word)) = owner(image) else { return };
    let number = number(&name).or_else(|| made(image, &name));
    let Some(user) = number.filter(|user| *user > 0) else { return };
    let container = &plan.container;
    if user != container.user.value {
        let message =
            format!("the image runs as the user {user}, and its pods as {}", container.user.value);
        tell(image, word, &container.user, &user.to_string(), message, found);
    }
    // A group that is not set follows the user.
    let expect = if container.group.origin == Origin::Set { container.group.value } else { user };
    if let Some(group) = group.filter(|group| *group != expect) {
        let message = format!("the image runs as the group {group}, and its pods as {expect}");
        tell(image, word, &container.group, &group.to_string(), message, found);
    }
}

pub(in crate::check::rails) fn number(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// The number that a step of the image, or the image that it starts from, gives to the user of a name.
pub(in crate::check::rails) fn made(image: &Image<'_>, name: &str) -> Option<i64> {
    step(image, name).or_else(|| {
        let base = image.known(&image.first()?.base.as_ref()?.text);
        user_of_base(&base, name)
    })
}

fn step(image: &Image<'_>, name: &str) -> Option<i64> {
    let steps = image.result().flat_map(|stage| &stage.instructions);
    let mut commands = steps.filter(|each| each.keyword == "RUN").flat_map(|each| &each.commands);
    commands.find_map(|command| numbered(image, &command.words, name))
}

fn numbered(image: &Image<'_>, words: &[Word], name: &str) -> Option<i64> {
    let at = words.iter().position(|word| {
        matches!(word.text.rsplit('/').next(), Some("useradd" | "adduser" | "usermod"))
    })?;
    let words: Vec<String> =
        words.iter().skip(at + 1).map(|word| image.known(&word.text)).collect();
    if !words.iter().any(|word| word == name) {
        return None;
    }
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let value = match word.as_str() {
            "-u" | "--uid" => rest.next().map(String::as_str),
            word => word.strip_prefix("--uid=").or_else(|| word.strip_prefix("-u")),
        };
        if let Some(user) = value.and_then(number) {
            return Some(user);
        }
    }
    None
}

fn folder(image: &Image<'_>, plan: &Plan, found: &mut Vec<Differs>) {
    let workdir = &plan.container.workdir;
    let said = self::workdir(image).filter(|(folder, _)| *folder != workdir.value);
    let Some((folder, word)) = said else { return };
    let message = format!(
        "the app lives in `{folder}` in the image, and for its pods in `{}`",
        workdir.value
    );
    tell(image, word, workdir, &folder, message, found);
}

/// What EXPOSE says decides nothing, but who writes it means something. Ports below 1024 are Thruster's, which no pod
/// runs.
fn port(image: &Image<'_>, plan: &Plan, found: &mut Vec<Differs>) {
    let ports = ports(image);
    let wanted = plan.web.port.value;
    if ports.iter().any(|(port, _)| *port == wanted || *port < 1024) {
        return;
    }
    let Some((port, word)) = ports.first() else { return };
    let message = format!(
        "the image says that it listens on {port}; pods are asked on {wanted}, which `PORT` tells the web server"
    );
    let help = format!(
        "set `web: {{port: {port}}}` in linkspan.yml if the server takes no notice of `PORT`"
    );
    let finding = Diagnostic::new(&IMAGE_DIFFERS, message).severity(Severity::Hint).help(help);
    let finding = finding.path("web.port").file(image.path).at(word.place, word.width);
    found.push(Differs { finding, remedy: None });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide;

    fn check(spec: &str, text: &str, expect: &[&str]) {
        let plan = decide(&format!("app: shop\nimage: a/b\n{spec}")).plan;
        let found = image_differs(&Source { path: "Dockerfile", text }, &plan);
        let found: Vec<String> = found
            .iter()
            .map(|each| {
                let Diagnostic { path, place, help, .. } = &each.finding;
                let value = help.rsplit_once(": ").and_then(|(_, rest)| rest.split_once('}'));
                let value = value.map_or("", |(value, _)| value);
                format!("{path} {}:{} {value}", place.line, place.column)
            })
            .collect();
        assert_eq!(found, expect, "{spec}{text}");
    }

    #[test]
    fn user_folder_and_port_are_compared() {
        let own = "build: {from: dockerfile}\ncontainer: {user: 991, workdir: /opt/app}\n";
        let whole =
            "FROM ruby:3.4 AS base\nWORKDIR /opt/app/\nFROM base\nUSER 991:991\nEXPOSE 3000/tcp\n";
        check(own, whole, &[]);
        check("", whole, &["container.user 4:6 991", "container.workdir 2:9 /opt/app"]);
        check("", "FROM ruby:3.4\nUSER 1000:20\n", &["container.group 2:6 20"]);
        check("", "FROM ruby:3.4\nUSER 20:20\n", &["container.user 2:6 20"]);
        check("container: {group: 5}\n", "FROM ruby:3.4\nUSER 1000:5\n", &[]);
        check("", "FROM ruby:3.4\nEXPOSE 8080\n", &["web.port 2:8 8080"]);
        check("", "FROM ruby:3.4\nEXPOSE 80 443\n", &[]);
        check("", "FROM ruby:3.4\nWORKDIR app\nUSER root\nUSER $WHO\n", &[]);
    }

    #[test]
    fn a_name_is_that_of_the_user_who_is_made() {
        for (text, expect) in [
            (
                "ARG UID=\"991\"\nFROM a:1\nARG UID\nRUN groupadd -g 5 m && useradd -o -u \"${UID}\" -d /m m\nUSER m\n",
                "991",
            ),
            ("FROM a:1\nRUN adduser --uid=2000 other && adduser -u 2001 m\nUSER m\n", "2001"),
            ("FROM a:1\nENV U=7\nRUN /usr/sbin/useradd m --uid $U\nUSER m\n", "7"),
        ] {
            let line = text.lines().count();
            check("", text, &[&format!("container.user {line}:6 {expect}")]);
        }
        check("", "FROM a:1\nRUN useradd m\nUSER m\n", &[]);
    }

    #[test]
    fn the_stage_that_is_built_counts() {
        let text = "FROM a:1 AS app\nUSER 1000\nFROM app AS dev\nUSER 5\n";
        check("build: {from: dockerfile, target: app}\n", text, &[]);
        check("build: {from: dockerfile}\n", text, &["container.user 4:6 5"]);
    }
}
