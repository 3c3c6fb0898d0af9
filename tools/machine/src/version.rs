//! Versions of the Rust compiler, to the second number.

use std::fmt;

/// A version's first two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(u32, u32);

impl Version {
    /// The oldest compiler that builds the project: `rust-version` of the workspace.
    pub fn oldest() -> Option<Self> {
        Self::in_text(env!("CARGO_PKG_RUST_VERSION"))
    }

    /// The first version in a text such as `rustc 1.96.0 (ac68faa20 2026-05-25)`.
    pub fn in_text(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| {
            let mut numbers = word.split(['.', '+', '-', '~']);
            Some(Self(numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}.{}", self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(Version::in_text(text).map(|version| version.to_string()).as_deref(), expect);
    }

    #[test]
    fn versions_are_read_and_compared_as_numbers() {
        check("rustc 1.96.0 (ac68faa20 2026-05-25)", Some("1.96"));
        check("1.85.0+dfsg3-1~deb12u3", Some("1.85"));
        check("(none)", None);
        assert!(Version(1, 100) > Version(1, 95));
        assert!(Version::oldest().is_some());
    }
}
