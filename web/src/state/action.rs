//! What can happen.

use super::{Boarding, Checking, Menu, Mode, Notice, Pane, Spec, Theme};
use linkspan_core::spec::Draft;
use std::rc::Rc;

/// How much room the page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    /// One section at a time.
    Small,
    /// Several.
    Wide,
}

/// A change of the environments.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Environments {
    /// One more, with this name.
    Add(String),
    /// The one with this index is called something else.
    Rename(usize, String),
    /// The fields that differ in the one with this index, as path and text.
    Rows(usize, Vec<(String, String)>),
    /// The one with this index is taken out.
    Remove(usize),
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// A text was typed or chosen; an empty one takes the field out.
    Text(String, String),
    /// A list was changed.
    Texts(String, Vec<String>),
    /// The rows of a map were changed.
    Rows(String, Vec<(String, String)>),
    /// The environments were changed.
    Environments(Environments),
    /// A group is to be added to the list at this path, with this name.
    Add(String, String),
    /// The group with this index is to be taken out.
    Remove(String, usize),
    /// A field goes back to its default.
    Clear(String),
    /// A field got the focus.
    Enter(String),
    /// Nobody typed for a moment: what is shown follows what was typed.
    CatchUp,
    /// Nobody typed for a while: the next edit starts a new comparison.
    Settle,
    /// A file is to be shown.
    File(String),
    /// The file so many places further down is to be shown.
    Step(isize),
    /// A line is selected, or none.
    Line(Option<usize>),
    /// The focus goes to the control of a field.
    Go(String),
    /// The focus goes to the problem with this index.
    Problem(usize),
    /// The focus goes to the problem after the last one shown.
    NextProblem,
    /// A section is opened or closed.
    Section(&'static str, Width),
    /// The rare fields of a section or group are shown or hidden.
    Fold(String),
    /// A small screen shows another pane.
    Pane(Pane),
    /// The list of problems is opened or closed.
    Problems,
    /// A menu is opened, or the open one closed.
    Menu(Option<Menu>),
    /// The list of keys is opened or closed.
    Keys(bool),
    /// The focus goes to the element with this id.
    Focus(&'static str),
    /// Keys without Ctrl do something, or nothing.
    Letters(bool),
    /// Reasons beside the lines are shown or hidden.
    Reasons,
    /// Other colours.
    Theme(Theme),
    /// The spec is replaced by a preset.
    Preset(&'static str),
    /// The spec is replaced by one from elsewhere, which this notice tells of.
    Load(Spec, Notice),
    /// The address holds this spec: it is shown, unless somebody works on it already.
    Arrive(Rc<Draft>, String),
    /// The address holds nothing any more.
    Leave,
    /// The address was made to hold the spec as it is, as this fragment.
    Linked(String),
    /// The spec before it was replaced comes back, and the one that is shown can come back then.
    Undo,
    /// The last change of the spec is taken back.
    Back,
    /// What was taken back last is done again.
    Forth,
    /// The page is used for something else.
    Mode(Mode),
    /// Something happens to the files of an app.
    Aboard(Boarding),
    /// Something happens in the checker.
    Check(Checking),
    /// Something is told.
    Tell(Notice),
    /// The notice goes.
    Hush,
    /// Whatever floats closes.
    Escape,
}
