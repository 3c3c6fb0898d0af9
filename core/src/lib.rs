//! Linkspan core.
