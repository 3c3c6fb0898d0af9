//! The list to choose from.

use super::words;
use crate::platform;
use crate::state::{Action, Changes, View};
use std::rc::Rc;
use yew::{AttrValue, Callback, Event, Html, Properties, component, html};

/// What the list is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChooseProps {
    /// The files.
    pub(crate) view: Rc<View>,
    /// What changed in them.
    pub(crate) changes: Rc<Changes>,
    /// The one that is shown.
    pub(crate) file: AttrValue,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
}

/// The list.
#[component]
pub(crate) fn Choose(props: &ChooseProps) -> Html {
    let onchange = props.act.reform(|event: Event| Action::File(platform::chosen(&event)));
    html! {
        <select class="choose" id="choose-file" aria-label="File" {onchange}>
            { for props.view.bundle.files.keys().map(|path| {
                let text = match props.changes.files.get(path) {
                    Some(change) => format!("{path} ({})", words(change)),
                    None => path.clone(),
                };
                let selected = props.file == *path;
                html! { <option key={path.clone()} value={path.clone()} {selected}>{ text }</option> }
            }) }
        </select>
    }
}
