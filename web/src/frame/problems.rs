//! The line at the bottom that says whether all is well, and the list that opens above it.

use crate::prose::{counted, prose, sentence};
use crate::state::{Action, Pane, View, section_at};
use linkspan_core::diagnostic::{Diagnostic, Severity};
use yew::{Callback, Html, classes, html};

/// The line and the list.
pub(crate) fn problems(view: &View, open: bool, act: &Callback<Action>) -> Html {
    let first = view.problems.first();
    let files = counted(view.bundle.files.len(), "file");
    let size = format!("{files}, {}", counted(view.lines, "line"));
    html! {
        <section class={classes!("problems", open.then_some("open"))} id="problems" aria-label="Problems">
            if open {
                <div class="problem-list" id="problem-list">
                    if view.problems.is_empty() {
                        <p class="empty">{ "No problems. What is wrong with a field is listed here and said at the field." }</p>
                    }
                    <ul>{ for view.problems.iter().enumerate().map(|(index, each)| item(index, each, act)) }</ul>
                </div>
            }
            <div class="status">
                <button type="button" class="quiet status-toggle" id="problems-toggle"
                    aria-expanded={open.to_string()} aria-controls="problem-list"
                    onclick={act.reform(|_| Action::Problems)}>
                    { summary(view) }
                </button>
                if let Some(first) = first {
                    <button type="button" class="first-problem" onclick={act.reform(|_| Action::Problem(0))}>
                        { place(first) }{ prose(&first.message) }
                    </button>
                }
                <span class="space"></span>
                { examples(view, act) }
                <span class="soft size">{ size }</span>
            </div>
        </section>
    }
}

/// The way to the values that are examples yet.
fn examples(view: &View, act: &Callback<Action>) -> Html {
    let Some(first) = view.examples.first().cloned() else { return Html::default() };
    let text = counted(view.examples.len(), "example value");
    html! {
        <button type="button" class="quiet" id="examples" title="Hosts of example.com and the like, to be replaced"
            onclick={act.reform(move |_| Action::Go(first.clone()))}>{ text }</button>
    }
}

/// How many problems of each severity.
fn summary(view: &View) -> Html {
    let each = Severity::ALL.into_iter().filter_map(|severity| {
        let count = view.count(severity);
        (count > 0).then(|| {
            html! { <span class={classes!("badge", severity.word())}>{ counted(count, severity.word()) }</span> }
        })
    });
    if view.problems.is_empty() {
        html! { <span class="badge good">{ "No problems" }</span> }
    } else {
        each.collect()
    }
}

fn place(problem: &Diagnostic) -> Html {
    if problem.path.is_empty() {
        return html! { <><code>{ format!("line {}", problem.place.line) }</code>{ " " }</> };
    }
    // A message that begins with its field, or with what is around it, says the place itself.
    let said = problem.message.strip_prefix('`').and_then(|rest| rest.split('`').next());
    if said.is_some_and(|said| problem.path.starts_with(said)) {
        return Html::default();
    }
    html! { <><code>{ &problem.path }</code>{ " " }</> }
}

/// The full stop, unless the sentence ends itself.
fn stop(sentence: &str) -> &'static str {
    if sentence.is_empty() || sentence.ends_with(['.', '?']) { "" } else { "." }
}

fn item(index: usize, problem: &Diagnostic, act: &Callback<Action>) -> Html {
    let known = section_at(&problem.path).is_some();
    let jump = act.reform(move |_| Action::Problem(index));
    let remove = (!known && !problem.path.is_empty()).then(|| {
        let path = problem.path.clone();
        let onclick = act.reform(move |_| Action::Clear(path.clone()));
        html! {
            <button type="button" class="quiet" {onclick}>{ "Remove from the spec" }</button>
        }
    });
    html! {
        <li key={index} class="problem-item">
            <button type="button" class="problem-jump" onclick={jump}>
                <span class={classes!("badge", problem.severity.word())}>{ problem.severity.word() }</span>
                <span>
                    { place(problem) }{ prose(&problem.message) }
                    <span class="problem-help">{ prose(&sentence(&problem.help)) }{ stop(&problem.help) }</span>
                </span>
                <span class="go">{ if known { "Go to field" } else { "Show line" } }</span>
            </button>
            { remove }
        </li>
    }
}

/// Which pane a button of the bottom bar shows, for tests and labels alike.
pub(super) const PANES: [(Pane, &str); 3] =
    [(Pane::Form, "Form"), (Pane::Files, "Files"), (Pane::Problems, "Problems")];
