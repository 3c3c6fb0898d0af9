//! Addresses of servers: scheme, host and port.

use super::wrong::{Wrong, wrong};

/// The parts of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// Whether it is `https`.
    pub tls: bool,
    /// A host name, or an IPv4 address.
    pub host: &'a str,
    /// The port; that of the scheme where none is written.
    pub port: u16,
}

/// Takes an address apart; nothing for what is none.
#[must_use]
pub fn url(text: &str) -> Option<Url<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    let tls = match scheme {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let (host, port) = match rest.split_once(':') {
        Some((host, port)) => (host, port.parse().ok().filter(|port| *port > 0)?),
        None => (rest, if tls { 443 } else { 80 }),
    };
    let label = |part: &str| {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        part.starts_with(word) && part.ends_with(word) && part.chars().all(|c| word(c) || c == '-')
    };
    (text.len() <= 253 && host.split('.').all(label)).then_some(Url { tls, host, port })
}

pub(super) fn check(text: &str) -> Result<(), Wrong> {
    if url(text).is_some() {
        return Ok(());
    }
    wrong(
        "is not the address of a server",
        "write scheme, host and port, without path and password, such as https://logs.example.com:9200",
    )
}
