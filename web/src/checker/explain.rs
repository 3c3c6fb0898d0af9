//! What a rule says, and why.

use crate::prose::{prose, sentence};
use linkspan_core::diagnostic::Diagnostic;
use yew::{Html, html};

/// The explanation of the rule of a finding.
pub(super) fn explain(finding: &Diagnostic) -> Html {
    let rule = finding.rule;
    html! {
        <div class="explain">
            <p><b>{ prose(&sentence(rule.says)) }{ "." }</b></p>
            <p>{ prose(rule.why) }</p>
            <p class="soft">
                { prose(&format!("{}: {}. `linkspan explain {}` shows a bad and a good example.",
                    sentence(rule.tier.word()), rule.tier.says(), rule.name)) }
            </p>
        </div>
    }
}
