//! Judging in another thread of a browser: what is asked and what is answered, as texts.
//!
//! Each part stands behind its length, so it may hold anything.

use super::{Judged, Specs, judge, sources};
use crate::check::{catalog, mend};
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Related, Report, Severity, Tier};
use crate::facts::Kubernetes;
use std::collections::BTreeMap;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// What is found.
    Judge,
    /// Every certain fix, and what is found then.
    Mend,
}

/// What fixes made of the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The texts that changed.
    pub texts: BTreeMap<String, String>,
    /// How many findings are gone.
    pub done: usize,
    /// How many have a fix that would bring out another finding.
    pub left: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The number that the question had.
    pub turn: usize,
    /// The findings, by file and place.
    pub findings: Vec<Diagnostic>,
    /// How many more do not count, because comments or settings say so.
    pub allowed: usize,
    /// How many Kubernetes objects were judged.
    pub objects: usize,
    /// The version that judged.
    pub kubernetes: Kubernetes,
    /// What was fixed, if that was asked for.
    pub changes: Option<Changes>,
}

impl Answer {
    /// With what else was found in the same texts.
    #[must_use]
    pub fn with(mut self, more: Vec<Diagnostic>) -> Self {
        self.findings.extend(more);
        let mut report = Report { diagnostics: self.findings, ..Report::default() };
        report.sort();
        Self { findings: report.diagnostics, ..self }
    }
}

/// A question about texts by their paths.
#[must_use]
pub fn request<T: AsRef<str>>(
    turn: usize,
    version: Option<Kubernetes>,
    wish: Wish,
    texts: &BTreeMap<String, T>,
) -> String {
    let mut out = Writer::default();
    out.number(turn);
    out.text(version.map_or("", Kubernetes::name));
    out.text(if wish == Wish::Mend { "mend" } else { "judge" });
    out.texts(texts);
    out.0
}

/// The answer to a question; empty for what is none.
#[must_use]
pub fn answer(request: &str) -> String {
    let Some(Asked { turn, version, mends, mut texts }) = asked(request) else {
        return String::new();
    };
    let mut changes = None;
    if mends {
        let done = mend(&texts, &|_| true, &|texts| alone(texts, version).report);
        texts.extend(done.texts.clone());
        let (count, left) = (done.done.len(), done.left.len());
        changes = Some(Changes { texts: done.texts, done: count, left });
    }
    let judged = alone(&texts, version);
    let mut out = Writer::default();
    out.number(turn);
    out.number(judged.report.suppressed.len());
    out.number(judged.objects);
    out.text(judged.kubernetes.name());
    out.number(usize::from(changes.is_some()));
    if let Some(changes) = &changes {
        out.number(changes.done);
        out.number(changes.left);
        out.texts(&changes.texts);
    }
    out.number(judged.report.diagnostics.len());
    judged.report.diagnostics.iter().for_each(|each| out.finding(each));
    out.0
}

/// What is found in texts with nothing around them.
pub(super) fn alone(texts: &BTreeMap<String, String>, version: Option<Kubernetes>) -> Judged {
    let files = sources(texts);
    judge(&files, &Specs::read(&files, &[]), version)
}

/// Texts by their names as one text, from which [`unpack`] gets them back.
#[must_use]
pub fn pack<T: AsRef<str>>(texts: &BTreeMap<String, T>) -> String {
    let mut out = Writer::default();
    out.texts(texts);
    out.0
}

/// The texts of a [`pack`]; `None` for what is none.
#[must_use]
pub fn unpack(packed: &str) -> Option<BTreeMap<String, String>> {
    let mut parts = Parts(packed);
    parts.texts().filter(|_| parts.0.is_empty())
}

/// A question as it was read.
struct Asked {
    turn: usize,
    version: Option<Kubernetes>,
    mends: bool,
    texts: BTreeMap<String, String>,
}

fn asked(request: &str) -> Option<Asked> {
    let mut parts = Parts(request);
    let (turn, version) = (parts.number()?, Kubernetes::parse(parts.text()?));
    let mends = parts.text()? == "mend";
    Some(Asked { turn, version, mends, texts: parts.texts()? })
}

/// Reads an answer; `None` for what is none.
#[must_use]
pub fn read(answer: &str) -> Option<Answer> {
    let mut parts = Parts(answer);
    let (turn, allowed, objects) = (parts.number()?, parts.number()?, parts.number()?);
    let kubernetes = Kubernetes::parse(parts.text()?)?;
    let changes = if parts.number()? == 1 {
        Some(Changes { done: parts.number()?, left: parts.number()?, texts: parts.texts()? })
    } else {
        None
    };
    let count = parts.number()?;
    let findings = (0..count).map(|_| parts.finding()).collect::<Option<Vec<_>>>()?;
    Some(Answer { turn, findings, allowed, objects, kubernetes, changes })
}

#[derive(Default)]
pub(super) struct Writer(pub(super) String);

impl Writer {
    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&text.len().to_string());
        self.0.push(':');
        self.0.push_str(text);
    }

    pub(super) fn number(&mut self, number: usize) {
        self.text(&number.to_string());
    }

    pub(super) fn texts<T: AsRef<str>>(&mut self, texts: &BTreeMap<String, T>) {
        self.number(texts.len());
        for (path, text) in texts {
            self.text(path);
            self.text(text.as_ref());
        }
    }

    fn place(&mut self, place: Place) {
        self.number(place.line);
        self.number(place.column);
    }

    fn finding(&mut self, each: &Diagnostic) {
        for text in [each.rule.name, each.tier.word(), each.severity.word()] {
            self.text(text);
        }
        for text in [&each.file, &each.path, &each.message, &each.help] {
            self.text(text);
        }
        self.place(each.place);
        self.number(each.width);
        self.number(usize::from(each.related.is_some()));
        if let Some(related) = &each.related {
            self.text(&related.file);
            self.place(related.place);
            self.text(&related.message);
        }
        self.number(usize::from(each.fix.is_some()));
        if let Some(fix) = &each.fix {
            self.text(&fix.says);
            self.number(fix.edits.len());
            for edit in &fix.edits {
                self.place(edit.start);
                self.number(edit.end_line);
                self.number(edit.end_column);
                self.text(&edit.text);
            }
        }
    }
}

/// What is left to read.
pub(super) struct Parts<'a>(pub(super) &'a str);

impl<'a> Parts<'a> {
    pub(super) fn text(&mut self) -> Option<&'a str> {
        let (length, rest) = self.0.split_once(':')?;
        let (text, rest) = rest.split_at_checked(length.parse().ok()?)?;
        self.0 = rest;
        Some(text)
    }

    pub(super) fn number(&mut self) -> Option<usize> {
        self.text()?.parse().ok()
    }

    pub(super) fn texts(&mut self) -> Option<BTreeMap<String, String>> {
        let count = self.number()?;
        (0..count).map(|_| Some((self.text()?.to_owned(), self.text()?.to_owned()))).collect()
    }

    fn place(&mut self) -> Option<Place> {
        Some(Place { line: self.number()?, column: self.number()? })
    }

    fn finding(&mut self) -> Option<Diagnostic> {
        let rule = catalog::rule(self.text()?)?;
        let (tier, severity) = (self.text()?, self.text()?);
        let tier = Tier::ALL.into_iter().find(|each| each.word() == tier)?;
        let severity = Severity::ALL.into_iter().find(|each| each.word() == severity)?;
        let file = self.text()?.to_owned();
        let path = self.text()?.to_owned();
        let found = Diagnostic::new(rule, "").tier(tier).severity(severity).file(file).path(path);
        let mut found = Diagnostic { message: self.text()?.to_owned(), ..found };
        self.text()?.clone_into(&mut found.help);
        found.place = self.place()?;
        found.width = self.number()?;
        if self.number()? == 1 {
            let file = self.text()?.to_owned();
            let place = self.place()?;
            found.related = Some(Related { file, place, message: self.text()?.to_owned() });
        }
        if self.number()? == 1 {
            let says = self.text()?.to_owned();
            let count = self.number()?;
            let edits = (0..count).map(|_| self.edit()).collect::<Option<Vec<_>>>()?;
            found.fix = Some(Fix { says, edits });
        }
        Some(found)
    }

    fn edit(&mut self) -> Option<Edit> {
        let start = self.place()?;
        let (line, column) = (self.number()?, self.number()?);
        Some(Edit::replace(start, Place { line, column }, self.text()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::internal::intake::EXAMPLE;

    fn texts(text: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("a:1 ä.yml".to_owned(), text.to_owned())])
    }

    #[test]
    fn what_is_found_comes_back_whole() {
        let texts = texts(EXAMPLE.1);
        for version in [None, Some(Kubernetes::V1_33)] {
            let judged = alone(&texts, version);
            let back = read(&answer(&request(7, version, Wish::Judge, &texts))).unwrap();
            assert_eq!(back.findings, judged.report.diagnostics);
            assert_eq!((back.turn, back.objects, back.changes), (7, 3, None));
            assert_eq!(back.kubernetes, version.unwrap_or_default());
        }
        let mended = read(&answer(&request(8, None, Wish::Mend, &texts))).unwrap();
        let changes = mended.changes.unwrap();
        assert!(changes.done >= 5 && changes.texts.values().any(|text| text.contains("replicas")));
        assert!(mended.findings.iter().all(|each| each.fix.is_none()));
    }

    #[test]
    fn what_is_no_question_has_no_answer() {
        let good = answer(&request(1, None, Wish::Judge, &texts("kind: \"7:a\"\n")));
        assert!(read(&good).is_some());
        for bad in [
            "",
            "1:",
            "9:1",
            "1:x",
            "18446744073709551615:1",
            "1:ä",
            good.get(..good.len() - 1).unwrap(),
        ] {
            assert_eq!((answer(bad).as_str(), read(bad)), ("", None), "{bad}");
        }
    }
}
