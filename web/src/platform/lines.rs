//! The lines of the preview on the screen, and the choice of a file.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::{AttrValue, Event, MouseEvent, TargetCast};

/// The line that was clicked, from 0.
pub(crate) fn line_at(event: &MouseEvent) -> Option<usize> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let line = target.closest("[data-line]").ok()??;
    line.get_attribute("data-line")?.parse().ok()
}

/// Whether somebody is at work in this element: its scroll position is theirs.
pub(crate) fn busy(id: &str) -> bool {
    document()
        .get_element_by_id(id)
        .is_some_and(|element| element.matches(":focus-within, :active").unwrap_or(false))
}

/// Scrolls a list so far that a line of it can be seen, when the next frame is drawn: to ask for
/// places before would make the browser lay out the page once more.
#[must_use]
pub(crate) fn reveal(list: &'static str, line: &AttrValue) -> AnimationFrame {
    let line = line.clone();
    request_animation_frame(move |_| bring(list, &line))
}

fn bring(list: &str, line: &str) {
    let page = document();
    let (Some(list), Some(line)) = (page.get_element_by_id(list), page.get_element_by_id(line))
    else {
        return;
    };
    let (view, place) = (list.get_bounding_client_rect(), line.get_bounding_client_rect());
    if place.top() >= view.top() && place.bottom() <= view.bottom() {
        return;
    }
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    options.set_inline(ScrollLogicalPosition::Nearest);
    line.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls an element to its start.
pub(crate) fn to_top(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.set_scroll_top(0);
    }
}

/// Makes a list show this as chosen.
pub(crate) fn choose(id: &str, value: &str) {
    let list = document().get_element_by_id(id);
    if let Some(list) = list.and_then(|list| list.dyn_into::<HtmlSelectElement>().ok())
        && list.value() != value
    {
        list.set_value(value);
    }
}

/// What was chosen in a list.
pub(crate) fn chosen(event: &Event) -> String {
    event.target_unchecked_into::<HtmlSelectElement>().value()
}
