//! Names of the tz database.

use super::check::{Wrong, wrong};
use super::nearest;

/// Its regions; every city stands in one of them.
const AREAS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
];

/// The shape of a name. Whether the city exists, the cluster knows.
pub(super) fn check(text: &str) -> Result<(), Wrong> {
    const HELP: &str =
        "write region and city of the tz database, such as Europe/Berlin, or Etc/UTC";
    let (area, rest) = text.split_once('/').unwrap_or((text, ""));
    let place = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "_-+".contains(c))
    };
    if text == "UTC" || AREAS.contains(&area) && rest.split('/').all(place) && text.len() <= 64 {
        return Ok(());
    }
    let meant = AREAS.into_iter().find(|known| known.eq_ignore_ascii_case(area));
    match meant.or_else(|| nearest(area, AREAS.into_iter())).filter(|known| *known != area) {
        Some(known) => wrong("is not a time zone", format!("did you mean `{known}/...`? {HELP}")),
        None => wrong("is not a time zone", HELP),
    }
}
