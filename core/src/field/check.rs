//! Whether a text fits a kind.

use super::accepts::{Accepts, Choice, Unit};
use super::wrong::{Wrong, is_number, wrong};
use super::{image, jobs, path, place, schedule, secret_store, time_zone};
use crate::patch::Patch;
use crate::secret;

/// Judges one text: the value of a scalar field, one item of a list, one value of a map.
///
/// # Errors
/// Says what is wrong and what to write.
pub fn check(kind: Accepts, text: &str) -> Result<(), Wrong> {
    if let Some(shape) = secret::shape(text) {
        return wrong(format!("holds {}", shape.name), SEEN);
    }
    match kind {
        Accepts::Text => printable(text),
        Accepts::ObjectKind => object_kind(text),
        Accepts::Patch => patch(text),
        Accepts::Name { longest } => name(text, longest),
        Accepts::Image => image::repository(text),
        Accepts::PinnedImage => image::pinned(text),
        Accepts::ImageVersion => image::version(text),
        Accepts::RepoPath | Accepts::RepoPaths => path::of_repository(text),
        Accepts::Folder => path::folder(text),
        Accepts::Repository => repository(text),
        Accepts::Reference => reference(text),
        Accepts::Place | Accepts::Places => place::check(text),
        Accepts::Body => place::body(text),
        Accepts::Host => host(text),
        Accepts::Processes => name(text, 20),
        Accepts::UrlPath => url_path(text),
        Accepts::Url => super::url::check(text),
        Accepts::Int { min, max, unit } => int(text, min, max, unit),
        Accepts::Version(program) => super::version::check(program, text),
        Accepts::Bool => choice(text, &BOOL),
        Accepts::Choice(choices) => choice(text, choices),
        Accepts::Cpu => cpu(text),
        Accepts::Memory => memory(text),
        Accepts::Command | Accepts::Commands => command(text),
        Accepts::ShellCommands => shell_command(text),
        Accepts::ProgramVersion => program_version(text),
        Accepts::Schedule => schedule::check(text),
        Accepts::TimeZone => time_zone::check(text),
        Accepts::Hosts => host(text),
        Accepts::EnvNames | Accepts::EnvName | Accepts::Databases if secret::is_value(text) => {
            wrong("is the value of a secret, and no name", SEEN)
        }
        Accepts::EnvNames | Accepts::EnvName => env_name(text),
        Accepts::Queues => jobs::queue(text),
        Accepts::Queue => jobs::one_queue(text),
        Accepts::Arguments => super::arguments::check(text),
        Accepts::Capsules => jobs::capsule(text),
        Accepts::Class => jobs::class(text),
        Accepts::Databases => database(text),
        Accepts::Extensions => extension(text),
        Accepts::Stores => store(text),
        Accepts::Packages => package(text),
        Accepts::RemoteKey => secret_store::remote_key(text),
        Accepts::AgeKeys => secret_store::age_key(text),
        Accepts::Ports => int(text, 1, 65535, Unit::Count),
        Accepts::Addresses => super::address::check(text),
        Accepts::Map | Accepts::Annotations => Ok(()),
        Accepts::Rules => choice(text, LEVELS),
        Accepts::Environments => wrong("holds environments", "write each as `staging: {...}`"),
        Accepts::Groups => wrong("is a list of groups", "write each as `- name: ...`"),
    }
}

/// Judges one name of what holds names and texts.
///
/// # Errors
/// Says what is wrong and what to write.
pub fn check_key(kind: Accepts, key: &str) -> Result<(), Wrong> {
    match kind {
        Accepts::Annotations => annotation_key(key),
        Accepts::Rules => Ok(()),
        _ => check(Accepts::EnvNames, key),
    }
}

/// The key of an annotation, as the API server takes it: a name, with or without a domain before it.
fn annotation_key(text: &str) -> Result<(), Wrong> {
    let (domain, name) = match text.rsplit_once('/') {
        Some((domain, name)) => (Some(domain), name),
        None => (None, text),
    };
    let edge = |c: char| c.is_ascii_alphanumeric();
    let name_fits = name.len() <= 63
        && name.starts_with(edge)
        && name.ends_with(edge)
        && name.chars().all(|c| edge(c) || "-_.".contains(c));
    let domain_fits = domain.is_none_or(|domain| {
        let low = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let label = |part: &str| {
            part.starts_with(low) && part.ends_with(low) && part.chars().all(|c| low(c) || c == '-')
        };
        domain.len() <= 253 && domain.split('.').all(label)
    });
    if name_fits && domain_fits {
        return Ok(());
    }
    wrong(
        "is not the key of an annotation",
        "write it as its documentation does, such as nginx.ingress.kubernetes.io/proxy-buffering",
    )
}

/// The words that a kind accepts; none where it is not one of a few words.
pub(crate) fn accepted(kind: Accepts) -> &'static [Choice] {
    match kind {
        Accepts::Choice(choices) => choices,
        Accepts::Bool => &BOOL,
        Accepts::Rules => LEVELS,
        _ => &[],
    }
}

/// What to do about a secret that stands in a file.
const SEEN: &str = "write the name of its variable below `secrets`, such as STRIPE_API_KEY, and never a value; change the secret where it comes from: this one has been seen";

/// What findings of a rule can count as.
pub(super) const LEVELS: &[Choice] = &[
    Choice { value: "error", label: "error" },
    Choice { value: "warning", label: "warning" },
    Choice { value: "hint", label: "hint" },
    Choice { value: "off", label: "off" },
];

const BOOL: [Choice; 2] =
    [Choice { value: "true", label: "yes" }, Choice { value: "false", label: "no" }];

/// Names of variables: what every shell and every Kubernetes version accepts.
pub(super) fn env_name(text: &str) -> Result<(), Wrong> {
    let mut chars = text.chars();
    let head = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if head && chars.all(|c| c.is_ascii_alphanumeric() || c == '_') && text.len() <= 128 {
        return Ok(());
    }
    if text.split_once(['=', ':']).is_some_and(|(name, _)| env_name(name).is_ok()) {
        return wrong(
            "holds a value beside the name",
            "write the name alone: its value goes into the cluster, by the commands of DEPLOY.md; a value that stood here has to be changed where it comes from",
        );
    }
    wrong(
        "is not a name of an environment variable",
        "use letters, digits and underscores, a letter first, such as STRIPE_API_KEY",
    )
}

fn object_kind(text: &str) -> Result<(), Wrong> {
    let fits = text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.len() <= 63
        && text.chars().all(|c| c.is_ascii_alphanumeric());
    if fits {
        Ok(())
    } else {
        wrong("is not the kind of an object", "write it as `kind` has it, such as Deployment")
    }
}

/// What a patch says; whether its object has what it changes shows only when it meets it.
fn patch(text: &str) -> Result<(), Wrong> {
    match Patch::read(text) {
        Ok(_) => Ok(()),
        Err(fault) => wrong(fault.message, fault.help),
    }
}

fn printable(text: &str) -> Result<(), Wrong> {
    let fits = !text.is_empty()
        && text.len() <= 64
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if fits {
        return Ok(());
    }
    wrong(
        "is not a plain word",
        "use letters, digits, dots, dashes and underscores, such as 3.4.7 or main",
    )
}

fn name(text: &str, longest: usize) -> Result<(), Wrong> {
    if text.is_empty() {
        return wrong("is empty", "write a name such as shop");
    }
    let label = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !label {
        let better = better_name(text);
        let advice = if better.is_empty() {
            String::from("use lower-case letters, digits and dashes, a letter first")
        } else {
            format!("use lower-case letters, digits and dashes, a letter first, such as `{better}`")
        };
        return wrong("is not a name that Kubernetes accepts", advice);
    }
    if text.len() > longest {
        return wrong(
            format!("has {} characters", text.len()),
            format!("use {longest} at the most, because Kubernetes adds to it"),
        );
    }
    Ok(())
}

fn better_name(text: &str) -> String {
    let mapped: String = text
        .chars()
        .take(40)
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let trimmed = mapped.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    trimmed.trim_end_matches('-').replace("--", "-")
}

/// An address without a password, which would be read by everybody who sees the bundle.
fn repository(text: &str) -> Result<(), Wrong> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("ssh://git@"));
    let fits = rest.and_then(|rest| rest.split_once('/')).is_some_and(|(host, path)| {
        let safe = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
        !host.is_empty()
            && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c))
            && !path.is_empty()
            && path.chars().all(safe)
    });
    if fits && text.len() <= 200 {
        return Ok(());
    }
    wrong(
        "is not the address of a git repository",
        "write it as https://git.example.com/acme/shop.git or ssh://git@git.example.com/acme/shop.git, without a password",
    )
}

fn reference(text: &str) -> Result<(), Wrong> {
    let fits = !text.is_empty()
        && text.len() <= 256
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ":/._-*@".contains(c));
    if fits {
        Ok(())
    } else {
        wrong("is not a name", "copy the name, id or ARN from your provider")
    }
}

fn url_path(text: &str) -> Result<(), Wrong> {
    let fits = text.starts_with('/')
        && text.len() <= 200
        && !text.contains("//")
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "/-._~%+=&?".contains(c));
    if fits { Ok(()) } else { wrong("is not a path", "start with a slash, such as /up") }
}

fn int(text: &str, min: i64, max: i64, unit: Unit) -> Result<(), Wrong> {
    let what = match unit {
        Unit::Count => "",
        Unit::Seconds => " seconds",
        Unit::Port => " (a port that needs no root)",
    };
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    let plain = digits && (text.len() == 1 || !text.starts_with('0'));
    match text.parse::<i64>() {
        Ok(number) if plain && (min..=max).contains(&number) => Ok(()),
        Ok(_) if plain => wrong("is out of range", format!("use {min} to {max}{what}")),
        _ => wrong("is not a whole number", format!("use {min} to {max}{what}, digits only")),
    }
}

fn choice(text: &str, choices: &[Choice]) -> Result<(), Wrong> {
    if choices.iter().any(|choice| choice.value == text) {
        return Ok(());
    }
    let near = super::nearest(text, choices.iter().map(|choice| choice.value));
    let all: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
    let help = match (super::meant::meant(text, choices), near) {
        (Some((word, why)), _) => format!("write `{word}`: {why}"),
        (None, Some(word)) => format!("did you mean `{word}`? It can be {}", all.join(", ")),
        (None, None) => format!("use one of {}", all.join(", ")),
    };
    wrong("is not a choice", help)
}

fn cpu(text: &str) -> Result<(), Wrong> {
    let (digits, milli) = text.strip_suffix('m').map_or((text, false), |digits| (digits, true));
    let fits = match digits.split_once('.') {
        Some((whole, part)) => !milli && is_number(whole) && is_number(part) && part.len() <= 3,
        None => is_number(digits),
    };
    if fits && digits.chars().any(|c| c != '0' && c != '.') {
        return Ok(());
    }
    wrong("is not an amount of CPU", "write thousandths such as 500m, or whole CPUs such as 1")
}

fn memory(text: &str) -> Result<(), Wrong> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default();
    if matches!(unit, "Mi" | "Gi" | "M" | "G" | "Ti")
        && is_number(digits)
        && !digits.starts_with('0')
    {
        return Ok(());
    }
    wrong("is not an amount of memory", "write whole mebibytes or gibibytes, such as 512Mi or 1Gi")
}

fn command(text: &str) -> Result<(), Wrong> {
    match super::split_command(text) {
        Some(words) if !words.is_empty() => Ok(()),
        Some(_) => wrong("is empty", "write a command such as bin/rails db:migrate"),
        None => {
            wrong("has a quote that is never closed", "close it, or escape it with a backslash")
        }
    }
}

/// For a shell: its quotes have to be closed, all else it judges itself.
fn shell_command(text: &str) -> Result<(), Wrong> {
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.trim().is_empty() {
        return wrong("is empty", "write a command such as cp config/a.sample config/a.yml");
    }
    if text.chars().any(control) {
        return wrong("has a control character", "write it in printable characters");
    }
    Ok(())
}

fn program_version(text: &str) -> Result<(), Wrong> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let fits = text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(plain);
    if fits { Ok(()) } else { wrong("is not a version", "write numbers such as 9 or 1.22.22") }
}

fn host(text: &str) -> Result<(), Wrong> {
    let help = "write a domain name such as shop.example.com, without https:// and without a path";
    if text.parse::<std::net::IpAddr>().is_ok() {
        return wrong("is an IP address", help);
    }
    let label = |part: &str| {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        part.len() <= 63
            && part.starts_with(word)
            && part.ends_with(word)
            && part.chars().all(|c| word(c) || c == '-')
    };
    let body = text.strip_prefix("*.").unwrap_or(text);
    let numeric_end =
        body.rsplit('.').next().is_some_and(|end| end.bytes().all(|b| b.is_ascii_digit()));
    if text.len() <= 253 && body.contains('.') && body.split('.').all(label) && !numeric_end {
        return Ok(());
    }
    wrong("is not a host name", help)
}

/// A name becomes that of a variable: `queue` makes QUEUE_DATABASE_URL.
fn database(text: &str) -> Result<(), Wrong> {
    let fits = text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fits {
        return Ok(());
    }
    wrong(
        "is not a name of a database in config/database.yml",
        "use lower-case letters, digits and underscores, such as queue",
    )
}

/// A name becomes that of a variable and of objects: `rate_limit` makes RATE_LIMIT_REDIS_URL.
fn store(text: &str) -> Result<(), Wrong> {
    let fits = text.len() <= 20
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fits {
        return Ok(());
    }
    wrong(
        "is not a name for one more Redis",
        "use at most 20 lower-case letters, digits and underscores, such as cache",
    )
}

fn extension(text: &str) -> Result<(), Wrong> {
    let fits = !text.is_empty()
        && text.len() <= 63
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c));
    if fits {
        return Ok(());
    }
    wrong(
        "is not an extension of PostgreSQL",
        "write its name as CREATE EXTENSION has it, such as postgis or vector",
    )
}

fn package(text: &str) -> Result<(), Wrong> {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let fits = text.len() >= 2
        && text.len() <= 100
        && text.starts_with(word)
        && text.chars().all(|c| word(c) || "+-.".contains(c));
    if fits { Ok(()) } else { wrong("is not the name of a package", "write a name such as ffmpeg") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(kind: Accepts, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(check(kind, text), Ok(()), "{text}");
        }
        for text in bad {
            assert!(check(kind, text).is_err(), "{text}");
        }
    }

    #[test]
    fn texts_are_judged_by_kind() {
        fits(
            Accepts::Image,
            &[
                "shop",
                "acme/shop",
                "registry.example.com:5000/acme/shop",
                "localhost/a",
                "ghcr.io/a/b_c/d-e",
            ],
            &[
                "",
                "shop:1",
                "a/b:latest",
                "a@sha256:0",
                "Acme/shop",
                "a//b",
                "-a",
                "a/b-",
                "http://a/b",
                "a:70000/b",
                "a b",
            ],
        );
        fits(
            Accepts::PinnedImage,
            &[
                "docker.io/valkey/valkey:8.1.10",
                "valkey:8",
                "localhost:5000/valkey:8.1_a",
                "a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            ],
            &[
                "",
                "valkey",
                "a/b:",
                "a/b:latest",
                "a/b:-1",
                "a/b:1 2",
                "A/b:1",
                "localhost:5000/a",
                "a@sha256:0",
            ],
        );
        fits(
            Accepts::TimeZone,
            &[
                "UTC",
                "Etc/UTC",
                "Europe/Berlin",
                "America/Port-au-Prince",
                "Etc/GMT+5",
                "America/Argentina/Salta",
            ],
            &[
                "",
                "Local",
                "CET",
                "Berlin",
                "europe/Berlin",
                "Europe/berlin",
                "Europe/",
                "Europe/A B",
                "Europe/Atlantis",
                "US/Eastern",
                "Eastern Time (US & Canada)",
                "+02:00",
            ],
        );
        fits(
            Accepts::Name { longest: 10 },
            &["shop", "a", "a-1"],
            &["", "1a", "Shop", "a_b", "-a", "a-", "abcdefghijk"],
        );
        fits(
            Accepts::Hosts,
            &["shop.example.com", "*.example.com"],
            &["1.2.3.4", "https://a.b", "a", "a.b/c", "A.b", "::1", "a..b"],
        );
        fits(Accepts::Cpu, &["500m", "1", "1.5", "0.25"], &["0", "0m", "1.5m", "-1", "1k", ""]);
        fits(Accepts::Memory, &["512Mi", "1Gi"], &["512", "1gb", "0Mi", "1.5Gi", "512mb"]);
        fits(
            Accepts::Int { min: 1, max: 100, unit: Unit::Count },
            &["1", "100"],
            &["0", "101", "1_0", "0x1", "two", "-1", "01", "1.0"],
        );
        fits(Accepts::Queues, &["default", "critical:2"], &["", ":1", "a:0", "-q", "a b"]);
        fits(
            Accepts::Databases,
            &["queue", "a_1"],
            &["", "Queue", "a-b", "1a", "a b", "sk_live_51hq", "a123456789abcdef0123456789abcdef"],
        );
        fits(
            Accepts::Capsules,
            &["unsafe:1:imports", "a_b:20:x,y-z"],
            &[
                "",
                "a",
                "a:1",
                "a:1:",
                "a:0:b",
                "a:101:b",
                "a:1:b,",
                "a b:1:c",
                "default:1:a",
                "a:1:b:2",
            ],
        );
        fits(
            Accepts::Class,
            &["DigestJob", "Reports::DigestJob", "A1"],
            &["", "digest", "Reports::", "::A", "A.b", "A::b", "A-B", "Job; exit"],
        );
        fits(
            Accepts::EnvNames,
            &["A", "STRIPE_KEY", "stripe_key"],
            &[
                "",
                "1A",
                "A-B",
                "A B",
                "Ä",
                "sk_live_51Hq",
                "AKIAIOSFODNN7EXAMPLE",
                "ghp_16C7e42F292c",
                "a123456789abcdef0123456789abcdef",
            ],
        );
        fits(Accepts::Reference, &[], &["glpat-abcDEF123456ghiJKL78"]);
        fits(
            Accepts::Url,
            &["https://logs.example.com", "http://loki.monitoring:3100", "https://10.0.0.1:9200"],
            &[
                "",
                "logs.example.com",
                "ftp://a",
                "https://",
                "https://a/path",
                "https://a:b@c",
                "https://a:0",
                "https://a:65536",
                "https://A",
                "https://a b",
            ],
        );
        fits(
            Accepts::Repository,
            &["https://git.example.com/acme/shop.git", "ssh://git@git.example.com:22/shop"],
            &[
                "",
                "git.example.com/a",
                "https://me:key@git.example.com/a",
                "https://a",
                "http://a/b",
            ],
        );
        fits(
            Accepts::Reference,
            &["shop-cert", "arn:aws:acm:eu-west-1:1:certificate/a-b"],
            &["", "a b", "a\"b"],
        );
        fits(Accepts::Reference, &["shop@acme.iam.gserviceaccount.com"], &["shop\n"]);
        fits(Accepts::UrlPath, &["/up", "/"], &["up", "/a b", "//", "/\n"]);
        fits(Accepts::Command, &["bin/rails db:migrate", "a 'b c'"], &["", "a 'b"]);
    }
}
