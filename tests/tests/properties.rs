//! What holds for any spec.

use linkspan_core::bundle::Line;
use linkspan_core::check::{Options, Source, check, outside};
use linkspan_core::diagnostic::Severity;
use linkspan_core::field::{self, Accepts, Default, Field, Program, fields};
use linkspan_core::plan::{self, UNRELEASED};
use linkspan_core::spec::Draft;
use linkspan_core::{Generated, archive, generate};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// How often a field holds any text at all instead of one that it accepts.
#[derive(Clone, Copy)]
enum Wild {
    Never,
    Sometimes,
}

fn value(field: &'static Field, wild: Wild) -> BoxedStrategy<String> {
    let good: BoxedStrategy<String> = match field.accepts {
        Accepts::Text => "[234]\\.[0-9]".boxed(),
        Accepts::Version(Program::Rails) => "[678]\\.[0-2](\\.[0-9]){0,2}".boxed(),
        Accepts::Version(Program::Ruby) => "(ruby-)?[34]\\.[0-4](\\.[0-9])?".boxed(),
        Accepts::Version(Program::Node) => "v?[12][0-9](\\.[0-9]{1,2}){0,2}".boxed(),
        Accepts::Name { .. } => "[a-z]([a-z0-9-]{0,12}[a-z0-9])?".boxed(),
        Accepts::ObjectKind => "[A-Z][A-Za-z]{1,12}".boxed(),
        Accepts::Patch => {
            prop_oneof!["[a-z]{1,8}: [a-z]{2,8}x", "\\[\\{op: remove, path: /[a-z]{1,8}\\}\\]"]
                .boxed()
        }
        Accepts::Image => {
            "([a-z]{1,8}\\.example(:[1-9][0-9]{1,3})?/)?[a-z0-9]{1,8}([._-][a-z0-9]{1,4}){0,2}"
                .boxed()
        }
        Accepts::PinnedImage => "[a-z]{1,8}/[a-z]{1,8}:[1-9](\\.[0-9]){0,2}".boxed(),
        Accepts::ImageVersion => "v[1-9](\\.[0-9]){0,2}".boxed(),
        Accepts::RepoPath | Accepts::RepoPaths => "[a-z]{1,8}(/[A-Za-z.]{1,8}){0,2}".boxed(),
        Accepts::Folder => "/[a-z]{1,8}(/[a-z]{1,8})?".boxed(),
        Accepts::Repository => "https://[a-z]{1,8}\\.example/[a-z]{1,8}(\\.git)?".boxed(),
        Accepts::Reference => "[a-z:/._-]{1,20}".boxed(),
        Accepts::Place | Accepts::Places => "/?[a-z]{1,8}(/[a-z]{1,8})?".boxed(),
        Accepts::Body => "[a-z: \n]{1,20}".boxed(),
        Accepts::Host => "[a-z][a-z0-9]{0,8}\\.example".boxed(),
        Accepts::EnvName => "[A-Z][A-Z0-9_]{0,12}".boxed(),
        Accepts::Processes => prop_oneof![Just("web".to_owned()), Just("cron".to_owned())].boxed(),
        Accepts::UrlPath => "/[a-z]{0,8}".boxed(),
        Accepts::Url => "https?://[a-z]{1,8}(:[1-9][0-9]{0,3})?".boxed(),
        Accepts::Int { min, max, .. } => (min..=max).prop_map(|number| number.to_string()).boxed(),
        Accepts::Bool => prop_oneof![Just("true".to_owned()), Just("false".to_owned())].boxed(),
        Accepts::Choice(choices) => {
            (0..choices.len()).prop_map(move |at| choices[at].value.to_owned()).boxed()
        }
        Accepts::Cpu => "[1-9][0-9]{0,3}m".boxed(),
        Accepts::Memory => "[1-9][0-9]{0,3}(Mi|Gi)".boxed(),
        Accepts::Hosts => "[a-z][a-z0-9]{0,8}\\.example".boxed(),
        Accepts::EnvNames => "[A-Z][A-Z0-9_]{0,12}".boxed(),
        Accepts::Queue => "[a-z]{1,8}".boxed(),
        Accepts::Arguments => "\\[[1-9]{1,3}(, \"[a-z #{}]{0,6}\"){0,2}\\]".boxed(),
        Accepts::Stores => "[a-z]{1,8}".boxed(),
        Accepts::Extensions => "[a-z][a-z0-9_-]{0,8}".boxed(),
        Accepts::Queues => "[a-z]{1,8}(:[1-9])?".boxed(),
        Accepts::Databases => "[a-z][a-z0-9_]{0,8}".boxed(),
        Accepts::Capsules => "[a-z]{1,4}[0-9]:[1-9]:[a-z]{1,4}(,[a-z]{5})?".boxed(),
        Accepts::Class => "[A-Z][A-Za-z]{0,8}(::[A-Z][a-z]{0,4})?".boxed(),
        Accepts::Packages => "[a-z][a-z0-9+.-]{1,10}".boxed(),
        Accepts::RemoteKey => {
            prop_oneof!["[a-z]{1,8}(/\\{dashed\\})?", "[a-z]{0,8}\\{name\\}"].boxed()
        }
        Accepts::AgeKeys => "age1[02-9ac-hj-np-z]{58}".boxed(),
        Accepts::Ports => "[1-9][0-9]{0,3}".boxed(),
        Accepts::Addresses => "1?[1-9]\\.0\\.[1-9]?[0-9]\\.0(/24)?:[1-9][0-9]{0,3}".boxed(),
        Accepts::Command | Accepts::Commands => "[a-z/]{1,8}( [a-z:]{1,8}){0,3}".boxed(),
        Accepts::ShellCommands => "[a-z/$\"'\\\\<{}-]{1,12}( [a-z:&|]{1,8}){0,3}".boxed(),
        Accepts::ProgramVersion => "[1-9][0-9]?(\\.[0-9]{1,2}){0,2}".boxed(),
        Accepts::Schedule => prop_oneof![
            "[1-5]?[0-9] (1?[0-9]|\\*/[1-9]) \\* (\\*|jan|JUN-aug) ([0-6]|mon-fri|\\*)",
            Just("@daily".to_owned())
        ]
        .boxed(),
        Accepts::TimeZone => prop_oneof![
            Just("Etc/UTC".to_owned()),
            Just("Europe/Berlin".to_owned()),
            Just("America/Argentina/Salta".to_owned())
        ]
        .boxed(),
        Accepts::Map
        | Accepts::Annotations
        | Accepts::Rules
        | Accepts::Groups
        | Accepts::Environments => ".*".boxed(),
    };
    match wild {
        Wild::Never => good,
        Wild::Sometimes => prop_oneof![9 => good, 1 => ".{0,20}"].boxed(),
    }
}

fn any_spec() -> impl Strategy<Value = String> {
    spec(Wild::Sometimes)
}

fn spec(wild: Wild) -> impl Strategy<Value = String> {
    let plain: Vec<&'static Field> = fields()
        .filter(|field| {
            !field.path.contains('[')
                && !matches!(
                    field.accepts,
                    Accepts::Map
                        | Accepts::Annotations
                        | Accepts::Rules
                        | Accepts::Groups
                        | Accepts::Environments
                )
        })
        .collect();
    let fields: Vec<BoxedStrategy<(String, Accepts, Option<String>)>> = plain
        .into_iter()
        .map(|field| {
            let chance = if field.default == Default::Required { 0.98 } else { 0.08 };
            proptest::option::weighted(chance, value(field, wild))
                .prop_map(move |value| (field.path.to_owned(), field.accepts, value))
                .boxed()
        })
        .collect();
    let env = proptest::collection::btree_map("E_[A-Z_]{0,8}", any::<String>(), 0..5)
        .prop_map(|rows| rows.into_iter().collect::<Vec<_>>());
    let group = |list: &'static str| {
        let inner =
            field::fields().filter(move |field| field.path.starts_with(&format!("{list}[].")));
        let inner: Vec<BoxedStrategy<(&'static Field, Option<String>)>> = inner
            .filter(|field| {
                !matches!(
                    field.accepts,
                    Accepts::Map | Accepts::Annotations | Accepts::Rules | Accepts::Groups
                )
            })
            .map(|field| {
                let chance = if field.default == Default::Required { 0.98 } else { 0.15 };
                proptest::option::weighted(chance, value(field, wild))
                    .prop_map(move |value| (field, value))
                    .boxed()
            })
            .collect();
        proptest::collection::vec(inner, 0..3).prop_map(move |groups| (list, groups))
    };
    let workers = group("workers");
    let cron = group("cron");
    (fields, env, workers, cron).prop_map(|(fields, env, workers, cron)| {
        let mut draft = Draft::from_text("");
        for (path, kind, value) in fields {
            let Some(value) = value else { continue };
            if kind.is_list() {
                draft.set_texts(&path, &[value])
            } else {
                draft.set_text(&path, &value)
            }
        }
        draft.set_rows("env", &env);
        for (list, groups) in [workers, cron] {
            for (index, group) in groups.into_iter().enumerate() {
                draft.add_group(list, "");
                for (field, value) in group {
                    let Some(value) = value else { continue };
                    let path = field.path.replace("[]", &format!("[{index}]"));
                    if field.accepts.is_list() {
                        draft.set_texts(&path, &[value])
                    } else {
                        draft.set_text(&path, &value)
                    }
                }
            }
        }
        draft.to_text()
    })
}

/// Whether a spec has no error that shows without its bundle, which most have, and which costs far more to make.
fn may_be_sound(text: &str) -> bool {
    let read = linkspan_core::spec::read(text);
    let conflicts = plan::check(&plan::resolve(&read.spec));
    read.diagnostics.iter().chain(&conflicts).all(|each| each.severity != Severity::Error)
}

fn findings(generated: &Generated) -> Vec<linkspan_core::diagnostic::Diagnostic> {
    let texts: Vec<(&String, String)> = generated
        .bundle
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("config/kube/"))
        .map(|(path, file)| (path, file.text()))
        .collect();
    let sources: Vec<Source<'_>> = texts.iter().map(|(path, text)| Source { path, text }).collect();
    let options = Options {
        kubernetes: generated.plan.kubernetes.value,
        outside: outside(&generated.plan),
        rails: generated.plan.build.facts(),
        ..Options::default()
    };
    check(&sources, &options).diagnostics
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 1 << 20, ..ProptestConfig::default() })]

    #[test]
    fn a_spec_without_errors_gives_a_bundle_without_findings(text in spec(Wild::Never)) {
        prop_assume!(may_be_sound(&text));
        let generated = generate(&text);
        prop_assume!(!generated.report.has_errors());
        let findings = findings(&generated);
        prop_assert!(findings.is_empty(), "{}\n{:#?}", text, findings);
    }

    /// Each of these looks at the same bundles, for to make one is what costs.
    #[test]
    fn any_spec_gives_a_bundle_as_it_has_to_be(text in any_spec()) {
        let generated = generate(&text);
        the_same_spec_gives_the_same_bytes(&generated, &text)?;
        environment_values_survive(&generated)?;
        the_spec_in_the_bundle_opens_again(&generated)?;
        every_line_says_why(&generated)?;
        whatever_carries_the_image_waits_for_deploy_sh(&generated)?;
    }

    #[test]
    fn a_draft_says_what_the_text_says(text in any_spec()) {
        let again = Draft::from_text(&text).to_text();
        prop_assert_eq!(&Draft::from_text(&again).to_text(), &again);
        prop_assert_eq!(linkspan_core::spec::read(&again).spec, linkspan_core::spec::read(&text).spec);
    }

    #[test]
    fn any_text_at_all_gives_a_bundle_and_places_in_range(text in any::<String>()) {
        let generated = generate(&text);
        prop_assert!(!generated.bundle.files.is_empty());
        let lines = text.lines().count().max(1) + 1;
        for diagnostic in &generated.report.diagnostics {
            prop_assert!(diagnostic.place.line >= 1 && diagnostic.place.line <= lines);
            prop_assert!(!diagnostic.message.is_empty() && !diagnostic.help.is_empty());
        }
    }
}

type Held = Result<(), TestCaseError>;

fn the_same_spec_gives_the_same_bytes(first: &Generated, text: &str) -> Held {
    let second = generate(text);
    prop_assert_eq!(archive::tar_gz(&first.bundle), archive::tar_gz(&second.bundle));
    prop_assert_eq!(archive::zip(&first.bundle), archive::zip(&second.bundle));
    Ok(())
}

fn environment_values_survive(generated: &Generated) -> Held {
    let manifest = generated.bundle.files["config/kube/env.yml"].text();
    let value: serde_yaml::Value = serde_yaml::from_str(&manifest).unwrap();
    let data: BTreeMap<String, String> = serde_yaml::from_value(value["data"].clone()).unwrap();
    for (key, value) in &generated.spec.env {
        if key != "RAILS_ENV" {
            prop_assert_eq!(data.get(key), Some(value));
        }
    }
    Ok(())
}

fn the_spec_in_the_bundle_opens_again(generated: &Generated) -> Held {
    let opened = archive::spec_text(&archive::tar_gz(&generated.bundle)).unwrap();
    prop_assert_eq!(&linkspan_core::spec::read(&opened).spec, &generated.spec);
    Ok(())
}

fn every_line_says_why(generated: &Generated) -> Held {
    for (path, file) in &generated.bundle.files {
        for line in &file.lines {
            prop_assert!(!line.reason.why.is_empty(), "{}: {}", path, line.text);
            let field = &line.reason.field;
            prop_assert!(field.is_empty() || field::find(field).is_some(), "{}", field);
        }
    }
    Ok(())
}

fn whatever_carries_the_image_waits_for_deploy_sh(generated: &Generated) -> Held {
    for (path, file) in &generated.bundle.files {
        let release =
            path.starts_with("config/kube/release/") || path.starts_with("config/kube/jobs/");
        let carries = |line: &Line| line.path.ends_with(".image") && line.text.contains(UNRELEASED);
        let carries = file.lines.iter().any(carries);
        prop_assert_eq!(release && !path.ends_with("/Kustomization"), carries, "{}", path);
    }
    Ok(())
}
