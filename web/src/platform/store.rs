//! What the browser keeps for the next visit. Where a person forbids it, nothing is kept, and nothing is said.

use gloo::utils::window;
use web_sys::Storage;

/// Of the tab, which a reload and the way back see; and of all tabs, for one that is opened later. A tab goes on with its
/// own, whatever others have kept since.
fn stores() -> impl Iterator<Item = Storage> {
    let window = window();
    [window.session_storage(), window.local_storage()].into_iter().filter_map(|store| store.ok()?)
}

/// What was kept under a name.
pub(crate) fn kept(name: &str) -> Option<String> {
    stores().find_map(|store| store.get_item(name).ok()?)
}

/// Keeps a text. One that finds no room takes the older one along: that would come back in its place.
pub(crate) fn keep(name: &str, text: &str) {
    for store in stores() {
        if store.set_item(name, text).is_err() {
            let _ = store.remove_item(name);
        }
    }
}
