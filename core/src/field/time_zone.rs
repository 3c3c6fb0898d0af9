//! Names of the tz database.

use super::nearest;
use super::wrong::{Wrong, wrong};
use crate::facts::{cities, is_time_zone};

/// Its regions; every city stands in one of them. Older names of other forms, such as `US/Eastern`, are left
/// out: images of Debian have them no more.
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

const HELP: &str = "write region and city of the tz database, such as Europe/Berlin, or Etc/UTC";

/// A name that the tz database has.
pub(super) fn check(text: &str) -> Result<(), Wrong> {
    let (area, city) = text.split_once('/').unwrap_or((text, ""));
    if text == "UTC" || AREAS.contains(&area) && is_time_zone(text) {
        return Ok(());
    }
    let help = meant(area, city)
        .map_or_else(|| HELP.to_owned(), |known| format!("did you mean `{known}`? {HELP}"));
    wrong("is not a time zone", help)
}

/// The name that was meant, or its region where the city is not to be guessed.
fn meant(area: &str, city: &str) -> Option<String> {
    if let Some(known) = closest(area, || AREAS.into_iter()) {
        return match closest(city, || cities(known)) {
            Some(city) => Some(format!("{known}/{city}")),
            None if known == area => None,
            None => Some(format!("{known}/...")),
        };
    }
    AREAS.into_iter().find_map(|known| {
        let city = cities(known).find(|each| each.eq_ignore_ascii_case(area))?;
        Some(format!("{known}/{city}"))
    })
}

/// The one of these names that was meant, whatever its capitals.
fn closest<I: Iterator<Item = &'static str>>(
    word: &str,
    names: impl Fn() -> I,
) -> Option<&'static str> {
    let folded: Vec<String> =
        names().map(|name| name.to_ascii_lowercase().replace('-', "_")).collect();
    let place = |wanted: &str| folded.iter().position(|name| name == wanted);
    let near = || place(nearest(word, folded.iter().map(String::as_str))?);
    names().nth(place(word).or_else(near)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_that_was_meant_is_named() {
        for (bad, help) in [
            ("Europe/Berln", "did you mean `Europe/Berlin`?"),
            ("europe/Berlin", "did you mean `Europe/Berlin`?"),
            ("Berlin", "did you mean `Europe/Berlin`?"),
            ("Europ/Paris", "did you mean `Europe/Paris`?"),
            ("europe/Nowhere at all", "did you mean `Europe/...`?"),
            ("Europe/Atlantis", "write region and city"),
            ("Middle/Earth", "write region and city"),
        ] {
            let wrong = check(bad).unwrap_err();
            assert!(wrong.help.starts_with(help), "{bad}: {}", wrong.help);
        }
    }
}
