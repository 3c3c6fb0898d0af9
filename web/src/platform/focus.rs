//! The focus, and what depends on the size of the window.

use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlDialogElement, HtmlElement, KeyboardEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

/// What can take the focus inside a group: a field before a button, which could remove the group.
const CONTROLS: [&str; 2] = ["input, select, textarea", "button"];

/// Moves the focus to the element with this id, or to the first field inside it, else to its first button.
pub(crate) fn focus(id: &str) {
    let Some(found) = document().get_element_by_id(id) else { return };
    let is_one = |of: &str| found.matches(of).unwrap_or(false);
    if CONTROLS.into_iter().any(is_one) || found.has_attribute("tabindex") {
        return show(&found);
    }
    let inner = CONTROLS.into_iter().find_map(|of| found.query_selector(of).ok().flatten());
    show(&inner.unwrap_or(found));
}

fn show(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// Moves the focus among the elements inside `list` that match `items`: so many places on, around
/// the ends.
pub(crate) fn focus_item(list: &str, items: &str, by: i32) {
    let page = document();
    let Some(list) = page.get_element_by_id(list) else { return };
    let Ok(found) = list.query_selector_all(items) else { return };
    let count = i32::try_from(found.length()).unwrap_or_default();
    let active = page.active_element();
    let at = (0..count).find(|at| {
        let each = found.get(u32::try_from(*at).unwrap_or_default());
        each.and_then(|node| node.dyn_into::<Element>().ok()) == active
    });
    let next = at.map_or(0, |at| at + by).checked_rem_euclid(count);
    let next = next.and_then(|next| found.get(u32::try_from(next).ok()?));
    if let Some(next) = next.and_then(|node| node.dyn_into::<Element>().ok()) {
        show(&next);
    }
}

/// What the arrow keys do in a list of buttons with this id: they move the focus from one to the next.
pub(crate) fn arrows(list: &'static str) -> impl Fn(KeyboardEvent) + 'static {
    move |event| {
        let by = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        focus_item(list, "button", by);
    }
}

/// Opens or closes a dialog; while it is open the focus stays inside.
pub(crate) fn show_dialog(id: &str, open: bool) {
    let Some(dialog) = document().get_element_by_id(id) else { return };
    let dialog: HtmlDialogElement = dialog.unchecked_into();
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open {
        dialog.close();
    }
}

/// Whether the window has room for one pane only. The width is the one of the style sheet.
pub(crate) fn small() -> bool {
    let query = window().match_media("(max-width: 700px)").ok().flatten();
    query.is_some_and(|query| query.matches())
}
