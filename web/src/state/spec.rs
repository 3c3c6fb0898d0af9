//! A spec that somebody works on, and where it came from.

use linkspan_core::preset::preset;
use linkspan_core::spec::Draft;
use std::rc::Rc;

/// A spec that somebody works on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spec {
    /// As typed.
    pub(crate) draft: Rc<Draft>,
    /// The preset that it started from.
    pub(crate) preset: Option<&'static str>,
    /// The fragment of the address that it came with; empty where it came otherwise.
    pub(crate) link: String,
    /// As it came, before anybody changed it.
    pub(crate) base: Rc<Draft>,
}

impl Spec {
    /// A spec that no preset gave.
    pub(crate) fn of(draft: Rc<Draft>, link: impl Into<String>) -> Self {
        let base = Rc::clone(&draft);
        Self { draft, preset: None, link: link.into(), base }
    }

    /// Whether anybody would miss it: a preset as it was comes back with a click.
    pub(crate) fn is_own(&self) -> bool {
        let text = self.draft.to_text();
        self.preset
            .and_then(preset)
            .is_none_or(|preset| Draft::from_text(preset.text).to_text() != text)
    }
}
