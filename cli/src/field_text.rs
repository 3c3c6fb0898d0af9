//! What the field list says, in sentences: for `explain` and for the reference page.

use linkspan_core::field::{Accepts, Default, Field, Program, Unit, fields};
use linkspan_core::preset::PRESETS;
use linkspan_core::spec::Draft;

/// What a field accepts.
pub(crate) fn accepts(kind: Accepts) -> String {
    match kind {
        Accepts::Text => "text".to_owned(),
        Accepts::Name { longest } => format!(
            "a name: lower-case letters, digits and dashes, a letter first, at most {longest}"
        ),
        Accepts::ObjectKind => "the `kind` of an object".to_owned(),
        Accepts::Patch => "a text that holds YAML: fields of the object, or operations".to_owned(),
        Accepts::Image => "an image repository, without tag and digest".to_owned(),
        Accepts::PinnedImage => "an image with a tag or a digest, not `latest`".to_owned(),
        Accepts::ImageVersion => "a tag or a digest, not `latest`".to_owned(),
        Accepts::RepoPath => "a path from the folder of `linkspan.yml`".to_owned(),
        Accepts::RepoPaths => "a list of paths from the folder of `linkspan.yml`".to_owned(),
        Accepts::Folder => "a folder of the image, by its whole path".to_owned(),
        Accepts::Repository => "the address of a git repository, https or ssh".to_owned(),
        Accepts::Reference => "a name, an id or an ARN, as the provider shows it".to_owned(),
        Accepts::Place => "a path of the pods, from the app's working folder or whole".to_owned(),
        Accepts::Places => "a list of paths of the pods".to_owned(),
        Accepts::Body => "the text of a file, of one line or many".to_owned(),
        Accepts::Host => "a host name".to_owned(),
        Accepts::EnvName => "a name such as an environment variable has".to_owned(),
        Accepts::Processes => "a list of names of processes".to_owned(),
        Accepts::UrlPath => "a path that starts with `/`".to_owned(),
        Accepts::Url => "an address such as `https://logs.example.com:9200`".to_owned(),
        Accepts::Int { min, max, unit } => match unit {
            Unit::Count => format!("a whole number, {min} to {max}"),
            Unit::Seconds => format!("seconds, {min} to {max}"),
            Unit::Port => format!("a port, {min} to {max}"),
        },
        Accepts::Version(Program::Rails) => "a version, such as `8.1` or `8.1.3`".to_owned(),
        Accepts::Version(Program::Ruby) => "a version, such as `3.4` or `ruby-3.4.7`".to_owned(),
        Accepts::Version(Program::Node) => "a version, such as `24` or `v24.11.0`".to_owned(),
        Accepts::Bool => "`true` or `false`".to_owned(),
        Accepts::Choice(choices) => {
            let words: Vec<String> =
                choices.iter().map(|choice| format!("`{}`", choice.value)).collect();
            format!("one of {}", words.join(", "))
        }
        Accepts::Cpu => "CPU in Kubernetes' units: `500m`, `1`, `1.5`".to_owned(),
        Accepts::Memory => "memory in Kubernetes' units: `512Mi`, `1Gi`".to_owned(),
        Accepts::Command => "a command; it is split into words, no shell runs it".to_owned(),
        Accepts::ShellCommands => "a list of commands, each run by bash".to_owned(),
        Accepts::ProgramVersion => "a version such as `9` or `1.22.22`".to_owned(),
        Accepts::Commands => "a list of commands; no shell runs them".to_owned(),
        Accepts::Schedule => "a cron schedule: five fields, or `@daily` and its like".to_owned(),
        Accepts::TimeZone => {
            "a time zone of the tz database: `Europe/Berlin`, `Etc/UTC`".to_owned()
        }
        Accepts::Hosts => "a list of host names".to_owned(),
        Accepts::EnvNames => "a list of names of environment variables".to_owned(),
        Accepts::Queues => "a list of queues, `name` or `name:weight`".to_owned(),
        Accepts::Databases => "a list of names of databases".to_owned(),
        Accepts::Stores => "a list of names".to_owned(),
        Accepts::Extensions => "a list of extensions of PostgreSQL".to_owned(),
        Accepts::Packages => "a list of packages".to_owned(),
        Accepts::Capsules => "a list of capsules, `name:threads:queue,queue`".to_owned(),
        Accepts::Queue => "the name of a queue".to_owned(),
        Accepts::Arguments => {
            "a list of texts, whole numbers, truth values, lists and maps".to_owned()
        }
        Accepts::Class => "a Ruby class".to_owned(),
        Accepts::Ports => "a list of ports".to_owned(),
        Accepts::Addresses => "a list of addresses or ranges, each with a port".to_owned(),
        Accepts::RemoteKey => {
            "a name in a secret manager; `{name}` and `{dashed}` stand for the variable's"
                .to_owned()
        }
        Accepts::AgeKeys => "a list of public keys of age".to_owned(),
        Accepts::Map => "names and texts".to_owned(),
        Accepts::Annotations => "keys and texts".to_owned(),
        Accepts::Rules => {
            "names of rules, each with `error`, `warning`, `hint` or `off`".to_owned()
        }
        Accepts::Environments => {
            "names of environments, each with the fields that differ in it".to_owned()
        }
        Accepts::Groups => "a list of groups, each with the fields below".to_owned(),
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
pub(crate) fn meanings(kind: Accepts) -> Vec<(&'static str, &'static str)> {
    let mut all = choices(kind);
    if all.iter().all(|(value, label)| value == label) {
        all.clear();
    }
    all
}

/// The words of a choice, each with its label.
pub(crate) fn choices(kind: Accepts) -> Vec<(&'static str, &'static str)> {
    match kind {
        Accepts::Choice(choices) => {
            choices.iter().map(|choice| (choice.value, choice.label)).collect()
        }
        _ => Vec::new(),
    }
}

/// What a field makes no sense without, or shows best, beside what presets say: field, path, text.
const COMPANY: &[(&str, &str, &str)] = &[
    ("revision_env", "revision_env[0]", "GIT_SHA"),
    ("files", "files[0].path", "config/signing.key"),
    ("files", "files[0].secret", "SIGNING_KEY"),
    ("files[].path", "files[0].path", "config/signing.key"),
    ("files[].secret", "files[0].path", "config/signing.key"),
    ("files[].text", "files[0].path", "config/search.yml"),
    ("files[].text", "files[0].text", "host: search.example.com\n"),
    ("processes", "processes[0].command", "node ./streaming/index.js"),
    ("processes", "processes[0].port", "4000"),
    ("processes", "processes[0].path", "/api/v1/streaming"),
    ("processes[].command", "processes[0].command", "node ./streaming/index.js"),
    ("processes[].image", "processes[0].image", "docker.io/mastodon/mastodon-streaming:v4.3.1"),
    ("processes[].port", "processes[0].port", "4000"),
    ("processes[].path", "processes[0].path", "/api/v1/streaming"),
    ("processes[].path", "processes[0].port", "4000"),
    ("processes[].tcp", "processes[0].tcp", "25"),
    ("processes[].tcp", "processes[0].port", "2525"),
    ("processes[].health_path", "processes[0].health_path", "/api/v1/streaming/health"),
    ("processes[].probe_command", "processes[0].probe", "command"),
    ("processes[].probe_command", "processes[0].probe_command", "bin/streaming-alive"),
    ("processes[].user", "processes[0].user", "991"),
    ("processes[].secrets", "processes[0].image", "docker.io/mastodon/mastodon-streaming:v4.3.1"),
    ("sidecars", "sidecars[0].image", "docker.io/prom/statsd-exporter:v0.28.0"),
    ("sidecars[].image", "sidecars[0].image", "docker.io/prom/statsd-exporter:v0.28.0"),
    ("sidecars[].command", "sidecars[0].command", "bundle exec statsd"),
    ("sidecars[].port", "sidecars[0].port", "9102"),
    ("init[].secrets", "init[0].image", "docker.io/library/alpine:3.22"),
    ("init[].command", "init[0].command", "bin/wait-for-search"),
    ("cron", "cron[0].command", "bin/rails orders:digest"),
    ("cron[].args", "cron[0].class", "Reports::MonthlyJob"),
    ("cron[].queue", "cron[0].class", "Reports::MonthlyJob"),
    ("workers[].command", "workers[0].kind", "command"),
    ("workers[].command", "workers[0].command", "bundle exec karafka server"),
    ("workers[].probe", "workers[0].kind", "command"),
    ("workers[].probe", "workers[0].probe", "bin/consumer-alive"),
    ("rails.node_in_image", "rails.javascript", "npm"),
    ("rails.javascript_version", "rails.javascript", "yarn"),
    ("rails.distribution", "rails.base_image", "registry.example.com/acme/ruby:3.4"),
    ("rails.root", "rails.root", "apps/web"),
    ("rails.distribution", "rails.distribution", "alpine"),
    ("redis.variables.url", "redis.kind", "cluster"),
    ("redis.variables.host", "redis.kind", "cluster"),
    ("redis.variables.port", "redis.kind", "cluster"),
    ("redis.variables.password", "redis.kind", "cluster"),
    ("memcached.kind", "memcached.kind", "cluster"),
    ("memcached.variables.url", "memcached.kind", "cluster"),
    ("memcached.variables.host", "memcached.kind", "cluster"),
    ("memcached.variables.port", "memcached.kind", "cluster"),
    ("search.kind", "search.kind", "cluster"),
    ("search.engine", "search.kind", "cluster"),
    ("search.variables.url", "search.kind", "cluster"),
    ("search.variables.host", "search.kind", "cluster"),
    ("search.variables.port", "search.kind", "cluster"),
];

/// Variables, by what an app calls them.
const VARIABLES: [(&str, &str); 16] = [
    ("database.variables.url", "SHOP_DATABASE_URL"),
    ("database.variables.host", "DB_HOST"),
    ("database.variables.port", "DB_PORT"),
    ("database.variables.name", "DB_NAME"),
    ("database.variables.user", "DB_USER"),
    ("database.variables.password", "DB_PASSWORD"),
    ("redis.variables.url", "SIDEKIQ_REDIS_URL"),
    ("redis.variables.host", "REDIS_HOST"),
    ("redis.variables.port", "REDIS_PORT"),
    ("redis.variables.password", "REDIS_AUTH"),
    ("memcached.variables.url", "MEMCACHED_URL"),
    ("memcached.variables.host", "MEMCACHED_HOST"),
    ("memcached.variables.port", "MEMCACHED_PORT"),
    ("search.variables.url", "ELASTICSEARCH_URL"),
    ("search.variables.host", "ES_HOST"),
    ("search.variables.port", "ES_PORT"),
];

/// What a list shows best.
const LISTS: [(&str, &str); 9] = [
    ("manifests", "config/own"),
    ("processes[].secrets", "REDIS_PASSWORD"),
    ("init[].secrets", "SEARCH_PASSWORD"),
    ("build.packages", "libpcap-dev"),
    ("build.files", "vendor/gems"),
    ("build.frontends", "frontend"),
    ("build.secrets", "BUNDLE_GITHUB__COM"),
    (
        "build.programs",
        "curl -fsSL https://downloads.example.com/pdfium.tgz | tar -xz -C /usr/local",
    ),
    ("build.before_gems", "cp config/database.yml.example config/database.yml"),
];

/// A piece of `linkspan.yml` that sets the field; from a preset where one sets it.
pub(crate) fn example(field: &Field) -> String {
    let mut draft = Draft::from_text("");
    let mut path = field.path.to_owned();
    let name = |list: &str| {
        from_presets(&format!("{list}[0].name")).map_or_else(|| called(list).to_owned(), one)
    };
    if let Some((list, key)) = field.path.split_once("[].") {
        draft.add_group(list, &name(list));
        path = format!("{list}[0].{key}");
    }
    let found = from_presets(&path);
    match field.accepts {
        Accepts::Groups => {
            draft.add_group(field.path, &name(field.path));
            for inner in fields().filter(|inner| inner.default == Default::Required) {
                let Some(("", key)) =
                    inner.path.strip_prefix(field.path).and_then(|rest| rest.split_once("[]."))
                else {
                    continue;
                };
                let path = format!("{}[0].{key}", field.path);
                let text =
                    from_presets(&path).map_or_else(|| sample(inner.accepts).to_owned(), one);
                draft.set_text(&path, &text);
            }
        }
        Accepts::Environments => {
            return "environments:\n  staging:\n    web:\n      replicas: 1\n  production: {}\n"
                .to_owned();
        }
        Accepts::Annotations => {
            let row = ("nginx.ingress.kubernetes.io/proxy-buffering", "off");
            draft.set_rows(&path, &[(row.0.to_owned(), row.1.to_owned())]);
        }
        Accepts::Map => draft.set_rows(&path, &[("RAILS_LOG_LEVEL".to_owned(), "info".to_owned())]),
        Accepts::Rules => {
            return "check:\n  rules:\n    selects-nothing: error\n    kube-score/label-values: hint\n"
                .to_owned();
        }
        kind if kind.is_list() => {
            let own = LISTS.iter().find(|(of, _)| *of == field.path).map(|(_, text)| *text);
            let own = own.unwrap_or_else(|| sample(kind));
            draft.set_texts(&path, &found.unwrap_or_else(|| vec![own.to_owned()]));
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

/// What the first of a list is called where no preset has one.
fn called(list: &str) -> &'static str {
    match list {
        "volumes" => "uploads",
        "files" => "signing-key",
        "processes" => "streaming",
        "sidecars" => "statsd",
        "init" => "wait",
        "routes" => "docs",
        _ => "jobs",
    }
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

fn default_or_sample(field: &Field, kind: Accepts) -> &'static str {
    match (field.default, kind) {
        (_, Accepts::Bool) if field.default == Default::Value("true") => "false",
        (_, Accepts::Bool) => "true",
        (Default::Value(text), _) => text,
        (_, Accepts::Choice([first, ..])) => first.value,
        _ if field.path == "rails.base_image" => "docker.io/library/ruby:3.4.7-slim",
        _ if field.path == "search.image" => "docker.io/opensearchproject/opensearch:3.8.0",
        _ if field.path.contains(".variables.") => {
            let own = VARIABLES.iter().find(|(of, _)| *of == field.path);
            own.map_or_else(|| sample(kind), |(_, name)| *name)
        }
        _ if field.path == "database.image" => "docker.io/library/postgres:18.6",
        _ => sample(kind),
    }
}

fn sample(kind: Accepts) -> &'static str {
    match kind {
        Accepts::Name { .. } | Accepts::Text => "shop",
        Accepts::ObjectKind => "Deployment",
        Accepts::Patch => "spec:\n  template:\n    spec:\n      nodeSelector:\n        pool: web\n",
        Accepts::Version(_) => "24",
        Accepts::Image => "registry.example.com/acme/shop",
        Accepts::PinnedImage => "docker.io/valkey/valkey:8.1.10",
        Accepts::ImageVersion => "v4.3.1",
        Accepts::RepoPath | Accepts::RepoPaths => "Dockerfile",
        Accepts::Folder => "/opt/app",
        Accepts::Repository => "https://git.example.com/acme/shop.git",
        Accepts::Reference => "shop-cert",
        Accepts::Place => "public/system",
        Accepts::Places => "public/assets",
        Accepts::Body => "a: 1\n",
        Accepts::Host => "shop.example.com",
        Accepts::EnvName => "SIGNING_KEY",
        Accepts::Processes => "web",
        Accepts::UrlPath => "/up",
        Accepts::Url => "https://logs.example.com",
        Accepts::Int { unit: Unit::Seconds, .. } => "60",
        Accepts::Int { unit: Unit::Port, .. } => "3000",
        Accepts::Int { unit: Unit::Count, min: 4.., .. } => "100",
        Accepts::Int { unit: Unit::Count, .. } => "3",
        Accepts::Cpu => "500m",
        Accepts::Memory => "1Gi",
        Accepts::Command | Accepts::Commands => "bin/rails db:prepare",
        Accepts::ShellCommands => "cp config/app.yml.sample config/app.yml",
        Accepts::ProgramVersion => "1.22.22",
        Accepts::Schedule => "0 6 * * *",
        Accepts::TimeZone => "Europe/Berlin",
        Accepts::Hosts => "shop.example.com",
        Accepts::EnvNames => "STRIPE_API_KEY",
        Accepts::Queues => "default",
        Accepts::Databases => "queue",
        Accepts::Extensions => "postgis",
        Accepts::Stores => "cache",
        Accepts::Packages => "ffmpeg",
        Accepts::Capsules => "unsafe:1:imports",
        Accepts::Class => "DigestJob",
        Accepts::Queue => "low",
        Accepts::Arguments => "[1, \"full\"]",
        Accepts::Bool
        | Accepts::Choice(_)
        | Accepts::Map
        | Accepts::Annotations
        | Accepts::Rules
        | Accepts::Groups
        | Accepts::Environments => "",
        Accepts::Ports => "587",
        Accepts::Addresses => "169.254.170.23:80",
        Accepts::RemoteKey => "shop-{dashed}",
        Accepts::AgeKeys => "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
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
            if matches!(field.accepts, Accepts::Groups | Accepts::Rules | Accepts::Environments) {
                continue;
            }
            for value in draft.texts(&path) {
                assert_eq!(check(field.accepts, value), Ok(()), "{}:\n{text}", field.path);
            }
        }
    }
}
