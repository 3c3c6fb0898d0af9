//! The app among the files: what its own files say, beside what its spec says.

use super::dockerfile::{folder, own_dockerfile};
use super::specs::Specs;
use crate::check::app::check;
use crate::check::comment::{self, Limit};
use crate::check::{Source, fix};
use crate::diagnostic::{Place, Report};
use crate::generate;
use crate::internal::detect::{self, App, Given};
use crate::spec::{self, FILE};
use std::collections::BTreeMap;

/// Apps by the folder that they lie in, which ends with its `/`; empty for the working folder.
pub type Apps = BTreeMap<String, App>;

/// What makes files those of an app.
const GEMFILE: &str = "Gemfile";

/// Adds a file to the app of a folder, with its text or by its name alone.
pub(super) fn add(apps: &mut Apps, within: &str, path: &str, text: Option<&str>) {
    let name = within.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let app = apps.entry(within.to_owned()).or_insert_with(|| App::new(name));
    match text {
        Some(text) => app.add_text(path, text),
        None => app.add_path(path),
    }
}

/// Leaves those that are apps.
pub(super) fn settle(apps: &mut Apps) {
    apps.retain(|_, app| app.text(GEMFILE).is_some());
}

/// The apps of texts that stand together, such as the files of an example: one in each folder that has a spec.
#[must_use]
pub fn apps(files: &[Source<'_>]) -> Apps {
    let mut apps = Apps::new();
    for spec in files.iter().filter(|file| file.path.rsplit('/').next() == Some(FILE)) {
        let within = folder(spec.path);
        for file in files {
            if let Some(inner) = file.path.strip_prefix(within) {
                add(&mut apps, within, inner, Some(file.text));
            }
        }
    }
    settle(&mut apps);
    apps
}

impl Specs {
    /// Compares each spec with the files of the app beside it, and adds what is found.
    pub fn know(&mut self, files: &[Source<'_>], apps: &Apps) {
        let own = files.iter().filter(|file| self.paths.contains(file.path));
        let mut all = Vec::new();
        for file in own {
            if let Some(app) = apps.get(folder(file.path)) {
                all.push((*file, app));
            }
        }
        for (file, app) in all {
            self.one(&file, app);
        }
        self.report.sort();
    }

    fn one(&mut self, file: &Source<'_>, app: &App) {
        let decided = generate(file.text);
        // An app in a folder below the spec is not the one that was read.
        if decided.report.has_errors() || decided.plan.build.root.is_some() {
            return;
        }
        let is_made = |path: &str| decided.bundle.files.contains_key(path);
        let findings = detect::detect(&app.without(is_made), &Given::new());
        let dockerfile = own_dockerfile(&decided.plan).unwrap_or("Dockerfile");
        let stage = decided.plan.build.target.as_ref().map(|stage| stage.value.as_str());
        let says = detect::says(app, &findings, Some((dockerfile, stage)));
        let within = folder(file.path);
        let own = says.read.iter().filter(|path| !is_made(path));
        self.known.extend(own.map(|path| format!("{within}{path}")));
        let read = spec::read(file.text);
        let found = check(&says, decided.plans()).into_iter().map(|finding| {
            let mut finding = read.locate(finding).file(file.path);
            if let Some(related) = &mut finding.related {
                related.file = format!("{within}{}", related.file);
            }
            // A finding about what the spec does not say stands at its head.
            if finding.place == Place::default() {
                finding.place = Place { line: 1, column: 1 };
            }
            finding
        });
        let mut report = Report { diagnostics: found.collect(), ..Report::default() };
        fix::attach_to_spec(file.text, &mut report.diagnostics);
        comment::apply(&[*file], Limit::OfApp, &mut report);
        self.settings.apply(&mut report);
        self.report.extend(report);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::internal::intake::judge;

    const GEMFILE: &str = "gem \"rails\", \"8.1.3\"\ngem \"pg\"\ngem \"puma\"\n";

    /// Rule, place and severity of what is found, with what does not count behind it.
    fn found(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let files: Vec<Source<'_>> =
            files.iter().map(|(path, text)| Source { path, text }).collect();
        let mut specs = Specs::read(&files, &[]);
        specs.know(&files, &apps(&files));
        let kept: Vec<Source<'_>> =
            files.iter().filter(|file| file.path.ends_with(FILE)).copied().collect();
        let report = judge(&kept, &specs, None).report;
        let all = report.diagnostics.iter().map(|each| {
            let beside = each.related.as_ref();
            let beside = beside
                .map(|each| format!(" {}:{}", each.file, each.place.line))
                .unwrap_or_default();
            format!("{} {}:{}{beside}", each.rule, each.file, each.place.line)
        });
        let off = report.suppressed.iter().map(|each| each.diagnostic.rule.name.to_owned());
        (all.collect(), off.collect())
    }

    fn check(spec: &str, files: &[(&str, &str)], expect: &[&str], off: &[&str]) {
        let spec = format!(
            "app: shop\nimage: a/b\nhosts: [a.example.com]\nsecrets: [SECRET_KEY_BASE]\n{spec}"
        );
        let mut all = vec![("linkspan.yml", spec.as_str()), ("Gemfile", GEMFILE)];
        all.extend(files);
        let (found, suppressed) = found(&all);
        assert_eq!(
            (found, suppressed),
            (
                expect.iter().map(|each| (*each).to_owned()).collect(),
                off.iter().map(|each| (*each).to_owned()).collect(),
            ),
            "{spec}"
        );
    }

    #[test]
    fn a_finding_has_two_places_and_can_be_allowed() {
        let ruby: &[(&str, &str)] = &[(".ruby-version", "3.4.4\n")];
        let told = "version-differs linkspan.yml:5 .ruby-version:1";
        let own = "rails: {version: \"8.1\", ruby: 3.4.2}\n";
        check(own, ruby, &[told], &[]);
        check(&own.replace("3.4.2", "3.4.4"), ruby, &[], &[]);
        let allowed = own.replace('\n', " # linkspan: allow version-differs because of a test\n");
        check(&allowed, ruby, &[], &["version-differs"]);
        let off = format!("{own}check: {{rules: {{version-differs: off}}}}\n");
        check(&off, ruby, &[], &["version-differs"]);
        // A comment that allows nothing is told of where the app is known.
        let vain = allowed.replace("3.4.2", "3.4.4");
        check(&vain, ruby, &["allow linkspan.yml:5"], &[]);
        assert!(
            crate::generate(&format!("app: a\nimage: a/b\nhosts: [a.b]\n{vain}"))
                .report
                .diagnostics
                .iter()
                .all(|each| each.rule.name != "allow")
        );
    }

    #[test]
    fn what_every_environment_says_otherwise_counts() {
        let files: &[(&str, &str)] = &[(".ruby-version", "3.4.4\n")];
        let spec = "rails: {version: \"8.1\", ruby: 3.4.2}\nenvironments: {a: {hosts: [a.b.com], rails: {ruby: 3.4.4}}, b: {hosts: [b.b.com]}}\n";
        check(spec, files, &["same-everywhere linkspan.yml:6"], &[]);
    }

    #[test]
    fn a_fix_is_the_value_of_the_file() {
        let files: Vec<Source<'_>> = [
            ("a/linkspan.yml", "app: shop\nimage: a/b\nhosts: [a.b.com]\nrails:\n  ruby: 3.4.2\n"),
            ("a/Gemfile", GEMFILE),
            ("a/.ruby-version", "3.4.4"),
        ]
        .map(|(path, text)| Source { path, text })
        .into();
        let mut specs = Specs::read(&files, &[]);
        specs.know(&files, &apps(&files));
        let own = specs.report.diagnostics.iter().find(|each| each.rule.name == "version-differs");
        let own = own.unwrap();
        let edit = own.fix.as_ref().unwrap().edits.first().unwrap();
        assert_eq!((edit.text.as_str(), edit.start.line), ("3.4.4", 5));
        assert_eq!(own.related.as_ref().unwrap().file, "a/.ruby-version");
        assert!(specs.known.contains("a/.ruby-version"));
    }

    #[test]
    fn files_that_follow_from_the_spec_say_nothing() {
        let made = "FROM docker.io/library/ruby:3.4.2-slim\n";
        let files: &[(&str, &str)] = &[("Dockerfile", made), (".ruby-version", "3.4.4\n")];
        let told = "version-differs linkspan.yml:5 .ruby-version:1";
        check("rails: {version: \"8.1\", ruby: 3.4.2}\n", files, &[told], &[]);
    }

    #[test]
    fn no_app_is_no_finding() {
        let files = [
            ("linkspan.yml", "app: shop\nimage: a/b\nhosts: [a.b.com]\nrails: {ruby: 3.4.2}\n"),
            (".ruby-version", "3.4.4"),
        ];
        assert_eq!(found(&files).0, [] as [&str; 0]);
    }
}
