//! Colours for the preview: what each piece of a line is, by the language of its file. Good enough
//! for the eye, on any text, in one pass; nothing is judged by it.

mod dockerfile;
mod markdown;
mod painter;
mod shell;
mod yaml;

use painter::Painter;
use std::ops::Range;

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// Anything else.
    Plain,
    /// The name of a setting: a YAML key, a variable that is assigned, a flag of an instruction.
    Key,
    /// A text value.
    Text,
    /// A number, truth value or null.
    Number,
    /// A comment.
    Comment,
    /// A word or sign of the language itself: `FROM`, `if`, `---`, a heading.
    Keyword,
    /// A variable that is read, an anchor or tag, a link's target.
    Variable,
}

/// The pieces of each line, in order and without gaps, as byte ranges on character boundaries. The
/// language follows from the file's name, or from `#!` in its first line; an unknown one gives
/// plain lines.
#[must_use]
pub fn highlight(path: &str, lines: &[&str]) -> Vec<Vec<(Token, Range<usize>)>> {
    let mut language = Language::of(path, lines.first().copied().unwrap_or_default());
    lines
        .iter()
        .map(|line| {
            let mut painter = Painter::new(line);
            language.paint(&mut painter);
            painter.finish()
        })
        .collect()
}

/// A language with what it remembers from line to line.
enum Language {
    Yaml(yaml::State),
    Shell(shell::State),
    Dockerfile(dockerfile::State),
    Markdown(markdown::State),
    Ignore,
    Plain,
}

impl Language {
    fn of(path: &str, first_line: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let script = first_line.starts_with("#!") && first_line.ends_with("sh");
        match (name, ending) {
            (_, "yml" | "yaml" | "json") => Self::Yaml(yaml::State::default()),
            ("docker-entrypoint", _) | (_, "sh" | "bash" | "env") => {
                Self::Shell(shell::State::default())
            }
            (_, "md") => Self::Markdown(markdown::State::default()),
            (".dockerignore" | ".gitignore", _) => Self::Ignore,
            _ if name == "Dockerfile" || name.starts_with("Dockerfile.") => {
                Self::Dockerfile(dockerfile::State::default())
            }
            _ if script => Self::Shell(shell::State::default()),
            _ => Self::Plain,
        }
    }

    fn paint(&mut self, painter: &mut Painter<'_>) {
        match self {
            Self::Yaml(state) => state.paint(painter),
            Self::Shell(state) => state.paint(painter),
            Self::Dockerfile(state) => state.paint(painter),
            Self::Markdown(state) => state.paint(painter),
            Self::Ignore if painter.rest().starts_with('#') => painter.take_rest(Token::Comment),
            Self::Ignore if painter.rest().starts_with('!') => painter.take(1, Token::Keyword),
            Self::Ignore | Self::Plain => {}
        }
    }
}

#[cfg(test)]
mod tests;
