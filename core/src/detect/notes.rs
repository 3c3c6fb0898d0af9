//! What readers of files note down, before it is settled which of it holds.

use super::finding::{At, Fate, Found, Key, Offer, Question, Remark, Trust, Value, Variable};
use super::process::Process;
use crate::field::{self, Accepts};
use crate::secret;

/// The most of each that is kept: a hostile file must not fill the memory.
const MOST: usize = 2_000;

/// Everything that was noted.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) claims: Vec<Found>,
    pub(super) questions: Vec<Question>,
    pub(super) keys: Vec<Key>,
    pub(super) variables: Vec<Variable>,
    pub(super) remarks: Vec<Remark>,
    pub(super) processes: Vec<Process>,
}

impl Notes {
    /// A file says so.
    pub(super) fn read(&mut self, path: &str, value: impl Into<Value>, at: At) {
        self.claim(path, value.into(), Trust::Read, vec![at], "");
    }

    /// It follows from what was read.
    pub(super) fn likely(&mut self, path: &str, value: impl Into<Value>, at: At, why: &str) {
        self.claim(path, value.into(), Trust::Likely, vec![at], why);
    }

    /// It follows from what was read, and whatever was only likely before does not hold. Whether it does now, which it
    /// does not where somebody or a file says otherwise.
    pub(super) fn rather(&mut self, path: &str, value: &str, at: &At, why: &str) -> bool {
        let is_open = self.best(path).is_none_or(|best| best.trust == Trust::Likely);
        if is_open {
            self.claims.retain(|claim| claim.path != path);
            self.likely(path, value, at.clone(), why);
        }
        is_open
    }

    /// A person says so.
    pub(super) fn given(&mut self, path: &str, value: impl Into<Value>) {
        self.claim(path, value.into(), Trust::Given, Vec::new(), "");
    }

    /// Keeps a claim whose value fits its field; what does not fit is told, without the value.
    pub(super) fn claim(&mut self, path: &str, value: Value, trust: Trust, at: Vec<At>, why: &str) {
        let place = at.first().cloned().unwrap_or_default();
        if let Err(message) = self.try_claim(path, value, trust, at, why) {
            let path = secret::masked(path);
            let says = format!("what it says of `{path}` is left out: it {message}");
            self.remark(place, says, "");
        }
    }

    /// Keeps a claim whose value fits its field.
    ///
    /// # Errors
    /// Says why it does not fit, without the value.
    pub(super) fn try_claim(
        &mut self,
        path: &str,
        value: Value,
        trust: Trust,
        at: Vec<At>,
        why: &str,
    ) -> Result<(), String> {
        let value = fitting(path, value)?;
        if self.claims.len() < MOST {
            let why = if trust == Trust::Likely { why.to_owned() } else { String::new() };
            self.claims.push(Found { path: path.to_owned(), value, trust, at, why });
        }
        Ok(())
    }

    /// The best claim so far: the surest, and of those the first.
    pub(super) fn best(&self, path: &str) -> Option<&Found> {
        let mut best: Option<&Found> = None;
        for claim in self.claims.iter().filter(|claim| claim.path == path) {
            if best.is_none_or(|best| claim.trust > best.trust) {
                best = Some(claim);
            }
        }
        best
    }

    /// Its text, if it is one.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.best(path)?.value.text()
    }

    /// Asks a person, unless the field is answered already.
    pub(super) fn ask(
        &mut self,
        path: &str,
        asks: &str,
        why: &str,
        offers: Vec<Offer>,
        usual: &str,
    ) {
        let is_known =
            self.best(path).is_some() || self.questions.iter().any(|each| each.path == path);
        if !is_known && self.questions.len() < MOST {
            let (asks, why, usual) = (asks.to_owned(), why.to_owned(), usual.to_owned());
            self.questions.push(Question { path: path.to_owned(), asks, why, offers, usual });
        }
    }

    /// A key of another tool's file stands in the spec.
    pub(super) fn carried(&mut self, key: impl Into<String>, at: At, path: &str) {
        self.key(key.into(), at, Fate::Carried { path: path.to_owned() });
    }

    /// Nothing has to be done for a key.
    pub(super) fn not_needed(&mut self, key: impl Into<String>, at: At, why: impl Into<String>) {
        self.key(key.into(), at, Fate::NotNeeded { why: why.into() });
    }

    /// The spec cannot say what a key says.
    pub(super) fn not_carried(&mut self, key: impl Into<String>, at: At, why: impl Into<String>) {
        self.key(key.into(), at, Fate::NotCarried { why: why.into() });
    }

    fn key(&mut self, key: String, at: At, fate: Fate) {
        if self.keys.len() < MOST {
            self.keys.push(Key { key: secret::masked(&key), at, fate });
        }
    }

    /// A variable that the app reads.
    pub(super) fn variable(&mut self, name: &str, at: At, needed: bool) {
        let fits = field::check(Accepts::EnvName, name).is_ok();
        if !fits || self.variables.len() >= MOST {
            return;
        }
        match self.variables.iter_mut().find(|each| each.name == name) {
            Some(known) => known.needed |= needed,
            None => {
                let secret = secret::is_secret_name(name);
                self.variables.push(Variable { name: name.to_owned(), at, secret, needed });
            }
        }
    }

    /// Something worth knowing.
    pub(super) fn remark(&mut self, at: At, says: impl Into<String>, help: impl Into<String>) {
        let remark = Remark { at, says: says.into(), help: help.into() };
        if self.remarks.len() < MOST && !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// A value that looks like a secret stands in a file: told by name and place, and never kept.
    pub(super) fn value_in_file(&mut self, name: &str, at: At) {
        let says = format!("the value of `{}` stands in the file", secret::masked(name));
        self.remark(at, says, "change the secret where it comes from; its name alone is carried");
    }

    /// The name of a secret that nobody wrote down but the app needs.
    pub(super) fn likely_secret(&mut self, name: &str, at: At, why: &str) {
        if field::check(Accepts::EnvName, name).is_ok() && !secret::is_value(name) {
            self.likely(&format!("secrets.{name}"), name, at, why);
        }
    }

    /// A process that runs the app, or stands beside it.
    pub(super) fn process(&mut self, process: Process) {
        if self.processes.len() < 200 {
            self.processes.push(process);
        }
    }
}

const SECRET: &str = "holds what looks like the value of a secret";

/// The value, if its field accepts it.
fn fitting(path: &str, value: Value) -> Result<Value, String> {
    let path = field::in_environment(path).map_or(path, |(_, inside)| inside);
    if let (Some(_), Value::Map(rows)) = (path.strip_prefix("environments."), &value)
        && rows.is_empty()
    {
        return Ok(value);
    }
    // Rows of maps and names of secrets are told one by one.
    for (head, accepts) in [
        ("env.", Accepts::Map),
        ("web.env.", Accepts::Map),
        ("build.args.", Accepts::Map),
        ("secrets.", Accepts::EnvNames),
    ] {
        if let Some(name) = path.strip_prefix(head).filter(|rest| !rest.contains('.')) {
            let text = value.text().unwrap_or_default();
            let fits = field::check(Accepts::EnvNames, name).and(field::check(accepts, text));
            return match fits {
                Err(wrong) => Err(wrong.message),
                Ok(()) if accepts == Accepts::Map && secret::looks_secret(name, text) => {
                    Err(SECRET.to_owned())
                }
                Ok(()) => Ok(value),
            };
        }
    }
    let Some(field) = field::find(&super::settle::pattern(path)) else {
        return Err("is no field".to_owned());
    };
    let judge = |text: &str| {
        if !secret::spans(text).is_empty() {
            return Err(SECRET.to_owned());
        }
        field::check(field.accepts, text).map_err(|wrong| wrong.message)
    };
    match &value {
        Value::Text(text) => judge(text)?,
        Value::List(list) => list.iter().try_for_each(|text| judge(text))?,
        Value::Map(rows) => rows.values().try_for_each(|text| judge(text))?,
    }
    Ok(value)
}
