//! Times of the API server. The core knows no clock: the present comes in as an argument.

/// Microseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

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
        let (date, rest) = text.split_once(['T', 't', ' '])?;
        let mut date = date.split('-').map(str::parse::<i64>);
        let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
        let end = rest.find(['Z', 'z', '+', '-'])?;
        let (time, zone) = rest.split_at_checked(end)?;
        let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
        let mut time = time.split(':').map(str::parse::<i64>);
        let (hour, minute, second) = (time.next()?.ok()?, time.next()?.ok()?, time.next()?.ok()?);
        let sane = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..=60).contains(&second)
            && (0..=9999).contains(&year)
            && fraction.chars().all(|each| each.is_ascii_digit());
        if !sane {
            return None;
        }
        let micros = format!("{fraction:0<6}");
        let micros = micros.get(..6)?.parse::<i64>().ok()?;
        let seconds = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
        Some(Self::new(seconds - offset(zone)?, micros))
    }

    /// Reads the date of an HTTP answer: `Mon, 23 Nov 2026 18:56:36 GMT`.
    #[must_use]
    pub fn from_http(text: &str) -> Option<Self> {
        let mut words = text.split_once(", ")?.1.split(' ');
        let (day, month, year) = (words.next()?, words.next()?, words.next()?);
        let month = MONTHS.iter().position(|each| *each == month)? + 1;
        Self::parse(&format!("{year}-{month:02}-{day}T{}Z", words.next()?))
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
        let seconds = self.0.div_euclid(SECOND);
        let (year, month, day) = date(seconds.div_euclid(DAY));
        let rest = seconds.rem_euclid(DAY);
        format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:06}Z",
            rest / 3600,
            rest / 60 % 60,
            rest % 60,
            self.0.rem_euclid(SECOND)
        )
    }
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone {
        "Z" | "z" => return Some(0),
        _ => (if zone.starts_with('-') { -1 } else { 1 }, zone.get(1..)?),
    };
    let (hours, minutes) = rest.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60))
}

/// Days from 1970-01-01, in years that begin in March, so that a leap day is the last one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let in_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    year.div_euclid(400) * 146_097 + in_era - 719_468
}

/// The day that [`days`] counts.
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let in_era = shifted.rem_euclid(146_097);
    let of_era = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let of_year = in_era - (365 * of_era + of_era / 4 - of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = of_era + shifted.div_euclid(146_097) * 400 + i64::from(month <= 2);
    (year, month, day)
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
