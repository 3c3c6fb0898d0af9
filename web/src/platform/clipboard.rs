//! Copying.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::Callback;
use yew::platform::spawn_local;

/// Copies a text and tells whether that worked.
pub(crate) fn copy(text: String, done: Callback<bool>) {
    let navigator = gloo::utils::window().navigator();
    // Absent where the page does not come over HTTPS or from this machine.
    let there = JsValue::from_str("clipboard").js_in(&JsValue::from(navigator.clone()));
    if !there {
        done.emit(false);
        return;
    }
    spawn_local(async move {
        let written = JsFuture::from(navigator.clipboard().write_text(&text)).await;
        done.emit(written.is_ok());
    });
}
