//! What a choice brings along.

use super::axis::Axis;
use serde::Deserialize;
use serde_yaml::Value;
use std::collections::BTreeMap;

/// An entry of `sweep/companions.yml`.
#[derive(Deserialize)]
struct Entry {
    when: BTreeMap<String, Value>,
    bring: BTreeMap<String, String>,
}

/// Where these axes have one of these values, another gets its own.
pub(super) struct Companion {
    when: Vec<(usize, Vec<usize>)>,
    bring: (usize, usize),
}

/// The numbers of the values that a list names: `any` is all but the first.
pub(super) fn values(axes: &[Axis], name: &str, named: &Value) -> (usize, Vec<usize>) {
    let at = axes.iter().position(|axis| axis.name == name);
    let at = at.unwrap_or_else(|| panic!("there is no field `{name}`"));
    let axis = &axes[at];
    let one = |named: &Value| {
        let text = named.as_str().unwrap_or_default();
        assert!(named.is_null() || named.is_string(), "{name}: {named:?} is not a text");
        (0..axis.values.len()).find(|value| axis.called(*value) == text)
    };
    let found = match named {
        Value::String(any) if any == "any" => (1..axis.values.len()).collect(),
        Value::Sequence(all) => all.iter().filter_map(one).collect(),
        named => Vec::from_iter(one(named)),
    };
    let wanted = named.as_sequence().map_or(1, Vec::len);
    assert!(found.len() >= wanted, "`{name}` has not all of {named:?}");
    (at, found)
}

/// All of them, those included that make a group for a field of a group.
pub(super) fn companions(axes: &[Axis]) -> Vec<Companion> {
    let mut all = Vec::new();
    for Entry { when, bring } in super::list::<Vec<Entry>>("companions.yml") {
        let when: Vec<_> = when.iter().map(|(name, named)| values(axes, name, named)).collect();
        for (name, value) in bring {
            let (axis, value) = values(axes, &name, &Value::from(value));
            all.push(Companion { when: when.clone(), bring: (axis, value[0]) });
        }
    }
    for (at, axis) in axes.iter().enumerate() {
        if let Some(list) = axis.within {
            let when = vec![(at, (1..axis.values.len()).collect())];
            all.push(Companion { when, bring: (list, 1) });
        }
    }
    all
}

/// Gives a row what its values bring, where it has not decided otherwise.
pub(super) fn complete(row: &mut [Option<usize>], companions: &[Companion]) {
    loop {
        let missing = companions.iter().find(|companion| {
            row[companion.bring.0].is_none()
                && companion
                    .when
                    .iter()
                    .all(|(axis, values)| values.contains(&row[*axis].unwrap_or(0)))
        });
        let Some(Companion { bring: (axis, value), .. }) = missing else { return };
        row[*axis] = Some(*value);
    }
}
