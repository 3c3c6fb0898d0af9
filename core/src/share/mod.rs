//! A spec as a link.
