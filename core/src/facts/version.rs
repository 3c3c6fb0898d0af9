//! Versions of Rails, Ruby and Node.js, as the files of an app write them: Gemfile.lock, `.ruby-version`, `.tool-versions`,
//! `.node-version`, `.nvmrc`.
//!
//! Sources, read 2026-11-30: RubyGems' own order of versions (`8.2.0.alpha`), the READMEs of rbenv, chruby and asdf
//! (`ruby-3.4.4`, `3.4.4`, `ruby 3.4.4`), that of nvm (`v20`, `20.17.0`, `lts/iron`), and the README of nodejs/Release for the
//! names of lines with long support.

/// A program whose version an app names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Ruby on Rails.
    Rails,
    /// Ruby.
    Ruby,
    /// Node.js.
    Node,
}

/// A version that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second; Node.js is named by its first alone.
    pub minor: Option<u32>,
    /// The whole without what stands around it: `3.4.4` for `ruby-3.4.4`.
    pub text: String,
}

/// Lines of Node.js with long support, by name.
const NODE_LINES: [(&str, &str); 8] = [
    ("fermium", "14"),
    ("gallium", "16"),
    ("hydrogen", "18"),
    ("iron", "20"),
    ("jod", "22"),
    ("krypton", "24"),
    ("erbium", "12"),
    ("dubnium", "10"),
];

impl Program {
    /// As people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rails => "Rails",
            Self::Ruby => "Ruby",
            Self::Node => "Node.js",
        }
    }
}

impl Version {
    /// Reads a version; none where it is no version of this program.
    #[must_use]
    pub fn parse(program: Program, text: &str) -> Option<Self> {
        let text = text.trim();
        let bare = match program {
            Program::Rails => without(text, &["~> ", "= ", "v"]),
            Program::Ruby => without(text, &["ruby-", "ruby "]),
            Program::Node => {
                if let Some(line) = text.strip_prefix("lts/") {
                    let line = line.to_ascii_lowercase();
                    let known = NODE_LINES.iter().find(|(name, _)| *name == line)?;
                    return Self::parse(program, known.1);
                }
                without(text, &["v", "node-", "nodejs "]).trim_end_matches(".x")
            }
        };
        let digits = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
        let (numbers, end) = bare.split_at_checked(digits)?;
        let numbers = numbers.trim_end_matches('.');
        let parts: Option<Vec<u32>> = numbers.split('.').map(number).collect();
        let parts = parts.filter(|parts| parts.len() <= 4)?;
        let text = match patch_level(end) {
            true => numbers.to_owned(),
            false if is_early(end) => bare.to_owned(),
            false => return None,
        };
        let major = *parts.first()?;
        let minor = parts.get(1).copied();
        let is_whole = minor.is_some() || program == Program::Node;
        is_whole.then_some(Self { major, minor, text })
    }

    /// Major and minor version.
    #[must_use]
    pub fn line(&self) -> (u32, u32) {
        (self.major, self.minor.unwrap_or_default())
    }
}

fn without<'a>(text: &'a str, heads: &[&str]) -> &'a str {
    heads.iter().find_map(|head| text.strip_prefix(head)).unwrap_or(text)
}

fn number(part: &str) -> Option<u32> {
    let fits = !part.is_empty()
        && part.len() <= 4
        && part.bytes().all(|byte| byte.is_ascii_digit())
        && (part.len() == 1 || !part.starts_with('0'));
    part.parse().ok().filter(|_| fits)
}

/// Whether nothing, or a patch level of Ruby such as `-p195`, which no image has in its tag, stands behind the numbers.
fn patch_level(end: &str) -> bool {
    let digits = end.strip_prefix("-p");
    end.is_empty() || digits.is_some_and(|rest| number(rest).is_some())
}

/// Whether what stands behind the numbers says that this comes before a release: `.alpha`, `-preview2`, `.rc1`.
fn is_early(end: &str) -> bool {
    let word = end.trim_start_matches(['.', '-']);
    let tail = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let word = word.strip_suffix(tail).unwrap_or(word);
    matches!(word, "alpha" | "beta" | "rc" | "pre" | "preview" | "dev")
        && tail.len() <= 4
        && tail.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_files_write_them() {
        for (program, text, expect) in [
            (Program::Rails, "8.1", Some("8.1")),
            (Program::Rails, "8.1.3", Some("8.1.3")),
            (Program::Rails, "7.0.8.7", Some("7.0.8.7")),
            (Program::Rails, "8.2.0.alpha", Some("8.2.0.alpha")),
            (Program::Rails, "~> 8.1.2", Some("8.1.2")),
            (Program::Rails, "8", None),
            (Program::Rails, "main", None),
            (Program::Rails, "8.1 && rm", None),
            (Program::Ruby, "3.4", Some("3.4")),
            (Program::Ruby, "ruby-3.4.4", Some("3.4.4")),
            (Program::Ruby, "ruby 3.4.4", Some("3.4.4")),
            (Program::Ruby, "2.6.10-p210", Some("2.6.10")),
            (Program::Ruby, "4.1.0-preview1", Some("4.1.0-preview1")),
            (Program::Ruby, "3.4-slim", None),
            (Program::Ruby, "jruby-9.4.8.0", None),
            (Program::Ruby, "3", None),
            (Program::Ruby, "03.4", None),
            (Program::Ruby, "", None),
            (Program::Node, "20", Some("20")),
            (Program::Node, "v20", Some("20")),
            (Program::Node, "v20.17.0", Some("20.17.0")),
            (Program::Node, "20.17.0", Some("20.17.0")),
            (Program::Node, "20.x", Some("20")),
            (Program::Node, "lts/Iron", Some("20")),
            (Program::Node, "lts/*", None),
            (Program::Node, ">=20", None),
            (Program::Node, "1\u{2060}8", None),
        ] {
            let read = Version::parse(program, text).map(|version| version.text);
            assert_eq!(read.as_deref(), expect, "{text}");
        }
        let early = Version::parse(Program::Rails, "8.2.0.alpha").map(|version| version.line());
        assert_eq!(early, Some((8, 2)));
    }
}
