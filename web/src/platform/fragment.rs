//! The part of the address after `#`, which never leaves the browser.

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsValue;
use yew::Callback;

/// What stands after `#`.
pub(crate) fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Puts a fragment into the address bar and gives the whole address.
pub(crate) fn link_with(fragment: &str) -> String {
    let hash = format!("#{fragment}");
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
    }
    window().location().href().unwrap_or(hash)
}

/// Puts another fragment into the address bar, from which the way back leads to the one that is there.
pub(crate) fn go(to: &str) {
    if fragment() == to {
        return;
    }
    let location = window().location();
    let place = |part: Result<String, JsValue>| part.unwrap_or_default();
    let mut address = place(location.pathname()) + &place(location.search());
    if !to.is_empty() {
        address = format!("{address}#{to}");
    }
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// Tells that the page is about to go, until the listener is dropped. It may come back as it is.
pub(crate) fn on_leave(leaves: impl Fn() + 'static) -> EventListener {
    EventListener::new(&window(), "pagehide", move |_| leaves())
}

/// Tells every change of the fragment that comes from outside, until the listener is dropped.
pub(crate) fn on_fragment(changed: Callback<String>) -> EventListener {
    EventListener::new(&window(), "hashchange", move |_| changed.emit(fragment()))
}
