//! Recordings of a terminal as pictures: bytes, screen, lines, SVG. Real text that scales, is read aloud and follows the
//! colours of the reader's page, light or dark, in a few kilobytes. Pure, whatever the bytes are.

mod colour;
mod lines;
mod screen;
mod svg;

pub use lines::{Cut, Line};
pub use svg::{Words, svg};

/// What stands on a terminal of so many columns after these bytes, as lines whose middles are cut.
pub fn lines(recording: &[u8], columns: u16, cut: Cut) -> Vec<Line> {
    lines::cut(lines::of(screen::rows(recording, columns)), cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expect: &str) {
        let cut = Cut { longest: 99, first: 1, last: 1 };
        let shown: Vec<String> = lines(bytes, 20, cut).iter().map(Line::text).collect();
        assert_eq!(shown.join("\n"), expect, "{:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn the_last_of_what_is_redrawn_stays() {
        check(b"10%\r50%\r100%\r\ndone", "100%\ndone");
        check(b"long words\rshort\x1b[K", "short");
        check(b"a\r\nb\r\n\x1b[2A\x1b[Jc\r\n", "c");
        check(b"a\tb\r\none\x1b[3;5Htwo", "a       b\none\n    two");
    }

    #[test]
    fn a_long_line_is_one_line_over_two_rows() {
        check(b"0123456789012345678901\r\nx", "0123456789012345678901\nx");
        // A full row is no reason for another.
        check(b"01234567890123456789\r\nx", "01234567890123456789\nx");
    }

    #[test]
    fn hostile_bytes_do_no_harm() {
        for (bytes, expect) in [
            (&b"\xff\x00a\x7f"[..], "a"),
            (b"\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\x1b]8;;\x1b\\", "ab"),
            (b"a\x1b[31", "a"),
            (b"a\x1b]never ends", "a"),
            (b"\x1b[99999999999999999999Aa\x1b[99999999999999999999Cb", "a                  b"),
            (b"a\x1b[;;;;m\x1b[38;5m\x1b[38;2;1mb\x1b[38m", "ab"),
            ("a\u{202e}b\u{2028}c".as_bytes(), "ab\u{fffd}c"),
            ("\u{ffff}".as_bytes(), "\u{fffd}"),
            ("\u{56fd}x".as_bytes(), "\u{56fd}x"),
        ] {
            check(bytes, expect);
        }
    }
}
