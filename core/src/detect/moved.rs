//! What the files of an app say, and its spec does not.

use super::finding::{Findings, Trust};
use super::settle;
use crate::plan::{self, Plan};
use serde::Serialize;

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The field.
    pub path: String,
    /// What a file says.
    pub says: String,
    /// Where.
    pub at: String,
    /// What holds by the spec.
    pub holds: String,
}

/// Compares what was read with what a spec decides; what is likely alone is no difference, and names of groups may be others.
#[must_use]
pub fn moved(findings: &Findings, plan: &Plan) -> Vec<Moved> {
    let values = plan::values(plan);
    let mut out = Vec::new();
    for each in
        findings.found.iter().filter(|each| each.trust == Trust::Read && !each.path.contains('['))
    {
        let (Some(says), Some(holds)) = (each.value.text(), values.get(&each.path)) else {
            continue;
        };
        if each.path != "app" && !settle::agree(&each.path, &says.into(), &holds.as_str().into()) {
            out.push(Moved {
                path: each.path.clone(),
                says: says.to_owned(),
                at: each.at.first().map(ToString::to_string).unwrap_or_default(),
                holds: holds.clone(),
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{App, Given, detect};
    use super::*;
    use crate::decide;

    #[test]
    fn what_a_file_says_otherwise_is_told() {
        let mut app = App::new("shop");
        app.add_text(".ruby-version", "3.4.4\n");
        app.add_text("config/database.yml", "production:\n  adapter: mysql2\n");
        let findings = detect(&app, &Given::new());
        let told = |spec: &str| {
            let plan = decide(&format!("app: shop\nimage: a/b\n{spec}")).plan;
            let all = moved(&findings, &plan).into_iter();
            all.map(|each| format!("{} {} {} {}", each.path, each.says, each.at, each.holds))
                .collect::<Vec<_>>()
        };
        let ruby = "rails.ruby 3.4.4 .ruby-version:1 3.3";
        let adapter = "database.adapter mysql config/database.yml:2 postgresql";
        assert_eq!(told("rails: {ruby: \"3.3\"}\n"), [ruby, adapter]);
        assert_eq!(told("database: {adapter: mysql}\n"), [] as [&str; 0]);
    }
}
