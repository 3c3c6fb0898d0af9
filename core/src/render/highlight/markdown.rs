//! Markdown: headings, code, list marks, link targets.

use super::Token;
use super::painter::Painter;

/// What goes on over the end of a line.
#[derive(Default)]
pub(super) struct State {
    /// The character of an open fence and how many of them opened it.
    fence: Option<(char, usize)>,
}

impl State {
    pub(super) fn paint(&mut self, painter: &mut Painter<'_>) {
        let line = painter.rest();
        if let Some((mark, length)) = self.fence {
            let closing = line.trim();
            let ends = closing.chars().all(|each| each == mark) && closing.len() >= length;
            if ends {
                self.fence = None;
            }
            painter.take_rest(if ends { Token::Keyword } else { Token::Text });
            return;
        }
        painter.skip_blanks();
        let text = painter.rest();
        if let Some(mark @ ('`' | '~')) = painter.next() {
            let length = text.len() - text.trim_start_matches(mark).len();
            let inline = text.get(length..).is_some_and(|after| after.contains(mark));
            if length >= 3 && !inline {
                self.fence = Some((mark, length));
                painter.take_rest(Token::Keyword);
                return;
            }
        }
        let after_marks = text.trim_start_matches('#');
        let heading = (1..=6).contains(&(text.len() - after_marks.len()));
        if heading && (after_marks.is_empty() || after_marks.starts_with(' ')) {
            painter.take_rest(Token::Keyword);
            return;
        }
        list_mark(painter);
        inline(painter);
    }
}

/// `- `, `* `, `+ `, `1. `
fn list_mark(painter: &mut Painter<'_>) {
    let text = painter.rest();
    let after_digits = text.trim_start_matches(|each: char| each.is_ascii_digit());
    let after = if after_digits.len() < text.len() {
        after_digits.strip_prefix('.')
    } else {
        text.strip_prefix(['-', '*', '+'])
    };
    if let Some(after) = after.filter(|after| after.starts_with(' ')) {
        painter.take(text.len() - after.len(), Token::Keyword);
    }
}

fn inline(painter: &mut Painter<'_>) {
    while !painter.rest().is_empty() {
        painter.take_while(Token::Plain, |each| !matches!(each, '`' | ']' | '<'));
        let rest = painter.rest();
        // Where a closing sign is missing the rest of the line is plain: one search per line.
        if let Some(after) = rest.strip_prefix("](") {
            let Some(end) = after.find(')') else { return };
            painter.take(2, Token::Plain);
            painter.take(end, Token::Variable);
        } else if rest.starts_with("<!--") {
            let Some(end) = rest.find("-->") else { return painter.take_rest(Token::Comment) };
            painter.take(end + 3, Token::Comment);
        } else if rest.starts_with('`') {
            let marks = rest.len() - rest.trim_start_matches('`').len();
            let (open, after) = rest.split_at_checked(marks).unwrap_or((rest, ""));
            let Some(end) = after.find(open) else { return };
            painter.take(2 * marks + end, Token::Text);
        } else {
            painter.take_char(Token::Plain);
        }
    }
}
