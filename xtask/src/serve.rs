//! Serves the page to this machine only, under the policy that it must live with.

use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Error, Result};
use tiny_http::{Header, Method, Request, Response, ResponseBox};

/// Headers of every answer; a policy so strict that a site of any strictness can host the page.
const HEADERS: [(&str, &str); 5] = [
    (
        "Content-Security-Policy",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-cache"),
];

/// A listening server that has not answered yet.
pub(crate) struct Server {
    server: tiny_http::Server,
    folder: PathBuf,
}

impl Server {
    /// Listens on a port of the loopback address; port 0 is any that is free.
    pub(crate) fn listen(folder: &Path, port: u16) -> Result<Self> {
        let server = tiny_http::Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            match error.downcast_ref::<io::Error>().map(io::Error::kind) {
                Some(io::ErrorKind::AddrInUse) => Error::msg(format!(
                    "port {port} is taken; stop what uses it, or pick another with --port"
                )),
                _ => Error::msg(format!("listening on port {port}: {error}")),
            }
        })?;
        Ok(Self { server, folder: folder.to_owned() })
    }

    /// The address to open.
    pub(crate) fn address(&self) -> Result<SocketAddr> {
        self.server.server_addr().to_ip().context("the address that is listened on")
    }

    /// Answers until the process ends, each request in a thread.
    pub(crate) fn run(self) {
        for request in self.server.incoming_requests() {
            let folder = self.folder.clone();
            // A browser that hangs up early is no concern of ours.
            thread::spawn(move || request_answered(request, &folder).is_ok());
        }
    }
}

fn request_answered(request: Request, folder: &Path) -> io::Result<()> {
    let mut answer = answer(request.method(), request.url(), folder);
    for (name, value) in HEADERS {
        if let Ok(header) = Header::from_bytes(name, value) {
            answer.add_header(header);
        }
    }
    request.respond(answer)
}

/// The file that a request means, or why there is none.
fn answer(method: &Method, target: &str, folder: &Path) -> ResponseBox {
    if !matches!(method, Method::Get | Method::Head) {
        return Response::empty(405).boxed();
    }
    let file = file_of(target).map(|file| folder.join(file)).filter(|file| file.is_file());
    let opened = file.and_then(|file| Some((media_type(&file), File::open(&file).ok()?)));
    let Some((media_type, file)) = opened else { return Response::empty(404).boxed() };
    let answer = Response::from_file(file).with_chunked_threshold(usize::MAX);
    match Header::from_bytes("Content-Type", media_type) {
        Ok(header) => answer.with_header(header).boxed(),
        Err(()) => answer.boxed(),
    }
}

/// The file below the served folder that a request's target means; none if it would leave the folder. Names of the
/// page's files need no `%41`, so nothing is decoded.
fn file_of(target: &str) -> Option<&str> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let harmless =
        |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
    match path {
        "" => Some("index.html"),
        path => path.split('/').all(harmless).then_some(path),
    }
}

/// The media type of a file of the page, by its extension.
fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    /// What a server of a folder with one module answers. Each test has a folder of its own, for they run at once.
    fn ask(test: &str, request: &str) -> Result<String> {
        let name = format!("linkspan-serve-{}-{test}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(folder.join("sub"))?;
        std::fs::write(folder.join("a.wasm"), "content")?;
        let server = Server::listen(&folder, 0)?;
        let mut stream = TcpStream::connect(server.address()?)?;
        thread::spawn(|| server.run());
        stream.write_all(format!("{request} HTTP/1.1\r\nConnection: close\r\n\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        linkspan_machine::tree::remove(&folder)?;
        Ok(answer)
    }

    #[test]
    fn a_file_comes_with_its_type_and_the_policy() -> Result<()> {
        let answer = ask("file", "GET /a.wasm?x=../y")?;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("\r\nContent-Type: application/wasm\r\n"), "{answer}");
        assert!(answer.contains("script-src 'self' 'wasm-unsafe-eval';"), "{answer}");
        assert!(answer.ends_with("\r\n\r\ncontent"), "{answer}");
        assert!(ask("file", "HEAD /a.wasm")?.ends_with("\r\n\r\n"));
        Ok(())
    }

    #[test]
    fn nothing_else_is_found() -> Result<()> {
        for (request, status) in
            [("GET /b", 404), ("GET /sub", 404), ("GET /../Cargo.toml", 404), ("PUT /a.wasm", 405)]
        {
            let answer = ask("none", request)?;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{request}: {answer}");
        }
        Ok(())
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        assert_eq!(file_of("/"), Some("index.html"));
        assert_eq!(file_of("/a/b.js?x=../y#z"), Some("a/b.js"));
        for path in [
            "/../a",
            "/a/../../b",
            "/..",
            "/\\..\\b",
            "/.git/config",
            "/C:/b",
            "//etc/passwd",
            "a.js",
            "http://x/a",
        ] {
            assert_eq!(file_of(path), None, "{path}");
        }
        assert_eq!(file_of("/%2e%2e/b"), Some("%2e%2e/b"));
    }

    #[test]
    fn a_taken_port_is_said_to_be_taken() -> Result<()> {
        let folder = std::env::temp_dir();
        let first = Server::listen(&folder, 0)?;
        let error = Server::listen(&folder, first.address()?.port()).err();
        assert!(error.is_some_and(|error| error.to_string().contains("is taken")));
        Ok(())
    }
}
