//! Dockerfiles.

use super::Token;
use super::painter::Painter;
use super::shell;

const INSTRUCTIONS: [&str; 18] = [
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// What goes on over the end of a line.
#[derive(Default)]
pub(super) struct State {
    arguments: shell::State,
    continued: bool,
}

impl State {
    pub(super) fn paint(&mut self, painter: &mut Painter<'_>) {
        if self.arguments.in_heredoc() {
            self.arguments.paint(painter);
            return;
        }
        let line = painter.rest().trim();
        if line.starts_with('#') {
            // Also between the lines of one instruction, which goes on after it.
            painter.skip_blanks();
            painter.take_rest(Token::Comment);
            return;
        }
        if line.is_empty() {
            return;
        }
        painter.skip_blanks();
        if !self.continued {
            self.instruction(painter);
        }
        while painter.rest().starts_with("--") {
            painter.take_while(Token::Key, |each| each != '=' && !each.is_whitespace());
            painter.take_while(Token::Plain, |each| !each.is_whitespace());
            painter.skip_blanks();
        }
        self.continued = line.ends_with('\\');
        self.arguments.paint(painter);
    }

    fn instruction(&mut self, painter: &mut Painter<'_>) {
        let word = painter.rest().split(char::is_whitespace).next().unwrap_or_default();
        let capitals = word.to_ascii_uppercase();
        let known = INSTRUCTIONS.contains(&capitals.as_str());
        painter.take(word.len(), if known { Token::Keyword } else { Token::Plain });
        painter.skip_blanks();
        let command = matches!(capitals.as_str(), "RUN" | "CMD" | "ENTRYPOINT");
        let assigns = matches!(capitals.as_str(), "ARG" | "ENV" | "LABEL");
        self.arguments = match capitals.as_str() {
            "FROM" => shell::State::arguments(false, &["AS"]),
            "HEALTHCHECK" => shell::State::arguments(false, &["CMD", "NONE"]),
            "ONBUILD" => shell::State::arguments(false, &INSTRUCTIONS),
            _ => shell::State::arguments(command || assigns, &[]),
        };
    }
}
