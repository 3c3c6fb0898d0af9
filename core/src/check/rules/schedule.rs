//! Cron schedules as the library of Kubernetes reads them: five fields, or `@daily` and its like.

/// Reads a schedule; says what is wrong with it.
pub(super) fn parse(line: &str) -> Result<(), String> {
    if line.contains("TZ") && (line.starts_with("TZ=") || line.starts_with("CRON_TZ=")) {
        return Err("a schedule has no `TZ=`: use `timeZone`".into());
    }
    if let Some(name) = line.strip_prefix('@') {
        return named(name, line);
    }
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        return Err(format!("a schedule has five fields; `{line}` has {}", fields.len()));
    };
    for (text, low, high, names) in [
        (minute, 0, 59, &[][..]),
        (hour, 0, 23, &[]),
        (day, 1, 31, &[]),
        (month, 1, 12, &MONTHS),
        (weekday, 0, 6, &DAYS),
    ] {
        for part in text.split(',').filter(|part| !part.is_empty()) {
            if !is_range(part, low, high, names) {
                return Err(format!("`{part}` is no part of a schedule between {low} and {high}"));
            }
        }
    }
    Ok(())
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

fn named(name: &str, line: &str) -> Result<(), String> {
    let known = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"];
    if known.contains(&name) || name.strip_prefix("every ").is_some_and(is_duration) {
        return Ok(());
    }
    Err(format!("`{line}` is no schedule"))
}

/// Such as `1h30m`.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|each: char| each.is_ascii_digit() || each == '.');
        let number = rest.len() - after.len();
        let units = ["ns", "us", "µs", "ms", "s", "m", "h"];
        let Some(next) =
            units.iter().filter_map(|unit| after.strip_prefix(unit)).min_by_key(|next| next.len())
        else {
            return false;
        };
        if number == 0 {
            return false;
        }
        rest = next;
    }
    !text.is_empty()
}

fn is_range(part: &str, low: u32, high: u32, names: &[&str]) -> bool {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (part, None),
    };
    if step.is_some_and(|step| !step.parse::<u32>().is_ok_and(|step| step > 0)) {
        return false;
    }
    let value = |text: &str| {
        let lower = text.to_ascii_lowercase();
        let offset = low.min(1);
        let name = names.iter().zip(offset..).find(|(name, _)| **name == lower).map(|(_, at)| at);
        let digits = !text.is_empty() && text.bytes().all(|each| each.is_ascii_digit());
        name.or_else(|| text.parse().ok().filter(|_| digits))
    };
    let within = |number: u32| (low..=high).contains(&number);
    match range.split_once('-') {
        _ if range == "*" || range == "?" => true,
        Some((from, to)) => match (value(from), value(to)) {
            (Some(from), Some(to)) => within(from) && within(to) && from <= to,
            _ => false,
        },
        None => value(range).is_some_and(within),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_those_of_kubernetes() {
        for good in [
            "* * * * *",
            "0 4 * * *",
            "*/5 0-6,18-23 1 jan-MAR mon",
            "0 0 ? * sun",
            "10/15 * * * *",
            "@hourly",
            "@every 1h30m",
        ] {
            assert_eq!(parse(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "5-1 * * * *",
            "*/0 * * * *",
            "a * * * *",
            "@reboot",
            "@every",
            "@every 5",
            "TZ=UTC 0 4 * * *",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
