//! Everything the page remembers, and the one place that changes it.

mod aboard;
mod action;
mod begin;
mod changes;
mod check;
mod checker;
mod checking;
mod history;
pub(crate) mod kept;
mod mark;
mod reduce;
mod search;
mod spec;
mod target;
mod view;

pub(crate) use aboard::{Aboard, Boarding, in_form, says_something};
pub(crate) use action::{Action, Environments, Width};
pub(crate) use begin::{Kept, begin};
pub(crate) use changes::{Changes, FileChange};
pub(crate) use checker::{Checker, Found, Goal};
pub(crate) use checking::{Checking, From, Sheet};
use history::History;
pub(crate) use mark::touches;
pub(crate) use search::{control, search};
pub(crate) use spec::Spec;
pub(crate) use target::{ESSENTIALS, groups, section_at, target};
pub(crate) use view::{View, start_file};

use linkspan_core::preset::PRESETS;
use linkspan_core::spec::Draft;
use std::rc::Rc;

/// What the page is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Making files from a spec.
    #[default]
    Make,
    /// Checking files that are there.
    Check,
}

impl Mode {
    /// The id of its button.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Make => "mode-make",
            Self::Check => "mode-check",
        }
    }
}

/// Which pane a small screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The form.
    Form,
    /// Tree and preview.
    Files,
    /// The list of problems.
    Problems,
}

impl Pane {
    /// The value of `data-pane`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Files => "files",
            Self::Problems => "problems",
        }
    }
}

/// A menu of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Menu {
    /// Specs to start from.
    Presets,
    /// Archive formats.
    Download,
}

impl Menu {
    /// The id of its button; its list and items add to it.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Presets => "menu-presets",
            Self::Download => "menu-download",
        }
    }
}

/// Dark, light, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// As stored, and as the value of `data-theme`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// As shown.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Auto => "Auto",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The theme of that word.
    pub(crate) fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// The one after it.
    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something was done.
    Good,
    /// Something could not be done; stays until it is dismissed.
    Bad,
}

/// What a notice offers to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// Nothing.
    Nothing,
    /// To take the step back.
    Undo,
    /// To show the spec that was there before the one of the link.
    Mine,
    /// To show the spec as the link holds it.
    Link,
}

/// A line that tells what has just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// What it is about.
    pub(crate) tone: Tone,
    /// What it says.
    pub(crate) text: String,
    /// What it offers.
    pub(crate) offers: Offer,
    /// Whether it tells of the spec as it is, and goes with the next change of it.
    pub(crate) of_spec: bool,
}

impl Notice {
    /// Tells that something was done.
    pub(crate) fn good(text: impl Into<String>) -> Self {
        Self { tone: Tone::Good, text: text.into(), offers: Offer::Nothing, of_spec: false }
    }

    /// Whether it goes by itself: what could not be done stays, and which of two specs is shown.
    pub(crate) fn passes(&self) -> bool {
        self.tone == Tone::Good && matches!(self.offers, Offer::Nothing | Offer::Undo)
    }

    /// Tells that something could not be done.
    pub(crate) fn bad(text: impl Into<String>) -> Self {
        Self { tone: Tone::Bad, text: text.into(), offers: Offer::Nothing, of_spec: false }
    }

    /// That it tells of the spec as it is now.
    pub(crate) fn of_spec(self) -> Self {
        Self { of_spec: true, ..self }
    }
}

/// The element that the focus is to move to, once the page is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Focus {
    /// Grows with each wish, so that the same element can be wished for twice.
    pub(crate) turn: u32,
    /// Its id.
    pub(crate) id: String,
}

/// Everything the page remembers. `view` and `changes` belong to `draft` and `before`, unless `behind`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    /// What the page is used for.
    pub(crate) mode: Mode,
    /// The checker; the spec and what belongs to it do not know of it.
    pub(crate) checker: Rc<Checker>,
    /// The files of an app, while somebody looks at what they say.
    pub(crate) aboard: Option<Rc<Aboard>>,
    /// The spec as typed.
    pub(crate) draft: Rc<Draft>,
    /// What it gives.
    pub(crate) view: Rc<View>,
    /// What it gave before the running burst of edits.
    pub(crate) before: Rc<View>,
    /// Whether the view has yet to follow the draft.
    pub(crate) behind: bool,
    /// The lines that differ between the two.
    pub(crate) changes: Rc<Changes>,
    /// The field that the running burst edits.
    pub(crate) burst: Option<String>,
    /// How many edits there were.
    pub(crate) edits: u32,
    /// The file in the preview.
    pub(crate) file: String,
    /// The selected line of it, from 0.
    pub(crate) line: Option<usize>,
    /// The field that had the focus last.
    pub(crate) field: Option<String>,
    /// The open sections of the form.
    pub(crate) open: Rc<Vec<&'static str>>,
    /// Ids of sections and paths of groups that show their rare fields.
    pub(crate) unfolded: Rc<Vec<String>>,
    /// The pane of a small screen.
    pub(crate) pane: Pane,
    /// The open menu.
    pub(crate) menu: Option<Menu>,
    /// Whether all problems are listed.
    pub(crate) problems: bool,
    /// Whether keys without Ctrl do something.
    pub(crate) letters: bool,
    /// Whether the list of keys is open.
    pub(crate) keys: bool,
    /// Whether reasons stand beside the lines.
    pub(crate) reasons: bool,
    /// Colours.
    pub(crate) theme: Theme,
    /// What has just happened.
    pub(crate) notice: Option<Notice>,
    /// The preset that it started from.
    pub(crate) preset: Option<&'static str>,
    /// The fragment that it came with; empty where it came otherwise.
    pub(crate) link: String,
    /// The spec as it came, before anybody changed it.
    pub(crate) base: Rc<Draft>,
    /// The spec of somebody's own that it took the place of.
    pub(crate) undo: Option<Spec>,
    /// What can be taken back, and done again.
    pub(crate) history: Rc<History>,
    /// Where the focus goes next.
    pub(crate) focus: Focus,
}

impl Default for State {
    fn default() -> Self {
        let first = PRESETS.first();
        Self::from_text(first.map_or("", |preset| preset.text), first.map(|preset| preset.id))
    }
}

impl State {
    /// The page as it starts with a spec.
    pub(crate) fn from_text(text: &str, preset: Option<&'static str>) -> Self {
        Self::of(Spec { preset, ..Spec::of(Rc::new(Draft::from_text(text)), "") })
    }

    /// The page as it starts with a spec from somewhere.
    pub(crate) fn of(spec: Spec) -> Self {
        let Spec { draft, preset, link, base } = spec;
        let view = Rc::new(View::of(&draft));
        let file = start_file(&view.bundle);
        Self {
            mode: Mode::Make,
            checker: Rc::default(),
            aboard: None,
            draft,
            before: Rc::clone(&view),
            behind: false,
            changes: Rc::default(),
            burst: None,
            edits: 0,
            file,
            line: None,
            field: None,
            open: Rc::new(vec![ESSENTIALS]),
            unfolded: Rc::default(),
            pane: Pane::Form,
            menu: None,
            problems: false,
            letters: true,
            keys: false,
            reasons: true,
            theme: Theme::Auto,
            notice: None,
            preset,
            link,
            base,
            undo: None,
            history: Rc::default(),
            focus: Focus::default(),
            view,
        }
    }

    /// Changes with everything that is kept of the specs.
    pub(crate) fn work(&self) -> (u32, String) {
        (self.edits, self.link.clone())
    }

    /// The spec that is worked on.
    pub(crate) fn spec(&self) -> Spec {
        let Self { draft, preset, link, base, .. } = self;
        Spec { draft: Rc::clone(draft), preset: *preset, link: link.clone(), base: Rc::clone(base) }
    }
}
