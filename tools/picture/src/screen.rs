//! What stands on a terminal that never scrolls.

use std::num::NonZeroU16;

use crate::colour::Style;

/// Rows beyond which nothing is kept, whatever the bytes say.
const MOST_ROWS: u16 = 5000;

/// A letter in its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// None where a wide letter before it takes the room.
    pub(crate) letter: Option<char>,
    pub(crate) style: Style,
}

/// A row of the screen.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    /// Whether its line was too long for it, and goes on in the next.
    pub(crate) wraps: bool,
}

/// The rows of a terminal of so many columns after these bytes.
pub(crate) fn rows(bytes: &[u8], columns: u16) -> Vec<Row> {
    let most = NonZeroU16::new(MOST_ROWS).unwrap_or(NonZeroU16::MIN);
    let mut parser =
        vt100::Parser::new(most, NonZeroU16::new(columns).unwrap_or(NonZeroU16::MIN), 0);
    parser.process(bytes);
    let screen = parser.screen();
    let row = |row| Row {
        cells: (0..columns).filter_map(|column| screen.cell(row, column)).map(cell).collect(),
        wraps: screen.row_wrapped(row),
    };
    (0..MOST_ROWS).map(row).collect()
}

fn cell(cell: &vt100::Cell) -> Cell {
    let letter = cell.contents().chars().next().map_or(' ', shown);
    let style = Style { bold: cell.bold(), dim: cell.dim(), colour: cell.fgcolor() };
    Cell { letter: (!cell.is_wide_continuation()).then_some(letter), style }
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
        other if other.is_control() => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}
