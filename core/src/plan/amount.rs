//! Amounts of memory and storage as numbers.

/// Bytes of a checked amount such as `512Mi`; 0 for anything else.
pub(super) fn bytes(text: &str) -> u128 {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u128 = match text.get(digits.len()..) {
        Some("M") => 1_000_000,
        Some("G") => 1_000_000_000,
        Some("Mi") => 1 << 20,
        Some("Gi") => 1 << 30,
        Some("Ti") => 1 << 40,
        _ => 1,
    };
    digits.parse::<u128>().unwrap_or(0) * unit
}
