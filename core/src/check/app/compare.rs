//! What files say beside what holds by the spec, field by field.

use super::groups;
use super::says::{AppSays, Differs, Says, Spoken};
use crate::facts::{Program, Version};
use crate::field::{self, Accepts};
use crate::plan::{self, Plan, Variables};
use std::collections::BTreeMap;

/// Everything that differs in every environment of the spec.
pub(crate) fn differences(says: &AppSays, plans: &[Plan]) -> Vec<Differs> {
    let mut all: Option<Vec<Differs>> = None;
    for plan in plans {
        let own = of_one(says, plan);
        all = Some(match all {
            None => own,
            Some(mut before) => {
                let same = |each: &Differs| {
                    own.iter().any(|one| (&one.path, &one.says) == (&each.path, &each.says))
                };
                before.retain(same);
                before
            }
        });
    }
    all.unwrap_or_default()
}

fn of_one(says: &AppSays, plan: &Plan) -> Vec<Differs> {
    let values = plan::values(plan);
    let mut out: Vec<Differs> =
        says.values.iter().filter_map(|each| single(each, plan, &values)).collect();
    groups::differences(says, plan, &values, &mut out);
    out
}

/// A single field, a list of texts, a row of a map.
fn single(each: &Says, plan: &Plan, values: &BTreeMap<String, String>) -> Option<Differs> {
    // A folder is called otherwise than the app, and registry and hosts are a person's.
    if matches!(each.path.as_str(), "app" | "image" | "hosts") {
        return None;
    }
    let holds = match &each.value {
        Spoken::Text(text) => {
            let holds = match values.get(&each.path) {
                Some(holds) => holds.clone(),
                None => row(&each.path, plan)?.unwrap_or_default(),
            };
            if agrees(&each.path, text, &holds) {
                return None;
            }
            holds
        }
        Spoken::List(list) => {
            let holds = self::list(&each.path, plan)?;
            if list.iter().all(|one| holds.contains(one)) {
                return None;
            }
            holds.join(", ")
        }
        Spoken::Rows(_) => return None,
    };
    Some(Differs::of(each, each.path.clone(), holds))
}

/// What holds of a row of a map or of a name in a list: nothing inside for one that is not there, none where nothing is known.
fn row(path: &str, plan: &Plan) -> Option<Option<String>> {
    let of = |rows: &Variables, name: &str| {
        rows.iter().find(|(own, _)| own == name).map(|(_, value)| value.value.clone())
    };
    match path.rsplit_once('.')? {
        ("env", name) => Some(of(&plan.env, name)),
        ("web.env", name) => Some(of(&plan.web.env, name).or_else(|| of(&plan.env, name))),
        ("secrets", name) => {
            Some(plan.secrets.iter().find(|each| each.value == name).map(|each| each.value.clone()))
        }
        _ => None,
    }
}

/// What holds of a list.
fn list(path: &str, plan: &Plan) -> Option<Vec<String>> {
    let (build, database) = (&plan.build, &plan.database);
    let mut also = database.also.value.clone();
    also.extend(database.replicas.value.iter().cloned());
    Some(match path {
        "database.also" | "database.replicas" => also,
        "database.extensions" => database.extensions.value.clone(),
        "rails.packages" => build.packages.value.clone(),
        "build.packages" => build.build_packages.value.clone(),
        "build.secrets" => build.secrets.value.clone(),
        "build.files" => build.files.value.clone(),
        "build.frontends" => build.frontends.value.clone(),
        "container.writable" => plan.container.writable.value.clone(),
        _ => return None,
    })
}

/// Whether two texts of a field mean the same.
pub(crate) fn agrees(path: &str, one: &str, other: &str) -> bool {
    same_version(path, one, other).unwrap_or_else(|| one == other)
}

/// Whether two versions are the same, one perhaps more exactly: Ruby 3.4 and 3.4.4; none for what are no versions.
pub(crate) fn same_version(path: &str, one: &str, other: &str) -> Option<bool> {
    let Accepts::Version(program) = field::find(path)?.accepts else { return None };
    let parts = |text: &str| {
        let version = Version::parse(program, text)?;
        Some(version.text.split('.').map(str::to_owned).collect::<Vec<_>>())
    };
    let (one, other) = (parts(one)?, parts(other)?);
    Some(one.iter().zip(&other).all(|(one, other)| one == other))
}

/// The program whose version a field is.
pub(crate) fn program(path: &str) -> Option<Program> {
    match field::find(path)?.accepts {
        Accepts::Version(program) => Some(program),
        _ => None,
    }
}
