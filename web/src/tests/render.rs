//! The page drawn to text, without a browser.

use crate::app::{App, AppProps};
use linkspan_core::preset::PRESETS;
use std::collections::BTreeSet;
use yew::LocalServerRenderer;

async fn page(text: &str) -> String {
    let props = AppProps { text: Some(text.to_owned().into()), state: None };
    LocalServerRenderer::<App>::with_props(props).hydratable(false).render().await
}

/// All tags with this name, with their attributes.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split('<')
        .filter(|part| {
            part.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '>', '/']))
        })
        .filter_map(|part| part.split('>').next())
        .collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

fn ids(html: &str) -> Vec<&str> {
    html.split('<').filter_map(|part| attribute(part.split('>').next()?, "id")).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn ids_are_unique_and_every_control_has_a_name_and_a_note() {
    for preset in PRESETS {
        let html = page(preset.text).await;
        let all = ids(&html);
        let unique: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), unique.len(), "{}", preset.id);
        let labels: BTreeSet<&str> =
            tags(&html, "label").into_iter().filter_map(|tag| attribute(tag, "for")).collect();
        for kind in ["input", "select", "textarea"] {
            for tag in tags(&html, kind) {
                let id = attribute(tag, "id").unwrap_or_else(|| panic!("no id: {tag}"));
                let named = labels.contains(id) || attribute(tag, "aria-label").is_some();
                assert!(named, "nothing names `{id}`");
                if let Some(note) = attribute(tag, "aria-describedby") {
                    assert!(unique.contains(note), "`{id}` points to `{note}`, which is not there");
                }
            }
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_fields_that_make_an_app_are_open_and_the_rest_says_what_is_set() {
    let html = page(PRESETS[0].text).await;
    for path in ["app", "image", "hosts[0]", "provider", "database.adapter"] {
        assert!(ids(&html).contains(&path), "{path}");
    }
    assert!(!ids(&html).contains(&"web.replicas"));
    assert!(html.contains(">Rails version 8.1, Ruby version 3.4<"), "{html}");
}

#[tokio::test(flavor = "current_thread")]
async fn an_error_takes_the_place_of_the_help() {
    let good = page("app: shop\nimage: a/b\n").await;
    let bad = page("app: Shop\nimage: a/b\n").await;
    let note = |html: &str| {
        html.split("id=\"app-note\"").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
    };
    assert!(note(&good).contains("Names every object"));
    assert!(note(&bad).contains("<b>error</b>"));
    assert!(!note(&bad).contains("Names every object"));
    let input =
        tags(&bad, "input").into_iter().find(|tag| attribute(tag, "id") == Some("app")).unwrap();
    assert_eq!(attribute(input, "aria-invalid"), Some("true"));
    assert_eq!(attribute(input, "value"), Some("Shop"));
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_person_types_is_text() {
    let html = page("app: shop\nimage: a/b\nenv:\n  X: \"<script>alert(1)</script><b>\"\n").await;
    assert!(!html.contains("<script"));
}
