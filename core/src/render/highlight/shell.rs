//! Shell scripts, and the commands of a Dockerfile.

use super::Token;
use super::painter::Painter;
use std::collections::VecDeque;

/// Words of the language, where a command can stand.
const KEYWORDS: [&str; 25] = [
    "!", "case", "do", "done", "elif", "else", "esac", "eval", "exec", "exit", "export", "fi",
    "for", "function", "if", "local", "readonly", "return", "set", "shift", "then", "trap",
    "unset", "until", "while",
];
/// Those after which another command or an assignment follows.
const OPENERS: [&str; 11] =
    ["!", "do", "elif", "else", "export", "if", "local", "readonly", "then", "until", "while"];

/// What goes on over the end of a line.
#[derive(Default)]
pub(super) struct State {
    quote: Option<char>,
    /// The last words of here-documents to come, and whether tabs may stand before them.
    heredocs: VecDeque<(String, bool)>,
    /// Whether the line goes on after a backslash.
    continued: bool,
    /// Whether the next word is a command.
    command: bool,
    /// Whether `in` is a keyword now.
    choosing: bool,
    /// Words that are keywords wherever they stand, in capitals.
    extra: &'static [&'static str],
}

impl State {
    /// The arguments of a Dockerfile's instruction.
    pub(super) fn arguments(command: bool, extra: &'static [&'static str]) -> Self {
        Self { command, extra, continued: true, ..Self::default() }
    }

    /// Whether a here-document goes on.
    pub(super) fn in_heredoc(&self) -> bool {
        !self.heredocs.is_empty()
    }

    pub(super) fn paint(&mut self, painter: &mut Painter<'_>) {
        if let Some((word, tabs)) = self.heredocs.front() {
            let line = painter.rest();
            let line = if *tabs { line.trim_start_matches('\t') } else { line };
            if line == word {
                self.heredocs.pop_front();
                painter.take_rest(Token::Keyword);
            } else {
                painter.take_rest(Token::Text);
            }
            return;
        }
        if !self.continued && self.quote.is_none() {
            self.command = true;
        }
        self.continued = painter.rest().ends_with('\\');
        // Whether a word starts here.
        let mut fresh = true;
        while let Some(next) = painter.next() {
            if let Some(quote) = self.quote {
                self.quoted(painter, quote);
                fresh = false;
                continue;
            }
            match next {
                '#' if fresh => {
                    self.continued = false;
                    painter.take_rest(Token::Comment);
                }
                '"' | '\'' => {
                    self.command &= !fresh;
                    self.quote = Some(next);
                    painter.take(1, Token::Text);
                }
                '$' if painter.rest().starts_with("$(") => {
                    painter.take(2, Token::Plain);
                    self.command = true;
                    fresh = true;
                    continue;
                }
                '$' => {
                    self.command &= !fresh;
                    variable(painter, Token::Plain);
                }
                '\\' => {
                    painter.take(1, Token::Plain);
                    painter.take_char(Token::Plain);
                }
                '<' if painter.rest().starts_with("<<<") => painter.take(3, Token::Plain),
                '<' if painter.rest().starts_with("<<") => self.heredoc(painter),
                ';' | '|' | '&' | '(' | ')' | '{' | '}' | '`' => {
                    painter.take(1, Token::Plain);
                    self.command = true;
                    fresh = true;
                    continue;
                }
                '<' | '>' => painter.take(1, Token::Plain),
                blank if blank.is_whitespace() => {
                    painter.skip_blanks();
                    fresh = true;
                    continue;
                }
                _ => self.word(painter, fresh),
            }
            fresh = false;
        }
    }

    fn word(&mut self, painter: &mut Painter<'_>, fresh: bool) {
        let rest = painter.rest();
        let end = rest.find(|each: char| each.is_whitespace() || "\"'$\\<>;|&(){}`".contains(each));
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest);
        if !fresh {
            painter.take(word.len(), Token::Plain);
            return;
        }
        let capitals = word.to_ascii_uppercase();
        if self.extra.contains(&capitals.as_str()) {
            painter.take(word.len(), Token::Keyword);
            self.command = true;
        } else if self.choosing && word == "in" {
            painter.take(word.len(), Token::Keyword);
            self.choosing = false;
        } else if self.command && KEYWORDS.contains(&word) {
            painter.take(word.len(), Token::Keyword);
            self.command = OPENERS.contains(&word);
            self.choosing = matches!(word, "for" | "case");
        } else if self.command
            && let Some((name, value)) = word.split_once('=')
            && is_name(name)
        {
            painter.take(name.len(), Token::Key);
            painter.take(1, Token::Plain);
            painter.take(value.len(), number_or_plain(value));
        } else {
            painter.take(word.len(), number_or_plain(word));
            self.command = false;
        }
    }

    /// Inside quotes, up to the closing one or the end of the line.
    fn quoted(&mut self, painter: &mut Painter<'_>, quote: char) {
        painter.take_while(Token::Text, |each| {
            each != quote && (quote == '\'' || !matches!(each, '$' | '\\'))
        });
        match painter.next() {
            Some('$') => variable(painter, Token::Text),
            Some('\\') => {
                painter.take(1, Token::Text);
                painter.take_char(Token::Text);
            }
            Some(_) => {
                painter.take(1, Token::Text);
                self.quote = None;
            }
            None => {}
        }
    }

    /// `<<WORD`, `<<-WORD`, `<<'WORD'`.
    fn heredoc(&mut self, painter: &mut Painter<'_>) {
        painter.take(2, Token::Keyword);
        let tabs = painter.rest().starts_with('-');
        painter.take(usize::from(tabs), Token::Keyword);
        let rest = painter.rest();
        let quoted = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
        let bare = rest.trim_start_matches(['"', '\'']);
        let end = bare.find(|each: char| !each.is_alphanumeric() && each != '_');
        let word = bare.get(..end.unwrap_or(bare.len())).unwrap_or(bare);
        if !word.is_empty() {
            self.heredocs.push_back((word.to_owned(), tabs));
            painter.take(word.len() + 2 * usize::from(quoted.is_some()), Token::Keyword);
        }
    }
}

/// `$NAME`, `${NAME:-default}`, `$1`, `$@`; a lone `$` is as what is around it.
fn variable(painter: &mut Painter<'_>, around: Token) {
    let rest = painter.rest();
    let after = rest.strip_prefix('$').unwrap_or(rest);
    let length = match after.chars().next() {
        Some('{') => after.find('}').map_or(after.len(), |end| end + 1),
        Some(first) if first.is_ascii_alphabetic() || first == '_' => {
            after.find(|each: char| !is_name_char(each)).unwrap_or(after.len())
        }
        Some(first) if first.is_ascii_digit() || "@*#?$!-".contains(first) => 1,
        _ => 0,
    };
    painter.take(1 + length, if length > 0 { Token::Variable } else { around });
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(is_name_char)
}

fn is_name_char(each: char) -> bool {
    each.is_ascii_alphanumeric() || each == '_'
}

fn number_or_plain(word: &str) -> Token {
    let number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if number { Token::Number } else { Token::Plain }
}
