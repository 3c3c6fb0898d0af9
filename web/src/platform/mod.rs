//! What the page asks of the browser, a small function each. With `field`, the only place that
//! knows `web_sys`.

mod archive;
mod clipboard;
mod drop;
mod focus;
mod folder;
mod fragment;
mod judge;
mod keys;
mod lines;
mod sheet;
mod store;
mod theme;
mod timer;

pub(crate) use archive::{Given, download, files_picked, pick_file};
pub(crate) use clipboard::copy;
pub(crate) use drop::{Dropped, on_drop};
pub(crate) use focus::{arrows, focus, focus_item, show_dialog, small};
pub(crate) use folder::{Folder, Walk, Want, folder_picked};
pub(crate) use fragment::{fragment, go, link_with, on_fragment, on_leave};
pub(crate) use judge::Judge;
pub(crate) use keys::{Stroke, on_key};
pub(crate) use lines::{busy, choose, chosen, line_at, reveal, to_top};
pub(crate) use sheet::{caret_line, heighten, pasted, scroll_to, scrolled, select, shift, written};
pub(crate) use store::{keep, kept};
pub(crate) use theme::{paint, remember, remembered};
pub(crate) use timer::after;

use crate::app::{App, AppProps};
use gloo::utils::document;

/// The element that the page stands in.
const ROOT: &str = "page";

/// Puts the program in the place of the frame that was there from the start.
pub(crate) fn mount(props: AppProps) {
    if let Some(root) = document().get_element_by_id(ROOT) {
        yew::Renderer::<App>::with_root_and_props(root, props).render();
    }
}

/// The program hears: until here nobody could type into a field that nothing listens to.
pub(crate) fn wake() {
    if let Some(root) = document().get_element_by_id(ROOT) {
        let _ = root.remove_attribute("inert");
    }
}
