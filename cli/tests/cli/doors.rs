//! The page and the terminal judge the same files alike: what one finds the other finds, to the word.

use crate::folder::{Folder, SHOP};
use linkspan_core::archive;
use linkspan_core::diagnostic::{Report, to_json};
use linkspan_core::internal::intake::{
    self, Gathered, Given, Left, Why, Wish, answer, found_in_bundles, gather, read, request,
};
use linkspan_core::internal::secret::conceal;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

type Texts = BTreeMap<String, String>;

fn texts(files: &[(&str, &str)]) -> Texts {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// What the page finds in files that are dropped on it, those that it does not take included: as it does it, with a
/// question to another thread.
fn page(given: Vec<Given>) -> Value {
    let Gathered { mut texts, around, left, .. } = gather(given);
    texts.extend(around);
    let found = read(&answer(&request(1, None, Wish::Judge, &texts))).unwrap();
    let found = found.with(found_in_bundles(&intake::sources(&texts)));
    let not_taken = left.iter().filter_map(Left::finding);
    let mut report = Report { diagnostics: found.findings, ..Report::default() };
    report.diagnostics.extend(not_taken);
    report.sort();
    texts.extend(left.into_iter().map(|left| (left.path, left.shown)));
    let json = to_json(&conceal(&report, &texts).report);
    serde_json::from_str::<Value>(&json).unwrap()["diagnostics"].clone()
}

/// What the terminal finds; of names, what the door adds before them goes away.
fn terminal(folder: &Folder, paths: &[&str], before: &str) -> Value {
    let ran = folder.run(&[&["check", "--output", "json"], paths].concat());
    assert!(ran.err.is_empty(), "{paths:?}: {ran:?}");
    serde_json::from_str::<Value>(&ran.out.replace(before, "")).unwrap()["diagnostics"].clone()
}

fn count(found: &Value) -> usize {
    found.as_array().unwrap().len()
}

/// A folder, and the same as archives, at both doors; says how much is found.
fn same(what: &str, files: &Texts) -> usize {
    let folder = Folder::new();
    for (path, text) in files {
        folder.write(path, text);
    }
    let packed = archive::zip_texts(files);
    let found = terminal(&folder, &["."], "\0");
    assert_eq!(page(vec![Given::only("all.zip", packed.clone())]), found, "{what}: page");
    let folder = Folder::new();
    folder.write("all.zip", packed);
    assert_eq!(terminal(&folder, &["all.zip"], "all.zip/"), found, "{what}: archive");
    count(&found)
}

/// Files that are named or dropped, each by itself.
fn same_files(what: &str, files: &[(&str, &[u8])]) -> usize {
    let folder = Folder::new();
    for (name, bytes) in files {
        folder.write(name, bytes);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let found = terminal(&folder, &names, "\0");
    let given = files.iter().map(|(name, bytes)| Given::file(*name, bytes.to_vec()));
    assert_eq!(page(given.collect()), found, "{what}");
    count(&found)
}

fn below(folder: &Path, root: &Path, all: &mut Texts) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, root, all);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            all.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn golden_bundles_that_people_broke() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let (mut apps, mut broken) = (0, 0);
    for entry in fs::read_dir(golden).unwrap() {
        let bundle = entry.unwrap().path().join("bundle");
        let mut files = Texts::new();
        below(&bundle, &bundle, &mut files);
        let change = |(at, (path, text)): (usize, (&String, &String))| {
            let text = match at % 3 {
                0 if path.ends_with(".yml") => text.replacen("metadata:", "metadat:", 1),
                _ if path == "Dockerfile" => text.replace("USER", "# USER"),
                _ if path == "deploy.sh" => text.replacen("set -euo", "set -eu", 1),
                1 => text.replace("image:", "imge:"),
                _ => text.replace("name: ", "name: X"),
            };
            (path.clone(), text)
        };
        let mut files: Texts = files.iter().enumerate().map(change).collect();
        files.insert("config/kube/half.yml".into(), "a: [\n".into());
        files.insert(".env".into(), "KEY=1\n".into());
        files.insert("config/database.yml".into(), "default: {adapter: postgresql}\n".into());
        broken += same(&bundle.to_string_lossy(), &files);
        apps += 1;
    }
    assert!(apps > 20 && broken > 20 * apps, "{broken} findings in {apps} bundles");
}

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports: [{port: 80}]\n  selector: {app: web}\n";
const WRONG: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  prots: []\n";

#[test]
fn folders_and_archives_of_every_kind() {
    for (what, least, files) in [
        ("a plain folder", 2, &[("a.yml", WRONG), ("b/c.yaml", SERVICE), ("b.yml", "a: [\n")][..]),
        ("what is no manifest", 1, &[("a.yml", "hello: there\n"), ("b.json", "{}"), ("c.txt", "")]),
        (
            "an app of Rails",
            2,
            &[
                ("Gemfile", ""),
                ("config/database.yml", "default: {adapter: postgresql}\n"),
                ("config/settings.yml", "app: shop\n"),
                ("k8s/web.yml", WRONG),
                ("vendor/a.yml", WRONG),
                (".github/workflows/ci.yml", WRONG),
                ("Dockerfile", "FROM ruby\nCOPY . .\n"),
                ("docker/other/Dockerfile", "FROM ruby\n"),
                (".env", "KEY=1\n"),
                ("config/credentials/production.key", "0123"),
                ("test/server-key.pem", "0123"),
            ],
        ),
        (
            "a Helm chart among manifests",
            1,
            &[
                ("chart/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1\n"),
                ("chart/values.yaml", "a: b\n"),
                ("chart/templates/a.yaml", "apiVersion: v1\nkind: {{ .x }}\n"),
                ("k8s/web.yml", WRONG),
            ],
        ),
        (
            "a base of Kustomize with an overlay",
            1,
            &[
                ("base/kustomization.yaml", "resources: [web.yml]\n"),
                ("base/web.yml", SERVICE),
                ("base/own.yml", WRONG),
                (
                    "prod/kustomization.yml",
                    "resources: [../base]\nnamePrefix: a\npatches: [{path: p.yml}]\n",
                ),
                (
                    "prod/p.yml",
                    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {prots: []}\n",
                ),
            ],
        ),
        (
            "environments that one image does not do for",
            1,
            &[(
                "linkspan.yml",
                "app: shop\nimage: a.io/b\nhosts: [a.io]\nenvironments:\n  staging: {hosts: [s.a.io]}\n  production: {database: {adapter: mysql}}\n",
            )],
        ),
        (
            "environments in clusters of two versions",
            2,
            &[
                (
                    "linkspan.yml",
                    "app: shop\nimage: a.io/b\nhosts: [a.io]\nenvironments:\n  staging: {hosts: [s.a.io], kubernetes: '1.37'}\n  production: {app: b}\n",
                ),
                ("config/kube/staging/web.yml", WRONG),
                ("config/kube/production/web.yml", WRONG),
            ],
        ),
        (
            "a spec of an example beside that of the app",
            1,
            &[
                (
                    "examples/linkspan.yml",
                    "app: a\nimage: a.io/b\nhosts: [a.io]\nkubernetes: '1.37'\n",
                ),
                ("linkspan.yml", SHOP),
                ("web.yml", WRONG),
            ],
        ),
        (
            "a secret",
            1,
            &[(
                "s.yml",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {k: hunter2}\ndata: {a: '%%%'}\n",
            )],
        ),
    ] {
        let found = same(what, &texts(files));
        assert!(found >= least, "{what}: {found} findings");
    }
}

#[test]
fn files_that_are_named_or_dropped() {
    let huge = vec![b'#'; linkspan_core::internal::yaml::MAX_BYTES + 1];
    let several = format!("{SERVICE}---\n{WRONG}---\nkind: Pod\n");
    let packed = archive::zip_texts(&texts(&[("k/web.yml", WRONG), ("k/b.yml", "a: [\n")]));
    for (what, least, files) in [
        ("several documents", 3, &[("pasted.yml", several.as_bytes())][..]),
        ("a broken file", 1, &[("a.yml", b"a: [\n")]),
        (
            "latin-1 beside a manifest",
            2,
            &[("a.yml", b"a: 1\nb: \xe4\n"), ("b.yml", WRONG.as_bytes())],
        ),
        ("UTF-16", 1, &[("a.yml", b"\xff\xfea\0:\0")]),
        ("UTF-16 without its mark", 1, &[("a.yml", b"a\0:\0\n\0")]),
        ("a big file", 1, &[("a.yml", &huge)]),
        (
            "a script and an image",
            1,
            &[("Dockerfile", b"FROM ruby\n"), ("web.yml", SERVICE.as_bytes())],
        ),
        (
            "a key beside an image",
            2,
            &[
                (".env", b"K=1"),
                ("Dockerfile", b"FROM ruby\nCOPY . .\n"),
                ("a.yml", WRONG.as_bytes()),
            ],
        ),
        ("a spec under another name", 1, &[("staging.yml", b"app: Shop\nimage: a/b\n")]),
        (
            "a patch with what names it",
            1,
            &[
                ("a.yml", WRONG.as_bytes()),
                ("kustomization.yml", b"patches: [{path: p.yml}]\n"),
                ("p.yml", WRONG.as_bytes()),
            ],
        ),
        (
            "what is encrypted, by its name",
            1,
            &[("a.sops.yml", WRONG.as_bytes()), ("b.yml", WRONG.as_bytes())],
        ),
        ("an archive beside a file", 2, &[("a.yml", WRONG.as_bytes()), ("all.zip", &packed)]),
    ] {
        let found = same_files(what, files);
        assert!(found >= least, "{what}: {found} findings");
    }
}

#[test]
fn archives_that_are_not_opened() {
    let hostile = {
        let good = archive::zip_texts(&texts(&[("k/../../etc/a.yml", WRONG)]));
        assert!(archive::open(&good).is_err(), "it leads out of its folder");
        good
    };
    let cut = &archive::zip_texts(&texts(&[("a.yml", WRONG)]))[..40];
    for (name, bytes) in [
        ("a.zip", hostile.as_slice()),
        ("b.zip", cut),
        ("c.tgz", b"no archive"),
        ("d.tar.gz", &[0x1f, 0x8b, 8, 0, 1]),
    ] {
        let folder = Folder::new();
        folder.write(name, bytes);
        let ran = folder.run(&["check", name]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
        let gathered = gather(vec![Given::only(name, bytes.to_vec())]);
        assert!(gathered.texts.is_empty() && gathered.around.is_empty());
        let [Left { why: why @ Why::Archive(_), .. }] = gathered.left.as_slice() else {
            panic!("{name}: {gathered:?}");
        };
        let words = why.message_and_help();
        let (message, help) = words.rsplit_once(": ").unwrap();
        assert!(ran.err.contains(message) && ran.err.contains(help), "{words}: {ran:?}");
    }
}
