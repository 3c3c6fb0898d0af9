//! YAML, and JSON as a part of it.

use super::Token;
use super::painter::Painter;

/// What goes on over the end of a line.
#[derive(Default)]
pub(super) struct State {
    /// A block text, and the column of its key or dash: deeper lines belong to it.
    block: Option<usize>,
    /// An open quote.
    quote: Option<char>,
    /// How many `[` and `{` are open.
    flow: usize,
}

impl State {
    pub(super) fn paint(&mut self, painter: &mut Painter<'_>) {
        let line = painter.rest();
        let indent = line.len() - line.trim_start_matches(' ').len();
        if let Some(column) = self.block {
            if line.trim().is_empty() || indent > column {
                painter.take_rest(Token::Text);
                return;
            }
            self.block = None;
        }
        if let Some(quote) = self.quote {
            self.go_on_quoted(painter, quote);
            return;
        }
        if let Some(after) = line.strip_prefix("---").or_else(|| line.strip_prefix("..."))
            && (after.is_empty() || after.starts_with(char::is_whitespace))
        {
            self.flow = 0;
            painter.take(3, Token::Keyword);
            painter.skip_blanks();
            self.value(painter, 0);
            return;
        }
        if self.flow > 0 {
            // What stands at the margin is no longer inside, whatever was left open above.
            if indent > 0 || line.is_empty() || line.starts_with(['}', ']', '{', '[', '"', '#']) {
                self.flow(painter);
                return;
            }
            self.flow = 0;
        }
        self.entry(painter);
    }

    fn go_on_quoted(&mut self, painter: &mut Painter<'_>, quote: char) {
        let Some(length) = quote_end(painter.rest(), quote) else {
            painter.take_rest(Token::Text);
            return;
        };
        self.quote = None;
        painter.take(length, Token::Text);
        if self.flow > 0 { self.flow(painter) } else { after_value(painter) }
    }

    /// Dashes, a key, a value.
    fn entry(&mut self, painter: &mut Painter<'_>) {
        painter.skip_blanks();
        let mut column = painter.at();
        while let Some(after) = painter.rest().strip_prefix(['-', '?'])
            && (after.is_empty() || after.starts_with(' '))
        {
            column = painter.at();
            painter.take(1, Token::Keyword);
            painter.skip_blanks();
        }
        if let Some(length) = key_length(painter.rest()) {
            column = painter.at();
            painter.take(length, Token::Key);
            painter.skip_blanks();
            painter.take(1, Token::Plain);
            painter.skip_blanks();
        }
        self.value(painter, column);
    }

    fn value(&mut self, painter: &mut Painter<'_>, column: usize) {
        while matches!(painter.next(), Some('&' | '*' | '!')) {
            painter.take_while(Token::Variable, |each| !each.is_whitespace());
            painter.skip_blanks();
        }
        match painter.next() {
            Some('|' | '>') => {
                painter.take_while(Token::Keyword, |each| {
                    matches!(each, '|' | '>' | '+' | '-' | '0'..='9')
                });
                after_value(painter);
                self.block = Some(column);
            }
            Some('[' | '{') => self.flow(painter),
            Some('#') => painter.take_rest(Token::Comment),
            Some('"' | '\'') => {
                self.quoted(painter);
                after_value(painter);
            }
            _ => {
                let rest = painter.rest();
                let end = rest.find(" #").unwrap_or(rest.len());
                let scalar = rest.get(..end).unwrap_or(rest).trim_end();
                painter.take(scalar.len(), plain(scalar));
                after_value(painter);
            }
        }
    }

    /// `[...]` and `{...}`, also over lines.
    fn flow(&mut self, painter: &mut Painter<'_>) {
        while let Some(next) = painter.next() {
            match next {
                '[' | '{' => self.flow += 1,
                ']' | '}' => self.flow = self.flow.saturating_sub(1),
                ',' | ':' => {}
                '#' => {
                    painter.take_rest(Token::Comment);
                    return;
                }
                '"' | '\'' => {
                    self.quoted(painter);
                    continue;
                }
                blank if blank.is_whitespace() => {}
                _ => {
                    let scalar = flow_scalar(painter.rest());
                    let after = painter.rest().get(scalar.len()..).unwrap_or_default();
                    let key = after.trim_start().starts_with(':');
                    painter.take(scalar.len(), if key { Token::Key } else { plain(scalar) });
                    continue;
                }
            }
            painter.take_char(Token::Plain);
            if self.flow == 0 {
                after_value(painter);
                return;
            }
        }
    }

    fn quoted(&mut self, painter: &mut Painter<'_>) {
        let Some(quote) = painter.next() else { return };
        let Some(length) = quoted_length(painter.rest()) else {
            self.quote = Some(quote);
            painter.take_rest(Token::Text);
            return;
        };
        let after = painter.rest().get(length..).unwrap_or_default();
        let key = self.flow > 0 && after.starts_with(':');
        painter.take(length, if key { Token::Key } else { Token::Text });
    }
}

/// What may follow a value: a comment.
fn after_value(painter: &mut Painter<'_>) {
    painter.skip_blanks();
    let comment = painter.rest().starts_with('#');
    painter.take_rest(if comment { Token::Comment } else { Token::Plain });
}

/// How long the key is that the text starts with, if it starts with one.
fn key_length(text: &str) -> Option<usize> {
    if text.starts_with(['"', '\'']) {
        let length = quoted_length(text)?;
        let after = text.get(length..)?.trim_start().strip_prefix(':')?;
        return (after.is_empty() || after.starts_with(' ')).then_some(length);
    }
    if text.starts_with(['[', '{', '|', '>', '#', '!', '&', '*', '%']) {
        return None;
    }
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, each)) = chars.next() {
        let blank_next = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if each == ':' && blank_next {
            return text.get(..at).map(|key| key.trim_end().len());
        }
        if each == '#' && before.is_whitespace() {
            return None;
        }
        before = each;
    }
    None
}

/// How long a quoted text is, both quotes included; `None` when it goes on over the line's end.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    quote_end(text.get(1..)?, quote).map(|length| length + 1)
}

fn quote_end(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, each)) = chars.next() {
        if each == '\\' && quote == '"' {
            chars.next();
        } else if each == quote {
            // Two single quotes are one of the text.
            if quote == '\'' && chars.next_if(|(_, next)| *next == quote).is_some() {
                continue;
            }
            return Some(at + 1);
        }
    }
    None
}

/// The plain scalar of a flow collection that the text starts with; never empty.
fn flow_scalar(text: &str) -> &str {
    let mut chars = text.char_indices().peekable();
    let mut end = text.len();
    let mut before = 'x';
    while let Some((at, each)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let colon = each == ':'
            && next.is_none_or(|next| next.is_whitespace() || matches!(next, ',' | ']' | '}'));
        let comment = each == '#' && before.is_whitespace();
        if at > 0 && (colon || comment || matches!(each, ',' | '[' | ']' | '{' | '}')) {
            end = at;
            break;
        }
        before = each;
    }
    text.get(..end).unwrap_or(text).trim_end()
}

fn plain(scalar: &str) -> Token {
    let word = matches!(scalar, "true" | "false" | "null" | "~");
    let body = scalar.strip_prefix(['+', '-']).unwrap_or(scalar);
    let number = body.bytes().any(|byte| byte.is_ascii_digit())
        && body.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if word || number { Token::Number } else { Token::Text }
}
