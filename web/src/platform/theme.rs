//! Colours, remembered for the next visit. `theme.js` paints them before the program starts.

use crate::state::Theme;
use gloo::utils::{document, window};
use web_sys::Storage;

/// Where the choice is kept.
const KEY: &str = "linkspan-theme";

/// The browser's store; none where the person forbids it.
fn store() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The choice of the last visit. A browser that keeps nothing has made none.
pub(crate) fn remembered() -> Theme {
    let word = store().and_then(|store| store.get_item(KEY).ok().flatten());
    word.map(|word| Theme::from_word(&word)).unwrap_or_default()
}

/// Keeps the choice; a browser that keeps nothing shows it until the page closes.
pub(crate) fn remember(theme: Theme) {
    let Some(store) = store() else { return };
    let _ = match theme {
        Theme::Auto => store.remove_item(KEY),
        other => store.set_item(KEY, other.word()),
    };
}

/// Shows it.
pub(crate) fn paint(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme.word());
    }
}
