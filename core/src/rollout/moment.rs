//! Times of the API server. The core knows no clock: the present comes in as an argument.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// Microseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400;

/// When a wait began, and the present.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    /// Conditions older than this speak of an earlier release.
    pub started: Moment,
    /// The present.
    pub now: Moment,
}

impl Clock {
    /// Seconds since a time of the API server; none where it says no time.
    pub(super) fn since(self, time: &str) -> i64 {
        Moment::parse(time).map_or(0, |begun| self.now.since(begun))
    }
}

impl Moment {
    /// From seconds and microseconds since 1970.
    #[must_use]
    pub const fn new(seconds: i64, micros: i64) -> Self {
        Self(seconds.saturating_mul(SECOND).saturating_add(micros))
    }

    /// Reads RFC 3339, such as `2026-11-23T18:00:00Z` or `...00.123456Z` or `...+02:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self::of)
    }

    /// Reads the date of an HTTP answer: `Mon, 23 Nov 2026 18:56:36 GMT`.
    #[must_use]
    pub fn from_http(text: &str) -> Option<Self> {
        DateTimeParser::new().parse_timestamp(text).ok().map(Self::of)
    }

    fn of(time: Timestamp) -> Self {
        Self(time.as_microsecond())
    }

    /// Whole seconds from an earlier moment to this one; negative when it is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(SECOND)
    }

    /// A moment later by some seconds.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(SECOND)))
    }

    /// As a Lease wants it: `2026-11-23T18:00:00.000000Z`.
    #[must_use]
    pub fn micro(self) -> String {
        let time = Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::MAX);
        format!("{time:.6}")
    }
}

/// How long something took or lasts: `45 s`, `3 min`, `2 h`, `5 days`.
#[must_use]
pub fn span(seconds: i64) -> String {
    match seconds.max(0) {
        small @ 0..=99 => format!("{small} s"),
        some @ 100..=5999 => format!("{} min", some / 60),
        many @ 6000..=172_799 => format!("{} h", many / 3600),
        days => format!("{} days", days / DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_the_api_server_writes_them() {
        for (text, expect) in [
            ("1970-01-01T00:00:00Z", Some(Moment(0))),
            ("2026-11-23T18:56:36Z", Some(Moment::new(1_795_460_196, 0))),
            ("2026-11-23T18:56:36.5Z", Some(Moment::new(1_795_460_196, 500_000))),
            ("2026-11-23T18:56:36.123456789Z", Some(Moment::new(1_795_460_196, 123_456))),
            ("2026-11-23T20:56:36+02:00", Some(Moment::new(1_795_460_196, 0))),
            ("2026-11-23T13:26:36-05:30", Some(Moment::new(1_795_460_196, 0))),
            ("2024-02-29T00:00:00Z", Some(Moment::new(1_709_164_800, 0))),
            ("2026-13-01T00:00:00Z", None),
            ("2026-11-23T18:56:36", None),
            ("2026-11-23", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(Moment::parse(text), expect, "{text}");
        }
    }

    #[test]
    fn the_servers_clock_is_read() {
        for (text, expect) in [
            ("Mon, 23 Nov 2026 18:56:36 GMT", Some(Moment::new(1_795_460_196, 0))),
            ("Mon, 23 Foo 2026 18:56:36 GMT", None),
            ("now", None),
        ] {
            assert_eq!(Moment::from_http(text), expect, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for seconds in [0, 951_782_400, 1_709_164_799, 1_795_460_196, 4_102_444_800] {
            let moment = Moment::new(seconds, 42);
            assert_eq!(Moment::parse(&moment.micro()), Some(moment), "{}", moment.micro());
        }
        assert_eq!(Moment::new(1_709_164_800, 0).micro(), "2024-02-29T00:00:00.000000Z");
        assert_eq!(Moment::new(10, 0).since(Moment::new(4, 1)), 5);
    }

    #[test]
    fn spans_are_short() {
        for (seconds, expect) in
            [(-1, "0 s"), (45, "45 s"), (150, "2 min"), (7200, "2 h"), (500_000, "5 days")]
        {
            assert_eq!(span(seconds), expect);
        }
    }
}
