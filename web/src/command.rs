//! What a person asks of the browser, made from what the page remembers.

use crate::platform;
use crate::prose::{counted, sentence};
use crate::state::{Action, Notice, State};
use linkspan_core::diagnostic::Severity;
use linkspan_core::spec::Draft;
use linkspan_core::{archive, share, yaml};
use std::rc::Rc;
use yew::Callback;

/// The id of the hidden control that opens files.
pub(crate) const OPEN: &str = "open-file";

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
    /// Open a bundle or a spec.
    Open,
}

/// Does it, and tells what came of it.
pub(crate) fn run(command: Command, state: &State, act: &Callback<Action>) {
    match command {
        Command::TarGz => download(state, act, "tar.gz"),
        Command::Zip => download(state, act, "zip"),
        Command::CopyFile => copy_file(state, act),
        Command::Share => share(state, act),
        Command::Open => platform::pick_file(OPEN),
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

fn copy_file(state: &State, act: &Callback<Action>) {
    let Some(file) = state.view.bundle.files.get(&state.file) else { return };
    let (told, path) = (act.clone(), state.file.clone());
    let done = Callback::from(move |copied| {
        told.emit(Action::Tell(if copied {
            Notice::good(format!("{path} is copied."))
        } else {
            Notice::bad("Not copied: the browser does not allow it here.")
        }));
    });
    platform::copy(file.text(), done);
}

fn share(state: &State, act: &Callback<Action>) {
    if state.view.shows_secret() {
        let text = "No link made: a value in Environment looks like a secret, and a link would \
                    carry it. Move its name to Secrets first.";
        act.emit(Action::Tell(Notice::bad(text)));
        return;
    }
    let link = platform::link_with(&share::encode(&state.view.text));
    let told = act.clone();
    let done = Callback::from(move |copied| {
        told.emit(Action::Tell(Notice::good(if copied {
            "The link is copied. It holds the whole spec; nothing is stored anywhere."
        } else {
            "The link is in the address bar: copy it from there."
        })));
    });
    platform::copy(link, done);
}

/// What a fragment of the address asks for. Without one nothing happens.
pub(crate) fn follow(fragment: &str) -> Option<Action> {
    if fragment.is_empty() {
        return None;
    }
    Some(match share::decode(fragment) {
        Ok(text) => load(&text, "The spec of the link is loaded."),
        Err(error) => {
            let why = sentence(&error.to_string());
            Action::Tell(Notice::bad(format!("The link could not be read. {why}")))
        }
    })
}

/// What an opened file asks for.
pub(crate) fn opened(name: &str, bytes: &[u8]) -> Action {
    match archive::spec_text(bytes) {
        Ok(text) => load(&text, &format!("{name} is open.")),
        Err(error) => {
            let why = sentence(&error.to_string());
            Action::Tell(Notice::bad(format!("{name} could not be opened. {why}")))
        }
    }
}

/// Loads a text, unless it is no YAML: half a spec would look like a whole one.
fn load(text: &str, told: &str) -> Action {
    let (_, problems) = yaml::read(text);
    if let Some(problem) = problems.first() {
        let text = format!(
            "Nothing loaded: line {} is not YAML: {}.",
            problem.place.line, problem.message
        );
        return Action::Tell(Notice::bad(text));
    }
    Action::Load(Rc::new(Draft::from_text(text)), Notice::good(told))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_link_says_so_and_changes_nothing() {
        assert_eq!(follow(""), None);
        assert!(
            matches!(follow("v1.%%%"), Some(Action::Tell(notice)) if notice.text.contains("link"))
        );
        let good = share::encode("app: shop\n");
        assert!(matches!(follow(&good), Some(Action::Load(..))));
    }

    #[test]
    fn what_is_no_yaml_is_not_loaded() {
        let action = opened("linkspan.yml", b"app: [shop\n");
        assert!(matches!(action, Action::Tell(notice) if notice.text.contains("YAML")));
        assert!(matches!(opened("linkspan.yml", b"app: shop\n"), Action::Load(..)));
    }
}
