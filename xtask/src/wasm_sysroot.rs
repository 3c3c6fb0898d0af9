//! A Rust compiler with wasm32's standard library, for machines where rustup cannot add the target.
//!
//! Debian's `rustc-web` is a current compiler, and `rust-web-src` has its standard library's source. Both are
//! unpacked in a folder of our own: no root, no change to the system, no conflict with its own Rust. The library is
//! then built once. The linker is the one that rustup's own Rust brings.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use linkspan_machine::apt::{self, Lists};
use linkspan_machine::process::Call;
use linkspan_machine::say;
use linkspan_machine::tree::{self, Scratch};
use linkspan_machine::version::Version;

use crate::wasm::{TARGET, host_in};

/// Puts the compiler in its place, or leaves nothing.
pub(crate) fn build(place: &Path) -> Result<()> {
    if !apt::present() {
        bail!("no rustup that can add it, and no apt-get to get it another way");
    }
    let linker = linker().context("its linker, which rustup's Rust brings")?;
    let scratch = Scratch::beside(place)?;
    let root = scratch.path();
    say::doing("unpacking Debian's rustc-web and its source (140 MB)");
    let oldest = Version::oldest().context("the workspace names no `rust-version`")?;
    let lists = Lists::with("rustc-web", oldest, &root.join("apt"))?;
    let needed = lists.dependencies("rustc-web")?;
    let installed = Lists::installed(&needed);
    lists.unpack(&packages(&needed, &installed), root, &root.join("deb"))?;
    let libraries = folder_with(root, "librustc_driver-")?;
    for program in ["rustc", "rustdoc"] {
        wrap(root, &libraries, program)?;
    }
    let version = Call::new(root.join("bin/rustc")).args(["-vV"]).quiet()?;
    let host = root.join("usr/lib/rustlib").join(host_in(&version)?).join("bin");
    std::fs::create_dir_all(&host)?;
    link(&linker, &host.join("rust-lld"))?;
    say::doing("building the standard library for wasm32, about a minute");
    build_library(root)?;
    for rest in ["apt", "deb", "target", "usr/src", "usr/share", "usr/lib/rustlib/src"] {
        let path = root.join(rest);
        if path.is_symlink() { std::fs::remove_file(path)? } else { tree::remove(&path)? }
    }
    std::fs::write(root.join("id"), id_of(&version))?;
    if !fits(place) {
        tree::remove(place)?;
    }
    scratch.put(place)
}

/// Whether a compiler is in its place that is new enough for the project.
pub(crate) fn fits(place: &Path) -> bool {
    let id = std::fs::read_to_string(place.join("id")).unwrap_or_default();
    Version::in_text(&id) >= Version::oldest()
}

/// What tells this compiler and library from any other, and mends its linker if rustup has moved on.
pub(crate) fn id(place: &Path) -> Result<String> {
    for file in tree::files(&place.join("usr/lib/rustlib"))? {
        if file.ends_with("bin/rust-lld") && !file.exists() {
            std::fs::remove_file(&file)?;
            link(&linker()?, &file)?;
        }
    }
    let id = place.join("id");
    std::fs::read_to_string(&id)
        .with_context(|| format!("`{}` is not whole; remove it", place.display()))
}

/// The packages to unpack: the compiler, its source and library, and those libraries that the system lacks.
fn packages(needed: &[String], installed: &[String]) -> Vec<String> {
    let ours = |name: &str| name.starts_with("libstd-rust-web") || name.starts_with("libllvm");
    let lacks = |name: &String| {
        name.starts_with("lib") && !name.ends_with("-dev") && !installed.contains(name)
    };
    let libraries = needed.iter().filter(|name| ours(name) || lacks(name)).cloned();
    ["rustc-web", "rust-web-src"].map(str::to_owned).into_iter().chain(libraries).collect()
}

/// Builds the library and puts it where the compiler looks.
fn build_library(root: &Path) -> Result<()> {
    let target = root.join("target");
    Call::new("cargo")
        .args(["build", "--release", "--quiet", "--features", "panic-unwind", "--target", TARGET])
        .args(["--manifest-path"])
        .args([root.join("usr/lib/rustlib/src/rust/library/sysroot/Cargo.toml")])
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTC", root.join("bin/rustc"))
        .env("RUSTC_BOOTSTRAP", "1")
        // With bitcode, or link-time optimization has nothing to optimize.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes -Zforce-unstable-if-unmarked")
        .env("__CARGO_DEFAULT_LIB_METADATA", "stablestd")
        .quiet()?;
    let library = root.join("usr/lib/rustlib").join(TARGET).join("lib");
    std::fs::create_dir_all(&library)?;
    for file in tree::files(&target.join(TARGET).join("release/deps"))? {
        if let (Some("rlib"), Some(name)) =
            (file.extension().and_then(|extension| extension.to_str()), file.file_name())
        {
            std::fs::copy(&file, library.join(name))?;
        }
    }
    Ok(())
}

/// A script that lets a program find the libraries unpacked with it.
fn wrap(root: &Path, libraries: &Path, program: &str) -> Result<()> {
    let folder = libraries.strip_prefix(root)?.display().to_string();
    let script = format!(
        "#!/bin/sh\nroot=\"${{0%/*}}/..\"\nLD_LIBRARY_PATH=\"$root/{folder}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\" \
         exec \"$root/usr/bin/{program}\" \"$@\"\n"
    );
    let path = root.join("bin").join(program);
    std::fs::create_dir_all(root.join("bin"))?;
    std::fs::write(&path, script)?;
    Call::new("chmod").args([Path::new("+x"), &path]).quiet().map(|_| ())
}

/// A symbolic link, by `ln`: only systems with Debian's packages come here.
fn link(to: &Path, at: &Path) -> Result<()> {
    Call::new("ln").args([Path::new("-s"), to, at]).quiet().map(|_| ())
}

/// The linker that the active Rust has for itself.
fn linker() -> Result<PathBuf> {
    let version = Call::new("rustc").args(["-vV"]).quiet()?;
    let sysroot = Call::new("rustc").args(["--print", "sysroot"]).quiet()?;
    let folder = Path::new(sysroot.trim()).join("lib/rustlib").join(host_in(&version)?);
    let path = folder.join("bin/rust-lld");
    if path.is_file() { Ok(path) } else { bail!("`{}` is not there", path.display()) }
}

/// The folder that holds the file whose name starts so.
fn folder_with(root: &Path, start: &str) -> Result<PathBuf> {
    let starts = |path: &&PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start))
    };
    let files = tree::files(&root.join("usr/lib"))?;
    let file = files.iter().find(starts).with_context(|| format!("no `{start}` was unpacked"))?;
    Ok(file.parent().unwrap_or(root).to_owned())
}

/// The compiler's version and the time its library was built.
fn id_of(version: &str) -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    format!("{version}{}", since.map(|time| time.as_nanos()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_lacking_is_unpacked() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let needed = names(&[
            "rustc-web",
            "gcc",
            "libc6",
            "libc6-dev",
            "libllvm22",
            "libz3-4",
            "libstd-rust-web-dev",
        ]);
        assert_eq!(
            packages(&needed, &names(&["libc6", "libllvm22"])),
            ["rustc-web", "rust-web-src", "libllvm22", "libz3-4", "libstd-rust-web-dev"]
        );
    }
}
