//! The core cannot name a door to the world: files, network, environment, clocks, processes, threads, standard streams.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic, its helpers too")]

use linkspan_tests::{here, judge, texts_below};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One door in each public module of std that leads out, and those that a list of doors forgets.
const DOORS: &[&str] = &[
    "std::fs::read(\"x\")",
    "std::fs::metadata(\"x\")",
    "std::fs::OpenOptions::new()",
    "std::fs::File::open(\"x\")",
    "std::path::Path::new(\"x\").exists()",
    "std::net::TcpStream::connect(\"x\")",
    "std::net::UdpSocket::bind(\"x\")",
    "std::net::ToSocketAddrs::to_socket_addrs(\"x\")",
    "std::env::var(\"x\")",
    "std::env::args()",
    "std::env::temp_dir()",
    "std::process::Command::new(\"x\")",
    "std::process::id()",
    "std::time::Instant::now()",
    "std::time::SystemTime::now()",
    "std::thread::spawn(|| 1)",
    "std::thread::available_parallelism()",
    "std::os::unix::process::parent_id()",
    "std::io::stdin()",
    "std::io::stdout()",
    "std::backtrace::Backtrace::capture()",
    "std::hash::RandomState::new()",
    "std::collections::HashMap::<u8, u8>::new()",
    "std::sync::mpsc::channel::<u8>()",
    "::std::fs::read(\"x\")",
    "crate::sync::whole::fs::read(\"x\")",
    "crate::pure::sync::whole::env::args()",
];

/// What compiles a crate with the wall of the core around one line; says what is wrong with it.
fn compile(folder: &Path, line: &str) -> Option<String> {
    fs::write(folder.join("room.rs"), format!("pub fn line() {{\n    let _ = {line};\n}}\n"))
        .unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--cap-lints=allow"]);
    let output =
        command.args(["--out-dir", "."]).arg("lib.rs").current_dir(folder).output().unwrap();
    (!output.status.success()).then(|| judge::said(&output))
}

/// The wall as the core has it.
fn wall() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("purity");
    fs::create_dir_all(&folder).unwrap();
    let core = here().join("../core/src");
    let lib = fs::read_to_string(core.join("lib.rs")).unwrap();
    let wall = ["extern crate self as std;", "mod pure;", "use pure::*;"];
    for line in wall {
        assert!(lib.contains(&format!("#[cfg(not(test))]\n{line}\n")), "lib.rs lacks `{line}`");
    }
    fs::write(folder.join("lib.rs"), format!("{}\npub mod room;\n", wall.join("\n"))).unwrap();
    fs::copy(core.join("pure.rs"), folder.join("pure.rs")).unwrap();
    folder
}

#[test]
fn every_door_is_shut() {
    let folder = wall();
    for fine in
        ["std::mem::take(&mut String::new())", "std::collections::BTreeMap::<u8, u8>::new()"]
    {
        assert_eq!(compile(&folder, fine), None, "{fine}");
    }
    for door in DOORS {
        let said = compile(&folder, door).unwrap_or_else(|| panic!("`{door}` is open"));
        let unknown = ["E0433", "E0432", "E0603", "E0425", "E0405"];
        assert!(unknown.iter().any(|code| said.contains(code)), "{door}: {said}");
    }
}

#[test]
fn nothing_leads_around_the_wall() {
    for (path, text) in texts_below(&here().join("../core/src"), ".rs").unwrap() {
        let allowed = ["lib.rs", "pure.rs"].contains(&path.as_str());
        assert!(allowed || !text.contains("extern crate"), "core/src/{path} has an `extern crate`");
    }
}
