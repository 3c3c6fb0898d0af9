//! From a path in a report to the control that holds it.

use linkspan_core::field::{self, Accepts, Field, Rank, SECTIONS, Section, fields};
use linkspan_core::spec::Draft;

/// The section of the fields that most people set, before those of the spec.
pub(crate) const ESSENTIALS: &str = "essentials";

/// A control of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The section that has to be open.
    pub(crate) section: &'static str,
    /// The section or group whose rare fields have to be shown.
    pub(crate) fold: Option<String>,
    /// The id of the control, or of the group around it.
    pub(crate) id: String,
}

/// The control for a path such as `web.replicas`, `hosts[1]` or `env.FLAG`.
pub(crate) fn target(draft: &Draft, path: &str) -> Option<Target> {
    if let Some((name, inside)) = field::in_environment(path) {
        let index = draft.environments().iter().position(|each| *each == name)?;
        let row = draft.environment_rows(index).iter().position(|(key, _)| key == inside);
        let group = format!("environments.{name}");
        let id = row.map_or(group.clone(), |row| format!("{group}[{row}].value"));
        return Some(Target { section: "environments", fold: None, id });
    }
    let field = field::find(path)?;
    let inside = path.strip_prefix(field.path).and_then(|rest| rest.strip_prefix('.'));
    let id = match (field.accepts, inside) {
        (Accepts::Map | Accepts::Annotations | Accepts::Rules, Some(name)) => {
            let row = draft.rows(field.path).iter().position(|(key, _)| *key == name);
            row.map_or_else(|| path.to_owned(), |row| format!("{}[{row}].value", field.path))
        }
        _ => path.to_owned(),
    };
    let section = section_of(field);
    let fold = (field.rank == Rank::Rare).then(|| match path.split_once("].") {
        Some((group, _)) => format!("{group}]"),
        None => section.to_owned(),
    });
    Some(Target { section, fold, id })
}

/// The section of the form that shows a field.
fn section_of(field: &Field) -> &'static str {
    if field.rank == Rank::Essential { ESSENTIALS } else { field.section().id }
}

/// The section of the form that shows what stands at a path.
pub(crate) fn section_at(path: &str) -> Option<&'static str> {
    match field::in_environment(path) {
        Some(_) => Some("environments"),
        None => field::find(path).map(section_of),
    }
}

/// The sections of the form with the fields that each shows; fields of groups come with their
/// group.
pub(crate) fn groups() -> Vec<(Section, Vec<&'static Field>)> {
    let essentials = Section { id: ESSENTIALS, label: "Essentials", help: "", fields: &[] };
    std::iter::once(essentials)
        .chain(SECTIONS.iter().copied())
        .map(|section| {
            let fields = fields()
                .filter(|field| !field.path.contains('[') && section_of(field) == section.id)
                .collect::<Vec<_>>();
            (section, fields)
        })
        .filter(|(_, fields)| !fields.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, section: &str, id: &str) {
        let draft = Draft::from_text("env: {A: a, FLAG: b}\nworkers: [{name: mail}]\n");
        let target = target(&draft, path).unwrap();
        assert_eq!((target.section, target.id.as_str()), (section, id));
    }

    #[test]
    fn a_path_finds_its_control() {
        check("app", "essentials", "app");
        check("web.replicas", "web", "web.replicas");
        check("web.port", "web", "web.port");
        check("env.FLAG", "env", "env[1].value");
        check("hosts[1]", "essentials", "hosts[1]");
        check("workers[0].grace", "workers", "workers[0].grace");
        assert_eq!(super::target(&Draft::from_text(""), "web.replica"), None);
    }

    #[test]
    fn every_field_has_its_place_once() {
        let shown: usize = groups().iter().map(|(_, fields)| fields.len()).sum();
        assert_eq!(shown, fields().filter(|field| !field.path.contains('[')).count());
    }
}
