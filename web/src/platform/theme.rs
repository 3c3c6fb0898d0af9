//! Colours, remembered for the next visit. `theme.js` paints them before the program starts.

use crate::state::Theme;
use gloo::storage::{LocalStorage, Storage};

/// Where the choice is kept.
const KEY: &str = "linkspan-theme";

/// The choice of the last visit. A browser that keeps nothing has made none.
pub(crate) fn remembered() -> Theme {
    let word: Result<String, _> = LocalStorage::get(KEY);
    word.map(|word| Theme::from_word(&word)).unwrap_or_default()
}

/// Keeps the choice; a browser that keeps nothing shows it until the page closes.
pub(crate) fn remember(theme: Theme) {
    if theme == Theme::Auto {
        LocalStorage::delete(KEY);
    } else {
        let _ = LocalStorage::set(KEY, theme.word());
    }
}

/// Shows it.
pub(crate) fn paint(theme: Theme) {
    if let Some(root) = gloo::utils::document().document_element() {
        let _ = root.set_attribute("data-theme", theme.word());
    }
}
