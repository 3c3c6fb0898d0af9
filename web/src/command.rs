//! What a person asks of the browser, made from what the page remembers.

use crate::platform::{self, Given};
use crate::prose::{counted, sentence};
use crate::state::{Action, Checking, Mode, Notice, Offer, Spec, State};
use linkspan_core::archive;
use linkspan_core::archive::ArchiveError;
use linkspan_core::check::companion;
use linkspan_core::diagnostic::Severity;
use linkspan_core::internal::intake::{self, Gathered, Given as Handed, Kind};
use linkspan_core::internal::{share, yaml};
use linkspan_core::spec::Draft;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::Callback;

/// The id of the hidden control that opens files.
pub(crate) const OPEN: &str = "open-file";
/// The id of the hidden control that chooses files to check.
pub(crate) const CHOOSE: &str = "choose-texts";
/// The fragment that shows the checker.
const CHECKER: &str = "check";

/// What a person asks of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Download the bundle as `.tar.gz`.
    TarGz,
    /// Download the bundle as `.zip`.
    Zip,
    /// Copy the file in the preview.
    CopyFile,
    /// Copy a link to the spec.
    Share,
    /// Show the spec that the address holds.
    Linked,
    /// Open a bundle or a spec.
    Open,
    /// Choose files to check.
    Choose,
    /// Copy the file in the checker.
    CopyText,
    /// Download the files of the checker.
    Texts,
}

/// Does it, and tells what came of it.
pub(crate) fn run(command: Command, state: &State, act: &Callback<Action>) {
    match command {
        Command::TarGz => download(state, act, "tar.gz"),
        Command::Zip => download(state, act, "zip"),
        Command::CopyFile => copy_file(state, act),
        Command::Share => share(state, act),
        Command::Linked => {
            let fragment = platform::fragment();
            if let Action::Arrive(draft, link) = follow(&fragment) {
                let notice = Notice::good("The spec of the link is shown.");
                let notice = Notice { offers: Offer::Undo, ..notice };
                act.emit(Action::Load(Spec::of(draft, link), notice));
            }
        }
        Command::Open => platform::pick_file(OPEN),
        Command::Choose => platform::pick_file(CHOOSE),
        Command::CopyText => {
            let checker = &state.checker;
            copy(&checker.file, checker.text().to_string(), act);
        }
        Command::Texts => download_texts(state, act),
    }
}

fn download(state: &State, act: &Callback<Action>, format: &str) {
    act.emit(Action::Menu(None));
    let errors = state.view.count(Severity::Error);
    if errors > 0 {
        let text = format!(
            "Not downloaded: {} in the spec would make a bundle that does not work. F8 goes to it.",
            counted(errors, "error")
        );
        act.emit(Action::Tell(Notice::bad(text)));
        return;
    }
    let bundle = &state.view.bundle;
    let (bytes, kind) = match format {
        "zip" => (archive::zip(bundle), "application/zip"),
        _ => (archive::tar_gz(bundle), "application/gzip"),
    };
    let name = format!("{}.{format}", bundle.app);
    platform::download(&name, &bytes, kind);
    let files = counted(bundle.files.len(), "file");
    act.emit(Action::Tell(Notice::good(format!("{name}: {files}. Unpack it and commit it."))));
}

/// The file itself where there is one, else all of them as a `.zip`.
fn download_texts(state: &State, act: &Callback<Action>) {
    let texts = &state.checker.texts;
    let (name, bytes, kind) = match texts.first_key_value() {
        Some((path, text)) if texts.len() == 1 => {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            (name, text.as_bytes().to_vec(), "text/plain")
        }
        _ => {
            let texts: BTreeMap<String, &str> =
                texts.iter().map(|(path, text)| (path.clone(), &**text)).collect();
            (String::from("manifests.zip"), archive::zip_texts(&texts), "application/zip")
        }
    };
    platform::download(&name, &bytes, kind);
    let errors = match state.checker.found.count(Severity::Error) {
        _ if !state.checker.is_judged() => "They are not checked.".to_owned(),
        0 => "No error was found in them.".to_owned(),
        errors => format!("{} left in them.", counted(errors, "error")),
    };
    let files = counted(texts.len(), "file");
    act.emit(Action::Tell(Notice::good(format!("{name}: {files}. {errors}"))));
}

fn copy_file(state: &State, act: &Callback<Action>) {
    let Some(file) = state.view.bundle.files.get(&state.file) else { return };
    copy(&state.file, file.text(), act);
}

fn copy(path: &str, text: String, act: &Callback<Action>) {
    let (told, path) = (act.clone(), path.to_owned());
    let done = Callback::from(move |copied| {
        told.emit(Action::Tell(if copied {
            Notice::good(format!("{path} is copied."))
        } else {
            Notice::bad("Not copied: the browser does not allow it here.")
        }));
    });
    platform::copy(text, done);
}

fn share(state: &State, act: &Callback<Action>) {
    if let [first, ..] = state.draft.without_secrets().1.as_slice() {
        let text = format!(
            "No link made: `{first}` looks like a secret, and a link would carry it. Move its name to Secrets first."
        );
        act.emit(Action::Tell(Notice::bad(text)));
        return;
    }
    let fragment = share::encode(&state.view.text);
    let link = platform::link_with(&fragment);
    act.emit(Action::Linked(fragment));
    let told = act.clone();
    let done = Callback::from(move |copied| {
        told.emit(Action::Tell(Notice::good(if copied {
            "The link is copied. It holds the whole spec; no server stores it."
        } else {
            "The link is in the address bar: copy it from there."
        })));
    });
    platform::copy(link, done);
}

/// What a fragment of the address asks for.
pub(crate) fn follow(fragment: &str) -> Action {
    match fragment {
        "" => return Action::Leave,
        CHECKER => return Action::Mode(Mode::Check),
        _ => {}
    }
    match share::decode(fragment) {
        Ok(text) => match draft(&text) {
            Ok(draft) => Action::Arrive(draft, fragment.to_owned()),
            Err(notice) => Action::Tell(notice),
        },
        Err(error) => {
            let why = sentence(&error.to_string());
            Action::Tell(Notice::bad(format!("The link could not be read. {why}")))
        }
    }
}

/// The fragment of what is shown.
pub(crate) fn fragment(mode: Mode, link: &str) -> &str {
    if mode == Mode::Check { CHECKER } else { link }
}

/// What files ask for that were dropped on the page or opened in the generator: a spec is opened, manifests are
/// checked.
pub(crate) fn given(mode: Mode, files: Given) -> Option<Action> {
    let files = match <[_; 1]>::try_from(files) {
        Ok([(name, bytes)]) if mode == Mode::Make && !is_for_checker(&name, &bytes) => {
            return Some(opened(&name, &bytes));
        }
        Ok([only]) => vec![only],
        Err(several) => several,
    };
    taken(files)
}

/// What files ask for that are to be checked.
pub(crate) fn taken(files: Given) -> Option<Action> {
    let handed = match <[_; 1]>::try_from(files) {
        Ok([(name, bytes)]) => vec![Handed::only(name, bytes)],
        Err(files) => files.into_iter().map(|(name, bytes)| Handed::file(name, bytes)).collect(),
    };
    let gathered = intake::gather(handed);
    (gathered != Gathered::default()).then(|| Action::Check(Checking::Take(Rc::new(gathered))))
}

/// Whether a file is none for the generator, and one for the checker.
fn is_for_checker(name: &str, bytes: &[u8]) -> bool {
    match archive::spec_text(bytes) {
        Ok(text) => companion(name).is_some() || intake::kind(name, &text) == Kind::Manifests,
        Err(ArchiveError::NoSpec) => true,
        Err(_) => false,
    }
}

/// What an opened file asks for.
pub(crate) fn opened(name: &str, bytes: &[u8]) -> Action {
    match archive::spec_text(bytes) {
        Ok(text) => match draft(&text) {
            Ok(draft) => {
                let notice = Notice::good(format!("{name} is open."));
                let notice = Notice { offers: Offer::Undo, ..notice };
                Action::Load(Spec::of(draft, ""), notice)
            }
            Err(notice) => Action::Tell(notice),
        },
        Err(error) => {
            let why = sentence(&error.to_string());
            Action::Tell(Notice::bad(format!("{name} could not be opened. {why}")))
        }
    }
}

/// The draft of a text, unless that is no YAML: half a spec would look like a whole one.
fn draft(text: &str) -> Result<Rc<Draft>, Notice> {
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

    #[test]
    fn a_broken_link_says_so_and_changes_nothing() {
        assert_eq!(follow(""), Action::Leave);
        assert!(matches!(follow("v1.%%%"), Action::Tell(notice) if notice.text.contains("link")));
        let good = share::encode("app: shop\n");
        assert!(matches!(follow(&good), Action::Arrive(..)));
    }

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
    fn what_is_no_yaml_is_not_loaded() {
        let action = opened("linkspan.yml", b"app: [shop\n");
        assert!(matches!(action, Action::Tell(notice) if notice.text.contains("YAML")));
        assert!(matches!(opened("linkspan.yml", b"app: shop\n"), Action::Load(..)));
    }
}
