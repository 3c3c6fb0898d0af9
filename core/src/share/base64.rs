//! The URL-safe base64 alphabet without padding (RFC 4648, section 5). Our own
//! because the `base64` crate would add 4 KB (gzipped) to the page.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Four characters for three bytes.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0usize, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        let digits = [18, 12, 6, 0].into_iter().take(chunk.len() + 1);
        out.extend(
            digits.filter_map(|shift| {
                ALPHABET.get((bits >> shift) & 63).map(|byte| char::from(*byte))
            }),
        );
    }
    out
}

/// The bytes; `None` for another character, a lone last one, or left-over bits that are not zero.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let bytes = match chunk.len() {
            4 => 3,
            3 => 2,
            2 => 1,
            _ => return None,
        };
        let mut bits = 0;
        for at in 0..4 {
            bits = bits << 6 | chunk.get(at).map_or(Some(0), |byte| digit(*byte))?;
        }
        let [_, whole @ ..] = bits.to_be_bytes();
        let (used, left) = whole.split_at_checked(bytes)?;
        if left.iter().any(|byte| *byte != 0) {
            return None;
        }
        out.extend(used);
    }
    Some(out)
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_in_the_rfc() {
        let cases = [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
            ("\0\0>?\u{7ff}", "AAA-P9-_"),
        ];
        for (plain, coded) in cases {
            assert_eq!(encode(plain.as_bytes()), coded);
            assert_eq!(decode(coded).unwrap(), plain.as_bytes());
        }
        for wrong in ["Z", "Zm9vY", "Zm9v=", "Zg==", "Zh", "Zm9", "Zm+v", "Zü", "Z g"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
