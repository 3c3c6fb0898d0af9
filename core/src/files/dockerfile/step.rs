//! Instructions of several lines, and what a person wrote, quoted for a Dockerfile.

use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Decided, Plan, Reason};
use std::sync::Arc;

/// One instruction of lines with reasons of their own; this stands at the end of each but the last.
pub(super) fn lines(all: Vec<(Arc<Reason>, String)>, head: &str, tail: &str, text: &mut Text) {
    let last = all.len().saturating_sub(1);
    for (index, (reason, line)) in all.into_iter().enumerate() {
        let head = if index == 0 { head } else { "    " };
        let tail = if index == last { "\n" } else { tail };
        text.because(reason).push(format!("{head}{line}{tail}"));
    }
}

/// The start of a RUN: it sees the secrets of the build, and no layer keeps them.
pub(super) fn run(plan: &Plan) -> String {
    let secrets = plan.build.secrets.value.iter();
    let mounts: String = secrets
        .map(|name| format!("--mount=type=secret,id={name},env={name},required=true \\\n    "))
        .collect();
    format!("RUN {mounts}")
}

/// Says why RUNs stand one behind the other.
pub(super) fn apart(text: &mut Text) {
    text.fixed(
        Guide::DockerImage,
        "Each command of linkspan.yml has a RUN of its own: joined by &&, one would hang on the || and ; of another.",
    );
    text.push("# hadolint global ignore=DL3059");
}

/// Commands of a person, a RUN each: they do not hang on each other's `||` and `;`.
pub(super) fn write(plan: &Plan, commands: &Decided<Vec<String>>, text: &mut Text) {
    let Some(last) = commands.value.len().checked_sub(1) else { return };
    text.because(commands.reason());
    for (index, command) in commands.value.iter().enumerate() {
        let end = if index == last { "\n" } else { "" };
        text.push(format!("{}{}{end}", run(plan), command_of(command.trim())));
    }
}

/// A command as it stands where a Dockerfile gives it to the shell unchanged, else as a list in JSON.
fn command_of(command: &str) -> String {
    let goes_on = command.ends_with('\\') || command.contains("<<");
    let is_other = command.starts_with(['[', '#']) || command.starts_with("--");
    if !goes_on && !is_other && !command.contains(|each: char| each.is_control()) {
        return command.to_owned();
    }
    let words = ["/bin/bash", "-eo", "pipefail", "-c", command];
    let words: Vec<String> = words.iter().map(|word| json(word)).collect();
    format!("[{}]", words.join(", "))
}

fn json(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// The value of an ENV instruction: nothing in it is replaced.
pub(super) fn value(text: &str) -> String {
    let mut quoted = String::from("\"");
    for each in text.chars() {
        match each {
            '"' | '\\' | '$' => quoted.extend(['\\', each]),
            // Its end would be the end of the instruction; a rule tells of it.
            '\n' | '\r' => quoted.push(' '),
            _ => quoted.push(each),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_reach_the_shell_as_they_are() {
        for plain in ["cp a b", "a && b || c", "echo \"$HOME\" '#'", "test -f x; [ -d y ]", "a \\b"]
        {
            assert_eq!(command_of(plain), plain);
        }
        let listed =
            |inner: &str| format!("[\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\", {inner}]");
        for (command, inner) in [
            ("a\nUSER root", r#""a\nUSER root""#),
            ("a \\", r#""a \\""#),
            ("cat <<END\nx\nEND", r#""cat <<END\nx\nEND""#),
            ("[ -f x ]", r#""[ -f x ]""#),
            ("# nothing", r##""# nothing""##),
            ("--mount=type=ssh ls", r#""--mount=type=ssh ls""#),
            ("a\tb", r#""a\tb""#),
        ] {
            assert_eq!(command_of(command), listed(inner));
        }
    }

    #[test]
    fn values_are_taken_as_they_are() {
        for (text, expect) in [
            ("--max-old-space-size=4096", r#""--max-old-space-size=4096""#),
            ("a $B ${C}", r#""a \$B \${C}""#),
            (r#"a "b" \n"#, r#""a \"b\" \\n""#),
            ("a\nUSER root", "\"a USER root\""),
        ] {
            assert_eq!(value(text), expect);
        }
    }
}
