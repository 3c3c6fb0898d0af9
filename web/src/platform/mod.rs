//! What the page asks of the browser, a small function each. With `field`, the only place that
//! knows `web_sys`.

mod archive;
mod clipboard;
mod drop;
mod focus;
mod fragment;
mod judge;
mod keys;
mod lines;
mod sheet;
mod theme;
mod timer;

pub(crate) use archive::{Given, download, files_picked, pick_file};
pub(crate) use clipboard::copy;
pub(crate) use drop::on_drop;
pub(crate) use focus::{arrows, focus, focus_item, show_dialog, small};
pub(crate) use fragment::{fragment, link_with, on_fragment};
pub(crate) use judge::Judge;
pub(crate) use keys::{Stroke, on_key};
pub(crate) use lines::{busy, chosen, line_at, reveal, to_top};
pub(crate) use sheet::{caret_line, heighten, pasted, scroll_to, scrolled, select, shift, written};
pub(crate) use theme::{paint, remember, remembered};
pub(crate) use timer::after;

use crate::app::App;

/// Puts the program in the place of the frame that was there from the start.
pub(crate) fn mount() {
    if let Some(root) = gloo::utils::document().get_element_by_id("page") {
        yew::Renderer::<App>::with_root(root.clone()).render();
        // Until here nobody could type into a field that nothing listens to.
        let _ = root.remove_attribute("inert");
    }
}
