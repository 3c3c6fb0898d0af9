//! Fields that few people need stand folded, until one is set, wrong, or asked for.

use super::{Source, draw, frame, inside};
use crate::state::Action;
use linkspan_core::field::{Field, Rank};
use yew::{Html, classes, html};

/// Fewer than these are not worth a fold.
const LEAST: usize = 3;

/// Whether some of the fields are folded: by the table alone, so that nothing folds while somebody
/// types.
fn folds(fields: &[(&'static Field, String)]) -> bool {
    let rare = fields.iter().filter(|(field, _)| field.rank == Rank::Rare).count();
    rare >= LEAST && rare < fields.len()
}

/// Fields with their paths, of a section or of a group; `at` is its id or path. Elements keep their
/// places whether folded or not, so that a field that is typed into stays the same element.
pub(crate) fn fold(fields: &[(&'static Field, String)], at: &str, source: Source<'_>) -> Html {
    if !folds(fields) {
        return fields.iter().map(|(field, path)| draw(field, path, source)).collect();
    }
    let open = source.unfolded.iter().any(|each| each == at);
    let hidden: Vec<&str> = fields
        .iter()
        .filter(|(field, path)| rare(field, path, source))
        .map(|(field, _)| field.label)
        .collect();
    let toggle = {
        let at = at.to_owned();
        source.act.reform(move |_| Action::Fold(at.clone()))
    };
    html! {
        <div class={classes!("fold", (!open).then_some("folded"))}>
            { for fields.iter().map(|(field, path)| html! {
                <div key={path.clone()} class={classes!(rare(field, path, source).then_some("rare"))}>
                    { draw(field, path, source) }
                </div>
            }) }
            if open || !hidden.is_empty() {
                <button type="button" class="more" id={format!("{at}-more")} key="more"
                    aria-expanded={open.to_string()} onclick={toggle}>
                    if open { { "Show fewer" } } else {
                        <b>{ format!("{} more", hidden.len()) }</b>
                        <span class="names">{ hidden.join(", ") }</span>
                    }
                </button>
            }
        </div>
    }
}

/// Whether a field is hidden in a fold.
fn rare(field: &Field, path: &str, source: Source<'_>) -> bool {
    let within =
        |other: &str| other.strip_prefix(path).is_some_and(|rest| rest.is_empty() || inside(rest));
    field.rank == Rank::Rare
        && !source.draft.is_set(path)
        && !source.linked.is_some_and(within)
        && frame::inside(source.view, path).is_empty()
}
