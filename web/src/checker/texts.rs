//! The files that are checked, and how others come.

use super::wish;
use crate::command::{CHOOSE, Command};
use crate::platform::{self, Given};
use crate::prose::counted;
use crate::state::{Action, Checker, Checking};
use linkspan_core::diagnostic::Severity;
use yew::{Callback, Event, Html, classes, html};

/// What becomes of the texts.
pub(super) const PRIVATE: &str = "Everything is read and judged in this page, and nothing leaves it. Your browser keeps it for the next visit, \
     without files that hold a secret.";

/// The list.
pub(super) fn texts(checker: &Checker, act: &Callback<Action>, run: &Callback<Command>) -> Html {
    let onkeydown = platform::arrows("texts");
    let picked = {
        let act = act.clone();
        let taken = Callback::from(move |files: Given| {
            if let Some(action) = crate::given::taken(files) {
                act.emit(action);
            }
        });
        move |event: Event| platform::files_picked(&event, &taken)
    };
    html! {
        <nav class="pane tree texts-pane" aria-label="Checked files">
            <p class="tree-head">
                <span>{ "Files" }</span>
                <span class="soft">{ counted(checker.texts.len(), "file") }</span>
            </p>
            <ul id="texts" {onkeydown}>{ for checker.texts.keys().map(|path| file(checker, path, act)) }</ul>
            <div class="adds">
                <button type="button" class="plain" id="choose" onclick={run.reform(|_| Command::Choose)}>
                    { "Choose files" }
                </button>
                <input type="file" class="unseen" id={CHOOSE} tabindex="-1" multiple=true onchange={picked}
                    aria-label="Files to check" />
                <button type="button" class="plain" id="take-bundle" onclick={wish(act, Checking::Bundle)}>
                    { "Take the bundle I see" }
                </button>
                <button type="button" class="plain" id="add-text" onclick={wish(act, Checking::Add)}>{ "New file" }</button>
                if !checker.is_empty() {
                    <button type="button" class="plain" id="clear" onclick={wish(act, Checking::Clear)}>
                        { "Take all out" }
                    </button>
                }
            </div>
            <p class="soft private">{ PRIVATE }</p>
        </nav>
    }
}

fn file(checker: &Checker, path: &str, act: &Callback<Action>) -> Html {
    let marks = checker.found.marks(path);
    let onclick = {
        let path = path.to_owned();
        act.reform(move |_| Action::Check(Checking::Show(path.clone())))
    };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    html! {
        <li key={path.to_owned()}>
            <button type="button" class="file" {onclick} title={path.to_owned()}
                aria-current={(checker.file == path).then_some("true")}>
                <span class="file-name">
                    if !folder.is_empty() { <span class="soft">{ format!("{folder}/") }</span> }
                    { name }
                </span>
                if let Some((count, worst)) = marks {
                    <span class={classes!("badge", worst.word())} aria-hidden="true">
                        { format!("{}{count}", sign(worst)) }
                    </span>
                    <span class="unseen">{ format!(", {}", words(count, worst)) }</span>
                }
            </button>
        </li>
    }
}

/// What stands before a count or a line, so that colour never says it alone.
pub(super) const fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✕",
        Severity::Warning => "!",
        Severity::Hint => "i",
    }
}

/// How many findings, and how bad the worst is.
pub(super) fn words(count: usize, worst: Severity) -> String {
    let worst = match worst {
        Severity::Error => "an error",
        Severity::Warning => "a warning",
        Severity::Hint => "a hint",
    };
    format!("{}, the worst {worst}", counted(count, "finding"))
}
