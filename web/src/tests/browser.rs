//! The page driven in a browser: what only a real input can show.

use crate::app::{App, AppProps};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

/// Draws the page into a fresh element, in the place of the last one.
async fn draw(text: &str) {
    let page = document();
    if let Some(last) = page.get_element_by_id("root-of-test") {
        last.remove();
    }
    let root = page.create_element("div").unwrap();
    root.set_id("root-of-test");
    let style = page.create_element("style").unwrap();
    style.set_text_content(Some(include_str!("../../style/form.css")));
    gloo::utils::body().append_child(&style).unwrap();
    gloo::utils::body().append_child(&root).unwrap();
    let props = AppProps { text: Some(text.to_owned().into()), state: None };
    yew::Renderer::<App>::with_root_and_props(root, props).render();
    yew::scheduler::flush().await;
}

fn element(id: &str) -> Element {
    document().get_element_by_id(id).unwrap_or_else(|| panic!("no element `{id}`"))
}

fn input(id: &str) -> HtmlInputElement {
    element(id).unchecked_into()
}

/// Types into a control as the browser does: value first, then the event.
async fn typed(id: &str, text: &str, caret: u32) {
    let control = input(id);
    control.set_value(text);
    control.set_selection_range(caret, caret).unwrap();
    let init = EventInit::new();
    init.set_bubbles(true);
    control.dispatch_event(&Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
    yew::scheduler::flush().await;
}

async fn click(selector: &str) {
    let found = document().query_selector(selector).unwrap();
    found
        .unwrap_or_else(|| panic!("nothing is `{selector}`"))
        .unchecked_into::<HtmlElement>()
        .click();
    yew::scheduler::flush().await;
}

fn preview() -> String {
    element("preview-lines").text_content().unwrap_or_default()
}

const SHOP: &str = "app: shop\nimage: a/shop\n";

#[wasm_bindgen_test]
async fn typing_keeps_text_and_caret_and_changes_the_preview() {
    draw(SHOP).await;
    typed("app", "myshop", 2).await;
    assert_eq!(input("app").value(), "myshop");
    assert_eq!(input("app").selection_start().unwrap(), Some(2));
    assert!(preview().contains("myshop-web"), "{}", preview());
}

#[wasm_bindgen_test]
async fn what_is_wrong_stays_as_typed_and_is_told() {
    draw(SHOP).await;
    click("#section-web-toggle").await;
    typed("web.replicas", "12x", 3).await;
    assert_eq!(input("web.replicas").value(), "12x");
    assert_eq!(input("web.replicas").get_attribute("aria-invalid").as_deref(), Some("true"));
    assert!(element("web.replicas-note").text_content().unwrap().contains("error"));
    typed("web.replicas", "12", 2).await;
    assert!(preview().contains("replicas: 12"), "{}", preview());
    assert_eq!(input("web.replicas").get_attribute("aria-invalid"), None);
}

#[wasm_bindgen_test]
async fn the_row_that_is_typed_into_stays_the_same_element() {
    draw(SHOP).await;
    let before = element("hosts[0]");
    typed("hosts[0]", "s", 1).await;
    assert_eq!(element("hosts[0]"), before);
    assert_eq!(input("hosts[1]").value(), "");
    typed("hosts[0]", "", 0).await;
    assert_eq!(element("hosts[0]"), before);
    assert!(document().get_element_by_id("hosts[1]").is_none());
}

#[wasm_bindgen_test]
async fn a_folded_field_stays_while_it_is_emptied() {
    draw("app: shop\nimage: a/shop\nweb: {port: 8080}\n").await;
    click("#section-web-toggle").await;
    let port = input("web.port");
    assert!(port.client_width() > 0, "a field that is set is not folded");
    assert_eq!(input("web.drain").client_width(), 0, "a rare field is folded");
    port.focus().unwrap();
    typed("web.port", "", 0).await;
    assert_eq!(input("web.port"), port);
    click("#web-more").await;
    assert!(input("web.drain").client_width() > 0, "asked for");
}

#[wasm_bindgen_test]
async fn a_preset_replaces_everything() {
    draw(SHOP).await;
    click("#menu-presets").await;
    click("#menu-presets-3").await;
    assert_eq!(input("app").value(), "orders-api");
    assert!(preview().contains("orders-api"), "{}", preview());
}

#[wasm_bindgen_test]
async fn what_a_person_types_makes_no_elements() {
    draw("app: shop\nimage: a/shop\nenv: {EVIL: \"<img src=x><script>1</script>\"}\n").await;
    click("#section-env-toggle").await;
    assert_eq!(input("env[0].value").value(), "<img src=x><script>1</script>");
    assert!(document().query_selector("img, .app script").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn a_scheduled_job_is_added_with_a_name_that_fits() {
    draw(SHOP).await;
    click("#section-cron-toggle").await;
    click("#cron > .add").await;
    assert_eq!(input("cron[0].name").value(), "scheduled-job");
    assert!(element("cron[0].schedule-note").text_content().unwrap().contains("is not set"));
    typed("cron[0].schedule", "0 25 * * *", 4).await;
    let note = element("cron[0].schedule-note").text_content().unwrap();
    assert!(note.contains("cannot have 25 as its hour"), "{note}");
    typed("cron[0].schedule", "0 5 * * *", 3).await;
    typed("cron[0].command", "bin/rails about", 3).await;
    for field in ["cron[0].name", "cron[0].schedule", "cron[0].command", "cron[0].time_zone"] {
        assert_eq!(input(field).get_attribute("aria-invalid"), None, "{field}");
    }
    let tree = document().body().unwrap().text_content().unwrap();
    assert!(tree.contains("scheduled-job.yml"), "{tree}");
}
