//! The text: a field to write in, and over it the lines with their colours and with what is wrong in them.
//!
//! The field is as large as its text and draws none of it; only the lines near what can be seen are drawn.

use super::lines::Lines;
use super::row::{Mark, Row};
use crate::platform;
use crate::preview::{Tokens, tokens};
use crate::prose::counted;
use crate::state::{Action, Checking, Found, Goal};
use linkspan_core::internal::intake::Gathered;
use linkspan_core::internal::render;
use std::ops::Range;
use std::rc::Rc;
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, KeyboardEvent, MouseEvent, Properties, component,
    hook, html, use_effect_with, use_memo, use_state_eq,
};

/// The id of the frame that scrolls.
const FRAME: &str = "sheet-frame";
/// The id of the lines.
const ROWS: &str = "sheet-rows";
/// The id of what gives the frame its height where there is no field.
const SPACER: &str = "sheet-spacer";
/// The id of what holds the text.
const TEXT: &str = "sheet";
/// Pixels of a line, as the style sheet has it.
const HEIGHT: usize = 20;
/// Pixels of a character, about, and of the margin.
const WIDTH: usize = 8;
/// Lines are drawn anew when so many more were scrolled.
const STEP: usize = 40;
/// So many lines are drawn.
const DRAWN: usize = 200;
/// Of larger texts, colours start with the first line that is drawn.
const COLOURED: usize = 128 * 1024;
/// Longer pastes become a file.
const LARGE: usize = 256 * 1024;
/// Longer lines have no colours.
const LONG: usize = 1_000;

/// What the editor is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct EditorProps {
    /// The path of the file.
    pub(super) file: AttrValue,
    /// Its text.
    pub(super) text: AttrValue,
    /// What was found.
    pub(super) found: Rc<Found>,
    /// The index of the chosen finding.
    pub(super) at: Option<usize>,
    /// What it shows next.
    pub(super) goal: Goal,
    /// Where changes go.
    pub(super) act: Callback<Action>,
}

/// The editor.
#[component]
pub(super) fn Editor(props: &EditorProps) -> Html {
    let EditorProps { file, text, found, at, goal, act } = props;
    let first = use_state_eq(|| 0_usize);
    let lines = use_memo(text.clone(), Lines::of);
    let whole = use_memo((file.clone(), text.clone()), |_| {
        let small = lines.text.len() <= COLOURED;
        small.then(|| coloured(file, &lines, 0..lines.count()))
    });
    // The text may have become shorter.
    let start = (*first).min(lines.drawn().saturating_sub(1) / STEP * STEP);
    let range = start..(start + DRAWN).min(lines.drawn());
    use_places(start, &lines);
    use_goal(&lines, goal);
    let colours = match &*whole {
        Some(all) => all.get(range.clone()).unwrap_or_default().to_vec(),
        None => coloured(file, &lines, range.clone()),
    };
    let chosen = at.and_then(|at| found.all().get(at)).filter(|each| each.file == *file);
    let rows = range.zip(colours).map(|(index, tokens)| {
        let number = index + 1;
        let selected = chosen.is_some_and(|each| each.place.line.max(1) == number);
        html! {
            <Row key={number} {number} text={lines.line(index).to_owned()} {tokens} {selected}
                marks={marks(found, file, number)} act={act.clone()} />
        }
    });
    let onscroll = move |event: Event| {
        let line = usize::try_from(platform::scrolled(&event)).unwrap_or_default() / HEIGHT;
        first.set((line / STEP * STEP).saturating_sub(STEP));
    };
    html! {
        <>
            if !lines.edited { <p class="sheet-note">{ shown_only(&lines) }</p> }
            <div class="sheet-frame" id={FRAME} {onscroll}>
                <div class="sheet-inner">
                    { holder(file, &lines, act) }
                    <div class="sheet-rows" id={ROWS} aria-hidden={lines.edited.then_some("true")}>{ for rows }</div>
                </div>
            </div>
        </>
    }
}

/// What holds the text: a field, or nothing but its height.
fn holder(file: &AttrValue, lines: &Lines, act: &Callback<Action>) -> Html {
    if !lines.edited {
        return html! {
            <div class="sheet-spacer" id={SPACER} tabindex="0" role="group" aria-label={file.clone()}></div>
        };
    }
    let write =
        act.reform(|event: InputEvent| Action::Check(Checking::Type(platform::written(&event))));
    let paste = {
        let (act, file, room) = (act.clone(), file.clone(), lines.text.is_empty());
        move |event: Event| {
            // A field would be busy with it for seconds; as a file it is shown at once.
            let Some(text) = platform::pasted(&event).filter(|text| text.len() > LARGE) else {
                return;
            };
            event.prevent_default();
            let name = if room { file.to_string() } else { "pasted.yml".to_owned() };
            let gathered = Gathered { texts: [(name, text)].into(), ..Gathered::default() };
            act.emit(Action::Check(Checking::Take(Rc::new(gathered))));
        }
    };
    let stand = {
        let act = act.clone();
        Callback::from(move |event: Event| {
            if let Some(line) = platform::caret_line(&event) {
                act.emit(Action::Check(Checking::Caret(line)));
            }
        })
    };
    let (key, click) = (stand.clone(), stand);
    html! {
        <textarea class="sheet" id={TEXT} aria-label={file.clone()} value={lines.text.clone()} wrap="off"
            rows={(lines.count() + 2).to_string()} cols={(lines.widest + 3).to_string()}
            placeholder="Paste or type YAML or JSON here" spellcheck="false" autocomplete="off"
            autocapitalize="off" oninput={write} onpaste={paste}
            onkeyup={move |event: KeyboardEvent| key.emit(event.into())}
            onclick={move |event: MouseEvent| click.emit(event.into())} />
    }
}

/// Why a text cannot be edited.
fn shown_only(lines: &Lines) -> String {
    let more = lines.count() - lines.drawn();
    let cut =
        if more > 0 { format!(" {} not drawn.", counted(more, "line")) } else { String::new() };
    format!(
        "{} KB, {}: checked and shown here, not edited. Fixes can be applied.{cut}",
        lines.text.len().div_ceil(1024),
        counted(lines.count(), "line")
    )
}

fn marks(found: &Found, file: &str, number: usize) -> Vec<Mark> {
    // Findings are sorted by file and place, so those of a line stand together.
    let all = found.all();
    let before = all.partition_point(|each| (each.file.as_str(), each.place.line) < (file, number));
    let of_line = all.iter().enumerate().skip(before);
    of_line
        .take_while(|(_, each)| each.file == file && each.place.line == number)
        .map(|(index, each)| Mark::of(index, each))
        .collect()
}

/// The coloured parts of some lines.
fn coloured(file: &str, lines: &Lines, range: Range<usize>) -> Vec<Tokens> {
    let texts = lines.lines(range);
    let short: Vec<&str> =
        texts.iter().map(|text| if text.len() > LONG { "" } else { text }).collect();
    let spans = render::highlight(file, &short);
    let plain = |text: &str| Tokens::from([(0..text.len(), "")]);
    texts
        .iter()
        .zip(spans)
        .map(|(text, spans)| if text.len() > LONG { plain(text) } else { tokens(&spans) })
        .collect()
}

/// Puts the lines where they belong.
#[hook]
fn use_places(start: usize, lines: &Rc<Lines>) {
    use_effect_with(start, |start| platform::shift(ROWS, start * HEIGHT));
    let height = (!lines.edited).then(|| lines.drawn() * HEIGHT);
    use_effect_with(height, |height| {
        if let Some(height) = height {
            platform::heighten(SPACER, *height);
        }
    });
}

/// Shows a place.
#[hook]
fn use_goal(lines: &Rc<Lines>, goal: &Goal) {
    let lines = Rc::clone(lines);
    use_effect_with(goal.clone(), move |goal| {
        if goal.turn == 0 {
            return;
        }
        if goal.focus {
            let start = lines.offset(goal.line, goal.column);
            platform::select(if lines.edited { TEXT } else { SPACER }, start, start + goal.width);
        }
        let (above, before) = (goal.line.saturating_sub(1), goal.column.saturating_sub(1));
        platform::scroll_to(FRAME, above * HEIGHT, before * WIDTH);
    });
}
