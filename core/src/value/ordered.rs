//! Maps out of entries.

use std::collections::BTreeMap;

/// The map of these entries; of two with the same key the last one holds. They go in one by one:
/// collecting them would bring a sort of its own for each type, about 1 KB of the page, gzipped.
pub(crate) fn ordered<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}
