//! Addresses and ranges of addresses, each with a port.

use super::wrong::{Wrong, wrong};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where pods may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A range as Kubernetes writes it: `169.254.170.23/32`.
    pub range: String,
    /// A port.
    pub port: i64,
}

/// Reads `169.254.170.23:80`, `10.0.0.0/8:5432` or `[fd00:ec2::23]:80`.
#[must_use]
pub fn address(text: &str) -> Option<Address> {
    let (place, port) = text.rsplit_once(':')?;
    let plain = !port.is_empty() && port.bytes().all(|each| each.is_ascii_digit());
    let port: u16 = port.parse().ok().filter(|port| plain && *port > 0)?;
    let inside = place.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let (start, length) = match inside.unwrap_or(place).split_once('/') {
        Some((start, length)) => (start, Some(length)),
        None => (inside.unwrap_or(place), None),
    };
    let start: IpAddr = start.parse().ok()?;
    let whole = match (start, inside) {
        (IpAddr::V4(_), None) => 32,
        (IpAddr::V6(_), Some(_)) => 128,
        _ => return None,
    };
    let length: u32 = match length {
        Some(text) if text.len() < 4 && text.bytes().all(|each| each.is_ascii_digit()) => {
            text.parse().ok().filter(|length| *length <= whole)?
        }
        Some(_) => return None,
        None => whole,
    };
    (first(start, length) == start)
        .then(|| Address { range: format!("{start}/{length}"), port: i64::from(port) })
}

/// The first address of the range of that length around it.
fn first(address: IpAddr, length: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - length.min(32)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & mask))
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - length.min(128)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
        }
    }
}

pub(super) fn check(text: &str) -> Result<(), Wrong> {
    if address(text).is_some() {
        return Ok(());
    }
    wrong(
        "is not an address with a port",
        "write an address or the start and length of a range, and a port, such as 169.254.170.23:80, 10.0.0.0/8:5432 or [fd00:ec2::23]:80",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_range_with_a_port() {
        for (text, range, port) in [
            ("169.254.170.23:80", "169.254.170.23/32", 80),
            ("10.0.0.0/8:5432", "10.0.0.0/8", 5432),
            ("0.0.0.0/0:25", "0.0.0.0/0", 25),
            ("[fd00:ec2::23]:80", "fd00:ec2::23/128", 80),
            ("[fd00::/8]:443", "fd00::/8", 443),
        ] {
            assert_eq!(address(text), Some(Address { range: range.to_owned(), port }), "{text}");
        }
        for text in [
            "",
            ":80",
            "169.254.170.23",
            "169.254.170.23:0",
            "169.254.170.23:65536",
            "169.254.170.23:+80",
            "169.254.170:80",
            "10.0.0.1/8:80",
            "10.0.0.0/33:80",
            "10.0.0.0/:80",
            "10.0.0.0/+8:80",
            "fd00::1:80",
            "[10.0.0.0]:80",
            "example.com:80",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
