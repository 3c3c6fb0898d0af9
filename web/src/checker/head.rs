//! What stands above the text.

use super::texts::words;
use super::wish;
use crate::command::Command;
use crate::platform;
use crate::state::{Action, Checker, Checking};
use yew::{Callback, Event, Html, html};

/// The path, and what can be done with the text.
pub(super) fn head(checker: &Checker, act: &Callback<Action>, run: &Callback<Command>) -> Html {
    let (folder, name) = checker.file.rsplit_once('/').unwrap_or(("", &checker.file));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let last = checker.steps.last().map(|(_, says)| format!("Take back: {says}"));
    html! {
        <header class="preview-head">
            <h2 class="path"><span class="soft">{ folder }</span>{ name }</h2>
            { choose(checker, act) }
            <span class="space"></span>
            <button type="button" class="quiet middle-only" id="choose-more"
                onclick={run.reform(|_| Command::Choose)}>{ "Add files" }</button>
            if let Some(last) = last {
                <button type="button" class="quiet" id="step-back" title={last}
                    onclick={act.reform(|_| Action::Undo)}>{ "Undo" }</button>
            }
            if !checker.is_empty() {
                <button type="button" class="quiet wide-only" id="remove-text" onclick={wish(act, Checking::Remove)}>
                    { "Take out" }
                </button>
                <button type="button" class="quiet" id="copy-text" onclick={run.reform(|_| Command::CopyText)}>
                    { "Copy" }
                </button>
                <button type="button" class="quiet" id="save-texts" onclick={run.reform(|_| Command::Texts)}>
                    { "Download" }
                </button>
            }
        </header>
    }
}

/// The list to choose from, where there is no room for the other one.
fn choose(checker: &Checker, act: &Callback<Action>) -> Html {
    let onchange =
        act.reform(|event: Event| Action::Check(Checking::Show(platform::chosen(&event))));
    html! {
        <select class="choose" id="choose-text" aria-label="File" {onchange}>
            { for checker.texts.keys().map(|path| {
                let text = match checker.found.marks(path) {
                    Some((count, worst)) => format!("{path} ({})", words(count, worst)),
                    None => path.clone(),
                };
                let selected = checker.file == *path;
                html! { <option key={path.clone()} value={path.clone()} {selected}>{ text }</option> }
            }) }
        </select>
    }
}
