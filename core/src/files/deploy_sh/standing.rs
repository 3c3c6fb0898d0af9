//! `deploy.sh` of an app with processes of other images: they are there before the migration, and stay as they are in
//! releases and rollbacks.

use crate::field::Guide;
use crate::files::shell_quoted;
use crate::files::text::Text;
use crate::plan::Plan;
use std::borrow::Cow;

/// What is written in the place of what.
const CHANGES: [(&str, &str); 2] = [
    ("  for each in $stores; do\n", "  for each in $stores \"${standing[@]/#/deployment/}\"; do\n"),
    (
        "    earlier \"$each\" \"$target\"\n",
        "    [[ \" ${standing[*]} \" == *\" ${each#*/} \"* ]] || earlier \"$each\" \"$target\"\n",
    ),
];

/// Their Deployments.
pub(super) fn assign(plan: &Plan, text: &mut Text) {
    let names: Vec<String> = plan.standing().map(|name| shell_quoted(&name)).collect();
    if names.is_empty() {
        return;
    }
    text.fixed(
        Guide::Delivery,
        "Deployments of other images: they are waited for before the migration, and no release replaces them.",
    );
    text.push(format!("standing=({})", names.join(" ")));
}

/// The body that knows them.
pub(super) fn adapted<'a>(plan: &Plan, body: Cow<'a, str>) -> Cow<'a, str> {
    if plan.standing().next().is_none() {
        return body;
    }
    let mut out = body.into_owned();
    for (from, to) in CHANGES {
        out = out.replace(from, to);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::deploy_sh::BODY;

    #[test]
    fn each_piece_stands_once_in_the_script() {
        for (from, _) in CHANGES {
            assert_eq!(BODY.matches(from).count(), 1, "{from}");
        }
    }
}
