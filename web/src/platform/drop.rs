//! Files dropped on the page.

use super::folder::{Folder, Walk};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::DragEvent;
use yew::Callback;

/// What was dropped.
#[derive(Debug)]
pub(crate) enum Dropped {
    /// Files.
    Files(super::Given),
    /// A folder.
    Folder(Folder),
}

/// Takes what is dropped, until the listeners are dropped.
pub(crate) fn on_drop(walk: Walk, done: Callback<Dropped>) -> [EventListener; 2] {
    let options = EventListenerOptions::enable_prevent_default();
    let page = document();
    let over = EventListener::new_with_options(&page, "dragover", options, |event| {
        event.prevent_default();
    });
    let drop = EventListener::new_with_options(&page, "drop", options, move |event| {
        event.prevent_default();
        let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        let Some(data) = data else { return };
        if let Some(root) = super::folder::dropped(&data) {
            super::folder::read(root, walk, done.reform(Dropped::Folder));
            return;
        }
        if let Some(files) = data.files().filter(|files| files.length() > 0) {
            super::archive::read(&files, &done.reform(Dropped::Files));
        }
    });
    [over, drop]
}
