//! Cron schedules as the library of Kubernetes reads them: five fields, or `@daily` and its like.

use crate::field::schedule::{Fault, NICKNAMES, five_fields};

/// Reads a schedule; says what is wrong with it.
pub(super) fn parse(line: &str) -> Result<(), String> {
    if line.contains("TZ") && (line.starts_with("TZ=") || line.starts_with("CRON_TZ=")) {
        return Err("a schedule has no `TZ=`: use `timeZone`".into());
    }
    if let Some(name) = line.strip_prefix('@') {
        return named(name, line);
    }
    five_fields(line).map_err(|fault| match fault {
        Fault::Count(count) => format!("a schedule has five fields; `{line}` has {count}"),
        Fault::Item { text, low, high, .. } => {
            format!("`{text}` is no part of a schedule between {low} and {high}")
        }
    })
}

fn named(name: &str, line: &str) -> Result<(), String> {
    if NICKNAMES.contains(&name) || name.strip_prefix("every ").is_some_and(is_duration) {
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
