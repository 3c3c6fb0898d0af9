//! Files out and in.

use gloo::file::{Blob, ObjectUrl, callbacks};
use gloo::utils::document;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{FileList, HtmlAnchorElement, HtmlElement, HtmlInputElement};
use yew::{Callback, Event, TargetCast};

/// No more of a file is read: a byte above the limit of an archive and of a text.
pub(super) const LARGEST: u64 = linkspan_core::archive::MAX_BYTES as u64 + 1;

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

/// Files as a person gave them: names and bytes.
pub(crate) type Given = Vec<(String, Vec<u8>)>;

/// The files that were picked; the same ones can be picked again.
pub(crate) fn files_picked(event: &Event, done: &Callback<Given>) {
    let input: HtmlInputElement = event.target_unchecked_into();
    if let Some(files) = input.files() {
        read(&files, done);
    }
    input.set_value("");
}

/// Reads all files; one that cannot be read gives no bytes, one that is far too large is not read.
pub(super) fn read(files: &FileList, done: &Callback<Given>) {
    thread_local! {
        /// A reader stops when it is dropped; the last ones stay until the next files come.
        static READERS: RefCell<Vec<callbacks::FileReader>> = const { RefCell::new(Vec::new()) };
    }
    let all: Vec<web_sys::File> = (0..files.length()).filter_map(|at| files.get(at)).collect();
    let (count, given) = (all.len(), Rc::new(RefCell::new(Given::new())));
    let readers = all.into_iter().map(|file| {
        let file = gloo::file::File::from(file);
        let (name, given, done) = (file.name(), Rc::clone(&given), done.clone());
        // What is larger than any limit is cut there, so that it is still seen to be too large.
        let most = file.size().min(LARGEST);
        let part = file.slice(0, most);
        callbacks::read_as_bytes(&part, move |bytes| {
            given.borrow_mut().push((name, bytes.unwrap_or_default()));
            if given.borrow().len() == count {
                let mut all = given.take();
                all.sort();
                done.emit(all);
            }
        })
    });
    let readers = readers.collect();
    READERS.with(|last| last.replace(readers));
}
