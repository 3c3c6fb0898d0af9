//! Files dropped on the page.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::DragEvent;
use yew::Callback;

/// Takes the files of every drop, until the listeners are dropped.
pub(crate) fn on_drop(done: Callback<super::Given>) -> [EventListener; 2] {
    let options = EventListenerOptions::enable_prevent_default();
    let page = document();
    let over = EventListener::new_with_options(&page, "dragover", options, |event| {
        event.prevent_default();
    });
    let drop = EventListener::new_with_options(&page, "drop", options, move |event| {
        event.prevent_default();
        let files = event
            .dyn_ref::<DragEvent>()
            .and_then(DragEvent::data_transfer)
            .and_then(|data| data.files());
        if let Some(files) = files.filter(|files| files.length() > 0) {
            super::archive::read(&files, &done);
        }
    });
    [over, drop]
}
