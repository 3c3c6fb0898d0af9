//! What stands above the lines.

use super::PreviewProps;
use crate::command::Command;
use crate::files::choose;
use crate::prose::counted;
use crate::state::Action;
use yew::{Html, html};

/// The path, what changed, and what can be done with the file.
pub(super) fn head(props: &PreviewProps) -> Html {
    let PreviewProps { view, changes, file, reasons, act, run, .. } = props;
    let changed = changes.files.get(file.as_str()).map_or(0, |change| change.count);
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let copy = run.reform(|_| Command::CopyFile);
    let toggle = act.reform(|_| Action::Reasons);
    html! {
        <header class="preview-head">
            <h2 class="path"><span class="soft">{ folder }</span>{ name }</h2>
            { choose(view, changes, file, act) }
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
