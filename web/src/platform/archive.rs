//! Files out and in.

use gloo::file::{Blob, ObjectUrl, callbacks};
use gloo::utils::document;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, HtmlElement, HtmlInputElement};
use yew::{Callback, Event, TargetCast};

/// Saves bytes under a name, as a download.
pub(crate) fn download(name: &str, bytes: &[u8], kind: &str) {
    let url = ObjectUrl::from(Blob::new_with_options(bytes, Some(kind)));
    let Ok(link) = document().create_element("a") else { return };
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser reads the address after this call, so the bytes stay for a while.
    super::after(60_000, move || drop(url)).forget();
}

/// Asks for a file with the browser's own dialog.
pub(crate) fn pick_file(input: &str) {
    if let Some(input) = document().get_element_by_id(input) {
        input.unchecked_into::<HtmlElement>().click();
    }
}

/// The file that was picked; the same one can be picked again.
pub(crate) fn file_picked(event: &Event, done: &Callback<(String, Vec<u8>)>) {
    let input: HtmlInputElement = event.target_unchecked_into();
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        read(file, done.clone());
    }
    input.set_value("");
}

/// Reads a file; one that cannot be read gives no bytes.
pub(super) fn read(file: web_sys::File, done: Callback<(String, Vec<u8>)>) {
    thread_local! {
        /// A reader stops when it is dropped; the last one stays until the next file comes.
        static READER: RefCell<Option<callbacks::FileReader>> = const { RefCell::new(None) };
    }
    let file = gloo::file::File::from(file);
    let name = file.name();
    let reader = callbacks::read_as_bytes(&file, move |bytes| {
        done.emit((name, bytes.unwrap_or_default()));
    });
    READER.with(|last| last.replace(Some(reader)));
}
