//! Chromium (or Chrome) and the ChromeDriver of the same version.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use linkspan_machine::process::Call;
use linkspan_machine::tool::Tool;
use linkspan_machine::{apt, say, tree};

/// Names of the browser on PATH, and where it is on a Mac.
const BROWSERS: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The browser and driver named by CHROMIUM and CHROMEDRIVER, else those on PATH, else Debian's.
pub(crate) fn get() -> Result<Tool> {
    if let Ok(tool) = find() {
        return Ok(tool);
    }
    if !apt::may_install() {
        return find();
    }
    say::doing("apt-get install chromium chromium-driver");
    apt::install(&["chromium", "chromium-driver"])?;
    find()
}

/// The browser and driver that are there, if they fit each other.
fn find() -> Result<Tool> {
    let browser = named("CHROMIUM")
        .or_else(|| BROWSERS.iter().find_map(|name| tree::on_path(name)))
        .context("no Chromium or Chrome on PATH")?;
    let driver = named("CHROMEDRIVER")
        .or_else(|| tree::on_path("chromedriver"))
        .context("no chromedriver on PATH")?;
    let (ours, its) = (version(&browser)?, version(&driver)?);
    if major(&ours) != major(&its) {
        bail!("the browser is {ours}, its driver {its}; they must be of the same major version");
    }
    Ok(Tool {
        how: format!("{ours}, `{}`", browser.display()),
        env: vec![("CHROMIUM", browser.into()), ("CHROMEDRIVER", driver.into())],
        ..Tool::default()
    })
}

/// The path that a variable holds.
fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The version that a program says it is.
fn version(program: &PathBuf) -> Result<String> {
    let text = Call::new(program).args(["--version"]).quiet()?;
    number(&text).with_context(|| format!("`{}` says no version", program.display()))
}

/// The first word that is a version.
fn number(text: &str) -> Option<String> {
    let starts = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
    text.split_whitespace().find(starts).map(str::to_owned)
}

/// The part of a version before its first dot.
fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: &str, expect: &str) {
        assert_eq!(number(said).as_deref().map(major), Some(expect));
    }

    #[test]
    fn versions_compare_by_the_first_number() {
        check("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", "156");
        check("ChromeDriver 156.0.8078.79 (0a1b2c-refs/heads/x)", "156");
        check("Google Chrome 149.0.1.2", "149");
    }
}
