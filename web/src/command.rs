//! What a person asks of the browser, made from what the page remembers.

use crate::given::draft;
use crate::platform;
use crate::prose::{counted, sentence};
use crate::state::{Action, Mode, Notice, Offer, Spec, State, View};
use linkspan_core::archive;
use linkspan_core::diagnostic::Severity;
use linkspan_core::field;
use linkspan_core::internal::share;
use std::collections::BTreeMap;
use yew::Callback;

/// The id of the hidden control that opens files.
pub(crate) const OPEN: &str = "open-file";
/// The id of the hidden control that chooses files to check.
pub(crate) const CHOOSE: &str = "choose-texts";
/// The id of the hidden control that chooses the folder of an app.
pub(crate) const FOLDER: &str = "choose-folder";
/// The id of the hidden control that chooses files of an app.
pub(crate) const APP_FILES: &str = "choose-app-files";
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
    /// Choose the folder of an app.
    Folder,
    /// Choose files of an app.
    AppFiles,
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
        Command::Folder => platform::pick_file(FOLDER),
        Command::AppFiles => platform::pick_file(APP_FILES),
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
        act.emit(Action::Tell(Notice::bad(text).of_spec()));
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
    let examples = examples(&state.view);
    let notice = if examples.is_empty() {
        Notice::good(format!("{name}: {files}. Unpack it and commit it."))
    } else {
        Notice::bad(format!(
            "{name}: {files}. Still an example, and to be replaced before the first deploy: {examples}."
        ))
    };
    act.emit(Action::Tell(notice.of_spec()));
}

/// The fields that hold an example yet, by their labels.
fn examples(view: &View) -> String {
    let labels = view
        .examples
        .iter()
        .map(|path| field::find(path).map_or(path.as_str(), |field| field.label));
    labels.collect::<Vec<_>>().join(", ")
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
        act.emit(Action::Tell(Notice::bad(text).of_spec()));
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
}
