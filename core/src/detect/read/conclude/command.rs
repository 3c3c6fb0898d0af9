//! Commands as files of an app write them, for a shell; ours are split into words, and no shell reads them.

use crate::field::{shell_word, split_command};

/// A command without what only a shell does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed {
    /// Variables before it.
    pub(super) env: Vec<(String, String)>,
    /// Its words.
    pub(super) words: Vec<String>,
    /// Whether only a shell can run it.
    pub(super) shell: bool,
}

impl Parsed {
    /// Reads a line.
    pub(super) fn read(line: &str) -> Self {
        let line = filled(line.trim());
        let operators = ["&&", "||", "|", ";", ">", "<", "`", "$", "&", "*", "(", "\n"];
        let Some(words) = split_command(&line) else {
            return Self {
                words: vec!["sh".to_owned(), "-c".to_owned(), line],
                shell: true,
                ..Self::default()
            };
        };
        let mut env = Vec::new();
        let mut words = words.into_iter().peekable();
        words.next_if(|word| word == "env");
        while let Some(word) = words.next_if(|word| variable(word).is_some()) {
            env.extend(variable(&word));
        }
        words.next_if(|word| word == "exec");
        let words: Vec<String> = words.collect();
        // In single quotes a shell would take them as they are.
        let is_quoted = line.contains('\'') || line.contains('"');
        let needs = |word: &String| operators.iter().any(|sign| word.contains(sign));
        if words.iter().any(needs)
            && !(is_quoted
                && words.iter().filter(|word| needs(word)).all(|word| word.contains(' ')))
        {
            return Self {
                words: vec!["sh".to_owned(), "-c".to_owned(), line],
                shell: true,
                ..Self::default()
            };
        }
        Self { env, words, shell: false }
    }

    /// The words on one line, as `split_command` reads them.
    pub(super) fn line(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| shell_word(word)).collect();
        words.join(" ")
    }

    /// The words behind `bundle exec` and `thrust`, and whether Thruster stands before them.
    pub(super) fn program(&self) -> (&[String], bool) {
        let mut words = self.words.as_slice();
        let mut thrust = false;
        loop {
            let name = |word: &String| word.rsplit('/').next().unwrap_or_default().to_owned();
            match words {
                [first, second, rest @ ..] if name(first) == "bundle" && second == "exec" => {
                    words = rest
                }
                [first, rest @ ..] if name(first) == "thrust" => (words, thrust) = (rest, true),
                _ => return (words, thrust),
            }
        }
    }

    /// The value of a flag: `-c 5`, `-c5`, `--concurrency=5`.
    pub(super) fn flags(&self, short: &str, long: &str) -> Vec<String> {
        let mut out = Vec::new();
        let mut words = self.words.iter();
        while let Some(word) = words.next() {
            if word == short || word == long {
                out.extend(words.next().cloned());
            } else if let Some(value) =
                word.strip_prefix(long).and_then(|rest| rest.strip_prefix('='))
            {
                out.push(value.to_owned());
            } else if !short.is_empty()
                && !word.starts_with("--")
                && let Some(value) = word.strip_prefix(short).filter(|value| !value.is_empty())
            {
                out.push(value.trim_start_matches('=').to_owned());
            }
        }
        out
    }
}

/// `NAME=value`
fn variable(word: &str) -> Option<(String, String)> {
    let (name, value) = word.split_once('=')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    is_name.then(|| (name.to_owned(), value.to_owned()))
}

/// With the defaults of variables that are written out (`${PORT:-3000}`), and with ours for the port.
fn filled(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((inner, behind)) = after.split_once('}') else {
            out.push_str("${");
            rest = after;
            continue;
        };
        match inner.split_once(":-").or_else(|| inner.split_once('-')) {
            Some((_, default)) => out.push_str(default),
            None if inner == "PORT" => out.push_str("3000"),
            None => out.push_str(&format!("${{{inner}}}")),
        }
        rest = behind;
    }
    out.push_str(rest);
    let mut text = String::new();
    let mut rest = out.as_str();
    while let Some((before, after)) = rest.split_once("$PORT") {
        text.push_str(before);
        let goes_on = after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        text.push_str(if goes_on { "$PORT" } else { "3000" });
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_lose_what_only_a_shell_does() {
        for (line, env, words) in [
            ("bundle exec puma -p ${PORT:-3000}", "", "bundle exec puma -p 3000"),
            ("A=1 B=x bin/jobs", "A=1 B=x", "bin/jobs"),
            ("exec bin/rails s -p $PORT", "", "bin/rails s -p 3000"),
            ("bin/a && bin/b", "", "sh -c 'bin/a && bin/b'"),
            ("bin/a --x=$PORTS", "", "sh -c 'bin/a --x=$PORTS'"),
            ("bin/rails runner 'A.b; C.d'", "", "bin/rails runner 'A.b; C.d'"),
            ("bin/a 'open", "", "sh -c 'bin/a '\\''open'"),
            ("", "", ""),
        ] {
            let parsed = Parsed::read(line);
            let own: Vec<String> =
                parsed.env.iter().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!((own.join(" ").as_str(), parsed.line().as_str()), (env, words), "{line}");
        }
    }

    #[test]
    fn flags_have_three_forms() {
        let parsed = Parsed::read("sidekiq -c 5 -q a,2 -qb --timeout=30");
        assert_eq!(parsed.flags("-c", "--concurrency"), ["5"]);
        assert_eq!(parsed.flags("-q", "--queue"), ["a,2", "b"]);
        assert_eq!(parsed.flags("-t", "--timeout"), ["30"]);
    }
}
