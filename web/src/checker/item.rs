//! A finding with all that is known of it.

use super::explain::explain;
use super::texts::sign;
use super::wish;
use crate::prose::{prose, sentence};
use crate::state::{Action, Checker, Checking, From};
use linkspan_core::diagnostic::Diagnostic;
use yew::{Callback, Html, classes, html};

/// No more characters of a line are shown beside a finding.
const SHOWN: usize = 160;

/// A finding; without an id it is the one at the caret.
pub(super) fn item(
    checker: &Checker,
    index: usize,
    finding: &Diagnostic,
    id: Option<String>,
    act: &Callback<Action>,
) -> Html {
    let explained = checker.explained == Some(index);
    let from = if id.is_some() { From::List } else { From::Text };
    let severity = finding.severity.word();
    let place = match finding.place.line {
        0 => String::new(),
        line => format!("{line}:{}", finding.place.column),
    };
    html! {
        <div class={classes!("finding", severity, (checker.at == Some(index)).then_some("selected"))}>
            <button type="button" class="finding-jump" {id} onclick={wish(act, Checking::Finding(index))}>
                <span class={classes!("badge", severity)}>
                    <span aria-hidden="true">{ format!("{} ", sign(finding.severity)) }</span>{ severity }
                </span>
                <span class="finding-place">{ place }</span>
                <span class="finding-message">{ prose(&sentence(&finding.message)) }</span>
            </button>
            { source(checker, finding) }
            if !finding.help.is_empty() {
                <p class="finding-help">{ prose(&sentence(&finding.help)) }</p>
            }
            <p class="finding-facts">
                <button type="button" class="link" aria-expanded={explained.to_string()}
                    title={format!("Why {} matters", finding.rule)} onclick={wish(act, Checking::Explain(index))}>
                    { finding.rule.name }
                </button>
                <span class="soft">{ finding.tier.word() }</span>
                if let Some(fix) = &finding.fix {
                    <button type="button" class="plain fix" onclick={wish(act, Checking::Fix(index, from))}>
                        <span>{ "Fix: " }{ prose(&fix.says) }</span>
                    </button>
                }
            </p>
            if explained { { explain(finding) } }
        </div>
    }
}

/// The line as it stands in the file, the faulty part marked.
fn source(checker: &Checker, finding: &Diagnostic) -> Html {
    let text = checker.texts.get(&finding.file);
    let line = finding.place.line.checked_sub(1).and_then(|at| text?.lines().nth(at));
    let Some(line) = line.map(|line| line.trim_start_matches('\u{feff}')) else {
        return Html::default();
    };
    let indent = line.chars().take_while(|each| each.is_whitespace()).count();
    let column = finding.place.column.saturating_sub(1);
    // Of a long line, the part around the place.
    let from = if column > indent + SHOWN / 2 { column - SHOWN / 4 } else { indent.min(column) };
    let part = |from: usize, to: usize| -> String {
        line.chars().skip(from).take(to.saturating_sub(from)).collect()
    };
    let end = column + finding.width;
    let last = from + SHOWN;
    html! {
        <code class="finding-source">
            if from > indent { { "… " } }
            { part(from, column) }
            <mark class={finding.severity.word()}>{ part(column, end.min(last)) }</mark>
            { part(end.min(last), last) }
        </code>
    }
}
