//! What the checker remembers: texts, what was found in them, and where a person is.

use super::checking::{From, Sheet};
use linkspan_core::diagnostic::{Diagnostic, Severity, Tier};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::intake::{self, Answer, Wish};
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::AttrValue;

/// Texts by path.
pub(crate) type Texts = BTreeMap<String, AttrValue>;

/// What a pasted text is called.
pub(super) const PASTED: &str = "manifests.yml";
/// So many steps can be taken back.
const STEPS: usize = 50;
/// Texts of more bytes together are not taken.
pub(super) const MOST_BYTES: usize = 16 * 1024 * 1024;
/// More files are not taken.
pub(super) const MOST_FILES: usize = 500;

/// What was found. Compared by identity: a new one is made for every judgement.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// By the core.
    pub(crate) answer: Rc<Answer>,
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Found {
    /// All findings, by file and place.
    pub(crate) fn all(&self) -> &[Diagnostic] {
        &self.answer.findings
    }

    /// Those of a file, with their indexes.
    pub(crate) fn of<'a>(
        &'a self,
        file: &'a str,
    ) -> impl Iterator<Item = (usize, &'a Diagnostic)> + 'a {
        // They are sorted by file, and each of many files asks for its own.
        let start = self.all().partition_point(|each| each.file.as_str() < file);
        let from = self.all().iter().enumerate().skip(start);
        from.take_while(move |(_, each)| each.file == file)
    }

    /// How many have a fix.
    pub(crate) fn fixable(&self) -> usize {
        self.all().iter().filter(|each| each.fix.is_some()).count()
    }

    /// How many have this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.all().iter().filter(|each| each.severity == severity).count()
    }

    /// How many are of this tier.
    pub(crate) fn tier(&self, tier: Tier) -> usize {
        self.all().iter().filter(|each| each.tier == tier).count()
    }

    /// How many findings a file has, and the worst severity among them.
    pub(crate) fn marks(&self, file: &str) -> Option<(usize, Severity)> {
        let worst = self.of(file).map(|(_, each)| each.severity).max()?;
        Some((self.of(file).count(), worst))
    }
}

/// A place that the text is to show, once it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Goal {
    /// Grows with each wish; 0 for none yet.
    pub(crate) turn: u32,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The column in characters, from 1.
    pub(crate) column: usize,
    /// How many characters are selected.
    pub(crate) width: usize,
    /// Whether the focus goes there too.
    pub(crate) focus: bool,
}

/// What the checker remembers. `found` belongs to `texts` and `version`, unless `behind`; it is empty while `broken`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Checker {
    /// The files; there is always one.
    pub(crate) texts: Rc<Texts>,
    /// The path of the one that is shown.
    pub(crate) file: String,
    /// The version somebody chose.
    pub(crate) version: Option<Kubernetes>,
    /// What was found.
    pub(crate) found: Rc<Found>,
    /// Whether the findings have yet to follow the texts.
    pub(crate) behind: bool,
    /// Whether the last judgement failed, so that nothing is known of the texts.
    pub(crate) broken: bool,
    /// Whether all fixes are to be made with the next judgement.
    pub(crate) mending: bool,
    /// A finding that is to be fixed as soon as its place is known again.
    pub(crate) wanted: Option<(Diagnostic, From)>,
    /// Grows with everything that has to be judged.
    pub(crate) turn: usize,
    /// Whether a burst of typing runs.
    pub(crate) burst: bool,
    /// The texts before each step, the last one at the end.
    pub(crate) steps: Rc<Vec<(Rc<Texts>, String)>>,
    /// The index of the chosen finding.
    pub(crate) at: Option<usize>,
    /// The index of the finding whose rule is explained.
    pub(crate) explained: Option<usize>,
    /// Where the text goes next.
    pub(crate) goal: Goal,
    /// The pane of a small screen.
    pub(crate) sheet: Sheet,
}

impl Default for Checker {
    fn default() -> Self {
        let texts = Texts::from([(PASTED.to_owned(), AttrValue::default())]);
        Self {
            texts: Rc::new(texts),
            file: PASTED.to_owned(),
            version: None,
            found: Rc::default(),
            behind: false,
            broken: false,
            mending: false,
            wanted: None,
            turn: 0,
            burst: false,
            steps: Rc::default(),
            at: None,
            explained: None,
            goal: Goal::default(),
            sheet: Sheet::default(),
        }
    }
}

impl Checker {
    /// The text that is shown.
    pub(crate) fn text(&self) -> AttrValue {
        self.texts.get(&self.file).cloned().unwrap_or_default()
    }

    /// Whether nothing was written yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.texts.values().all(|text| text.trim().is_empty())
    }

    /// Whether the findings tell of the texts as they are.
    pub(crate) const fn is_judged(&self) -> bool {
        !self.behind && !self.broken
    }

    /// The version that judges.
    pub(crate) fn kubernetes(&self) -> Kubernetes {
        self.version.unwrap_or(self.found.answer.kubernetes)
    }

    /// Bytes of all files.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.values().map(|text| text.len()).sum()
    }

    /// How long nobody may have typed before a judgement starts, in milliseconds: the heavier, the longer.
    pub(crate) fn pause(&self) -> u32 {
        120 + u32::try_from(self.bytes() / 8192).unwrap_or(u32::MAX).min(1_000)
    }

    /// The question about the texts as they are.
    pub(crate) fn question(&self) -> String {
        let wish = if self.mending { Wish::Mend } else { Wish::Judge };
        intake::request(self.turn, self.version, wish, &self.texts)
    }

    /// Texts that differ from those before.
    pub(super) fn with(mut self, texts: Texts) -> Self {
        if !texts.contains_key(&self.file) {
            self.file = texts.keys().next().cloned().unwrap_or_default();
        }
        self.texts = Rc::new(texts);
        self.judged_anew()
    }

    /// The findings have to follow.
    pub(super) fn judged_anew(mut self) -> Self {
        self.turn = self.turn.wrapping_add(1);
        self.behind = true;
        self.broken = false;
        self.mending = false;
        self
    }

    /// Without an answer nothing is known, neither of these texts nor, by the last one, of those before.
    pub(super) fn unjudged(self) -> Self {
        let found = Rc::new(Found {
            answer: Rc::new(Answer { kubernetes: self.kubernetes(), ..Answer::default() }),
        });
        let (behind, broken, mending) = (false, true, false);
        let (at, explained, wanted) = (None, None, None);
        Self { found, behind, broken, mending, at, explained, wanted, ..self }
    }

    /// Keeps the texts as they are, to come back to.
    pub(super) fn step(mut self, says: impl Into<String>) -> Self {
        let steps = Rc::make_mut(&mut self.steps);
        steps.push((Rc::clone(&self.texts), says.into()));
        let excess = steps.len().saturating_sub(STEPS);
        steps.drain(..excess);
        self.burst = false;
        self
    }

    /// Takes over what was found in the texts as they are; the chosen finding stays chosen where it is still
    /// there.
    pub(super) fn found(mut self, answer: &Rc<Answer>) -> Self {
        self.behind = false;
        let before = Rc::clone(&self.found);
        self.found = Rc::new(Found { answer: Rc::clone(answer) });
        let again = |index: usize| self.again(before.all().get(index)?);
        (self.at, self.explained) = (self.at.and_then(again), self.explained.and_then(again));
        self
    }

    /// The index of the same finding, wherever it stands now; the nearest, where several are alike.
    pub(super) fn again(&self, wanted: &Diagnostic) -> Option<usize> {
        self.found
            .of(&wanted.file)
            .filter(|(_, each)| each.rule == wanted.rule && each.path == wanted.path)
            .min_by_key(|(_, each)| each.place.line.abs_diff(wanted.place.line))
            .map(|(index, _)| index)
    }
}
