//! What a small file server must know of HTTP: which file a request means, its type, and the headers of the page.

use std::path::{Path, PathBuf};

/// The policy that the page must live with, strict so that a site of any strictness can host it.
pub(crate) const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A file, with its content.
    Get(PathBuf),
    /// A file, without its content.
    Head(PathBuf),
    /// A path that is none of ours.
    Nowhere,
    /// Something we do not do.
    Refused,
}

/// Reads the first line of a request.
pub(crate) fn asked(line: &str) -> Asked {
    let mut words = line.split_whitespace();
    let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next())
    else {
        return Asked::Refused;
    };
    if !version.starts_with("HTTP/1.") {
        return Asked::Refused;
    }
    match (method, file_of(target)) {
        ("GET", Some(path)) => Asked::Get(path),
        ("HEAD", Some(path)) => Asked::Head(path),
        ("GET" | "HEAD", None) => Asked::Nowhere,
        _ => Asked::Refused,
    }
}

/// The file below the served folder that a request's target means; none if it would leave the folder.
fn file_of(target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = decoded(path)?;
    let mut file = PathBuf::new();
    for part in path.split('/') {
        let harmless = !part.starts_with('.') && !part.contains(['\\', '\0', ':']);
        if !harmless {
            return None;
        }
        file.push(part);
    }
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    Some(file)
}

/// A path with its `%41` turned into `A`; none if that is no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            plain.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            plain.push(byte);
        }
    }
    String::from_utf8(plain).ok()
}

/// The media type of a file, by its extension.
pub(crate) fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md" | "yml" | "yaml") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The head of an answer.
pub(crate) fn head(status: &str, media_type: &str, length: usize) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\
         Content-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\n\
         Referrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: same-origin\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Asked) {
        assert_eq!(asked(line), expect, "{line}");
    }

    #[test]
    fn a_path_is_a_file_below_the_folder() {
        check("GET / HTTP/1.1", Asked::Get("index.html".into()));
        check("GET /a/b.js?x=../y HTTP/1.1", Asked::Get("a/b.js".into()));
        check("HEAD /a%20b.css HTTP/1.0", Asked::Head("a b.css".into()));
        check("GET /a/ HTTP/1.1", Asked::Get("a/index.html".into()));
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for path in [
            "/../Cargo.toml",
            "/a/../../b",
            "/%2e%2e/b",
            "/..%2fb",
            "/a/%2E%2E/b",
            "/\\..\\b",
            "/%5c..%5cb",
            "/.git/config",
            "/C:/b",
            "/a%00.js",
            "/%zz",
            "/%4",
            "/%ff",
            "a.js",
            "http://x/a.js",
        ] {
            check(&format!("GET {path} HTTP/1.1"), Asked::Nowhere);
        }
        // Two slashes are an empty part: the path stays relative.
        check("GET //etc/passwd HTTP/1.1", Asked::Get("etc/passwd".into()));
    }

    #[test]
    fn only_reading_is_done() {
        check("POST / HTTP/1.1", Asked::Refused);
        check("GET /", Asked::Refused);
        check("", Asked::Refused);
    }

    #[test]
    fn browsers_want_the_right_type() {
        assert_eq!(media_type(Path::new("a_bg.wasm")), "application/wasm");
        assert_eq!(media_type(Path::new("a")), "application/octet-stream");
    }
}
