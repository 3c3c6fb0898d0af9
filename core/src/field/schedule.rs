//! Cron schedules: five fields as Kubernetes reads them.

use super::wrong::{Wrong, wrong};
use crate::diagnostic::shorten;

/// One of the five fields.
struct Part {
    name: &'static str,
    low: u32,
    high: u32,
    /// Words for numbers, the first for the lowest.
    words: &'static [&'static str],
}

const PARTS: [Part; 5] = [
    part("minute", 0, 59, &[]),
    part("hour", 0, 23, &[]),
    part("day of the month", 1, 31, &[]),
    part("month", 1, 12, &MONTHS),
    part("day of the week", 0, 6, &DAYS),
];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Words that stand for a whole schedule, after an `@`.
pub(crate) const NICKNAMES: [&str; 7] =
    ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"];

const fn part(name: &'static str, low: u32, high: u32, words: &'static [&'static str]) -> Part {
    Part { name, low, high, words }
}

/// What is wrong with five fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault<'a> {
    /// There are not five.
    Count(usize),
    /// This one, or an item of its list, is none.
    Item {
        /// As written.
        text: &'a str,
        /// What the field holds: "minute".
        name: &'static str,
        /// The least.
        low: u32,
        /// The most.
        high: u32,
    },
}

/// Judges five fields, neither an `@daily` nor a time zone before them.
pub(crate) fn five_fields(line: &str) -> Result<(), Fault<'_>> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    if fields.len() != PARTS.len() {
        return Err(Fault::Count(fields.len()));
    }
    for (field, part) in fields.into_iter().zip(&PARTS) {
        for text in field.split(',').filter(|text| !text.is_empty()) {
            if !fits(text, part) {
                let Part { name, low, high, .. } = *part;
                return Err(Fault::Item { text, name, low, high });
            }
        }
    }
    Ok(())
}

/// Days of each month, of February in a leap year.
const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Whether five fields that are right one by one name days that no month of theirs has, such as 31 February.
/// A day of the week beside a day of the month is a second chance: cron then takes either.
fn never_comes(line: &str) -> bool {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [_, _, day, month, week] = fields.as_slice() else { return false };
    let any = |field: &str| {
        field
            .split(',')
            .any(|item| matches!(item.split('/').next(), Some("*" | "?")) && !item.contains('/'))
    };
    if any(day) || !any(week) {
        return false;
    }
    let [_, _, days, months, _] = &PARTS;
    let has = |field: &str, part: &Part, number: u32| {
        field.split(',').any(|item| holds(item, part, number))
    };
    !(1..).zip(LENGTHS).any(|(number, length)| {
        has(month, months, number) && (1..=length).any(|date| has(day, days, date))
    })
}

/// Whether an item that [`fits`] names this number.
fn holds(item: &str, part: &Part, number: u32) -> bool {
    let (range, step) =
        item.split_once('/').map_or((item, None), |(range, step)| (range, Some(step)));
    let at = |text: &str| value(text, part).unwrap_or(part.low);
    let (from, to) = match range.split_once('-') {
        _ if range == "*" || range == "?" => (part.low, part.high),
        Some((from, to)) => (at(from), at(to)),
        // A step after a single number goes on to the end.
        None if step.is_some() => (at(range), part.high),
        None => (at(range), at(range)),
    };
    let step = step.and_then(|step| step.parse().ok()).unwrap_or(1).max(1);
    (from..=to).contains(&number) && (number - from).is_multiple_of(step)
}

/// The number that a text of a field stands for.
fn value(text: &str, part: &Part) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let word = part.words.iter().zip(part.low..).find(|(word, _)| **word == lower);
    let digits = !text.is_empty() && text.bytes().all(|each| each.is_ascii_digit());
    word.map(|(_, at)| at).or_else(|| text.parse().ok().filter(|_| digits))
}

/// Whether an item is a number, a word or a range, with a step or without.
fn fits(text: &str, part: &Part) -> bool {
    let (range, step) = match text.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (text, None),
    };
    if step.is_some_and(|step| !step.parse::<u32>().is_ok_and(|step| step > 0)) {
        return false;
    }
    let value = |text: &str| value(text, part);
    let within = |number: u32| (part.low..=part.high).contains(&number);
    match range.split_once('-') {
        _ if range == "*" || range == "?" => true,
        Some((from, to)) => match (value(from), value(to)) {
            (Some(from), Some(to)) => within(from) && within(to) && from <= to,
            _ => false,
        },
        None => value(range).is_some_and(within),
    }
}

/// A schedule of the spec: what every version of Kubernetes takes, told apart where it fails.
pub(super) fn check(text: &str) -> Result<(), Wrong> {
    const EXAMPLE: &str = "minute, hour, day of the month, month and day of the week, such as `0 6 * * *` for six every morning";
    if text.contains("TZ=") {
        return wrong("names a time zone", "leave it out here and set `time_zone`");
    }
    if let Some(name) = text.strip_prefix('@') {
        if NICKNAMES.contains(&name) {
            return Ok(());
        }
        let help = format!("use @hourly, @daily, @weekly, @monthly or @yearly, or write {EXAMPLE}");
        return wrong("is not a schedule", help);
    }
    match five_fields(text) {
        Ok(()) if never_comes(text) => wrong(
            "never comes: no month of it has such a day",
            "name a day that the month has, such as `0 0 28 2 *`",
        ),
        Ok(()) => Ok(()),
        Err(Fault::Count(6)) => {
            wrong("has 6 fields", "leave the first one out: Kubernetes counts no seconds")
        }
        Err(Fault::Count(count)) => wrong(
            format!("has {count} field{}", if count == 1 { "" } else { "s" }),
            format!("write five: {EXAMPLE}"),
        ),
        Err(Fault::Item { text, name, low, high }) => wrong(
            format!("cannot have `{}` as its {name}", shorten(text)),
            format!(
                "use {}{low} to {high}, `*`, a range such as `{low}-{}`, a list such as `{low},{}` or a step such as `*/2`",
                names_of(name),
                low + 4,
                low + 2
            ),
        ),
    }
}

/// The words that a field takes beside numbers.
fn names_of(name: &str) -> &'static str {
    match name {
        "month" => "jan to dec, ",
        "day of the week" => "sun to sat, ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_says_which_part_is_wrong() {
        for good in [
            "* * * * *",
            "*/5 0-6,18-23 1 jan-MAR mon",
            "0 0 ? * sun",
            "@daily",
            "0 0 29 2 *",
            "0 0 31 2,3 *",
            "0 0 31 feb mon",
            "0 0 31 */2 *",
            "0 0 28-31 2 *",
            "0 0 1/15 2 *",
            "0 0 31 2 */2",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, message, help) in [
            ("60 * * * *", "cannot have `60` as its minute", "use 0 to 59"),
            ("0 24 * * *", "cannot have `24` as its hour", "use 0 to 23"),
            ("0 0 0 * *", "cannot have `0` as its day of the month", "use 1 to 31"),
            ("0 0 1 juin *", "cannot have `juin` as its month", "use jan to dec, 1 to 12"),
            ("0 0 * * 7", "cannot have `7` as its day of the week", "use sun to sat, 0 to 6"),
            ("0 9-5 * * *", "cannot have `9-5` as its hour", "a range such as `0-4`"),
            ("*/0 * * * *", "cannot have `*/0` as its minute", "a step such as `*/2`"),
            ("0 6 L * *", "cannot have `L` as its day of the month", "use 1 to 31"),
            ("0 0 6 * * *", "has 6 fields", "no seconds"),
            ("6am", "has 1 field", "write five: minute, hour"),
            ("", "has 0 fields", "write five"),
            ("@reboot", "is not a schedule", "@daily"),
            ("@every 5m", "is not a schedule", "@daily"),
            (
                "0 0 31 2 *",
                "never comes: no month of it has such a day",
                "a day that the month has",
            ),
            ("0 0 30,31 feb ?", "never comes: no month of it has such a day", "`0 0 28 2 *`"),
            ("0 0 31 4,6,9,11 *", "never comes: no month of it has such a day", "`0 0 28 2 *`"),
            ("0 0 31 4-6/2 *", "never comes: no month of it has such a day", "`0 0 28 2 *`"),
            ("TZ=UTC 0 6 * * *", "names a time zone", "`time_zone`"),
        ] {
            let wrong = check(bad).unwrap_err();
            assert_eq!(wrong.message, message, "{bad}");
            assert!(wrong.help.contains(help), "{bad}: {}", wrong.help);
        }
    }
}
