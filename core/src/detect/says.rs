//! Findings as the checker compares them with a spec.

use super::app::App;
use super::finding::{At, Findings, Found, Trust, Value};
use super::{read, settle};
use crate::check::app::{AppSays, Group, Needs, Says, Spoken, Spot};

/// What the files of an app say, as rules compare it; `dockerfile` is the path of the one that makes the image, and
/// the stage of it that does.
pub(crate) fn says(
    app: &App,
    findings: &Findings,
    dockerfile: Option<(&str, Option<&str>)>,
) -> AppSays {
    let mut out = of_findings(findings);
    let facts = read::facts(app, dockerfile);
    let placed = |list: Vec<(String, At)>| list.into_iter().map(|(text, at)| (text, spot(&at)));
    out.needed = placed(facts.needed).collect();
    out.lacks = placed(facts.lacks).collect();
    (out.gems, out.lock, out.routes) = (facts.gems, facts.lock, facts.routes);
    out.puma = facts.puma.as_ref().map(spot);
    out.platforms = facts.platforms.map(|(names, at)| (names, spot(&at)));
    out.pool = facts.pool.map(|(number, at)| (number, spot(&at)));
    let needs = facts.packages.into_iter();
    let needs = needs.map(|(gem, field, package, at)| Needs {
        gem: gem.to_owned(),
        field,
        package: package.to_owned(),
        spot: spot(&at),
    });
    out.packages = needs.collect();
    out.read = app.texts().map(|(path, _)| path.to_owned()).collect();
    out
}

/// Values and groups alone.
pub(super) fn of_findings(findings: &Findings) -> AppSays {
    let mut out = AppSays::default();
    for found in &findings.found {
        let Some((list, name, key)) = settle::group(&found.path) else {
            out.values.push(one(found, &found.path));
            continue;
        };
        let field = one(found, key);
        match out.groups.iter_mut().find(|group| group.list == list && group.name == name) {
            Some(group) => group.fields.push(field),
            None => out.groups.push(Group {
                list: list.to_owned(),
                name: name.to_owned(),
                fields: vec![field],
            }),
        }
    }
    out
}

fn one(found: &Found, path: &str) -> Says {
    let value = match &found.value {
        Value::Text(text) => Spoken::Text(text.clone()),
        Value::List(list) => Spoken::List(list.clone()),
        Value::Map(rows) => Spoken::Rows(rows.clone()),
    };
    let at = found.at.first().cloned().unwrap_or_default();
    let sure = found.trust == Trust::Read;
    Says { path: path.to_owned(), value, sure, why: found.why.clone(), spot: spot(&at) }
}

fn spot(at: &At) -> Spot {
    Spot { file: at.file.clone(), line: at.line }
}
