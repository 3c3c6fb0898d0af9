//! What reading a spec says.

mod mistakes;

use super::{Draft, Spec, read};
use crate::field::{self, Accepts, Default, fields};

/// `line:column rule path: message | help` for each problem, in order of place.
fn problems(text: &str) -> Vec<String> {
    let mut found = read(text).diagnostics;
    found.sort_by_key(|each| each.place);
    found
        .iter()
        .map(|each| {
            format!(
                "{}:{} {} {}: {} | {}",
                each.place.line, each.place.column, each.rule, each.path, each.message, each.help
            )
        })
        .collect()
}

fn check(text: &str, expect: &[&str]) {
    assert_eq!(problems(text), expect, "{text}");
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    check(
        "app: Shop\nimage: acme/shop:latest\nweb:\n  replcas: 3\n  threads: lots\nhots: [a.b]\n",
        &[
            "1:6 wrong-value app: `app` (`Shop`) is not a name that Kubernetes accepts | use lower-case letters, digits and dashes, a letter first, such as `shop`",
            "2:8 wrong-value image: `image` (`acme/shop:latest`) names a tag | leave the tag out: each deploy adds the git revision",
            "4:3 unknown-field web.replcas: `web` has no field `replcas` | did you mean `replicas`?",
            "5:12 wrong-value web.threads: `web.threads` (`lots`) is not a whole number | use 1 to 64, digits only",
            "6:1 unknown-field hots: the spec has no field `hots` | did you mean `hosts`?",
        ],
    );
}

#[test]
fn what_is_missing_is_told_once() {
    check(
        "hosts: [shop.example.com]\nworkers:\n  - kind: sidekiq\n",
        &[
            "1:1 missing-field app: `app` is not set | add `app: ...`: Names every object: lower-case letters, digits and dashes.",
            "1:1 missing-field image: `image` is not set | add `image: ...`: Repository of the Docker image, without a tag: each deploy adds the git revision.",
            "3:5 missing-field workers[0].name: `name` is not set | add `name: ...`: Names the Deployment and the file.",
        ],
    );
}

#[test]
fn shapes_are_judged() {
    check(
        "app: a\nimage: b\nweb: 3\nenv: [A]\nworkers: {name: x}\nhosts: {a: b}\nrails: {version: [8]}\n",
        &[
            "3:6 wrong-type web: `web` takes settings, not one value | write settings such as `replicas: ...` on the lines below, indented by two spaces",
            "4:6 wrong-type env: `env` takes names with values, not a list | write a line such as `NAME: ...` for each, indented below it",
            "5:10 wrong-type workers: `workers` takes a list of groups, each with a `name`, not settings | put `- ` before `name`, and indent the lines below it by two more spaces",
            "6:8 wrong-type hosts: `hosts` takes a list of values, not settings | write each value on a line of its own, led by `- `",
            "7:18 wrong-type rails.version: `rails.version` takes one value, not a list | write it behind the colon, without brackets and without `- `",
        ],
    );
}

#[test]
fn a_field_in_the_wrong_place_is_pointed_to() {
    check(
        "app: a\nimage: b\nreplicas: 3\n",
        &[
            "3:1 unknown-field replicas: the spec has no field `replicas` | there are `web.replicas`, `database.replicas`, `workers[].replicas`, `processes[].replicas`: write it below the one that you mean",
        ],
    );
}

#[test]
fn a_value_in_the_place_of_a_name_is_refused_and_not_repeated() {
    const HELP: &str = "write the name of its variable below `secrets`, such as STRIPE_API_KEY, and never a value; change the secret where it comes from: this one has been seen";
    for value in ["sk_live_51Hqz0aBcDeF", "AKIAIOSFODNN7EXAMPLE", "ghp_16C7e42F292c6912"] {
        let found = problems(&format!("app: a\nimage: b\nsecrets: [A, {value}]\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("3:14 wrong-value secrets[1]: `secrets[1]` holds "),
            "{found:?}"
        );
        assert!(found[0].ends_with(HELP) && !found[0].contains(value), "{found:?}");
        for rest in [
            format!("environments: {{staging: {{secrets: [{value}]}}}}\n"),
            format!("database: {{also: [{value}]}}\n"),
            format!("env: {{{value}: x}}\n"),
            format!("expose: {{tls_secret: {value}}}\n"),
            format!("registry: {{pull_secret: {value}}}\n"),
        ] {
            let found = problems(&format!("app: a\nimage: b\n{rest}"));
            assert!(found.len() == 1 && found[0].contains("wrong-value"), "{rest} {found:?}");
            let said = found[0].split_once(": ").unwrap().1;
            assert!(!said.contains(value), "{rest} {found:?}");
        }
    }
    check(
        "app: a\nimage: b\nsecrets: [correct horse, 0123456789abcdef0123456789abcdef]\n",
        &[
            "3:11 wrong-value secrets[0]: `secrets[0]` is not a name of an environment variable | use letters, digits and underscores, a letter first, such as STRIPE_API_KEY",
            &format!(
                "3:26 wrong-value secrets[1]: `secrets[1]` is the value of a secret, and no name | {HELP}"
            ),
        ],
    );
}

#[test]
fn broken_yaml_and_empty_files_are_told() {
    let found = problems("app: shop\n  image: [\n");
    assert!(found[0].contains("yaml-syntax"), "{found:?}");
    let found = problems("");
    assert_eq!(found.len(), 2, "{found:?}");
    let found = problems("app: a\nimage: b\n---\napp: c\n");
    assert!(found[0].starts_with("4:1 second-document"), "{found:?}");
    let found = problems("app: a\nimage: b\napp: c\n");
    assert!(found[0].starts_with("3:1 duplicate-key app"), "{found:?}");
}

#[test]
fn texts_are_kept_as_written_and_truth_is_read_by_meaning() {
    let text = "app: a\nimage: b\nrails: {ruby: 3.10, api_only: yes}\nenv: {A: 1_000, B: yes, C: , D: 1.10}\n";
    let read = read(text);
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.spec.rails.ruby.as_deref(), Some("3.10"));
    assert_eq!(read.spec.rails.api_only, Some(true));
    let env: Vec<(&str, &str)> =
        read.spec.env.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(env, [("A", "1_000"), ("B", "yes"), ("C", ""), ("D", "1.10")]);
}

/// A text that a field of this kind accepts.
fn sample(kind: Accepts) -> &'static str {
    match kind {
        Accepts::Text => "3.4",
        Accepts::Name { .. } => "name",
        Accepts::ObjectKind => "Deployment",
        Accepts::Patch => "spec:\n  replicas: 3\n",
        Accepts::Image => "acme/shop",
        Accepts::PinnedImage => "acme/shop:1",
        Accepts::ImageVersion => "v4.3.1",
        Accepts::RepoPath | Accepts::RepoPaths => "docker/Dockerfile",
        Accepts::Folder => "/opt/app",
        Accepts::Repository => "https://git.example.com/acme/shop.git",
        Accepts::Schedule => "0 6 * * *",
        Accepts::TimeZone => "Europe/Berlin",
        Accepts::Reference => "shop-cert",
        Accepts::UrlPath => "/up",
        Accepts::Url => "https://logs.example.com:9200",
        Accepts::Int { .. } => "",
        Accepts::Version(_) => "20.17",
        Accepts::Bool => "true",
        Accepts::Choice(choices) => choices[0].value,
        Accepts::Cpu => "500m",
        Accepts::Memory => "1Gi",
        Accepts::Command | Accepts::Commands => "bin/rails about",
        Accepts::ShellCommands => "cp a b",
        Accepts::ProgramVersion => "1.22.22",
        Accepts::Hosts => "a.example.com",
        Accepts::Place | Accepts::Places => "public/system",
        Accepts::Body => "a: 1\n",
        Accepts::Host => "a.example.com",
        Accepts::Processes => "web",
        Accepts::EnvNames | Accepts::EnvName => "A_NAME",
        Accepts::Queues => "default",
        Accepts::Databases => "queue",
        Accepts::Packages => "ffmpeg",
        Accepts::Queue => "low",
        Accepts::Arguments => "[1, full]",
        Accepts::Extensions => "postgis",
        Accepts::Stores => "cache",
        Accepts::Capsules => "unsafe:1:imports",
        Accepts::Class => "DigestJob",
        Accepts::Map
        | Accepts::Annotations
        | Accepts::Rules
        | Accepts::Groups
        | Accepts::Environments => "",
        Accepts::Ports => "587",
        Accepts::Addresses => "169.254.170.23:80",
        Accepts::RemoteKey => "shop/{name}",
        Accepts::AgeKeys => "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    }
}

/// Table and model hold the same fields: a spec that sets every field reaches the model whole.
#[test]
fn the_model_has_every_field_of_the_table() {
    for field in fields().filter(|field| {
        !matches!(
            field.accepts,
            Accepts::Map
                | Accepts::Annotations
                | Accepts::Rules
                | Accepts::Groups
                | Accepts::Environments
        )
    }) {
        let mut draft = Draft::from_text("app: base\nimage: base\n");
        let path = field.path.replace("[]", "[0]");
        if let Some((list, _)) = path.split_once('[') {
            draft.add_group(list, "base");
        }
        let before = read(&draft.to_text()).spec;
        let text = match field.accepts {
            Accepts::Int { max, .. } => max.to_string(),
            kind => sample(kind).to_owned(),
        };
        if field.accepts.is_list() {
            draft.set_texts(&path, &[text]);
        } else {
            draft.set_text(&path, &text);
        }
        let mut after = read(&draft.to_text());
        // A group of which one field alone is set lacks others.
        after.diagnostics.retain(|each| each.rule != "missing-field");
        assert_eq!(after.diagnostics, [], "{path}");
        assert_ne!(after.spec, Spec::default(), "{path}: the model lacks it");
        assert_ne!(after.spec, before, "{path}: the model ignores it");
    }
}

#[test]
fn every_default_is_a_value_that_its_field_accepts() {
    for field in fields() {
        if let Default::Value(text) = field.default {
            assert_eq!(field::check(field.accepts, text), Ok(()), "{}", field.path);
        }
    }
}

#[test]
fn every_field_can_be_found_by_a_concrete_path() {
    for field in fields() {
        let path = field.path.replace("[]", "[7]");
        assert_eq!(field::find(&path), Some(field));
    }
    assert_eq!(field::find("env.FLAG").map(|field| field.path), Some("env"));
    assert_eq!(
        field::find("workers[0].queues[3]").map(|field| field.path),
        Some("workers[].queues")
    );
    assert_eq!(field::find("web.nothing"), None);
}

#[test]
fn a_place_follows_its_value_where_one_before_it_is_left_out() {
    let text = "app: shop\nimage: a/b\nsecrets:\n  - ONE\n  - ONE\n  - a b\n  - RAILS_ENV\n";
    let found = crate::generate(text).report.diagnostics;
    let reserved = found.iter().find(|each| each.rule.name == "reserved-variable").unwrap();
    assert_eq!(reserved.place.line, 7, "{reserved:?}");
}
