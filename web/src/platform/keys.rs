//! Keys that work wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// A key that went down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stroke {
    /// What it writes, or its name.
    pub(crate) key: String,
    /// Whether Ctrl, or Command on a Mac, was held.
    pub(crate) command: bool,
    /// Whether Shift was held with it.
    pub(crate) shift: bool,
    /// Whether the focus was where text is written.
    pub(crate) typing: bool,
    /// Whether that text is a field's of the spec.
    pub(crate) field: bool,
}

/// Tells every key that goes down, until the listener is dropped. A key that was of use does not
/// reach the browser.
pub(crate) fn on_key(of_use: impl Fn(Stroke) -> bool + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if event.alt_key() || event.default_prevented() || event.is_composing() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is = |selector| {
            target.as_ref().is_some_and(|target| target.matches(selector).unwrap_or(false))
        };
        let typing = is("textarea, select, input:not([type=checkbox])");
        let field = is("#form .fields *");
        let command = event.ctrl_key() || event.meta_key();
        let shift = event.shift_key();
        if of_use(Stroke { key: event.key(), command, shift, typing, field }) {
            event.prevent_default();
        }
    })
}
