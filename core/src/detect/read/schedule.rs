//! Files with schedules. A scheduler of the app that keeps its own file goes on as it is.

use super::super::finding::At;
use super::super::notes::Notes;
use super::super::ruby::{Code, Kind};
use super::super::sheet::Sheet;
use super::Reading;

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let gems = &reading.gems;
    let own = |file: &str, gem: &str, whose: &str, notes: &mut Notes| {
        if gems.has(gem)
            && let Some(text) = reading.app.text(file)
        {
            let count = jobs(file, text);
            let why =
                format!("{whose} reads it by itself: its jobs ({count}) go on in the workers");
            notes.not_needed(file, At::file(file), why);
        }
    };
    own("config/recurring.yml", "solid_queue", "Solid Queue", notes);
    for file in ["config/schedule.yml", "config/sidekiq_schedule.yml", "config/sidekiq_cron.yml"] {
        own(file, "sidekiq-cron", "sidekiq-cron", notes);
    }
    if let Some(gem) = gems.get("sidekiq-scheduler") {
        let file = "config/sidekiq.yml";
        let why = "sidekiq-scheduler goes on in the workers: let one group alone hold the schedule if there are several";
        notes.not_needed(
            "sidekiq-scheduler",
            if reading.app.has(file) { At::file(file) } else { gem.at.clone() },
            why,
        );
    }
    if gems.has("whenever") || reading.app.has("config/schedule.rb") {
        whenever(reading, notes);
    }
}

/// How many jobs a file holds.
fn jobs(file: &str, text: &str) -> usize {
    let sheet = Sheet::read(file, text);
    let Some(root) = &sheet.root else { return 0 };
    let part = root.get("production").unwrap_or(root);
    part.entries().len().max(part.items().len())
}

/// `every 1.day, at: "4:30 am" do rake "a:b" end`
fn whenever(reading: &Reading<'_>, notes: &mut Notes) {
    const FILE: &str = "config/schedule.rb";
    let Some(text) = reading.app.text(FILE) else { return };
    let code = Code::read(text);
    for work in ["rake", "runner", "command", "script"] {
        for statement in code.calls(work) {
            let at = At::new(FILE, statement.line);
            let Some(task) = statement.text(0) else { continue };
            let every = code.around(statement).find(|opener| opener.call() == Some("every"));
            let schedule = every.and_then(|opener| {
                let first: Vec<&str> =
                    opener.arguments().first()?.iter().map(|token| token.text.as_str()).collect();
                let time = opener.labelled("at").and_then(|known| known.usual().map(str::to_owned));
                if let [one] = opener.arguments().first()?
                    && matches!(one.kind, Kind::Str)
                {
                    return Some(one.text.clone());
                }
                cron(&first.concat(), time.as_deref())
            });
            let command = match work {
                "rake" => format!("bundle exec rake {task}"),
                "runner" => format!("bin/rails runner {}", crate::field::shell_word(&task)),
                _ => {
                    notes.not_carried(
                        format!("{work} {task}"),
                        at,
                        "it is a command of a server: name one of the app in `cron`",
                    );
                    continue;
                }
            };
            let Some(schedule) = schedule else {
                notes.not_carried(
                    format!("{work} {task}"),
                    at,
                    "when it runs is worked out: name it in `cron`",
                );
                continue;
            };
            let mut name = super::application::dashed(&task);
            name.truncate(50);
            let name = name.trim_matches('-').to_owned();
            if name.is_empty() {
                continue;
            }
            let why = "the file of whenever has it";
            notes.likely(&format!("cron[{name}].name"), name.as_str(), at.clone(), why);
            notes.likely(&format!("cron[{name}].schedule"), schedule, at.clone(), why);
            notes.likely(&format!("cron[{name}].command"), command, at.clone(), why);
            notes.carried(format!("{work} {task}"), at, "cron");
        }
    }
}

/// The cron schedule of `1.day` and `4:30 am`; none for what is not plain.
fn cron(every: &str, at: Option<&str>) -> Option<String> {
    let (hour, minute) = match at {
        None => (0, 0),
        Some(time) => clock(time)?,
    };
    let daily = || format!("{minute} {hour} * * *");
    let (count, unit) = every.split_once('.').unwrap_or(("1", every));
    let count: u32 = count.parse().ok()?;
    Some(match unit {
        "day" | "days" if count == 1 => daily(),
        "week" | "weeks" if count == 1 => format!("{minute} {hour} * * 0"),
        "month" | "months" if count == 1 => format!("{minute} {hour} 1 * *"),
        "hour" | "hours" if count == 1 => format!("{minute} * * * *"),
        "hour" | "hours" if at.is_none() && count < 24 && count > 0 && 24 % count == 0 => {
            format!("0 */{count} * * *")
        }
        "minute" | "minutes" if at.is_none() && (1..60).contains(&count) && 60 % count == 0 => {
            match count {
                1 => "* * * * *".to_owned(),
                count => format!("*/{count} * * * *"),
            }
        }
        _ => return None,
    })
}

/// `4:30 am`, `16:30`.
fn clock(time: &str) -> Option<(u32, u32)> {
    let lower = time.trim().to_ascii_lowercase();
    let bare = lower.trim_end_matches("am").trim_end_matches("pm").trim();
    let (hour, minute) = bare.split_once(':').unwrap_or((bare, "0"));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match (hour, lower.ends_with("pm"), lower.ends_with("am")) {
        (12, true, _) => 12,
        (12, _, true) => 0,
        (hour, true, _) => hour + 12,
        (hour, ..) => hour,
    };
    (hour < 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_times_become_cron_schedules() {
        for (every, at, expect) in [
            ("1.day", Some("4:30 am"), Some("30 4 * * *")),
            ("day", Some("12:05 pm"), Some("5 12 * * *")),
            ("1.hour", None, Some("0 * * * *")),
            ("15.minutes", None, Some("*/15 * * * *")),
            ("7.minutes", None, None),
            ("0.minutes", None, None),
            ("0.hours", None, None),
            ("1.day", Some("noon"), None),
            ("sunday", None, None),
            ("1.week", Some("99"), None),
        ] {
            assert_eq!(cron(every, at).as_deref(), expect, "{every} {at:?}");
        }
    }
}
