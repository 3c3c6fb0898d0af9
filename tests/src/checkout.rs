//! A bundle laid out as an app's checkout, with programs of the test's own before those of the machine.

use linkspan_core::bundle::Bundle;
use linkspan_core::generate;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What deploy.sh waits for passes ten times as fast.
const SLEEP: &str = "#!/bin/sh\nPATH=/usr/bin:/bin\nexec sleep \"0.$1\"\n";

/// A folder with `app`, the checkout, and `bin`, the programs that its scripts find first.
pub struct Checkout {
    folder: PathBuf,
}

impl Checkout {
    /// The bundle of a spec, in a folder that is the caller's.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn of(spec: &str, folder: &Path) -> io::Result<Self> {
        let checkout = Self { folder: folder.to_owned() };
        write(&generate(spec).bundle, &checkout.app())?;
        checkout.program("sleep", SLEEP)?;
        Ok(checkout)
    }

    /// The app's folder.
    #[must_use]
    pub fn app(&self) -> PathBuf {
        self.folder.join("app")
    }

    /// The folder of programs.
    #[must_use]
    pub fn bin(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// Puts a program before the machine's.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn program(&self, name: &str, text: &str) -> io::Result<()> {
        put(&self.bin().join(name), text, 0o755)
    }

    /// Commits all there is, and returns the revision as deploy.sh writes it.
    ///
    /// # Errors
    /// When git cannot be started or fails.
    pub fn commit(&self) -> io::Result<String> {
        let git = "git init -q . && git add -A && git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m x && git rev-parse --short=12 HEAD";
        let output = self.command("bash").args(["-c", git]).output()?;
        if !output.status.success() {
            return Err(io::Error::other(crate::judge::said(&output)));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// A program that finds ours first, in the app's folder.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        self.here(Command::new(program))
    }

    /// The same for a command that is there already.
    #[must_use]
    pub fn here(&self, mut command: Command) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.bin()).chain(std::env::split_paths(&path));
        command.current_dir(self.app());
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        command
    }
}

/// Writes the files of a bundle into an app's folder.
///
/// # Errors
/// When one cannot be written.
pub fn write(bundle: &Bundle, app: &Path) -> io::Result<()> {
    bundle
        .files
        .iter()
        .try_for_each(|(path, file)| put(&app.join(path), &file.text(), file.mode.bits()))
}

/// Writes a file, with the folders around it.
///
/// # Errors
/// When something cannot be written.
pub fn put(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}
