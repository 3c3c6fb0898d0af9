//! The names of the tz database. Source: release 2025 as Go 1.26 embeds it, which the API server reads; read 2026-11-27.

/// A line an area, and the places in it; `-` stands for names without an area.
const NAMES: &str = include_str!("time_zones.txt");

/// Whether the API server finds a time zone of this name.
pub(crate) fn is_known(name: &str) -> bool {
    let (area, place) = match name.rsplit_once('/') {
        Some(("-", _)) => return false,
        Some(parts) => parts,
        None => ("-", name),
    };
    let line = NAMES.lines().find_map(|line| line.strip_prefix(area)?.strip_prefix(' '));
    line.is_some_and(|places| places.split(' ').any(|each| each == place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_their_whole_names() {
        for name in ["UTC", "Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "GMT"] {
            assert!(is_known(name), "{name}");
        }
        for name in ["", "Local", "Berlin", "Europe/berlin", "Europe", "America/Argentina", "-/UTC"]
        {
            assert!(!is_known(name), "{name}");
        }
    }
}
