//! A line of the text, with what is wrong in it. It is drawn again only when something about it changes.

use super::texts::sign;
use crate::preview::Tokens;
use crate::prose::prose;
use crate::state::{Action, Checking, From};
use linkspan_core::diagnostic::{Diagnostic, Severity};
use std::ops::Range;
use yew::{Callback, Html, Properties, classes, component, html};

/// What is wrong in a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    /// The characters that are marked, from 0.
    pub(super) columns: Range<usize>,
    /// How bad it is.
    pub(super) severity: Severity,
    /// What is said about it.
    pub(super) message: String,
    /// The index of the finding, and what its fix does.
    pub(super) fix: Option<(usize, String)>,
}

impl Mark {
    /// The mark of a finding.
    pub(super) fn of(index: usize, finding: &Diagnostic) -> Self {
        let start = finding.place.column.saturating_sub(1);
        Self {
            columns: start..start + finding.width.max(1),
            severity: finding.severity,
            message: finding.message.clone(),
            fix: finding.fix.as_ref().map(|fix| (index, fix.says.clone())),
        }
    }
}

/// What a line is drawn from.
#[derive(PartialEq, Properties)]
pub(super) struct RowProps {
    /// Its number, from 1.
    pub(super) number: usize,
    /// Its text.
    pub(super) text: String,
    /// Its parts with their classes.
    pub(super) tokens: Tokens,
    /// What is wrong in it.
    pub(super) marks: Vec<Mark>,
    /// Whether the chosen finding stands in it.
    pub(super) selected: bool,
    /// Where changes go.
    pub(super) act: Callback<Action>,
}

/// A line.
#[component]
pub(super) fn Row(props: &RowProps) -> Html {
    let RowProps { number, text, tokens, marks, selected, act } = props;
    let worst = marks.iter().max_by_key(|mark| mark.severity);
    let severity = worst.map(|worst| worst.severity.word());
    let spans = pieces(text, tokens, marks).into_iter().map(|(range, token, marked)| {
        let part = text.get(range).unwrap_or_default().to_owned();
        match (token, marked) {
            ("", None) => html! { { part } },
            (token, None) => html! { <span class={token}>{ part }</span> },
            (token, Some(severity)) => {
                html! { <span class={classes!("wrong", severity.word(), token)}>{ part }</span> }
            }
        }
    });
    let past_end = marks.iter().any(|mark| mark.columns.start >= text.chars().count());
    html! {
        <div class={classes!("sheet-row", severity, selected.then_some("selected"))} data-row={number.to_string()}>
            <span class="sheet-number">
                <span class="sheet-sign">{ worst.map(|worst| sign(worst.severity)) }</span>{ number }
            </span>
            <code>{ for spans }if past_end { <span class={classes!("wrong", severity)}>{ " " }</span> }</code>
            if let Some(worst) = worst { { said(worst, marks.len(), act) } }
        </div>
    }
}

/// What stands beside the line: the worst of it, and its fix.
fn said(worst: &Mark, count: usize, act: &Callback<Action>) -> Html {
    let more = if count > 1 { format!(" (+{})", count - 1) } else { String::new() };
    html! {
        <span class="sheet-said">
            <span class="sheet-message">{ sign(worst.severity) }{ " " }{ prose(&worst.message) }{ more }</span>
            if let Some((index, says)) = &worst.fix {
                <button type="button" class="sheet-fix" tabindex="-1" title={says.clone()} onclick={
                    let index = *index;
                    act.reform(move |_| Action::Check(Checking::Fix(index, From::Text)))
                }>{ "Fix" }</button>
            }
        </span>
    }
}

/// The parts of a line, cut where a token or a mark ends.
fn pieces(
    text: &str,
    tokens: &Tokens,
    marks: &[Mark],
) -> Vec<(Range<usize>, &'static str, Option<Severity>)> {
    let byte = |column: usize| text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
    let marked: Vec<(Range<usize>, Severity)> = marks
        .iter()
        .map(|mark| (byte(mark.columns.start)..byte(mark.columns.end), mark.severity))
        .collect();
    let mut out = Vec::new();
    for (range, class) in tokens.iter() {
        let ends = marked.iter().flat_map(|(marked, _)| [marked.start, marked.end]);
        let mut cuts: Vec<usize> = ends.filter(|at| range.start < *at && *at < range.end).collect();
        cuts.push(range.end);
        cuts.sort_unstable();
        let mut start = range.start;
        for end in cuts {
            if start < end {
                let inside =
                    marked.iter().filter(|(marked, _)| marked.start <= start && end <= marked.end);
                out.push((start..end, *class, inside.map(|(_, severity)| *severity).max()));
            }
            start = end;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(columns: Range<usize>, severity: Severity) -> Mark {
        Mark { columns, severity, message: String::new(), fix: None }
    }

    #[test]
    fn marks_cut_tokens_at_their_columns() {
        let text = "ä: tcp";
        let tokens: Tokens = [(0..2, "t-key"), (2..4, ""), (4..7, "t-text")].into();
        let marks = [mark(3..5, Severity::Hint), mark(4..9, Severity::Error)];
        let all: Vec<(&str, &str, Option<Severity>)> = pieces(text, &tokens, &marks)
            .into_iter()
            .map(|(range, class, severity)| (text.get(range).unwrap(), class, severity))
            .collect();
        assert_eq!(
            all,
            [
                ("ä", "t-key", None),
                (": ", "", None),
                ("t", "t-text", Some(Severity::Hint)),
                ("c", "t-text", Some(Severity::Error)),
                ("p", "t-text", Some(Severity::Error)),
            ]
        );
        assert!(pieces("", &Tokens::from([]), &marks).is_empty());
    }
}
