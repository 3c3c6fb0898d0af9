//! What has to hold for any bytes. Each function panics where it does not.

use linkspan_core::check::{Options, Source, check};
use linkspan_core::internal::detect::{self, App, At};
use linkspan_core::internal::intake::{Specs, apps};
use linkspan_core::internal::share;
use linkspan_core::internal::yaml::{self, Content, MAX_DEPTH, Node};
use linkspan_core::{archive, generate};

/// The YAML reader: every place lies in the text, and no tree is deeper than is promised.
pub fn reader(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // Unicode and old Macs have line ends of their own.
    let ends = |each: char| matches!(each, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let lines = text.chars().filter(|each| ends(*each)).count() + 1;
    for (documents, problems) in [yaml::read(&text), yaml::read_manifests(&text)] {
        for problem in &problems {
            assert!((1..=lines).contains(&problem.place.line), "{problem:?}");
            assert!(problem.place.column > 0 && !problem.help.is_empty(), "{problem:?}");
        }
        for document in &documents {
            assert!((1..=lines).contains(&document.line));
            if let Some(root) = &document.root {
                node(root, lines, 0);
            }
        }
        assert!(!problems.is_empty() || documents.iter().all(|document| !document.is_cut));
    }
}

fn node(node: &Node, lines: usize, depth: usize) {
    assert!(depth <= MAX_DEPTH + 1, "too deep");
    assert!(
        (1..=lines).contains(&node.start().line) && node.start().column > 0,
        "{:?}",
        node.start()
    );
    assert!(node.width() > 0);
    match &node.content {
        Content::Scalar { .. } => assert!(yaml::resolve(node).is_some()),
        Content::List(items) => items.iter().for_each(|item| self::node(item, lines, depth + 1)),
        Content::Map(entries) => {
            entries.iter().for_each(|entry| self::node(&entry.value, lines, depth + 1));
        }
    }
}

/// The checker: every finding says something, somewhere, and the same each time.
pub fn checker(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // A NUL parts files, so that references between them are met.
    let sources: Vec<Source<'_>> =
        text.split('\0').map(|text| Source { path: "a.yml", text }).collect();
    let report = check(&sources, &Options::default());
    for each in &report.diagnostics {
        assert!(each.place.line > 0 && each.place.column > 0 && each.width > 0, "{each:?}");
        assert!(!each.message.is_empty() && !each.help.is_empty(), "{each:?}");
    }
    assert!(report == check(&sources, &Options::default()));
}

/// A spec, and everything that is made of one: without an error in the spec, each manifest can be
/// read.
pub fn spec(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let made = generate(&text);
    if made.report.has_errors() {
        return;
    }
    for (path, file) in &made.bundle.files {
        if path.starts_with("config/kube/") {
            let (_, problems) = yaml::read_manifests(&file.text());
            assert!(problems.is_empty(), "{path}: {problems:?}");
        }
    }
}

/// Archives and links: refused or opened within bounds.
pub fn archive(bytes: &[u8]) {
    if let Ok(files) = archive::open(bytes) {
        assert!(files.len() <= archive::MAX_FILES);
        assert!(files.values().map(Vec::len).sum::<usize>() <= archive::MAX_UNPACKED);
        assert!(files.keys().all(|path| !path.starts_with('/') && !path.contains("../")));
    }
    let _ = archive::spec_text(bytes);
    let _ = share::decode(&String::from_utf8_lossy(bytes));
}

/// The files of an app, parted by NUL, each below a line with its path: what is found says where, twice the same, and the spec
/// that is written of it can be read.
pub fn detector(bytes: &[u8]) {
    let all = String::from_utf8_lossy(bytes);
    let files: Vec<(&str, &str)> =
        all.split('\0').map(|file| file.split_once('\n').unwrap_or((file, ""))).collect();
    let mut app = App::new("shop");
    files.iter().for_each(|(path, text)| app.add_text(*path, *text));
    let findings = detect::detect(&app, &Vec::new());
    assert!(findings == detect::detect(&app, &Vec::new()));
    let is_there = |at: &At| {
        let lines = app.text(&at.file).map(|text| text.split('\n').count());
        at.line == 0 || lines.is_some_and(|lines| at.line <= lines)
    };
    for found in &findings.found {
        assert!(found.at.iter().all(is_there), "{found:?}");
        assert!(!found.path.is_empty(), "{found:?}");
    }
    let places = findings.keys.iter().map(|each| &each.at);
    let places = places.chain(findings.variables.iter().map(|each| &each.at));
    let mut places = places.chain(findings.remarks.iter().map(|each| &each.at));
    assert!(places.all(is_there));
    let count = findings.found.len() + findings.keys.len() + findings.remarks.len();
    assert!(count + findings.variables.len() + findings.questions.len() <= 20_000);
    // To write a spec takes longer than all the rest.
    if !bytes.len().is_multiple_of(211) {
        return;
    }
    let text = detect::spec(&findings);
    let (_, problems) = yaml::read(&text);
    assert!(problems.is_empty(), "{problems:?}\n{text}");
    let mut sources: Vec<Source<'_>> =
        files.iter().map(|(path, text)| Source { path, text }).collect();
    sources.retain(|source| source.path != "linkspan.yml");
    sources.push(Source { path: "linkspan.yml", text: &text });
    let mut specs = Specs::read(&sources, &[]);
    specs.know(&sources, &apps(&sources));
    for each in &specs.report.diagnostics {
        assert!(each.place.line > 0 && !each.message.is_empty(), "{each:?}");
    }
}

/// What is written as a scalar is read back as the same text.
pub fn scalar(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let line = format!("k: {}\n", yaml::write_scalar(&text));
    for (documents, problems) in [yaml::read(&line), yaml::read_manifests(&line)] {
        assert!(problems.is_empty(), "{line}: {problems:?}");
        let root = documents.first().and_then(|document| document.root.as_ref());
        let value = root.and_then(|root| root.entries().first()).map(|entry| &entry.value);
        assert!(value.and_then(yaml::resolve) == Some(yaml::Scalar::Text(text.as_ref())), "{line}");
    }
}
