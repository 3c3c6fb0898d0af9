//! A compiler for wasm32: the one at hand if it can, else rustup's target, else one unpacked from Debian's packages.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use linkspan_machine::process::{Call, built};
use linkspan_machine::project::Project;
use linkspan_machine::tool::Tool;
use linkspan_machine::{say, tree};

use crate::wasm_sysroot;

/// The target's name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
/// How long rustup may take. It takes a few seconds where it can at all.
const RUSTUP_LIMIT: Duration = Duration::from_secs(20);
/// How long it is remembered that rustup could not.
const RUSTUP_MEMORY: Duration = Duration::from_secs(24 * 60 * 60);

/// Gets a compiler that builds for wasm32.
pub(crate) fn get(project: &Project) -> Result<Tool> {
    let own = project.cache.join("toolchains/wasm");
    let (tool, id) = if active_has_target() {
        (Tool { how: "the active Rust has it".to_owned(), ..Tool::default() }, "active".to_owned())
    } else if wasm_sysroot::fits(&own) {
        (used(&own, "a Rust of its own, from the cache"), wasm_sysroot::id(&own)?)
    } else if rustup_adds_target(&project.cache) {
        (Tool { how: "by `rustup target add`".to_owned(), ..Tool::default() }, "active".to_owned())
    } else {
        wasm_sysroot::build(&own)?;
        (used(&own, "a Rust of its own, from Debian's packages"), wasm_sysroot::id(&own)?)
    };
    forget_other_compilers(&project.wasm_target(), &id)?;
    Ok(tool)
}

/// What cargo starts in place of a test for wasm32: wasm-bindgen's, in the version of Cargo.lock.
pub(crate) fn runner(project: &Project) -> Result<Tool> {
    let name = "wasm-bindgen-test-runner";
    let words = ["build", "--locked", "--package", "linkspan-bindgen", "--features", "tests"];
    let path = built(&project.root, &words, name)?;
    Ok(Tool {
        how: format!("`{}`", path.display()),
        env: vec![("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", path.into())],
        ..Tool::default()
    })
}

/// The compiler in a folder of its own, for cargo to use.
fn used(own: &Path, how: &str) -> Tool {
    Tool {
        how: how.to_owned(),
        env: vec![
            ("RUSTC", own.join("bin/rustc").into()),
            ("RUSTDOC", own.join("bin/rustdoc").into()),
        ],
        ..Tool::default()
    }
}

/// Whether the active compiler has the target's standard library.
fn active_has_target() -> bool {
    let Some(folder) =
        Call::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).text()
    else {
        return false;
    };
    let Ok(files) = tree::files(&PathBuf::from(folder)) else { return false };
    files.iter().any(|file| {
        file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libstd-"))
    })
}

/// Tries rustup, for a short while, unless it is known not to work here.
fn rustup_adds_target(cache: &Path) -> bool {
    let memory = cache.join("rustup-target-add.failed");
    if tree::on_path("rustup").is_none() || lately(&memory) {
        return false;
    }
    say::doing("rustup target add wasm32-unknown-unknown, at most 20 s");
    let call = Call::new("rustup").args(["target", "add", TARGET]).limit(RUSTUP_LIMIT);
    match call.quiet() {
        Ok(_) if active_has_target() => true,
        other => {
            let why = other.err().map(|error| format!("{error:#}")).unwrap_or_default();
            say::missing(&format!(
                "rustup cannot add the target here, going another way ({})",
                brief(&why)
            ));
            // Only saves waiting: without it the next run tries again.
            let _ = std::fs::write(&memory, format!("{why}\n"));
            false
        }
    }
}

/// Whether a file was written not long ago.
fn lately(memory: &Path) -> bool {
    let written = std::fs::metadata(memory).and_then(|data| data.modified());
    written.is_ok_and(|time| {
        SystemTime::now().duration_since(time).is_ok_and(|age| age < RUSTUP_MEMORY)
    })
}

/// The last line of a long message.
fn brief(why: &str) -> &str {
    why.lines().last().unwrap_or("it has no such target").trim()
}

/// What one compiler's standard library made is no use to another's: cargo cannot tell them apart.
fn forget_other_compilers(target: &Path, id: &str) -> Result<()> {
    let mark = target.join(".compiler");
    if std::fs::read_to_string(&mark).is_ok_and(|text| text == id) {
        return Ok(());
    }
    tree::remove(target)?;
    std::fs::create_dir_all(target)?;
    std::fs::write(&mark, id).with_context(|| format!("writing `{}`", mark.display()))
}

/// The `host:` line of `rustc -vV`.
pub(crate) fn host_in(version: &str) -> Result<&str> {
    match version.lines().find_map(|line| line.strip_prefix("host: ")) {
        Some(host) => Ok(host),
        None => bail!("`rustc -vV` names no host"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read() {
        assert_eq!(
            host_in("rustc 1.95.0\nhost: x86_64-unknown-linux-gnu\n").ok(),
            Some("x86_64-unknown-linux-gnu")
        );
        assert!(host_in("").is_err());
    }

    #[test]
    fn what_another_compiler_made_is_forgotten() -> Result<()> {
        let target = std::env::temp_dir().join(format!("linkspan-wasm-{}", std::process::id()));
        forget_other_compilers(&target, "one")?;
        std::fs::write(target.join("made"), "")?;
        forget_other_compilers(&target, "one")?;
        assert!(target.join("made").exists());
        forget_other_compilers(&target, "two")?;
        assert!(!target.join("made").exists());
        tree::remove(&target)
    }
}
