//! An API server that goes away for a moment.

use crate::app::{App, ended, until};
use crate::controllers;
use crate::server::Server;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A wire to the API server that can be cut.
struct Wire {
    is_cut: AtomicBool,
    refused: AtomicUsize,
    open: Mutex<Vec<TcpStream>>,
}

impl Wire {
    /// Listens on a port of its own until the test process ends.
    fn to(server: String) -> (Arc<Self>, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let wire = Arc::new(Self {
            is_cut: AtomicBool::new(false),
            refused: AtomicUsize::new(0),
            open: Mutex::default(),
        });
        let mine = Arc::clone(&wire);
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                if mine.is_cut.load(Ordering::SeqCst) {
                    mine.refused.fetch_add(1, Ordering::SeqCst);
                    continue;
                }
                let far = TcpStream::connect(&server).unwrap();
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    std::thread::spawn(move || pass(from, to));
                }
                mine.open.lock().unwrap().extend([near, far]);
            }
        });
        (wire, port)
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        for stream in self.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

#[test]
fn a_release_outlives_an_api_server_that_restarts() {
    let Some(server) = Server::find() else { return };
    let app = App::ready(&server);
    let kubeconfig = std::fs::read_to_string(&server.kubeconfig).unwrap();
    let (_, rest) = kubeconfig.split_once("https://").unwrap();
    let address = rest.split_whitespace().next().unwrap().trim_matches('"').to_owned();
    let (wire, port) = Wire::to(address.clone());
    let own = app.path("kubeconfig");
    std::fs::write(&own, kubeconfig.replace(&address, &format!("127.0.0.1:{port}"))).unwrap();
    let own = own.to_str().unwrap();
    let run = |revision: &str| {
        app.start(&["apply", "--yes", "--kubeconfig", own, "--revision", revision])
    };
    // Without controllers the migration has to wait, and the wire is cut meanwhile.
    let release = run("r1");
    until("the migration", || !server.list(&app.name, "jobs").is_empty());
    wire.cut();
    until("calls that fail", || wire.refused.load(Ordering::SeqCst) >= 3);
    wire.mend();
    controllers::with(&app, || ended(release).check(0, &["runs revision r1"]));

    wire.cut();
    ended(run("r2")).check(2, &["cannot reach the cluster at https://127.0.0.1"]);
}
