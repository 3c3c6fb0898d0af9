//! The list to choose from.

use super::words;
use crate::platform;
use crate::state::{Action, Changes, View};
use yew::{Callback, Event, Html, html};

/// The list of the files, with what changed in them; `file` is shown.
pub(crate) fn choose(view: &View, changes: &Changes, file: &str, act: &Callback<Action>) -> Html {
    let onchange = act.reform(|event: Event| Action::File(platform::chosen(&event)));
    html! {
        <select class="choose" id="choose-file" aria-label="File" {onchange}>
            { for view.bundle.files.keys().map(|path| {
                let text = match changes.files.get(path) {
                    Some(change) => format!("{path} ({})", words(change)),
                    None => path.clone(),
                };
                let selected = file == path;
                html! { <option key={path.clone()} value={path.clone()} {selected}>{ text }</option> }
            }) }
        </select>
    }
}
