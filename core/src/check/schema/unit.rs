//! Units of amounts that are spelt otherwise than Kubernetes does.

use super::super::quantity::Quantity;

/// Binary units in any case, and as Kubernetes writes them.
const BINARY: [(&str, &str); 12] = [
    ("ki", "Ki"),
    ("kib", "Ki"),
    ("mi", "Mi"),
    ("mib", "Mi"),
    ("gi", "Gi"),
    ("gib", "Gi"),
    ("ti", "Ti"),
    ("tib", "Ti"),
    ("pi", "Pi"),
    ("pib", "Pi"),
    ("ei", "Ei"),
    ("eib", "Ei"),
];

/// Decimal units in the case of the SI. In lower case they may be meant as binary ones, as Docker
/// reads them, so `512mb` is left to a person.
const DECIMAL: [(&str, &str); 6] =
    [("kB", "k"), ("KB", "k"), ("MB", "M"), ("GB", "G"), ("TB", "T"), ("PB", "P")];

/// An amount with a space or with another spelling of its unit, as Kubernetes writes it.
pub(super) fn respelt(text: &str) -> Option<String> {
    let digits = text.trim_start_matches(|each: char| each.is_ascii_digit() || each == '.');
    let (number, unit) = text.split_at_checked(text.len() - digits.len())?;
    let bare = unit.trim();
    let binary = BINARY.iter().find(|(written, _)| bare.eq_ignore_ascii_case(written));
    let decimal = || DECIMAL.iter().find(|(written, _)| bare == *written);
    let unit = binary.or_else(decimal).map_or(bare, |(_, unit)| *unit);
    let respelt = format!("{number}{unit}");
    Quantity::parse(&respelt).map(|_| respelt)
}

#[cfg(test)]
mod tests {
    use super::respelt;

    #[test]
    fn units_are_respelt_where_they_are_sure() {
        for (text, expect) in [
            ("512 MiB", Some("512Mi")),
            ("1.5gib", Some("1.5Gi")),
            ("250 m", Some("250m")),
            ("512MB", Some("512M")),
            ("512mb", None),
            ("512XB", None),
            ("much", None),
        ] {
            assert_eq!(respelt(text).as_deref(), expect, "{text}");
        }
    }
}
