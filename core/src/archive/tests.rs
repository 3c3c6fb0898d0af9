use super::*;
use crate::bundle::{File, Line, Mode};
use crate::field::Guide;
use crate::plan::Reason;

fn file(mode: Mode, text: &str) -> File {
    let reason = Reason::fixed(Guide::Cluster, "a test");
    let lines = text.lines().map(|text| Line {
        text: text.to_owned(),
        path: String::new(),
        reason: reason.clone(),
    });
    File { mode, lines: lines.collect() }
}

fn bundle() -> Bundle {
    let deep = format!("{}/{}.yml", "folder/".repeat(17).trim_end_matches('/'), "x".repeat(60));
    let deeper = format!("{}.yml", "y".repeat(180));
    let files = [
        ("linkspan.yml", Mode::Plain, "app: shop\n"),
        ("bin/docker-entrypoint", Mode::Script, "#!/bin/sh\nexec \"$@\"\n"),
        ("k8s/web.yml", Mode::Plain, &"kind: Deployment\n".repeat(500)),
        ("empty", Mode::Plain, ""),
        ("größe.md", Mode::Plain, "Grüße\n"),
        (&deep, Mode::Plain, "deep\n"),
        (&deeper, Mode::Plain, "deeper\n"),
    ];
    let files = files.map(|(path, mode, text)| (path.to_owned(), file(mode, text)));
    Bundle { app: "shop".into(), files: files.into() }
}

fn texts(bundle: &Bundle) -> BTreeMap<String, Vec<u8>> {
    bundle.files.iter().map(|(path, file)| (path.clone(), file.text().into_bytes())).collect()
}

/// Every form of one bundle.
fn archives() -> [Vec<u8>; 3] {
    let bundle = bundle();
    [tar_gz(&bundle), tar::write(&bundle), super::zip(&bundle)]
}

#[test]
fn what_is_packed_comes_out_again() {
    for archive in archives() {
        assert_eq!(open(&archive).unwrap(), texts(&bundle()));
        assert_eq!(spec_text(&archive).unwrap(), "app: shop\n");
    }
}
