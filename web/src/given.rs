//! What files, folders and texts ask for that a person hands over: a spec is opened, manifests are checked, and what an app
//! or another tool has says what its spec would be.

use crate::platform::{Folder, Given, Walk, Want};
use crate::prose::sentence;
use crate::state::{Action, Boarding, Checking, Mode, Notice, Offer, Spec};
use linkspan_core::archive::{self, ArchiveError};
use linkspan_core::check::companion;
use linkspan_core::internal::detect::{self, App, MAX_PATHS};
use linkspan_core::internal::intake::{self, Content, Gathered, Given as Handed, Kind, Layout};
use linkspan_core::internal::yaml;
use linkspan_core::spec::Draft;
use std::rc::Rc;

/// What a pasted text is called.
const PASTED: &str = "pasted text";

/// What files ask for.
pub(crate) fn given(mode: Mode, files: Given) -> Option<Action> {
    if mode == Mode::Check {
        return taken(files);
    }
    match <[_; 1]>::try_from(files) {
        Ok([(name, bytes)]) => one(name, bytes),
        Err(files) if files.iter().any(is_of_app) => Some(boarded(files)),
        Err(files) => taken(files),
    }
}

/// What one file asks for.
fn one(name: String, bytes: Vec<u8>) -> Option<Action> {
    let is_text = match archive::spec_text(&bytes) {
        Ok(text) => text.as_bytes() == bytes,
        Err(ArchiveError::NoSpec) => return taken(vec![(name, bytes)]),
        Err(_) => false,
    };
    let text = String::from_utf8_lossy(&bytes);
    if is_text && (companion(&name).is_some() || intake::kind(&name, &text) == Kind::Manifests) {
        return taken(vec![(name, bytes)]);
    }
    if is_text && intake::place(&name, &text).is_some() {
        return Some(boarded(vec![(name, bytes)]));
    }
    Some(opened(&name, &bytes))
}

/// Whether a file says something about an app that is no image of it, which the checker judges too.
fn is_of_app((name, bytes): &(String, Vec<u8>)) -> bool {
    let text = String::from_utf8_lossy(bytes);
    companion(name).is_none()
        && intake::kind(name, &text) != Kind::Manifests
        && intake::place(name, &text).is_some()
}

/// What files ask for that are to be checked.
pub(crate) fn taken(files: Given) -> Option<Action> {
    let handed = match <[_; 1]>::try_from(files) {
        Ok([(name, bytes)]) => vec![Handed::only(name, bytes)],
        Err(files) => files.into_iter().map(|(name, bytes)| Handed::file(name, bytes)).collect(),
    };
    check(handed)
}

fn check(handed: Vec<Handed>) -> Option<Action> {
    let gathered = intake::gather(handed);
    (gathered != Gathered::default()).then(|| Action::Check(Checking::Take(Rc::new(gathered))))
}

/// What files of an app ask for.
pub(crate) fn boarded(files: Given) -> Action {
    let mut app = App::default();
    let mut first = None;
    for (name, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        match intake::place(&name, &text) {
            Some(path) => app.add_text(path, text),
            None => first = first.or(Some(name)),
        }
    }
    match first {
        Some(name) if app.paths().next().is_none() => Action::Tell(Notice::bad(format!(
            "Nothing read: `{name}` says nothing that a spec could say. Files such as Gemfile.lock, Procfile, \
             config/database.yml or config/deploy.yml do."
        ))),
        _ => Action::Aboard(Boarding::Take(Rc::new(app))),
    }
}

/// What a text asks for that was pasted as one of the files of an app.
pub(crate) fn pasted(text: String) -> Option<Action> {
    if text.trim().is_empty() {
        return None;
    }
    if intake::kind(PASTED, &text) == Kind::Spec {
        return Some(opened(PASTED, text.as_bytes()));
    }
    Some(boarded(vec![(PASTED.to_owned(), text.into_bytes())]))
}

/// What is wanted of a folder.
pub(crate) fn walk(mode: Mode) -> Walk {
    match mode {
        Mode::Make => Walk {
            enters: detect::enters,
            wants: |path| {
                Some(match detect::wanted(path)? {
                    detect::Wanted::Text => Want::Text,
                    detect::Wanted::Name | detect::Wanted::Beside => Want::Name,
                })
            },
            most: MAX_PATHS,
        },
        Mode::Check => Walk {
            enters: |folder| Layout::App.enters(folder),
            wants: |path| {
                Some(match Layout::App.wants(path)? {
                    intake::Wanted::Text => Want::Text,
                    intake::Wanted::Name => Want::Name,
                })
            },
            most: MAX_PATHS,
        },
    }
}

/// What a folder asks for.
pub(crate) fn folder(mode: Mode, folder: Folder) -> Action {
    let Folder { name, files, names } = folder;
    if mode == Mode::Check {
        let nothing = format!("Nothing taken: `{name}` holds no file that is checked.");
        let here = |path: &str| {
            let all = files.iter().map(|(path, _)| path).chain(&names);
            all.into_iter()
                .any(|each| each == path || path.ends_with('/') && each.starts_with(path))
        };
        let layout = Layout::of(here);
        let texts = files.into_iter().map(|(path, bytes)| (path, Content::Bytes(bytes)));
        let all = texts.chain(names.into_iter().map(|path| (path, Content::Name)));
        let files = all.filter(|(path, _)| layout.wants(path).is_some()).collect();
        let within = format!("{name}/");
        let handed = check(vec![Handed::Folder { within, layout, files }]);
        return handed.unwrap_or_else(|| Action::Tell(Notice::bad(nothing)));
    }
    let mut app = App::new(name);
    for (path, bytes) in files {
        app.add_text(path, String::from_utf8_lossy(&bytes));
    }
    names.into_iter().for_each(|path| app.add_path(path));
    if app.texts().next().is_none() {
        return Action::Tell(Notice::bad(format!(
            "Nothing read: `{}` has no file that tells of a Rails app. Choose the folder that holds the Gemfile.",
            app.folder()
        )));
    }
    Action::Aboard(Boarding::Take(Rc::new(app)))
}

/// What an opened file asks for.
fn opened(name: &str, bytes: &[u8]) -> Action {
    let text = match archive::spec_text(bytes) {
        Ok(text) => text,
        Err(error) => {
            let why = sentence(&error.to_string());
            return Action::Tell(Notice::bad(format!("{name} could not be opened. {why}")));
        }
    };
    let is_text = text.as_bytes() == bytes;
    match draft(&text) {
        Err(notice) => Action::Tell(notice),
        Ok(_) if is_text && intake::kind(name, &text) != Kind::Spec => {
            Action::Tell(Notice::bad(format!(
                "Nothing loaded: {name} is no spec, for it does not say `app`, and nothing else that is read here."
            )))
        }
        Ok(draft) => {
            let notice = Notice::good(format!("{name} is open."));
            let notice = Notice { offers: Offer::Undo, ..notice };
            Action::Load(Spec::of(draft, ""), notice)
        }
    }
}

/// The draft of a text, unless that is no YAML: half a spec would look like a whole one.
pub(crate) fn draft(text: &str) -> Result<Rc<Draft>, Notice> {
    let (_, problems) = yaml::read(text);
    match problems.first() {
        None => Ok(Rc::new(Draft::from_text(text))),
        Some(problem) => Err(Notice::bad(format!(
            "Nothing loaded: line {} is not YAML: {}.",
            problem.place.line, problem.message
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn manifests_are_checked_and_specs_are_opened() {
        const POD: &[u8] = b"apiVersion: v1\nkind: Pod\n";
        let bundle = linkspan_core::generate("app: shop\nimage: a/b\n").bundle;
        let no_spec = archive::zip_texts(&BTreeMap::from([(
            "a.yml".to_owned(),
            "kind: Pod\napiVersion: v1\n",
        )]));
        for (mode, files, checked) in [
            (Mode::Make, vec![("linkspan.yml", b"app: shop\n".to_vec())], false),
            (Mode::Check, vec![("linkspan.yml", b"app: shop\n".to_vec())], true),
            (Mode::Make, vec![("shop.zip", archive::zip(&bundle))], false),
            (Mode::Check, vec![("shop.zip", archive::zip(&bundle))], true),
            (Mode::Make, vec![("k8s.zip", no_spec)], true),
            (Mode::Make, vec![("web.yml", POD.to_vec())], true),
            (Mode::Make, vec![("Dockerfile", b"FROM ruby\n".to_vec())], true),
            (
                Mode::Make,
                vec![("a.yml", POD.to_vec()), ("linkspan.yml", b"app: a\n".to_vec())],
                true,
            ),
        ] {
            let files: Given =
                files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
            let shown = format!("{mode:?} {:?}", files.first().map(|(name, _)| name));
            let action = given(mode, files).unwrap();
            assert_eq!(matches!(action, Action::Check(_)), checked, "{shown}");
        }
        assert_eq!(given(Mode::Make, Given::new()), None);
    }

    #[test]
    fn files_of_an_app_or_of_another_tool_are_never_a_spec() {
        const KAMAL: &str = "service: shop\nimage: shop/shop\nservers: [10.0.0.1]\n";
        let files = |names: &[(&str, &str)]| -> Given {
            names
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
                .collect()
        };
        for (name, text, path) in [
            ("Procfile", "web: bin/rails server\n", "Procfile"),
            ("deploy.yml", KAMAL, "config/deploy.yml"),
            ("database.yml", "production:\n  adapter: mysql2\n", "config/database.yml"),
        ] {
            let action = given(Mode::Make, files(&[(name, text)]));
            let Some(Action::Aboard(Boarding::Take(app))) = &action else {
                panic!("{name}: {action:?}")
            };
            assert!(app.has(path), "{name}: {app:?}");
        }
        let several = files(&[
            ("Gemfile", "gem \"rails\"\n"),
            ("Dockerfile", "FROM ruby\n"),
            ("linkspan.yml", "app: a\n"),
        ]);
        let action = given(Mode::Make, several);
        assert!(matches!(action, Some(Action::Aboard(_))), "{action:?}");
        for (name, text) in
            [("notes.yml", "a: b\n"), ("x.yml", "image: a/b\n"), ("x.txt", "hello\n")]
        {
            let action = given(Mode::Make, files(&[(name, text)]));
            assert!(
                matches!(&action, Some(Action::Tell(notice)) if notice.text.starts_with("Nothing loaded")),
                "{action:?}"
            );
        }
        assert!(matches!(pasted(KAMAL.to_owned()), Some(Action::Aboard(_))));
        assert!(matches!(pasted("app: shop\nimage: a/b\n".to_owned()), Some(Action::Load(..))));
        assert!(matches!(pasted("hello\n".to_owned()), Some(Action::Tell(_))));
        assert_eq!(pasted(" \n".to_owned()), None);
    }

    #[test]
    fn a_folder_is_read_for_what_the_page_is_used_for() {
        let shop = |files: &[(&str, &str)]| Folder {
            name: "shop".to_owned(),
            files: files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
                .collect(),
            names: vec!["yarn.lock".to_owned()],
        };
        let files = [
            ("Gemfile", "gem \"rails\"\n"),
            ("config/kube/web.yml", "kind: Pod\napiVersion: v1\n"),
        ];
        let Action::Aboard(Boarding::Take(app)) = folder(Mode::Make, shop(&files)) else {
            panic!("no app")
        };
        assert_eq!(
            (app.folder(), app.text("Gemfile").is_some(), app.has("yarn.lock")),
            ("shop", true, true)
        );
        let Action::Check(Checking::Take(taken)) = folder(Mode::Check, shop(&files)) else {
            panic!("no files")
        };
        assert_eq!(taken.texts.keys().collect::<Vec<_>>(), ["shop/config/kube/web.yml"]);
        let nothing = folder(Mode::Make, shop(&[]));
        assert!(
            matches!(&nothing, Action::Tell(notice) if notice.text.contains("Gemfile")),
            "{nothing:?}"
        );
        assert!(matches!(folder(Mode::Check, Folder::default()), Action::Tell(_)));
        let walk = walk(Mode::Make);
        assert_eq!(
            ((walk.wants)("config/master.key"), (walk.wants)("Gemfile")),
            (Some(Want::Name), Some(Want::Text))
        );
        assert!((walk.enters)("config") && !(walk.enters)("node_modules"));
    }

    #[test]
    fn what_is_no_yaml_is_not_loaded() {
        let action = opened("linkspan.yml", b"app: [shop\n");
        assert!(matches!(action, Action::Tell(notice) if notice.text.contains("YAML")));
        assert!(matches!(opened("linkspan.yml", b"app: shop\n"), Action::Load(..)));
    }
}
