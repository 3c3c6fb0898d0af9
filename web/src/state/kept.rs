//! What is kept of a visit for the next one: nothing that looks like a secret, and no more than a browser takes.

use super::checker::Texts;
use super::{Checker, Spec, State};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::intake;
use linkspan_core::internal::secret::shows;
use linkspan_core::internal::share;
use linkspan_core::preset::preset;
use linkspan_core::spec::Draft;
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::AttrValue;

/// Texts of more bytes together are not kept: a browser takes some megabytes, as UTF-16.
const MOST: usize = 512 * 1024;

/// Texts by their names, as they are kept.
type Parts = BTreeMap<String, String>;

/// The spec, and the one that it took the place of.
pub(crate) fn specs(state: &State) -> String {
    let mut parts = Parts::new();
    put(&mut parts, "", &state.spec());
    if let Some(undo) = &state.undo {
        put(&mut parts, "before ", undo);
    }
    intake::pack(&parts)
}

fn put(parts: &mut Parts, which: &str, spec: &Spec) {
    let (draft, left) = spec.draft.without_secrets();
    // A link holds its spec, whose secrets may stay here no more than others.
    let is_clean = |link: &&String| {
        share::decode(link).is_ok_and(|text| Draft::from_text(&text).without_secrets().1.is_empty())
    };
    for (name, text) in [
        ("spec", draft.to_text()),
        ("preset", spec.preset.unwrap_or_default().to_owned()),
        ("link", Some(&spec.link).filter(is_clean).cloned().unwrap_or_default()),
        ("left", left.join("\n")),
    ] {
        parts.insert(format!("{which}{name}"), text);
    }
}

fn get(parts: &Parts, which: &str) -> Option<Spec> {
    let part = |name: &str| parts.get(&format!("{which}{name}"));
    let draft = Rc::new(Draft::from_text(part("spec")?));
    let link = part("link").cloned().unwrap_or_default();
    let preset = part("preset").and_then(|id| preset(id));
    let linked = share::decode(&link).ok().filter(|_| !link.is_empty());
    let base = preset.map(|preset| preset.text.to_owned()).or(linked);
    let base = base.map_or_else(|| Rc::clone(&draft), |base| Rc::new(Draft::from_text(&base)));
    Some(Spec { preset: preset.map(|preset| preset.id), base, ..Spec::of(draft, link) })
}

/// The page with the specs that were kept, and the paths of what was not kept of them.
pub(super) fn with_specs(kept: &str) -> Option<(State, Vec<String>)> {
    let parts = intake::unpack(kept)?;
    let spec = get(&parts, "")?;
    let left = parts.get("left").map(|left| left.lines().map(str::to_owned).collect());
    let undo = get(&parts, "before ");
    Some((State { undo, ..State::of(spec) }, left.unwrap_or_default()))
}

/// The texts of the checker.
pub(crate) fn texts(checker: &Checker) -> String {
    let mut parts = Parts::new();
    let (mut bytes, mut left) = (0, Vec::new());
    for (path, text) in &*checker.texts {
        if bytes + text.len() > MOST || shows(path, text) {
            left.push(path.as_str());
        } else {
            bytes += text.len();
            parts.insert(format!("text {path}"), text.to_string());
        }
    }
    parts.insert("file".to_owned(), checker.file.clone());
    parts.insert("version".to_owned(), checker.version.map_or("", Kubernetes::name).to_owned());
    parts.insert("left".to_owned(), left.join("\n"));
    intake::pack(&parts)
}

/// The checker with the texts that were kept, and the paths of those that were not.
pub(super) fn with_texts(kept: &str) -> Option<(Checker, Vec<String>)> {
    let parts = intake::unpack(kept)?;
    let part = |name: &str| parts.get(name).map(String::as_str).unwrap_or_default();
    let texts: Texts = parts
        .iter()
        .filter_map(|(name, text)| {
            Some((name.strip_prefix("text ")?.to_owned(), AttrValue::from(text.clone())))
        })
        .collect();
    let left = part("left").lines().map(str::to_owned).collect();
    let empty = Checker { version: Kubernetes::parse(part("version")), ..Checker::default() };
    let checker = if texts.values().all(|text| text.is_empty()) {
        empty
    } else {
        Checker { file: part("file").to_owned(), ..empty }.with(texts)
    };
    Some((checker, left))
}
