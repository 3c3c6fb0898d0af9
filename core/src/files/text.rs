//! Lines with reasons, for files that are written block by block.

use crate::bundle::Line;
use crate::field::Guide;
use crate::plan::Reason;
use std::borrow::Cow;
use std::sync::Arc;

/// A text in the making. Every line takes the reason that was given last.
pub(super) struct Text {
    pub(super) lines: Vec<Line>,
    reason: Arc<Reason>,
}

impl Text {
    /// Starts with a reason that no field changes.
    pub(super) fn new(guide: Guide, why: &str) -> Self {
        Self { lines: Vec::new(), reason: Reason::fixed(guide, why) }
    }

    /// From here on, lines have this reason.
    pub(super) fn because(&mut self, reason: Arc<Reason>) -> &mut Self {
        self.reason = reason;
        self
    }

    /// From here on, lines have this reason, which no field changes.
    pub(super) fn fixed(&mut self, guide: Guide, why: &str) -> &mut Self {
        self.because(Reason::fixed(guide, why))
    }

    /// Adds a block: one line or several. A line end at its end makes an empty line.
    pub(super) fn push(&mut self, block: impl Into<Cow<'static, str>>) -> &mut Self {
        match block.into() {
            Cow::Borrowed(block) => {
                block.split('\n').for_each(|line| self.line(Cow::Borrowed(line)));
            }
            Cow::Owned(block) => {
                block.split('\n').for_each(|line| self.line(Cow::Owned(line.to_owned())));
            }
        }
        self
    }

    fn line(&mut self, text: Cow<'static, str>) {
        let reason = Arc::clone(&self.reason);
        self.lines.push(Line { text, path: String::new(), reason });
    }
}
