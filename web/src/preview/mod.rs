//! A file of the bundle: its lines, what changed in them, and why each is there.

mod head;
mod line;
mod origin;
mod why;

pub(crate) use line::{Tokens, tokens};
pub(crate) use origin::{From, Source};

use crate::command::Command;
use crate::platform;
use crate::state::{Action, Changes, View, touches};
use head::head;
use line::Row;
use linkspan_core::bundle::{File, Line};
use linkspan_core::internal::render;
use linkspan_core::plan::Origin;
use std::rc::Rc;
use why::why;
use yew::{
    AttrValue, Callback, Html, KeyboardEvent, MouseEvent, Properties, classes, component, html,
    use_effect_with,
};

/// The id of the list of lines.
const LINES: &str = "preview-lines";
/// The id of what scrolls around it.
const SCROLL: &str = "preview-scroll";

/// What the preview is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PreviewProps {
    /// The files.
    pub(crate) view: Rc<View>,
    /// What changed in them.
    pub(crate) changes: Rc<Changes>,
    /// The path of the one that is shown.
    pub(crate) file: AttrValue,
    /// The selected line, from 0.
    pub(crate) line: Option<usize>,
    /// The field whose lines are marked.
    pub(crate) field: Option<AttrValue>,
    /// Where the spec came from.
    pub(crate) source: Source,
    /// Whether reasons stand beside the lines.
    pub(crate) reasons: bool,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
    /// Where wishes go.
    pub(crate) run: Callback<Command>,
}

/// The preview.
#[component]
pub(crate) fn Preview(props: &PreviewProps) -> Html {
    let PreviewProps {
        view, changes, file: path, line: selected, field, reasons, source, act, ..
    } = props;
    let file = view.bundle.files.get(path.as_str());
    let change = changes.files.get(path.as_str());
    let marked = |index: usize| change.is_some_and(|change| change.lines.get(index) == Some(&true));
    let touched =
        |line: &Line| field.as_deref().is_some_and(|field| touches(&line.reason.field, field));
    let lines = file.map_or(&[][..], |file| &file.lines);
    let first_change = (0..lines.len()).find(|index| marked(*index));
    let first_touched = lines.iter().position(touched);
    use_start_at_top(path);
    use_reveal_changes(changes, first_change);
    use_reveal_field(path, field.as_ref(), first_touched);
    use_reveal_line(*selected);
    let rows = rows(file, path, source, |index, line| {
        (marked(index), touched(line), *selected == Some(index))
    });
    let onclick = {
        let act = act.clone();
        move |event: MouseEvent| {
            if let Some(line) = platform::line_at(&event) {
                act.emit(Action::Line(Some(line)));
            }
        }
    };
    let onkeydown = keys(act, *selected, lines);
    let active = selected.map(line_id);
    let class = classes!("code-lines", reasons.then_some("with-reasons"));
    let line = selected.and_then(|index| lines.get(index));
    html! {
        <section class="pane preview" id="preview" aria-label="Preview">
            { head(props) }
            <div class="scroll" id={SCROLL}>
                <ol {class} id={LINES} role="listbox" tabindex="0" aria-label={path.clone()}
                    aria-activedescendant={active} {onclick} {onkeydown}>
                    { for rows }
                </ol>
            </div>
            { why(line, source, field.as_deref(), lines.iter().filter(|line| touched(line)).count(), act) }
        </section>
    }
}

fn line_id(index: usize) -> AttrValue {
    format!("line-{}", index + 1).into()
}

/// The lines as elements.
fn rows(
    file: Option<&File>,
    path: &str,
    source: &Source,
    state: impl Fn(usize, &Line) -> (bool, bool, bool),
) -> Vec<Html> {
    let lines = file.map_or(&[][..], |file| &file.lines);
    let texts: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
    let spans = render::highlight(path, &texts);
    let before = std::iter::once(None).chain(lines.iter().map(Some));
    lines
        .iter()
        .zip(spans)
        .zip(before)
        .enumerate()
        .map(|(index, ((line, spans), before))| {
            let (changed, touched, selected) = state(index, line);
            let note = note(line, source, before);
            html! {
                <Row {index} text={line.text.to_string()} tokens={tokens(&spans)} {note}
                    {changed} {touched} {selected} />
            }
        })
        .collect()
}

/// What stands beside a line: once for each run of lines with the same reason.
fn note(line: &Line, source: &Source, before: Option<&Line>) -> AttrValue {
    let reason = &line.reason;
    let same = before.is_some_and(|before| before.reason.field == reason.field);
    if reason.field.is_empty() || same {
        return AttrValue::default();
    }
    match reason.origin {
        Origin::Fixed => reason.field.clone().into(),
        Origin::Set | Origin::Default | Origin::Derived => {
            format!("{}, {}", reason.field, source.words(reason)).into()
        }
    }
}

fn keys(
    act: &Callback<Action>,
    selected: Option<usize>,
    lines: &[Line],
) -> Callback<KeyboardEvent> {
    let act = act.clone();
    let last = lines.len().saturating_sub(1);
    let field = selected.and_then(|index| lines.get(index)).map(|line| line.reason.field.clone());
    Callback::from(move |event: KeyboardEvent| {
        let at = |by: usize| selected.map_or(0, |line| (line + by).min(last));
        let up = |by: usize| selected.map_or(0, |line| line.saturating_sub(by));
        let line = match event.key().as_str() {
            "ArrowDown" => at(1),
            "ArrowUp" => up(1),
            "PageDown" => at(20),
            "PageUp" => up(20),
            "Home" => 0,
            "End" => last,
            "Enter" => {
                if let Some(field) = field.clone().filter(|field| !field.is_empty()) {
                    event.prevent_default();
                    act.emit(Action::Go(field));
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        act.emit(Action::Line(Some(line)));
    })
}

/// Shows another file from its first line on.
#[yew::hook]
fn use_start_at_top(file: &AttrValue) {
    use_effect_with(file.clone(), |_| platform::to_top(SCROLL));
}

/// Scrolls to the first changed line after an edit, unless somebody is at work in the preview.
#[yew::hook]
fn use_reveal_changes(changes: &Rc<Changes>, first: Option<usize>) {
    use_effect_with(Rc::clone(changes), move |_| {
        let first = first.filter(|_| !platform::busy("preview"));
        let frame = first.map(|first| platform::reveal(SCROLL, &line_id(first)));
        move || drop(frame)
    });
}

/// Scrolls to the first line of the field that got the focus.
#[yew::hook]
fn use_reveal_field(file: &AttrValue, field: Option<&AttrValue>, first: Option<usize>) {
    use_effect_with((file.clone(), field.cloned()), move |_| {
        let first = first.filter(|_| !platform::busy("preview"));
        let frame = first.map(|first| platform::reveal(SCROLL, &line_id(first)));
        move || drop(frame)
    });
}

/// Scrolls to the selected line.
#[yew::hook]
fn use_reveal_line(selected: Option<usize>) {
    use_effect_with(selected, |selected| {
        let frame = selected.map(|selected| platform::reveal(SCROLL, &line_id(selected)));
        move || drop(frame)
    });
}
