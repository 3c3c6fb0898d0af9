//! Serves a folder of files to this machine only.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::http::{Asked, asked, head, media_type};

/// The longest first line and headers that are read.
const LONGEST_REQUEST: u64 = 16 * 1024;
/// How long a slow reader or writer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A listening server that has not answered yet.
pub(crate) struct Server {
    listener: TcpListener,
    folder: PathBuf,
}

impl Server {
    /// Listens on a port of the loopback address; port 0 is any that is free.
    pub(crate) fn listen(folder: &Path, port: u16) -> Result<Self> {
        let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                bail!("port {port} is taken; stop what uses it, or pick another with --port")
            }
            other => other.with_context(|| format!("listening on port {port}"))?,
        };
        Ok(Self { listener, folder: folder.to_owned() })
    }

    /// The address to open.
    pub(crate) fn address(&self) -> Result<SocketAddr> {
        self.listener.local_addr().context("the address that is listened on")
    }

    /// Answers until the process ends, each connection in a thread.
    pub(crate) fn run(self) {
        for stream in self.listener.incoming().flatten() {
            let folder = self.folder.clone();
            // A browser that hangs up early is no concern of ours.
            thread::spawn(move || answer(&stream, &folder).is_ok());
        }
    }
}

/// Answers one request.
fn answer(mut stream: &TcpStream, folder: &Path) -> Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.take(LONGEST_REQUEST)).lines();
    let first = lines.next().context("an empty request")??;
    // The headers change nothing, but an answer before they are read could be lost.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let (path, with_content) = match asked(&first) {
        Asked::Get(path) => (path, true),
        Asked::Head(path) => (path, false),
        Asked::Nowhere => return say(stream, "404 Not Found"),
        Asked::Refused => return say(stream, "405 Method Not Allowed"),
    };
    let Ok(content) = std::fs::read(folder.join(&path)) else {
        return say(stream, "404 Not Found");
    };
    stream.write_all(head("200 OK", media_type(&path), content.len()).as_bytes())?;
    if with_content {
        stream.write_all(&content)?;
    }
    Ok(())
}

/// Answers with a status and nothing but its name.
fn say(mut stream: &TcpStream, status: &str) -> Result<()> {
    let head = head(status, "text/plain; charset=utf-8", status.len());
    Ok(stream.write_all(format!("{head}{status}").as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a server of a folder with one module answers. Each test has a folder of its own, for they run at once.
    fn ask(test: &str, request: &str) -> Result<String> {
        let name = format!("linkspan-serve-{}-{test}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("a.wasm"), "content")?;
        let server = Server::listen(&folder, 0)?;
        let mut stream = TcpStream::connect(server.address()?)?;
        thread::spawn(|| server.run());
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        linkspan_machine::tree::remove(&folder)?;
        Ok(answer)
    }

    #[test]
    fn a_file_comes_with_its_type_and_the_policy() -> Result<()> {
        let answer = ask("file", "GET /a.wasm HTTP/1.1\r\nHost: x\r\n\r\n")?;
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\nContent-Type: application/wasm\r\n"),
            "{answer}"
        );
        assert!(answer.contains("script-src 'self' 'wasm-unsafe-eval';"), "{answer}");
        assert!(answer.ends_with("\r\n\r\ncontent"), "{answer}");
        assert!(ask("file", "HEAD /a.wasm HTTP/1.1\r\n\r\n")?.ends_with("\r\n\r\n"));
        Ok(())
    }

    #[test]
    fn what_is_not_there_is_not_found() -> Result<()> {
        assert!(ask("none", "GET /b HTTP/1.1\r\n\r\n")?.starts_with("HTTP/1.1 404 "));
        assert!(ask("none", "GET /../Cargo.toml HTTP/1.1\r\n\r\n")?.starts_with("HTTP/1.1 404 "));
        assert!(ask("none", "PUT /a.wasm HTTP/1.1\r\n\r\n")?.starts_with("HTTP/1.1 405 "));
        Ok(())
    }

    #[test]
    fn a_taken_port_is_said_to_be_taken() -> Result<()> {
        let folder = std::env::temp_dir();
        let port = {
            let first = Server::listen(&folder, 0)?;
            let port = first.address()?.port();
            let error = Server::listen(&folder, port).err().map(|error| error.to_string());
            assert!(error.is_some_and(|text| text.contains("is taken")));
            port
        };
        assert_ne!(port, 0);
        Ok(())
    }
}
