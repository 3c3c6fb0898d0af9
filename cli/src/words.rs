//! What the field list says, in sentences: for `explain` and for the reference page.

use linkspan_core::field::{Default, Field, Kind, Unit, fields};
use linkspan_core::preset::PRESETS;
use linkspan_core::spec::Draft;

/// What a field accepts.
pub(crate) fn accepts(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Name { longest } => format!(
            "a name: lower-case letters, digits and dashes, a letter first, at most {longest}"
        ),
        Kind::Image => "an image repository, without tag and digest".to_owned(),
        Kind::PinnedImage => "an image with a tag or a digest, not `latest`".to_owned(),
        Kind::Repository => "the address of a git repository, https or ssh".to_owned(),
        Kind::Reference => "a name, an id or an ARN, as the provider shows it".to_owned(),
        Kind::UrlPath => "a path that starts with `/`".to_owned(),
        Kind::Url => "an address such as `https://logs.example.com:9200`".to_owned(),
        Kind::Int { min, max, unit } => match unit {
            Unit::Count => format!("a whole number, {min} to {max}"),
            Unit::Seconds => format!("seconds, {min} to {max}"),
            Unit::Port => format!("a port, {min} to {max}"),
        },
        Kind::Bool => "`true` or `false`".to_owned(),
        Kind::Choice(choices) => {
            let words: Vec<String> =
                choices.iter().map(|choice| format!("`{}`", choice.value)).collect();
            format!("one of {}", words.join(", "))
        }
        Kind::Cpu => "CPU in Kubernetes' units: `500m`, `1`, `1.5`".to_owned(),
        Kind::Memory => "memory in Kubernetes' units: `512Mi`, `1Gi`".to_owned(),
        Kind::Command => "a command; it is split into words, no shell runs it".to_owned(),
        Kind::Schedule => "a cron schedule: five fields, or `@daily` and its like".to_owned(),
        Kind::TimeZone => "a time zone of the tz database: `Europe/Berlin`, `Etc/UTC`".to_owned(),
        Kind::Hosts => "a list of host names".to_owned(),
        Kind::EnvNames => "a list of names of environment variables".to_owned(),
        Kind::Queues => "a list of queues, `name` or `name:weight`".to_owned(),
        Kind::Databases => "a list of names of databases".to_owned(),
        Kind::Packages => "a list of Debian packages".to_owned(),
        Kind::Capsules => "a list of capsules, `name:threads:queue,queue`".to_owned(),
        Kind::Class => "a Ruby class".to_owned(),
        Kind::Ports => "a list of ports".to_owned(),
        Kind::Addresses => "a list of addresses or ranges, each with a port".to_owned(),
        Kind::RemoteKey => {
            "a name in a secret manager; `{name}` and `{dashed}` stand for the variable's"
                .to_owned()
        }
        Kind::AgeKeys => "a list of public keys of age".to_owned(),
        Kind::Map => "names and texts".to_owned(),
        Kind::Rules => "names of rules, each with `error`, `warning`, `hint` or `off`".to_owned(),
        Kind::Environments => {
            "names of environments, each with the fields that differ in it".to_owned()
        }
        Kind::Groups => "a list of groups, each with the fields below".to_owned(),
    }
}

/// What holds when a field is not set.
pub(crate) fn default(field: &Field) -> String {
    match field.default {
        Default::Required => "none: it has to be set".to_owned(),
        Default::Nothing => "nothing".to_owned(),
        Default::Value(text) => format!("`{text}`"),
        Default::Derived(how) => format!("worked out: {how}"),
    }
}

/// The words of a choice and what they mean; none where all speak for themselves.
pub(crate) fn meanings(kind: Kind) -> Vec<(&'static str, &'static str)> {
    let mut all = choices(kind);
    if all.iter().all(|(value, label)| value == label) {
        all.clear();
    }
    all
}

/// The words of a choice, each with its label.
pub(crate) fn choices(kind: Kind) -> Vec<(&'static str, &'static str)> {
    match kind {
        Kind::Choice(choices) => {
            choices.iter().map(|choice| (choice.value, choice.label)).collect()
        }
        _ => Vec::new(),
    }
}

/// What a field makes no sense without, or shows best, beside what presets say: field, path, text.
const COMPANY: [(&str, &str, &str); 5] = [
    ("cron", "cron[0].command", "bin/rails orders:digest"),
    ("workers[].command", "workers[0].kind", "command"),
    ("workers[].command", "workers[0].command", "bundle exec karafka server"),
    ("workers[].probe", "workers[0].kind", "command"),
    ("workers[].probe", "workers[0].probe", "bin/consumer-alive"),
];

/// A piece of `linkspan.yml` that sets the field; from a preset where one sets it.
pub(crate) fn example(field: &Field) -> String {
    let mut draft = Draft::from_text("");
    let mut path = field.path.to_owned();
    let name = |list: &str| from_presets(&format!("{list}[0].name")).map_or("jobs".to_owned(), one);
    if let Some((list, key)) = field.path.split_once("[].") {
        draft.add_group(list, &name(list));
        path = format!("{list}[0].{key}");
    }
    let found = from_presets(&path);
    match field.kind {
        Kind::Groups => {
            draft.add_group(field.path, &name(field.path));
            for inner in fields().filter(|inner| inner.default == Default::Required) {
                let Some(("", key)) =
                    inner.path.strip_prefix(field.path).and_then(|rest| rest.split_once("[]."))
                else {
                    continue;
                };
                let path = format!("{}[0].{key}", field.path);
                let text = from_presets(&path).map_or_else(|| sample(inner.kind).to_owned(), one);
                draft.set_text(&path, &text);
            }
        }
        Kind::Environments => {
            return "environments:\n  staging:\n    web:\n      replicas: 1\n  production: {}\n"
                .to_owned();
        }
        Kind::Map => draft.set_rows(&path, &[("RAILS_LOG_LEVEL".to_owned(), "info".to_owned())]),
        Kind::Rules => {
            return "check:\n  rules:\n    selects-nothing: error\n    kube-score/label-values: hint\n"
                .to_owned();
        }
        kind if kind.is_list() => {
            draft.set_texts(&path, &found.unwrap_or_else(|| vec![sample(kind).to_owned()]));
        }
        kind => {
            let text = found.map_or_else(|| default_or_sample(field, kind).to_owned(), one);
            draft.set_text(&path, &text);
        }
    }
    for (_, path, text) in COMPANY.iter().filter(|(of, ..)| *of == field.path) {
        draft.set_text(path, text);
    }
    draft.to_text()
}

fn one(texts: Vec<String>) -> String {
    texts.into_iter().next().unwrap_or_default()
}

fn from_presets(path: &str) -> Option<Vec<String>> {
    PRESETS.iter().find_map(|preset| {
        let draft = Draft::from_text(preset.text);
        let texts: Vec<String> = draft.texts(path).into_iter().map(str::to_owned).collect();
        (!texts.is_empty()).then_some(texts)
    })
}

fn default_or_sample(field: &Field, kind: Kind) -> &'static str {
    match (field.default, kind) {
        (_, Kind::Bool) if field.default == Default::Value("true") => "false",
        (_, Kind::Bool) => "true",
        (Default::Value(text), _) => text,
        (_, Kind::Choice([first, ..])) => first.value,
        _ if field.path == "rails.base_image" => "docker.io/library/ruby:3.4.7-slim",
        _ => sample(kind),
    }
}

fn sample(kind: Kind) -> &'static str {
    match kind {
        Kind::Name { .. } | Kind::Text => "shop",
        Kind::Image => "registry.example.com/acme/shop",
        Kind::PinnedImage => "docker.io/valkey/valkey:8.1.10",
        Kind::Repository => "https://git.example.com/acme/shop.git",
        Kind::Reference => "shop-cert",
        Kind::UrlPath => "/up",
        Kind::Url => "https://logs.example.com",
        Kind::Int { unit: Unit::Seconds, .. } => "60",
        Kind::Int { unit: Unit::Port, .. } => "3000",
        Kind::Int { unit: Unit::Count, min: 4.., .. } => "100",
        Kind::Int { unit: Unit::Count, .. } => "3",
        Kind::Cpu => "500m",
        Kind::Memory => "1Gi",
        Kind::Command => "bin/rails db:prepare",
        Kind::Schedule => "0 6 * * *",
        Kind::TimeZone => "Europe/Berlin",
        Kind::Hosts => "shop.example.com",
        Kind::EnvNames => "STRIPE_API_KEY",
        Kind::Queues => "default",
        Kind::Databases => "queue",
        Kind::Packages => "ffmpeg",
        Kind::Capsules => "unsafe:1:imports",
        Kind::Class => "DigestJob",
        Kind::Bool
        | Kind::Choice(_)
        | Kind::Map
        | Kind::Rules
        | Kind::Groups
        | Kind::Environments => "",
        Kind::Ports => "587",
        Kind::Addresses => "169.254.170.23:80",
        Kind::RemoteKey => "shop-{dashed}",
        Kind::AgeKeys => "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkspan_core::field::check;

    #[test]
    fn every_example_is_a_value_that_the_field_accepts() {
        for field in fields() {
            let text = example(field);
            let path = field.path.replace("[]", "[0]");
            let draft = Draft::from_text(&text);
            assert!(draft.is_set(&path), "{}:\n{text}", field.path);
            if matches!(field.kind, Kind::Groups | Kind::Rules | Kind::Environments) {
                continue;
            }
            for value in draft.texts(&path) {
                assert_eq!(check(field.kind, value), Ok(()), "{}:\n{text}", field.path);
            }
        }
    }
}
