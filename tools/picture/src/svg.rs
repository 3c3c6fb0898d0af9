//! Lines as a window of letters: real text, in the colours that the reader's page has, light or dark.

use std::collections::BTreeSet;

use super::colour::{DARK, LIGHT, Palette, exact};
use super::lines::Line;
use super::screen::Cell;

/// Pixels of a letter, of a row, and around all.
const SIZE: u32 = 13;
const WIDTH: f64 = 7.8;
const HEIGHT: usize = 18;
const MARGIN: usize = 18;
/// Pixels above the first row, with the three dots.
const TOP: usize = 44;

const FONTS: &str =
    "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/// What is said to people who do not see it.
pub struct Words<'a> {
    /// Its name.
    pub title: &'a str,
    /// What it shows.
    pub description: &'a str,
}

/// The picture.
pub fn svg(lines: &[Line], columns: u16, words: &Words<'_>) -> String {
    let empty = Vec::new();
    // An empty line has no rows, and takes one.
    let rows = lines.iter().flat_map(|line| match line.rows.as_slice() {
        [] => std::slice::from_ref(&empty),
        rows => rows,
    });
    let mut used = BTreeSet::new();
    let mut body = String::new();
    let mut count = 0;
    for row in rows {
        let y = TOP + count * HEIGHT + HEIGHT / 2;
        for (column, run) in runs(row) {
            body.push_str(&text(column, y, &run, &mut used));
        }
        count += 1;
    }
    let width = (f64::from(columns) * WIDTH).ceil() as usize + 2 * MARGIN;
    let height = TOP + count * HEIGHT + MARGIN;
    let dots: String = [0, 1, 2]
        .map(|dot| {
            format!("<circle class=\"e\" cx=\"{}\" cy=\"20\" r=\"5\"/>", MARGIN + 6 + dot * 18)
        })
        .concat();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"t d\" xml:space=\"preserve\">\n\
         <title id=\"t\">{}</title>\n<desc id=\"d\">{}</desc>\n\
         <style>text{{font:{SIZE}px {FONTS};white-space:pre}}.b{{font-weight:700}}{}\
         @media(prefers-color-scheme:dark){{{}}}</style>\n\
         <rect class=\"g\" x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\"/>{dots}\n{body}</svg>\n",
        escaped(words.title),
        escaped(words.description),
        rules(&LIGHT, &used),
        rules(&DARK, &used),
        width - 1,
        height - 1,
    )
}

/// The colours of a palette, of the sixteen only those in use.
fn rules(palette: &Palette, used: &BTreeSet<u8>) -> String {
    let Palette { ground, edge, letters, faint, named } = palette;
    let mut rules = format!(
        ".g{{fill:{ground};stroke:{edge}}}.e{{fill:{edge}}}text{{fill:{letters}}}.d{{fill:{faint}}}"
    );
    for (number, colour) in named.iter().enumerate() {
        if used.iter().any(|each| usize::from(*each) == number) {
            rules.push_str(&format!(".c{number}{{fill:{colour}}}"));
        }
    }
    rules
}

/// Letters of one style, each run with its column. Empty ends of a run are left out.
fn runs(row: &[Cell]) -> Vec<(usize, Vec<Cell>)> {
    let mut runs = Vec::new();
    let mut column = 0;
    for run in row.chunk_by(|one, next| one.style == next.style) {
        let before = run.iter().take_while(|cell| cell.letter == Some(' ')).count();
        let after = run.iter().rev().take_while(|cell| cell.letter == Some(' ')).count();
        let letters: Vec<Cell> = run
            .iter()
            .skip(before)
            .take(run.len().saturating_sub(before + after))
            .copied()
            .collect();
        if !letters.is_empty() {
            runs.push((column + before, letters));
        }
        column += run.len();
    }
    runs
}

/// A run as text that is as wide as its columns, whatever the font.
fn text(column: usize, y: usize, run: &[Cell], used: &mut BTreeSet<u8>) -> String {
    let style = run.first().map(|cell| cell.style).unwrap_or_default();
    let letters: String = run.iter().filter_map(|cell| cell.letter).collect();
    let x = MARGIN as f64 + column as f64 * WIDTH;
    let length = run.len() as f64 * WIDTH;
    let mut classes = Vec::new();
    if style.bold {
        classes.push("b".to_owned());
    }
    let mut fill = String::new();
    // A rule of the sheet would win over an attribute.
    if let Some((red, green, blue)) = exact(style.colour) {
        fill = format!(" style=\"fill:#{red:02x}{green:02x}{blue:02x}\"");
    } else if let vt100::Color::Idx(number) = style.colour {
        used.insert(number);
        classes.push(format!("c{number}"));
    } else if style.dim {
        classes.push("d".to_owned());
    }
    let class = match classes.as_slice() {
        [] => String::new(),
        classes => format!(" class=\"{}\"", classes.join(" ")),
    };
    format!(
        "<text x=\"{x:.1}\" y=\"{y}\" textLength=\"{length:.1}\"{class}{fill}>{}</text>\n",
        escaped(&letters)
    )
}

/// A text as XML holds it, between tags and in quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::{Cut, Words, lines, svg};

    fn drawn(recording: &str) -> String {
        let cut = Cut { longest: 9, first: 1, last: 1 };
        let words = Words { title: "a <b>", description: "\"c\" & d" };
        svg(&lines(recording.as_bytes(), 40, cut), 40, &words)
    }

    fn check(recording: &str, expect: &[&str]) {
        let svg = drawn(recording);
        for part in expect {
            assert!(svg.contains(part), "no {part} in\n{svg}");
        }
    }

    #[test]
    fn what_people_wrote_is_no_markup() {
        check(
            "<script>&\"]]>",
            &[
                ">&lt;script&gt;&amp;&quot;]]&gt;</text>",
                "<title id=\"t\">a &lt;b&gt;</title>",
                "&quot;c&quot; &amp; d</desc>",
            ],
        );
        assert!(!drawn("</text><script>").contains("<script"));
    }

    #[test]
    fn runs_stand_in_their_columns_and_colours() {
        check(
            "  \u{1b}[1mmigrate\u{1b}[0m  \u{1b}[1m\u{1b}[92mok\u{1b}[0m \u{1b}[2mdim\u{1b}[0m",
            &[
                "<text x=\"33.6\" y=\"53\" textLength=\"54.6\" class=\"b\">migrate</text>",
                "textLength=\"15.6\" class=\"b c10\">ok</text>",
                " class=\"d\">dim</text>",
                ".c10{fill:#116329}",
                ".c10{fill:#56d364}",
            ],
        );
        check("\u{1b}[38;5;196mred", &[" style=\"fill:#ff0000\">red</text>"]);
        assert!(!drawn("plain").contains(".c10"));
    }

    #[test]
    fn each_row_adds_to_the_height() {
        for (recording, height) in [("a", 80), ("a\r\n\r\nb", 116), (&"x".repeat(41), 98)] {
            check(recording, &[&format!("viewBox=\"0 0 348 {height}\"")]);
        }
    }
}
