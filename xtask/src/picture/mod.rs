//! Recordings of a terminal as pictures: bytes -> screen -> lines -> SVG. Pure, whatever the bytes are.

mod colour;
mod lines;
mod read;
mod screen;
mod svg;

pub(crate) use lines::{Cut, Line};
pub(crate) use svg::Words;

/// What stands on a terminal of so many columns after these bytes, as lines whose middles are cut.
pub(crate) fn lines(recording: &[u8], columns: usize, cut: Cut) -> Vec<Line> {
    lines::cut(lines::of(read::screen(recording, columns)), cut)
}

/// The lines as a picture.
pub(crate) fn svg(lines: &[Line], columns: usize, words: &Words<'_>) -> String {
    svg::svg(lines, columns, words)
}
