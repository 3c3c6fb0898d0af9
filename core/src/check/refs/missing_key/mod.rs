//! Keys of ConfigMaps and Secrets that are asked for and not there.

#[cfg(test)]
mod tests;

use crate::check::context::{Context, NEAR, Spot, given, items};
use crate::check::index::{Index, SecretKey, any_of};
use crate::diagnostic::{Diagnostic, rule};
use crate::field::nearest;
use crate::yaml::Node;

rule! {
    pub(in crate::check) const MISSING_KEY: Rule = Rule {
        name: "missing-key",
        tier: Broken,
        severity: Error,
        says: "a ConfigMap of the folder lacks a key that is asked for",
        why: "The pod stays in `CreateContainerConfigError` until the key is there.",
    };
}

/// The keys that a reference names: in the field `key`, and in each of `items`.
fn wanted<'n>(reference: &'n Node, path: &str) -> Vec<(&'n Node, String)> {
    let own = given(reference, "key").map(|node| (node, format!("{path}.key")));
    let each = items(reference, "items")
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((given(item, "key")?, format!("{path}.items[{at}].key"))));
    own.into_iter().chain(each).collect()
}

/// The keys that a reference asks of the ConfigMap `name`.
pub(super) fn of_map(
    context: &mut Context<'_>,
    reference: &Node,
    path: &str,
    [namespace, name]: [&str; 2],
    index: &Index<'_>,
) {
    for (node, path) in wanted(reference, path) {
        let Some(key) = node.text() else { continue };
        let has = any_of(index.all("ConfigMap", namespace, name), |map| {
            index.config_value(map, key).is_some()
        });
        if !has {
            let message = format!("the ConfigMap `{name}` has no key `{key}`");
            let help = "add the key to the ConfigMap, or name another one";
            let diagnostic = Diagnostic::new(&MISSING_KEY, message).help(help);
            context.push(diagnostic, Spot::from(node), &path);
        }
    }
}

/// The keys that a reference asks of the Secret `name`.
pub(super) fn of_secret(
    context: &mut Context<'_>,
    reference: &Node,
    path: &str,
    [namespace, name]: [&str; 2],
    index: &Index<'_>,
) {
    for (node, path) in wanted(reference, path) {
        let Some(key) = node.text() else { continue };
        if index.secret_key(namespace, name, key) != SecretKey::Missing {
            continue;
        }
        let keys = index.secret_keys(namespace, name).flatten().flatten().take(NEAR);
        let help = match nearest(key, keys.map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add the key to what makes the Secret, or name another one".to_owned(),
        };
        let message = format!("the Secret `{name}` has no key `{key}`");
        let diagnostic = Diagnostic::new(&MISSING_KEY, message).help(help);
        context.push(diagnostic, Spot::from(node), &path);
    }
}
