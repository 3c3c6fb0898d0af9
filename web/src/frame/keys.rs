//! The list of keys.

use crate::hotkey::KEYS;
use crate::state::Action;
use yew::{Callback, Html, html};

/// The id of the dialog.
pub(crate) const DIALOG: &str = "keys";

/// The dialog; the browser shows and hides it.
pub(crate) fn keys(letters: bool, act: &Callback<Action>) -> Html {
    let switch = act.reform(move |_: yew::Event| Action::Letters(!letters));
    let close = act.reform(|_| Action::Keys(false));
    let closed = act.reform(|_: yew::Event| Action::Keys(false));
    html! {
        <dialog id={DIALOG} aria-labelledby="keys-title" onclose={closed}>
            <h2 id="keys-title">{ "Keys" }</h2>
            <dl>
                { for KEYS.iter().map(|(key, does)| html! {
                    <div key={*key}><dt><kbd>{ *key }</kbd></dt><dd>{ *does }</dd></div>
                }) }
            </dl>
            <p class="soft">{ "On a Mac, Command works as Ctrl. In lists, Enter goes on, Alt with Up or Down moves a row, and pasted lines become rows." }</p>
            <label class="check" for="letters"><input type="checkbox" id="letters" checked={letters} onchange={switch} />
                { "Keys without Ctrl" }</label>
            <p class="soft" id="version-of-page">{ concat!("Linkspan ", env!("CARGO_PKG_VERSION")) }</p>
            <button type="button" class="plain" onclick={close}>{ "Close" }</button>
        </dialog>
    }
}
