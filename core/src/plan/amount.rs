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

/// Thousandths of a CPU of a checked amount such as `500m` or `1.5`; 0 for anything else.
pub(super) fn milli(text: &str) -> u128 {
    if let Some(digits) = text.strip_suffix('m') {
        return digits.parse().unwrap_or(0);
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: u128 = format!("{part:0<3}").parse().unwrap_or(0);
    whole.parse::<u128>().unwrap_or(0) * 1000 + part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_numbers() {
        for (text, expect) in [("500m", 500), ("1", 1000), ("1.5", 1500), ("0.25", 250), ("x", 0)] {
            assert_eq!(milli(text), expect, "{text}");
        }
        for (text, expect) in [("1Mi", 1 << 20), ("2Gi", 2 << 30), ("1G", 1_000_000_000)] {
            assert_eq!(bytes(text), expect, "{text}");
        }
    }
}
