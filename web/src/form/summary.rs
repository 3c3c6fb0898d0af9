//! What is set in a section, in a few words.

use linkspan_core::field::{Accepts, Field};
use linkspan_core::spec::Draft;

/// What is set in these fields: `Valkey, Disk for Redis 2Gi`, or names where the section is a list.
pub(super) fn summary(draft: &Draft, fields: &[&'static Field]) -> String {
    let said = fields.iter().filter_map(|field| said(draft, field));
    said.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

fn said(draft: &Draft, field: &Field) -> Option<String> {
    draft.item(field.path)?;
    let text = draft.text(field.path);
    Some(match field.accepts {
        Accepts::Groups => names(draft, field.path),
        Accepts::Environments => draft.environments().join(", "),
        Accepts::Map | Accepts::Annotations | Accepts::Rules => {
            draft.rows(field.path).into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ")
        }
        Accepts::Choice(choices) => {
            let chosen = choices.iter().find(|choice| choice.value == text);
            let word = chosen.map_or(text, |choice| choice.label);
            // A number or a bare "None" says nothing without its label.
            if word.starts_with(|first: char| first.is_ascii_digit()) || word == "None" {
                format!("{} {word}", field.label)
            } else {
                word.to_owned()
            }
        }
        Accepts::Bool if text == "false" => format!("no {}", field.label),
        Accepts::Bool => field.label.to_owned(),
        kind if kind.is_list() => draft.texts(field.path).join(", "),
        _ => format!("{} {text}", field.label),
    })
}

/// Names of groups, as far as they have one.
fn names(draft: &Draft, path: &str) -> String {
    let all = (0..draft.count(path)).map(|index| draft.text(&format!("{path}[{index}].name")));
    all.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::groups;

    fn check(spec: &str, section: &str, expect: &str) {
        let fields = groups().into_iter().find(|(each, _)| each.id == section).unwrap().1;
        assert_eq!(summary(&Draft::from_text(spec), &fields), expect, "{spec}");
    }

    #[test]
    fn what_is_set_is_said_in_a_few_words() {
        check("web: {replicas: 3, memory: 1Gi}", "web", "Web pods 3, Memory 1Gi");
        check(
            "rails: {version: '8.1', bootsnap: false}",
            "rails",
            "Rails version 8.1, no Bootsnap",
        );
        check("workers: [{name: mail}, {kind: command}, {name: pdf}]", "workers", "mail, pdf");
        check("env: {A: a, B: b}", "env", "A, B");
        check("secrets: [STRIPE_KEY]", "secrets", "STRIPE_KEY");
        check("environments: {staging: {}, production: {}}", "environments", "staging, production");
        check("app: shop", "redis", "");
    }
}
