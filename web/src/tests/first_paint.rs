//! The frame that stands in `index.html` before the program has come.

use crate::app::App;
use yew::LocalServerRenderer;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/static/first_paint.html");

#[tokio::test(flavor = "current_thread")]
async fn the_first_paint_is_what_the_program_draws() {
    let drawn = LocalServerRenderer::<App>::new().hydratable(false).render().await + "\n";
    // The policy of the page stops styles and scripts in attributes.
    for attribute in [" style=", " onclick="] {
        assert!(!drawn.contains(attribute), "`{attribute}` is in the page");
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(FILE, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        kept == drawn,
        "web/static/first_paint.html is stale: run with BLESS=1 to write it anew"
    );
}
