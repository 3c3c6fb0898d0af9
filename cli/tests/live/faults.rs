//! An API server that answers wrong now and then.

use crate::app::{App, ended};
use crate::controllers;
use crate::server::Server;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Child;
use std::sync::{Arc, Mutex};

/// An answer in place of the server's own.
struct Fault {
    /// How the request line begins, up to a star, and what it holds after it.
    request: &'static str,
    /// The status and the headers.
    head: &'static str,
    body: &'static str,
    left: usize,
}

/// A way to the API server on which answers are lost and replaced.
struct Way {
    port: u16,
    faults: Arc<Mutex<Vec<Fault>>>,
    /// The token that is taken.
    token: Arc<Mutex<String>>,
    proxy: Child,
}

impl Drop for Way {
    fn drop(&mut self) {
        let _ = self.proxy.kill();
        let _ = self.proxy.wait();
    }
}

impl Way {
    fn to(server: &Server, faults: Vec<Fault>) -> Self {
        let mut proxy = server.proxy();
        let mut line = String::new();
        BufReader::new(proxy.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let far = line.trim().rsplit(' ').next().unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let faults = Arc::new(Mutex::new(faults));
        let token = Arc::new(Mutex::new("first".to_owned()));
        let (mine, taken) = (Arc::clone(&faults), Arc::clone(&token));
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let (far, faults, token) = (far.clone(), Arc::clone(&mine), Arc::clone(&taken));
                std::thread::spawn(move || pass(near, &far, &faults, &token));
            }
        });
        Self { port, faults, token, proxy }
    }

    /// A kubeconfig that leads here.
    fn config(&self, app: &App, token: &str) -> String {
        let config = json!({"apiVersion": "v1", "kind": "Config", "current-context": "way",
            "clusters": [{"name": "way", "cluster": {"server": format!("http://127.0.0.1:{}", self.port)}}],
            "users": [{"name": "me", "user": {"token": token}}],
            "contexts": [{"name": "way", "context": {"cluster": "way", "user": "me"}}]});
        let path = app.path("way.json");
        std::fs::write(&path, config.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn is_through(&self) -> bool {
        self.faults.lock().unwrap().iter().all(|fault| fault.left == 0)
    }
}

/// One request, and the end of the connection.
fn pass(near: TcpStream, far: &str, faults: &Mutex<Vec<Fault>>, token: &Mutex<String>) {
    let mut reader = BufReader::new(near.try_clone().unwrap());
    let (mut head, mut length, mut has_token) = (Vec::new(), 0, false);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let low = line.to_ascii_lowercase();
        if let Some(count) = low.strip_prefix("content-length:") {
            length = count.trim().parse().unwrap();
        }
        if low.starts_with("authorization:") {
            has_token = line.trim().ends_with(token.lock().unwrap().as_str());
        } else if !low.starts_with("connection:") && !line.trim().is_empty() {
            head.push(line.clone());
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut near = near;
    let mut answer = |head: &str, body: &str| {
        let text = format!(
            "HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let _ = near.write_all(text.as_bytes());
    };
    if !has_token {
        let status = json!({"kind": "Status", "code": 401, "message": "Unauthorized"});
        return answer("401 Unauthorized", &status.to_string());
    }
    let wrong = faults.lock().unwrap().iter_mut().find_map(|fault| {
        let (start, rest) = fault.request.split_once('*').unwrap();
        let is_it = fault.left > 0 && head[0].starts_with(start) && head[0].contains(rest);
        is_it.then(|| {
            fault.left -= 1;
            (fault.head, fault.body)
        })
    });
    match wrong {
        Some(("lost", _)) => {}
        Some((head, body)) => return answer(head, body),
        None => {}
    }
    let mut there = TcpStream::connect(far).unwrap();
    let head = format!("{}Connection: close\r\n\r\n", head.concat());
    there.write_all(&[head.as_bytes(), &body].concat()).unwrap();
    let mut got = Vec::new();
    let _ = there.read_to_end(&mut got);
    if wrong.is_none() {
        let _ = near.write_all(&got);
    }
    let _ = near.shutdown(Shutdown::Both);
}

fn fault(request: &'static str, head: &'static str, body: &'static str) -> Fault {
    Fault { request, head, body, left: 1 }
}

const BROKEN: &str =
    r#"{"kind": "Status", "code": 500, "message": "Internal error occurred: it broke"}"#;
const EXPIRED: &str = r#"{"kind": "Status", "code": 410, "reason": "Expired", "message": "The provided continue parameter is too old"}"#;
const BUSY: &str = r#"{"kind": "Status", "code": 429, "message": "too many", "details": {"retryAfterSeconds": 1}}"#;

#[test]
fn one_wrong_answer_ends_no_release() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    controllers::with(&app, || {
        app.apply("r1").check(0, &[]);
        let way = Way::to(
            &server,
            vec![
                fault("GET /version*", "500 Internal Server Error", BROKEN),
                fault("POST *leases", "lost", ""),
                fault("PATCH *dryRun", "502 Bad Gateway", "<html>Bad Gateway</html>"),
                fault("GET *leases", "520 Unknown", ""),
                fault("GET *jobs/", "500 Internal Server Error", BROKEN),
                fault("PATCH *jobs/", "lost", ""),
                fault("PATCH *deployments/", "500 Internal Server Error", BROKEN),
                fault("GET *replicasets?", "410 Gone", EXPIRED),
                fault("GET *pods?", "429 Too Many Requests\r\nRetry-After: 1", BUSY),
                fault("DELETE *leases", "503 Service Unavailable\r\nRetry-After: 1", ""),
            ],
        );
        let config = way.config(&app, "first");
        let ran = app.run(&["apply", "--yes", "--kubeconfig", &config, "--revision", "r2"]);
        ran.check(0, &["runs revision r2"]);
        assert!(
            way.is_through(),
            "{:?}",
            way.faults
                .lock()
                .unwrap()
                .iter()
                .map(|each| (each.request, each.left))
                .collect::<Vec<_>>()
        );
        let jobs = server.list(&app.name, "jobs").len();
        assert_eq!((app.image("web").as_str(), jobs), ("r2", 2));
        assert_eq!(app.get("lease", "deploy"), None);
    });
}

#[test]
fn a_token_that_runs_out_is_loaded_anew() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    let way = Way::to(&server, Vec::new());
    let config = way.config(&app, "first");
    let release = app.start(&["apply", "--yes", "--kubeconfig", &config, "--revision", "r1"]);
    // Without controllers the migration has to wait, and the token runs out meanwhile.
    crate::app::until("the migration", || !server.list(&app.name, "jobs").is_empty());
    way.config(&app, "second");
    "second".clone_into(&mut way.token.lock().unwrap());
    controllers::with(&app, || ended(release).check(0, &["runs revision r1"]));
    // One that stays wrong is told.
    way.config(&app, "third");
    let ran = app.run(&["plan", "--kubeconfig", &config]);
    ran.check(2, &["log in again"]);
    assert_eq!(app.get("lease", "deploy"), None::<Value>);
}
