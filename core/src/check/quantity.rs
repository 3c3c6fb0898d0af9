//! Quantities: `500m`, `1Gi`, `1.5`, `2e3`.

use std::cmp::Ordering;
use std::fmt;

/// An amount in billionths. Finer parts round up, as Kubernetes does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quantity {
    nano: i128,
}

const NANO: i128 = 1_000_000_000;
/// What is larger is taken for this large; Kubernetes caps at 2^63 - 1.
const CAP: i128 = (i64::MAX as i128) * NANO;

impl Quantity {
    /// Reads a quantity by Kubernetes' grammar.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // Space around it is cut off, as Kubernetes does.
        let text = text.trim();
        let (negative, body) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let number = |each: char| each.is_ascii_digit() || each == '.';
        let digits_end = body.find(|each| !number(each)).unwrap_or(body.len());
        let (digits, unit) = body.split_at_checked(digits_end)?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        // Without a digit it is nothing, as Kubernetes reads it.
        if text.is_empty() || fraction.contains('.') {
            return None;
        }
        let (numerator, power) = scale(unit)?;
        // 40 digits are more than any scale below can bring back into range.
        let mantissa: String = whole.trim_start_matches('0').to_owned() + fraction;
        let places = i32::try_from(fraction.len().min(1_000)).ok()?;
        let nano = shifted(mantissa.trim_start_matches('0'), numerator, power - places + 9);
        let nano = nano.min(CAP);
        Some(Self { nano: if negative { -nano } else { nano } })
    }

    /// A number without a unit.
    pub(super) fn whole(number: i128) -> Self {
        Self { nano: number.saturating_mul(NANO) }
    }

    /// Both together.
    pub(super) fn plus(self, other: Self) -> Self {
        Self { nano: self.nano.saturating_add(other.nano) }
    }

    /// So many of it.
    pub(super) fn times(self, count: i128) -> Self {
        Self { nano: self.nano.saturating_mul(count) }
    }

    /// How it compares to nothing.
    pub(super) fn sign(self) -> Ordering {
        self.nano.cmp(&0)
    }

    /// The next whole amount, away from nothing.
    pub(super) fn rounded(self) -> Self {
        let part = self.nano % NANO;
        let up = if part == 0 { 0 } else { part.signum() * NANO - part };
        Self { nano: self.nano.saturating_add(up) }
    }

    /// Rounded up to thousandths, as resources of containers are.
    pub(super) fn in_thousandths(self) -> Self {
        let part = self.nano % (NANO / 1000);
        let up = if part > 0 { NANO / 1000 - part } else { -part };
        Self { nano: self.nano.saturating_add(up) }
    }

    /// Whether it is the other so many times.
    pub(super) fn is_multiple_of(self, other: Self) -> bool {
        other.nano != 0 && self.nano % other.nano == 0
    }

    /// How many times the other it is.
    pub(super) fn ratio(self, other: Self) -> f64 {
        self.nano as f64 / other.nano as f64
    }

    /// Whether nothing stands behind the point.
    pub(super) fn is_whole(self) -> bool {
        self.nano % NANO == 0
    }
}

/// In mebibytes where it is a number of them, else as a number, in thousandths if it has to be.
impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MEBI: i128 = NANO << 20;
        if self.nano != 0 && self.nano % MEBI == 0 {
            write!(out, "{}Mi", self.nano / MEBI)
        } else if self.is_whole() {
            write!(out, "{}", self.nano / NANO)
        } else {
            write!(out, "{}m", self.nano.saturating_add(NANO / 1000 - 1) / (NANO / 1000))
        }
    }
}

/// `digits * numerator * 10^power`, rounded up, at most a little over the cap.
fn shifted(digits: &str, numerator: i128, power: i32) -> i128 {
    if digits.is_empty() {
        return 0;
    }
    let kept: String = digits.chars().take(20).collect();
    let dropped = digits.len().saturating_sub(kept.len());
    let power = power.saturating_add(i32::try_from(dropped).unwrap_or(i32::MAX));
    let mut value = kept.parse::<i128>().unwrap_or(CAP).saturating_mul(numerator);
    for _ in 0..power.clamp(0, 60) {
        value = value.saturating_mul(10);
        if value > CAP {
            return CAP;
        }
    }
    for _ in 0..power.saturating_neg().clamp(0, 60) {
        value = value.saturating_add(9) / 10;
    }
    value
}

/// A unit as a factor and a power of ten.
fn scale(unit: &str) -> Option<(i128, i32)> {
    let binary = |power: u32| Some((1_i128 << (10 * power), 0));
    match unit {
        "" => Some((1, 0)),
        "n" => Some((1, -9)),
        "u" => Some((1, -6)),
        "m" => Some((1, -3)),
        "k" => Some((1, 3)),
        "M" => Some((1, 6)),
        "G" => Some((1, 9)),
        "T" => Some((1, 12)),
        "P" => Some((1, 15)),
        "E" => Some((1, 18)),
        "Ki" => binary(1),
        "Mi" => binary(2),
        "Gi" => binary(3),
        "Ti" => binary(4),
        "Pi" => binary(5),
        "Ei" => binary(6),
        _ => {
            let exponent = unit.strip_prefix(['e', 'E'])?;
            exponent.parse::<i32>().ok().map(|power| (1, power.clamp(-100, 100)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_as_kubernetes_reads_them() {
        for text in [
            "1", "500m", "1Gi", "0.5", ".5", "5.", "1e3", "1E3", "-1", "+1", "2e-3", " 1E ", "Gi",
            ".", "-",
        ] {
            assert!(Quantity::parse(text).is_some(), "{text}");
        }
        for text in ["", "512mb", "1 Gi", "1GB", " ", "1.2.3", "1K", "0x1", "1e", "--1"] {
            assert!(Quantity::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn quantities_compare_across_units() {
        let of = |text| Quantity::parse(text).unwrap();
        assert!(of("1Gi") > of("1G"));
        assert_eq!(of("1000m"), of("1"));
        assert_eq!(of("0.5"), of("500m"));
        assert_eq!(of("1e3"), of("1k"));
        assert!(of("999999999999999999999999999999Ei") > of("1Ei"));
        assert!(of("1").is_whole());
        assert!(!of("2500m").is_whole());
        assert_eq!(of("512Mi").times(3).plus(of("1Gi")).to_string(), "2560Mi");
        assert_eq!(of("250m").times(3).to_string(), "750m");
        assert_eq!(Quantity::whole(20).to_string(), "20");
    }
}
