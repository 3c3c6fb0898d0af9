//! The same spec gives the same bytes here and in a browser.

use linkspan_core::preset::PRESETS;
use linkspan_core::{archive, generate};
use sha2::{Digest, Sha256};

/// Digests of the archives of every preset, one a line.
fn digests() -> String {
    let hex = |bytes: &[u8]| -> String {
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    PRESETS
        .iter()
        .map(|preset| {
            let bundle = generate(preset.text).bundle;
            let (tar, zip) = (archive::tar_gz(&bundle), archive::zip(&bundle));
            format!("{} {} {}\n", preset.id, hex(&tar), hex(&zip))
        })
        .collect()
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn archives_are_the_same_bytes_as_ever() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/digests.txt");
    let made = digests();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(kept, made, "run with BLESS=1 to write web/src/tests/digests.txt anew");
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen_test::wasm_bindgen_test]
fn archives_are_the_same_bytes_in_a_browser() {
    assert_eq!(include_str!("digests.txt"), digests());
}
