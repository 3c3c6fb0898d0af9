//! The checksum by which `deploy.sh` sees that `linkspan.yml` was changed since.

use crc::{CRC_32_CKSUM, Crc};

const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_CKSUM);

/// What `[[:space:]]` is in the C locale, within a line.
const SPACE: [char; 5] = [' ', '\t', '\r', '\u{b}', '\u{c}'];

/// What POSIX `cksum` prints for the lines of a spec that say something: without comments, blank lines and spaces at the
/// ends of lines.
pub(super) fn spec_sum(spec: &str) -> u32 {
    let mut digest = CRC.digest();
    let mut length = 0_u64;
    for line in spec.split('\n').map(|line| line.trim_end_matches(SPACE)) {
        if !matches!(line.trim_start_matches(SPACE).chars().next(), None | Some('#')) {
            digest.update(line.as_bytes());
            digest.update(b"\n");
            length = length.saturating_add(line.len() as u64 + 1);
        }
    }
    // Behind the text comes its length, the lowest byte first, without zeros at its end.
    let bytes = length.to_le_bytes();
    let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    digest.update(bytes.get(..end).unwrap_or_default());
    digest.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sums are those of `cksum` of GNU coreutils 9.1.
    #[test]
    fn only_what_is_said_counts() {
        fn check(specs: &[&str], sum: u32) {
            for spec in specs {
                assert_eq!(spec_sum(spec), sum, "{spec:?}");
            }
        }
        check(&["", "\n\n# nothing\n  \t# at all"], 4_294_967_295);
        check(
            &[
                "app: shop\nweb:\n  port: 80\n",
                "app: shop\nweb:\n  port: 80",
                "# A shop.\r\napp: shop  \r\n\r\nweb:\t\r\n  # Its door.\r\n  port: 80\r\n",
            ],
            SUM,
        );
        assert_ne!(spec_sum("app: shop\nweb:\n  port: 81\n"), SUM);
        assert_ne!(spec_sum("app: shop # ours\nweb:\n  port: 80\n"), SUM);
    }

    const SUM: u32 = 1_832_669_992;
}
