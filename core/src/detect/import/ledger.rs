//! A file of another tool while it is read: what becomes of each key is noted once, and no key is forgotten.

use super::super::finding::{At, Trust, Value};
use super::super::notes::Notes;
use super::super::ruby::Known;
use super::super::sheet::Sheet;
use crate::field;
use crate::secret;
use crate::yaml::{Content, Node};
use std::collections::BTreeSet;

/// What becomes of a key whatever its value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Always {
    NotNeeded(&'static str),
    NotCarried(&'static str),
}

/// A key, `*` for any one part of it, and what becomes of it and of all below it.
pub(super) type Row = (&'static str, Always);

/// The most keys of a file that are looked at.
const MOST: usize = 3_000;

/// A node with the keys that lead to it.
#[derive(Clone, Debug)]
pub(super) struct Part<'n> {
    /// All of them: `proxy.ssl`, `servers[0]`.
    pub(super) key: String,
    /// The last one; empty for an item of a list.
    pub(super) name: String,
    pub(super) node: &'n Node,
    /// Where its key stands, or the item itself.
    pub(super) at: At,
}

impl<'n> Part<'n> {
    /// What stands under a key.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let entry = self.node.entries().iter().rev().find(|entry| entry.key == name)?;
        Some(self.entry(entry))
    }

    fn entry(&self, entry: &'n crate::yaml::Entry) -> Self {
        let name = entry.key.to_string();
        let key = if self.key.is_empty() { name.clone() } else { format!("{}.{name}", self.key) };
        let at = At::new(self.at.file.clone(), entry.key_start().line);
        Self { key, name, node: &entry.value, at }
    }

    /// The entries of a map, or the items of a list.
    pub(super) fn all(&self) -> Vec<Self> {
        let items = self.node.items().iter().enumerate().map(|(number, item)| Self {
            key: format!("{}[{number}]", self.key),
            name: String::new(),
            node: item,
            at: At::new(self.at.file.clone(), item.start().line),
        });
        let entries = self.node.entries().iter().map(|entry| self.entry(entry));
        entries.chain(items).take(MOST).collect()
    }

    pub(super) fn is_map(&self) -> bool {
        matches!(self.node.content, Content::Map(_))
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.node.content, Content::List(_))
    }
}

/// The file and what of it was told.
pub(super) struct Ledger<'a> {
    pub(super) notes: &'a mut Notes,
    pub(super) sheet: &'a Sheet,
    file: String,
    /// Where its values go: empty, or `environments.staging.`.
    pub(super) prefix: String,
    /// What stands before each key where a file holds several objects: `Deployment/web `.
    pub(super) head: String,
    told: BTreeSet<String>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(notes: &'a mut Notes, sheet: &'a Sheet, file: &str, prefix: &str) -> Self {
        let (file, prefix) = (file.to_owned(), prefix.to_owned());
        Self { notes, sheet, file, prefix, head: String::new(), told: BTreeSet::new() }
    }

    /// The whole file.
    pub(super) fn root(&self) -> Option<Part<'a>> {
        let node = self.sheet.root.as_ref()?;
        Some(Part {
            key: String::new(),
            name: String::new(),
            node,
            at: At::new(self.file.clone(), 1),
        })
    }

    /// A field of the spec with the environment that the file is about.
    pub(super) fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// A value and the key that says it.
    pub(super) fn carry(&mut self, part: &Part<'_>, path: &str, value: impl Into<Value>) {
        self.claim(part, path, value.into(), Trust::Read, "");
    }

    /// The same for what follows from a key.
    pub(super) fn likely(
        &mut self,
        part: &Part<'_>,
        path: &str,
        value: impl Into<Value>,
        why: &str,
    ) {
        self.claim(part, path, value.into(), Trust::Likely, why);
    }

    fn claim(&mut self, part: &Part<'_>, path: &str, value: Value, trust: Trust, why: &str) {
        if !self.prefix.is_empty() && !field::may_differ(path) {
            return self.not_carried(part, "it has to be the same in all environments");
        }
        let path = self.path(path);
        match self.notes.try_claim(&path, value, trust, vec![part.at.clone()], why) {
            Ok(()) => self.carried(part, &path),
            Err(message) => {
                let path = secret::masked(&path);
                self.not_carried(part, &format!("`{path}` cannot be that: it {message}"));
            }
        }
    }

    pub(super) fn carried(&mut self, part: &Part<'_>, path: &str) {
        if self.leave(part) {
            self.notes.carried(self.called(part), part.at.clone(), path);
        }
    }

    pub(super) fn not_needed(&mut self, part: &Part<'_>, why: &str) {
        if self.leave(part) {
            self.notes.not_needed(self.called(part), part.at.clone(), why);
        }
    }

    pub(super) fn not_carried(&mut self, part: &Part<'_>, why: &str) {
        if self.leave(part) {
            self.notes.not_carried(self.called(part), part.at.clone(), why);
        }
    }

    /// A key with what stands before it; of a whole object that alone.
    fn called(&self, part: &Part<'_>) -> String {
        format!("{}{}", self.head, part.key).trim_end().to_owned()
    }

    /// Lets a key be told once more.
    pub(super) fn unleave(&mut self, part: &Part<'_>) {
        self.told.remove(&part.key);
    }

    /// Marks a key that another reader tells of; false where it was told before.
    pub(super) fn leave(&mut self, part: &Part<'_>) -> bool {
        self.told.insert(part.key.clone())
    }

    /// The text of a scalar; of one that Ruby works out with a default, the default. What is not known is told.
    pub(super) fn text(&mut self, part: &Part<'_>) -> Option<String> {
        match self.sheet.known(part.node) {
            Known::Text(text) => Some(text),
            Known::Env { default: Some(text), name, .. } => {
                let says = format!(
                    "`{}` comes from the variable `{name}` where the tool runs; its default is taken",
                    part.key
                );
                self.notes.remark(part.at.clone(), says, "");
                Some(text)
            }
            known => {
                let why = match known {
                    _ if part.node.is_null() => "it has no value".to_owned(),
                    Known::Env { name, .. } => {
                        format!("it comes from the variable `{name}` where the tool runs")
                    }
                    _ if part.node.text().is_some() => {
                        "Ruby works it out when the tool runs".to_owned()
                    }
                    _ => "a text stands there as a rule".to_owned(),
                };
                self.not_carried(part, &why);
                None
            }
        }
    }

    /// The texts of a list, or the one text.
    pub(super) fn texts<'n>(&mut self, part: &Part<'n>) -> Vec<(String, Part<'n>)> {
        match &part.node.content {
            Content::Scalar { .. } if part.node.is_null() => Vec::new(),
            Content::Scalar { .. } => {
                self.text(part).map(|text| (text, part.clone())).into_iter().collect()
            }
            Content::List(_) => {
                part.all().into_iter().filter_map(|item| Some((self.text(&item)?, item))).collect()
            }
            Content::Map(_) => Vec::new(),
        }
    }

    /// Tells of every key that nothing told of: as the table says, or in words that fit all others.
    pub(super) fn rest(&mut self, table: &[Row], otherwise: &str) {
        let Some(root) = self.root() else { return };
        let mut budget = MOST;
        self.walk(&root, &mut Vec::new(), table, otherwise, &mut budget);
    }

    /// The same for what stands below one key.
    pub(super) fn rest_of(&mut self, part: &Part<'_>, otherwise: &str) {
        self.walk(part, &mut vec![part.key.clone()], &[], otherwise, &mut MOST.clone());
    }

    fn walk(
        &mut self,
        part: &Part<'_>,
        names: &mut Vec<String>,
        table: &[Row],
        otherwise: &str,
        budget: &mut usize,
    ) {
        if self.told.contains(&part.key) || *budget == 0 || names.len() > 40 {
            return;
        }
        *budget -= 1;
        if let Some((_, always)) = table.iter().find(|(pattern, _)| matches(pattern, names)) {
            return self.always(part, *always);
        }
        let all = part.all();
        if all.is_empty() && !names.is_empty() {
            return self.not_carried(part, otherwise);
        }
        for inner in all {
            names.push(inner.name.clone());
            self.walk(&inner, names, table, otherwise, budget);
            names.pop();
        }
    }
}

impl Ledger<'_> {
    /// Tells of a key and all below it; where something below was told already, of the rest one by one.
    fn always(&mut self, part: &Part<'_>, always: Always) {
        if self.told.contains(&part.key) {
            return;
        }
        let is_below = |key: &String| {
            key.strip_prefix(&part.key).is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        if self.told.iter().any(is_below) {
            for inner in part.all() {
                self.always(&inner, always);
            }
            return;
        }
        match always {
            Always::NotNeeded(why) => self.not_needed(part, why),
            Always::NotCarried(why) => self.not_carried(part, why),
        }
    }
}

/// Whether a pattern names just this key. An item of a list counts as a part without a name.
fn matches(pattern: &str, names: &[String]) -> bool {
    let mut names = names.iter();
    pattern.split('.').all(|part| {
        names.next().is_some_and(|name| match part.strip_suffix('*') {
            Some(head) => name.starts_with(head),
            None => name == part,
        })
    }) && names.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::super::super::finding::Fate;
    use super::*;

    #[test]
    fn every_key_is_told_once() {
        const TABLE: [Row; 2] =
            [("a.*.b", Always::NotNeeded("no need")), ("x-*", Always::NotNeeded("an extension"))];
        let text = "a:\n  one:\n    b: [1, 2]\n    c: 1\nx-y: {z: 1}\nport: 99\nlist:\n  - d: 1\n";
        let sheet = Sheet::read("f.yml", text);
        let mut notes = Notes::default();
        let mut ledger = Ledger::new(&mut notes, &sheet, "f.yml", "");
        let port = ledger.root().and_then(|root| root.get("port")).unwrap();
        ledger.carry(&port, "web.port", "99");
        ledger.carry(&port, "web.port", "3000");
        ledger.rest(&TABLE, "nothing for it");
        let all: Vec<String> = notes
            .keys
            .iter()
            .map(|key| {
                let fate = match &key.fate {
                    Fate::Carried { path } => path.clone(),
                    Fate::NotNeeded { why } => format!("- {why}"),
                    Fate::NotCarried { why } => format!("! {}", why.split(':').next().unwrap()),
                };
                format!("{} {} {fate}", key.key, key.at.line)
            })
            .collect();
        assert_eq!(
            all,
            [
                "port 6 ! `web.port` cannot be that",
                "a.one.b 3 - no need",
                "a.one.c 4 ! nothing for it",
                "x-y 5 - an extension",
                "list[0].d 8 ! nothing for it",
            ]
        );
    }
}
