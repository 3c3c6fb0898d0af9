//! The bytes that programs send to a terminal. What is not known is left out, and nothing is refused.

use std::iter::Peekable;
use std::str::Chars;

use super::colour::{Colour, Style, numbered};
use super::screen::Screen;

const ESCAPE: char = '\u{1b}';
const BELL: char = '\u{7}';

/// What stands on a terminal of so many columns after these bytes.
pub(super) fn screen(bytes: &[u8], columns: usize) -> Screen {
    let text = String::from_utf8_lossy(bytes);
    let mut letters = text.chars().peekable();
    let mut screen = Screen::new(columns);
    let mut style = Style::default();
    while let Some(letter) = letters.next() {
        match letter {
            ESCAPE => escape(&mut letters, &mut screen, &mut style),
            '\r' => screen.move_to_column(0),
            '\n' => screen.down(1),
            '\t' => screen.tab(),
            '\u{8}' => screen.left(1),
            other if other.is_control() => {}
            other => screen.put(shown(other), style),
        }
    }
    screen
}

/// What follows an escape: a sequence with numbers, a text for the terminal itself, or a letter or two.
fn escape(letters: &mut Peekable<Chars<'_>>, screen: &mut Screen, style: &mut Style) {
    match letters.next() {
        Some('[') => sequence(letters, screen, style),
        Some(']' | 'P' | 'X' | '^' | '_') => {
            while let Some(letter) = letters.next() {
                if letter == BELL {
                    break;
                }
                if letter == ESCAPE && letters.next_if_eq(&'\\').is_some() {
                    break;
                }
            }
        }
        // `ESC ( B` and the like choose letters.
        Some(' '..='/') => {
            letters.next();
        }
        _ => {}
    }
}

/// What follows `ESC [`: numbers, and a letter that says what they are for.
fn sequence(letters: &mut Peekable<Chars<'_>>, screen: &mut Screen, style: &mut Style) {
    let mut words = String::new();
    while let Some(letter) = letters.next_if(|letter| matches!(letter, ' '..='?')) {
        words.push(letter);
    }
    let Some(last) = letters.next_if(|letter| matches!(letter, '@'..='~')) else { return };
    // A private sequence, such as the one that hides the cursor.
    if words.starts_with(['<', '=', '>', '?']) {
        return;
    }
    let numbers: Vec<usize> = words.split([';', ':']).map(number).collect();
    let first = numbers.first().copied().unwrap_or_default();
    let count = first.max(1);
    match last {
        'A' => screen.up(count),
        'B' => screen.down(count),
        'C' => screen.right(count),
        'D' => screen.left(count),
        'E' => {
            screen.down(count);
            screen.move_to_column(0);
        }
        'F' => {
            screen.up(count);
            screen.move_to_column(0);
        }
        'G' => screen.move_to_column(count - 1),
        'H' => {
            screen.move_to_row(count - 1);
            screen.move_to_column(numbers.get(1).copied().unwrap_or_default().max(1) - 1);
        }
        'J' => screen.erase(first),
        'K' => screen.erase_in_row(first),
        'm' => paint(&numbers, style),
        _ => {}
    }
}

/// A number as a terminal reads it: nothing is 0, and what is too large is as large as can be.
fn number(word: &str) -> usize {
    let word = word.trim();
    if word.is_empty() { 0 } else { word.parse().unwrap_or(usize::from(u16::MAX)) }
}

/// Changes the style by the numbers of `ESC [ ... m`.
fn paint(numbers: &[usize], style: &mut Style) {
    let mut numbers = numbers.iter().map(|number| u8::try_from(*number).unwrap_or(u8::MAX));
    while let Some(number) = numbers.next() {
        match number {
            0 => *style = Style::default(),
            1 => style.bold = true,
            2 => style.dim = true,
            22 => (style.bold, style.dim) = (false, false),
            30..=37 => style.colour = Some(Colour::Named(number - 30)),
            90..=97 => style.colour = Some(Colour::Named(number - 90 + 8)),
            39 => style.colour = None,
            38 => style.colour = longer(&mut numbers).or(style.colour),
            // The ground is ours, but its numbers are not those of letters.
            48 | 58 => {
                longer(&mut numbers);
            }
            _ => {}
        }
    }
}

/// A colour by its number, or by red, green and blue.
fn longer(numbers: &mut impl Iterator<Item = u8>) -> Option<Colour> {
    match numbers.next()? {
        5 => Some(numbered(numbers.next()?)),
        2 => Some(Colour::Exact(numbers.next()?, numbers.next()?, numbers.next()?)),
        _ => None,
    }
}

/// The letter, or a replacement for what no picture may hold or what turns the direction of writing.
fn shown(letter: char) -> char {
    match letter {
        '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fffe}'
        | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::lines;

    fn check(bytes: &[u8], expect: &str) {
        let shown: Vec<String> =
            lines::of(screen(bytes, 20)).iter().map(lines::Line::text).collect();
        assert_eq!(shown.join("\n"), expect, "{:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn the_last_of_what_is_redrawn_stays() {
        check(b"10%\r50%\r100%\r\ndone", "100%\ndone");
        check(b"long words\rshort\x1b[K", "short");
        check(b"a\r\nb\r\n\x1b[2A\x1b[Jc\r\n", "c");
        check(b"a\r\nb\r\n\x1b[1A\x1b[2Kc", "a\nc");
        check(b"abc\x08\x08x", "axc");
        check(b"a\tb", "a       b");
        check(b"abcdef\x1b[3D\x1b[1Kx", "   xef");
        check(b"a\r\nb\x1b[2J\x1b[Hc", "c");
        check(b"one\x1b[3;5Htwo\x1b[1GX", "one\n\nX   two");
    }

    #[test]
    fn a_long_line_is_one_line_over_two_rows() {
        check(b"0123456789012345678901\r\nx", "0123456789012345678901\nx");
        // A full row is no reason for another.
        check(b"01234567890123456789\r\nx", "01234567890123456789\nx");
        // A program that goes up counts rows.
        check(b"0123456789012345678901\r\n\x1b[1A\x1b[Jx", "01234567890123456789x");
    }

    #[test]
    fn hostile_bytes_do_no_harm() {
        for (bytes, expect) in [
            (&b"\xff\xfe\x00a\x7f"[..], "\u{fffd}\u{fffd}a"),
            (b"\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\x1b]8;;\x1b\\", "ab"),
            (b"a\x1b", "a"),
            (b"a\x1b[", "a"),
            (b"a\x1b[31", "a"),
            (b"a\x1b]never ends", "a"),
            (b"\x1b[?25l\x1b(Ba\x1b[>1c\x1b[=\x1b[6nb", "ab"),
            (b"\x1b[99999999999999999999Aa\x1b[99999999999999999999Cb", "a                  b"),
            (b"a\x1b[99999999999999999999Bb", "a"),
            (b"a\x1b[;;;;m\x1b[38;5m\x1b[38;2;1mb\x1b[38m", "ab"),
            ("a\u{202e}b\u{2028}c".as_bytes(), "a\u{fffd}b\u{fffd}c"),
        ] {
            check(bytes, expect);
        }
        check("\u{9b}31ma".as_bytes(), "31ma");
    }

    #[test]
    fn styles_are_kept() {
        let plain = Style::default();
        let named = |number| Style { colour: Some(Colour::Named(number)), ..plain };
        for (text, expect) in [
            ("a", plain),
            ("\u{1b}[1m\u{1b}[92ma", Style { bold: true, ..named(10) }),
            ("\u{1b}[1;2;31;22ma", named(1)),
            ("\u{1b}[31m\u{1b}[ma", plain),
            ("\u{1b}[31;39ma", plain),
            ("\u{1b}[48;5;1;32ma", named(2)),
            ("\u{1b}[38;2;1;2;300ma", Style { colour: Some(Colour::Exact(1, 2, 255)), ..plain }),
            ("\u{1b}[38:5:9ma", named(9)),
            ("\u{1b}[31m\u{1b}[38ma", named(1)),
        ] {
            let screen = screen(text.as_bytes(), 20);
            let cell = screen.rows.first().and_then(|row| row.cells.first());
            assert_eq!(cell.map(|cell| cell.style), Some(expect), "{text:?}");
        }
    }
}
