//! The shapes that texts of the Gateway API have. Source: the patterns of its definitions, release 1.6.1, read 2026-11-27.

use super::super::names;

/// A pattern by its name in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Shape {
    /// What an address of a Gateway is: a word of the API, or one with a domain.
    AddressType,
    /// `domain/path`.
    Controller,
    /// `1h30m`, of at most four parts.
    Duration,
    /// A group of an API; empty for the core.
    Group,
    /// The name of a header.
    Header,
    /// A host that may begin with `*.`.
    Host,
    /// The name of a kind.
    Kind,
    /// A DNS label.
    Label,
    /// The value of a label.
    LabelValue,
    /// A DNS subdomain.
    Name,
    /// Where a page comes from: `https://*.example.com`, or `*`.
    Origin,
    /// `HTTP`, or one with a domain.
    Protocol,
    /// A status of a redirect; a number.
    Redirect,
}

impl Shape {
    /// The shape of a name in the table.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "address-type" => Self::AddressType,
            "controller" => Self::Controller,
            "duration" => Self::Duration,
            "group" => Self::Group,
            "header" => Self::Header,
            "host" => Self::Host,
            "kind" => Self::Kind,
            "label" => Self::Label,
            "label-value" => Self::LabelValue,
            "name" => Self::Name,
            "origin" => Self::Origin,
            "protocol" => Self::Protocol,
            "redirect" => Self::Redirect,
            _ => return None,
        })
    }

    /// Whether a text has it. Lengths are judged apart.
    pub(in super::super) fn fits(self, text: &str) -> bool {
        match self {
            Self::AddressType => {
                text.starts_with("Hostname")
                    || text.contains("IPAddress")
                    || text.contains("NamedAddress")
                    || has_domain(text, is_path)
            }
            Self::Controller => text.split_once('/').is_some_and(|(domain, path)| {
                is_subdomain(domain) && !path.is_empty() && path.chars().all(is_path)
            }),
            Self::Duration => is_duration(text),
            Self::Group => text.is_empty() || is_subdomain(text),
            Self::Header => {
                !text.is_empty()
                    && text.chars().all(|each| {
                        each.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(each)
                    })
            }
            Self::Host => is_subdomain(text.strip_prefix("*.").unwrap_or(text)),
            Self::Kind => is_kind(text),
            Self::Label => is_subdomain(text) && !text.contains('.'),
            Self::LabelValue => text.len() > 63 || names::label_value(text).is_none(),
            Self::Name => is_subdomain(text),
            Self::Origin => is_origin(text),
            Self::Protocol => {
                let word = text.chars().all(|each| each.is_ascii_alphanumeric() || each == '-');
                let edges = !text.starts_with('-') && !text.ends_with('-');
                (word && edges && !text.is_empty())
                    || has_domain(text, |each| each.is_ascii_alphanumeric())
            }
            Self::Redirect => true,
        }
    }

    /// What to write.
    pub(in super::super) const fn help(self) -> &'static str {
        match self {
            Self::AddressType => "write `IPAddress` or `Hostname`",
            Self::Controller => "write it as `example.com/controller`",
            Self::Duration => "write it as `10s` or `1h30m`",
            Self::Group => "write a group such as `apps`, or `\"\"` for the core",
            Self::Header => "write the name of a header, such as `X-Request-Id`",
            Self::Host => "write a host name in lower case; it may begin with `*.`",
            Self::Kind => "write the name of a kind, such as `Service`",
            Self::Label => "use lower-case letters, digits and `-`",
            Self::LabelValue => "use letters, digits, `-`, `_` and `.`",
            Self::Name => "use lower-case letters, digits, `-` and `.`",
            Self::Origin => "write it as `https://shop.example.com`, or `*`",
            Self::Protocol => "write `HTTP`, `HTTPS`, `TLS`, `TCP` or `UDP`",
            Self::Redirect => "write 301 or 302",
        }
    }
}

/// Labels joined by dots, of any length.
fn is_subdomain(text: &str) -> bool {
    text.split('.').all(|label| {
        let inner = |each: u8| each.is_ascii_lowercase() || each.is_ascii_digit() || each == b'-';
        !label.is_empty()
            && label.bytes().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

const fn is_path(each: char) -> bool {
    matches!(each, 'A'..='Z' | 'a'..='z' | '0'..='9' | '/' | '-' | '.' | '_' | '~' | '%' | '!' | '$'
        | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | ';' | '=' | ':')
}

/// Ends with `domain/rest`; the patterns do not ask for more before it.
fn has_domain(text: &str, inner: impl Fn(char) -> bool + Copy) -> bool {
    text.char_indices().filter(|(_, each)| *each == '/').any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().last());
        let after = text.get(at + 1..).unwrap_or_default();
        before.is_some_and(|each| each.is_ascii_lowercase() || each.is_ascii_digit())
            && !after.is_empty()
            && after.chars().all(inner)
    })
}

fn is_kind(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|each| each.is_ascii_alphanumeric() || each == '-')
        && !text.ends_with('-')
}

fn is_duration(text: &str) -> bool {
    let mut rest = text;
    let mut parts = 0;
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|each: char| each.is_ascii_digit());
        let digits = rest.len() - after.len();
        let unit = ["ms", "h", "m", "s"].iter().find_map(|unit| after.strip_prefix(unit));
        let Some(next) = unit.filter(|_| (1..=5).contains(&digits)) else { return false };
        rest = next;
        parts += 1;
    }
    (1..=4).contains(&parts)
}

fn is_origin(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    let digits = |port: &str| {
        (1..=5).contains(&port.len()) && port.bytes().all(|each| each.is_ascii_digit())
    };
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|each| each.is_ascii_alphanumeric() || each == b'-')
    };
    let bare = host.strip_prefix("*.").unwrap_or(host);
    port.is_none_or(digits) && (host == "*" || bare.split('.').all(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_shapes() {
        let cases: [(Shape, &[&str], &[&str]); 9] = [
            (Shape::Header, &["X-A", "a`b"], &["", "a b", "ä"]),
            (Shape::Group, &["", "apps", "a.b"], &["A", "a..b", "*"]),
            (Shape::Kind, &["Service", "a-b"], &["", "1a", "a-", "*"]),
            (Shape::Host, &["*.a.b", "a"], &["*", "a.*", "A.b", ""]),
            (
                Shape::Duration,
                &["10s", "1h30m", "5ms", "0s"],
                &["", "10", "1d", "1h1m1s1ms1h", "123456s"],
            ),
            (
                Shape::Origin,
                &["*", "https://a.b", "http://*.a.b:80", "https://*"],
                &["", "a.b", "ftp://a", "https://a:x"],
            ),
            (Shape::Protocol, &["HTTP", "a.b/C"], &["", "-a", "a/b/"]),
            (Shape::Controller, &["a.b/c", "a/c.d"], &["a", "A/b", "a/"]),
            (Shape::AddressType, &["IPAddress", "a.b/c"], &["Foo", "A/"]),
        ];
        for (shape, good, bad) in cases {
            for text in good {
                assert!(shape.fits(text), "{shape:?} {text}");
            }
            for text in bad {
                assert!(!shape.fits(text), "{shape:?} {text}");
            }
        }
    }
}
