//! What stands above the lines.

use crate::command::Command;
use crate::files::Choose;
use crate::prose::counted;
use crate::state::{Action, Changes, View};
use std::rc::Rc;
use yew::{AttrValue, Callback, Html, Properties, component, html};

/// What it is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct HeadProps {
    /// The files.
    pub(super) view: Rc<View>,
    /// What changed in them.
    pub(super) changes: Rc<Changes>,
    /// The one that is shown.
    pub(super) file: AttrValue,
    /// Whether reasons stand beside the lines.
    pub(super) reasons: bool,
    /// Where changes go.
    pub(super) act: Callback<Action>,
    /// Where wishes go.
    pub(super) run: Callback<Command>,
}

/// The path, what changed, and what can be done with the file.
#[component]
pub(super) fn Head(props: &HeadProps) -> Html {
    let HeadProps { view, changes, file, reasons, act, run } = props;
    let changed = changes.files.get(file.as_str()).map_or(0, |change| change.count);
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let copy = run.reform(|_| Command::CopyFile);
    let toggle = act.reform(|_| Action::Reasons);
    html! {
        <header class="preview-head">
            <h2 class="path"><span class="soft">{ folder }</span>{ name }</h2>
            <Choose view={view.clone()} changes={changes.clone()} file={file.clone()} act={act.clone()} />
            if changed > 0 {
                <span class="badge changed">{ format!("~ {} changed", counted(changed, "line")) }</span>
            }
            <span class="space"></span>
            <button type="button" class="quiet reasons" aria-pressed={reasons.to_string()}
                onclick={toggle}>{ "Reasons" }</button>
            <button type="button" class="quiet" id="copy-file" onclick={copy}>{ "Copy file" }</button>
        </header>
    }
}
