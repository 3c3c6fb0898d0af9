//! What stands on a terminal that never scrolls.

use super::colour::Style;

/// Rows and columns beyond which nothing is written, whatever the bytes say.
const MOST_ROWS: usize = 5000;

/// A letter in its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) letter: char,
    pub(crate) style: Style,
}

impl Cell {
    const EMPTY: Self =
        Self { letter: ' ', style: Style { bold: false, dim: false, colour: None } };
}

/// A row of the screen.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Whether it goes on with a line that was too long for the row above.
    pub(super) goes_on: bool,
}

/// Rows and the cursor. `column` may be one past the last: the next letter goes to the next row.
pub(super) struct Screen {
    pub(super) rows: Vec<Row>,
    row: usize,
    column: usize,
    columns: usize,
}

impl Screen {
    pub(super) fn new(columns: usize) -> Self {
        Self { rows: vec![Row::default()], row: 0, column: 0, columns: columns.max(1) }
    }

    /// Writes a letter where the cursor stands.
    pub(super) fn put(&mut self, letter: char, style: Style) {
        if self.column >= self.columns {
            self.column = 0;
            self.down(1);
            if let Some(row) = self.here() {
                row.goes_on = true;
            }
        }
        let column = self.column;
        if let Some(row) = self.here() {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::EMPTY);
            }
            if let Some(cell) = row.cells.get_mut(column) {
                *cell = Cell { letter, style };
            }
        }
        self.column += 1;
    }

    pub(super) fn up(&mut self, count: usize) {
        self.row = self.row.saturating_sub(count);
        self.column = self.column.min(self.columns - 1);
    }

    pub(super) fn down(&mut self, count: usize) {
        self.row = self.row.saturating_add(count).min(MOST_ROWS);
    }

    pub(super) fn left(&mut self, count: usize) {
        self.column = self.column.min(self.columns - 1).saturating_sub(count);
    }

    pub(super) fn right(&mut self, count: usize) {
        self.move_to_column(self.column.saturating_add(count));
    }

    pub(super) fn move_to_column(&mut self, column: usize) {
        self.column = column.min(self.columns - 1);
    }

    pub(super) fn move_to_row(&mut self, row: usize) {
        self.row = row.min(MOST_ROWS);
    }

    /// To the next stop, each eight columns from the one before.
    pub(super) fn tab(&mut self) {
        self.move_to_column((self.column / 8 + 1) * 8);
    }

    /// Empties the cursor's row: 0 from the cursor on, 1 up to it, 2 all of it.
    pub(super) fn erase_in_row(&mut self, which: usize) {
        let column = self.column;
        let Some(row) = self.here() else { return };
        match which {
            0 => row.cells.truncate(column),
            1 => row.cells.iter_mut().take(column + 1).for_each(|cell| *cell = Cell::EMPTY),
            _ => row.cells.clear(),
        }
    }

    /// Empties the screen: 0 from the cursor on, 1 up to it, 2 all of it.
    pub(super) fn erase(&mut self, which: usize) {
        let above = if which == 0 { 0 } else { self.row };
        self.rows.iter_mut().take(above).for_each(|row| *row = Row::default());
        if which != 1 {
            self.rows.truncate(self.row + 1);
        }
        self.erase_in_row(which);
    }

    /// The cursor's row, made if it is not there yet. None past the last that may be.
    fn here(&mut self) -> Option<&mut Row> {
        if self.row >= MOST_ROWS {
            return None;
        }
        if self.rows.len() <= self.row {
            self.rows.resize_with(self.row + 1, Row::default);
        }
        self.rows.get_mut(self.row)
    }
}
