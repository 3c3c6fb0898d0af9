//! Kubernetes versions that Linkspan generates for and checks against.
//!
//! Upstream supports 1.35, 1.36 and 1.37 today; 1.34 ended on 2026-10-27 and 1.33 on 2026-06-28,
//! but clouds sell extended support for both. Source: the release pages of kubernetes.io, read
//! 2026-11-23.

/// A minor version of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Kubernetes {
    /// 1.33
    V1_33,
    /// 1.34
    V1_34,
    /// 1.35
    V1_35,
    /// 1.36, the default.
    #[default]
    V1_36,
    /// 1.37
    V1_37,
}

impl Kubernetes {
    /// Every version, oldest first.
    pub const ALL: [Self; 5] = [Self::V1_33, Self::V1_34, Self::V1_35, Self::V1_36, Self::V1_37];

    /// The minor number: 36 for 1.36.
    #[must_use]
    pub const fn minor(self) -> u32 {
        match self {
            Self::V1_33 => 33,
            Self::V1_34 => 34,
            Self::V1_35 => 35,
            Self::V1_36 => 36,
            Self::V1_37 => 37,
        }
    }

    /// As people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1_33 => "1.33",
            Self::V1_34 => "1.34",
            Self::V1_35 => "1.35",
            Self::V1_36 => "1.36",
            Self::V1_37 => "1.37",
        }
    }

    /// When upstream's fixes ended; empty while they go on.
    #[must_use]
    pub const fn ended(self) -> &'static str {
        match self {
            Self::V1_33 => "2026-06-28",
            Self::V1_34 => "2026-10-27",
            Self::V1_35 | Self::V1_36 | Self::V1_37 => "",
        }
    }

    /// Reads `1.36`; a leading `v` and a patch number are accepted.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('v');
        Self::ALL.into_iter().find(|version| {
            text == version.name()
                || text
                    .strip_prefix(version.name())
                    .and_then(|rest| rest.strip_prefix('.'))
                    .is_some_and(|patch| {
                        !patch.is_empty() && patch.bytes().all(|b| b.is_ascii_digit())
                    })
        })
    }
}

/// Seconds between the signal to stop and the kill where a pod does not say (`terminationGracePeriodSeconds`).
pub const DEFAULT_GRACE: i64 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_people_write_them() {
        for (text, expect) in [
            ("1.36", Some(Kubernetes::V1_36)),
            ("v1.33.4", Some(Kubernetes::V1_33)),
            ("1.3", None),
            ("1.366", None),
            ("1.36.", None),
        ] {
            assert_eq!(Kubernetes::parse(text), expect, "{text}");
        }
    }
}
