//! `.kamal/secrets` and its like: names alone. Values are taken out before anything else sees the text.

use super::super::super::app::App;
use super::super::super::finding::At;
use super::super::super::notes::Notes;
use super::Known;
use crate::secret;

/// What stands for a value that was there.
const VALUE: &str = "*";

/// The text of a file of secrets without its values; lines stay where they are. What is left of each is its name, and
/// which manager it comes from.
pub(in super::super::super) fn names_only(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().take(2_000) {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        if let Some((name, value)) = line.split_once('=')
            && is_name(name.trim())
        {
            out.push_str(&format!("{}={}", name.trim(), source(value.trim())));
        }
        out.push('\n');
    }
    out
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 100
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !secret::is_value(name)
}

/// Where a value comes from: a command, a variable, or the file itself.
fn source(value: &str) -> String {
    const ADAPTERS: [&str; 9] = [
        "1password",
        "lastpass",
        "bitwarden",
        "bitwarden-sm",
        "aws_secrets_manager",
        "doppler",
        "gcp",
        "passbolt",
        "enpass",
    ];
    let value = value.trim_matches(['"', '\'']);
    if value.starts_with("$(") {
        let mut words = value.split([' ', '=']);
        let adapter =
            words.find(|word| matches!(*word, "--adapter" | "-a")).and_then(|_| words.next());
        let known = adapter.and_then(|name| ADAPTERS.iter().find(|known| **known == name));
        return known.map_or_else(|| "$(".to_owned(), |name| format!("$({name}"));
    }
    match value {
        "" => String::new(),
        value if value.starts_with('$') => "$".to_owned(),
        _ => VALUE.to_owned(),
    }
}

/// Tells of every name: who asks for it, and where its value is.
pub(super) fn read(app: &App, known: &Known, notes: &mut Notes) {
    let mut managers: Vec<String> = Vec::new();
    for (path, text) in app.texts().filter(|(path, _)| is_file(path)) {
        for (line, number) in text.lines().zip(1..) {
            let Some((name, source)) = line.split_once('=') else { continue };
            let at = At::new(path, number);
            if source == VALUE {
                notes.value_in_file(name, at.clone());
            }
            if let Some(manager) = source.strip_prefix("$(").filter(|manager| !manager.is_empty())
                && !managers.iter().any(|each| each == manager)
            {
                managers.push(manager.to_owned());
                let says = format!("Kamal fetches values of secrets from {manager}");
                let help = "`secret_store: {kind: external_secrets, name: STORE}` lets the cluster read them there; else set each once as DEPLOY.md says";
                notes.remark(at.clone(), says, help);
            }
            match known.asked.get(name) {
                Some(why) => notes.not_needed(name, at, why.as_str()),
                None => notes.not_needed(name, at, "config/deploy.yml hands it to nothing"),
            }
        }
    }
}

/// `.kamal/secrets`, `.kamal/secrets-common`, `.kamal/secrets.staging`
pub(in super::super) fn is_file(path: &str) -> bool {
    let name = path.strip_prefix(".kamal/").unwrap_or_default();
    name.strip_prefix("secrets").is_some_and(|rest| {
        !rest.contains('/') && (rest.is_empty() || rest.starts_with(['-', '.']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_is_left() {
        let text = "# comment with s3cret\nA=$A\nB=$(kamal secrets fetch --adapter 1password --account x B)\nC=hunter22\n\
            export D=\"x y\"\nE=$(cat config/master.key)\nnot a line\nF=\n";
        assert_eq!(names_only(text), "\nA=$\nB=$(1password\nC=*\nD=*\nE=$(\n\nF=\n");
    }
}
