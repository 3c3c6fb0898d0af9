//! The list of keys.

use crate::hotkey::KEYS;
use crate::state::Action;
use yew::{Callback, Html, Properties, component, html};

/// The id of the dialog.
pub(crate) const DIALOG: &str = "keys";

/// What it is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct KeysProps {
    /// Where changes go.
    pub(crate) act: Callback<Action>,
}

/// The dialog; the browser shows and hides it.
#[component]
pub(crate) fn Keys(props: &KeysProps) -> Html {
    let close = props.act.reform(|_| Action::Keys(false));
    let closed = props.act.reform(|_: yew::Event| Action::Keys(false));
    html! {
        <dialog id={DIALOG} aria-labelledby="keys-title" onclose={closed}>
            <h2 id="keys-title">{ "Keys" }</h2>
            <dl>
                { for KEYS.iter().map(|(key, does)| html! {
                    <div key={*key}><dt><kbd>{ *key }</kbd></dt><dd>{ *does }</dd></div>
                }) }
            </dl>
            <p class="soft">{ "On a Mac, Command works as Ctrl." }</p>
            <button type="button" class="plain" onclick={close}>{ "Close" }</button>
        </dialog>
    }
}
