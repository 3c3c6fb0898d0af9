//! What the bundle assumes of the app, in one place of `DEPLOY.md`.

use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Plan, assumptions};

/// The heading, which the steps link to.
pub(super) const HEADING: &str = "What this assumes";

pub(super) fn write(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Application, "What the pods rely on, and which field says otherwise.");
    text.push(format!("## {HEADING}\n\nThe files of this bundle assume the following of the app. Where one does not hold, the fields of `linkspan.yml` behind it say otherwise; `linkspan explain FIELD` tells more.\n"));
    for each in assumptions(plan) {
        let fields: Vec<String> = each.fields.iter().map(|field| format!("`{field}`")).collect();
        let hint = if each.hint.is_empty() { String::new() } else { format!(": {}", each.hint) };
        text.push(format!("- {} ({}{hint})", each.text, fields.join(", ")));
    }
    text.push("");
}
