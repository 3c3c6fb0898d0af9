//! What to do while no file was handed over.

use crate::given;
use crate::state::Action;
use web_sys::HtmlTextAreaElement;
use yew::{Callback, Html, InputEvent, TargetCast, html};

/// The ways in.
pub(super) fn ways(act: &Callback<Action>) -> Html {
    let oninput = {
        let act = act.clone();
        move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            // Typed letter by letter it is no file yet.
            let is_pasted = event.input_type() == "insertFromPaste" || field.value().contains('\n');
            if let Some(action) = given::pasted(field.value()).filter(|_| is_pasted) {
                act.emit(action);
            }
        }
    };
    html! {
        <div class="aboard-ways">
            <p>
                { "Drop the folder of a Rails app anywhere on the page, or choose it: what its files say becomes a spec, \
                   each value with the place where it was read." }
            </p>
            <p>
                { "Single files do as well: " }<code>{ "Gemfile.lock" }</code>{ ", " }<code>{ "Procfile" }</code>{ ", " }
                <code>{ "config/database.yml" }</code>{ ", Kamal's " }<code>{ "deploy.yml" }</code>{ ", a compose file." }
            </p>
            <label class="name" for="aboard-paste">{ "Or paste one of them" }</label>
            <textarea id="aboard-paste" class="code" rows="8" {oninput} autocomplete="off" autocapitalize="off"
                spellcheck="false" aria-describedby="aboard-private" />
            <p class="soft" id="aboard-private">
                { "Of a folder only files with known names are opened; .env files and keys never are. Nothing leaves \
                   this page, though your browser may call choosing a folder an upload." }
            </p>
        </div>
    }
}
