//! Files whose text the spec has.

use crate::stage::{SPEC, Stage, error};

#[test]
fn texts_that_no_release_comes_back_to_go() {
    let files = "files: [{name: search, path: config/search.yml, text: one}, {name: mail, path: mail, text: two}]\n";
    let stage = Stage::of(&format!("{SPEC}{files}"));
    stage.earlier_release();
    let maps = ["env-1", "env-2", "file-mail-1", "file-mail-2", "file-search-1", "migrated"];
    let all: String = maps.map(|name| format!("configmap/shop-{name}\n")).concat();
    stage.answer("configmaps", &all);
    stage.answer("used", "shop-env-2 shop-file-mail-2 shop-file-search-1");
    let output = stage.deploy(&[]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["{..configMap.name}"]);
    stage.in_order(&["delete configmap shop-env-1"]);
    stage.in_order(&["delete configmap shop-file-mail-1"]);
    for name in ["env-2", "file-mail-2", "file-search-1", "migrated"] {
        stage.never(&format!("delete configmap shop-{name}"));
    }
}
