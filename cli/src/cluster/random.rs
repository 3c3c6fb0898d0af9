//! Numbers that nobody can foresee and two processes do not share, without a clock.

use std::hash::{BuildHasher, Hasher, RandomState};

/// The keys of a hash are the system's random numbers.
pub(super) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_comes_twice() {
        assert_ne!(random(), random());
    }
}
