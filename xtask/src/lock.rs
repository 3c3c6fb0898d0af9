//! Reads the versions that Cargo.lock fixed.

/// The version of a package in the text of a Cargo.lock; the first, if it has several.
pub(crate) fn version_of(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\
                        source = \"x\"\n\n[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.9\"\n";

    #[test]
    fn finds_the_package_and_not_its_namesakes() {
        assert_eq!(version_of(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_of(LOCK, "wasm-bindgen-macro").as_deref(), Some("0.2.9"));
        assert_eq!(version_of(LOCK, "wasm"), None);
    }
}
