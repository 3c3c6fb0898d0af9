//! The editor: a text field as large as its text, inside a frame that scrolls.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{
    ClipboardEvent, Element, Event, FocusOptions, HtmlElement, HtmlTextAreaElement, InputEvent,
};
use yew::TargetCast;

/// How far the frame was scrolled, in pixels from the top.
pub(crate) fn scrolled(event: &Event) -> u32 {
    let frame: Element = event.target_unchecked_into();
    u32::try_from(frame.scroll_top()).unwrap_or_default()
}

/// What stands in the field after an event.
pub(crate) fn written(event: &InputEvent) -> String {
    event.target_unchecked_into::<HtmlTextAreaElement>().value()
}

/// The text that is about to be pasted.
pub(crate) fn pasted(event: &Event) -> Option<String> {
    event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?.get_data("text/plain").ok()
}

/// The line of the caret, from 1.
pub(crate) fn caret_line(event: &Event) -> Option<usize> {
    let field: HtmlTextAreaElement = event.target()?.dyn_into().ok()?;
    let at = usize::try_from(field.selection_start().ok()??).ok()?;
    let text = field.value();
    Some(text.encode_utf16().take(at).filter(|unit| *unit == u16::from(b'\n')).count() + 1)
}

/// Moves an element down inside its frame. Properties may be set where the policy of the page forbids styles in
/// the text.
pub(crate) fn shift(id: &str, pixels: usize) {
    set(id, "top", pixels);
}

/// Makes an element so high.
pub(crate) fn heighten(id: &str, pixels: usize) {
    set(id, "height", pixels);
}

fn set(id: &str, property: &str, pixels: usize) {
    if let Some(element) = document().get_element_by_id(id) {
        let style = element.unchecked_into::<HtmlElement>().style();
        let _ = style.set_property(property, &format!("{pixels}px"));
    }
}

/// Selects a run of characters, by their places in UTF-16, and puts the focus there without scrolling.
pub(crate) fn select(id: &str, start: usize, end: usize) {
    let Some(found) = document().get_element_by_id(id) else { return };
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    if let Some(field) = found.dyn_ref::<HtmlTextAreaElement>() {
        let _ = field.set_selection_range(place(start), place(end));
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = found.unchecked_ref::<HtmlElement>().focus_with_options(&options);
}

/// Scrolls a frame so that a place of it can be seen, in pixels from the top and from the left.
pub(crate) fn scroll_to(id: &str, top: usize, left: usize) {
    let Some(frame) = document().get_element_by_id(id) else { return };
    let (height, width) = (frame.client_height(), frame.client_width());
    let (at_top, at_left) = (frame.scroll_top(), frame.scroll_left());
    let (top, left) =
        (i32::try_from(top).unwrap_or(i32::MAX), i32::try_from(left).unwrap_or(i32::MAX));
    if top < at_top + 20 || top > at_top + height - 60 {
        frame.set_scroll_top((top - height / 3).max(0));
    }
    if left < at_left || left > at_left + width - 80 {
        frame.set_scroll_left(if left < width - 80 { 0 } else { left - width / 3 });
    }
}
