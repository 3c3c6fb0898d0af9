//! All findings, and what they come to.

use super::item::item;
use super::wish;
use crate::platform;
use crate::prose::counted;
use crate::state::{Action, Checker, Checking};
use linkspan_core::check::companion;
use linkspan_core::diagnostic::{Severity, Tier};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::intake;
use yew::{Callback, Event, Html, classes, html};

/// No more findings are drawn.
const DRAWN: usize = 200;

/// The list with its head.
pub(super) fn findings(checker: &Checker, act: &Callback<Action>) -> Html {
    let fixable = checker.found.fixable();
    let all = checker.found.all().len();
    let mend = act.reform(|_| Action::Check(Checking::FixAll));
    html! {
        <section class="pane findings" id="findings" tabindex="-1" aria-label="Findings">
            <header class="findings-head">
                <div class="findings-line">
                    <p id="verdict" role="status" aria-live="polite">{ verdict(checker) }</p>
                    <span class="space"></span>
                    { version(checker, act) }
                </div>
                if all > 0 {
                    <div class="findings-line">
                        <p class="soft" id="tiers">{ tiers(checker) }</p>
                        <span class="space"></span>
                        if fixable > 0 {
                            <button type="button" class="primary" id="fix-all" onclick={mend}>
                                { format!("Fix all {fixable}") }
                            </button>
                        }
                    </div>
                }
            </header>
            { list(checker, act) }
        </section>
    }
}

/// What all findings come to, in one line.
fn verdict(checker: &Checker) -> Html {
    if checker.mending {
        return html! { <span class="soft">{ "Fixing…" }</span> };
    }
    if checker.is_empty() {
        return html! { <span class="soft">{ "Nothing to check yet" }</span> };
    }
    // While somebody types, the last findings stand; they never say of a new text that it is clean.
    if checker.behind && (!checker.burst || checker.found.all().is_empty()) {
        return html! { <span class="soft">{ "Checking…" }</span> };
    }
    if checker.broken {
        return html! { <span class="badge error">{ "✕ Not checked" }</span> };
    }
    if checker.found.all().is_empty() && !is_judged(checker) {
        return html! { <span class="soft">{ "Nothing that is checked" }</span> };
    }
    if checker.found.all().is_empty() {
        return html! { <span class="badge good">{ "✓ No findings" }</span> };
    }
    let each = Severity::ALL.into_iter().filter_map(|severity| {
        let count = checker.found.count(severity);
        (count > 0).then(|| {
            html! { <><span class={classes!("badge", severity.word())}>{ counted(count, severity.word()) }</span>{ " " }</> }
        })
    });
    each.collect()
}

/// How many findings of each tier.
fn tiers(checker: &Checker) -> String {
    let each = Tier::ALL.into_iter().filter_map(|tier| {
        let count = checker.found.tier(tier);
        (count > 0).then(|| format!("{count} {}", tier.word()))
    });
    let all: Vec<String> = each.collect();
    all.join(", ")
}

/// Which version judges.
fn version(checker: &Checker, act: &Callback<Action>) -> Html {
    let chosen = checker.kubernetes();
    let act = act.clone();
    let onchange = move |event: Event| {
        if let Some(version) = Kubernetes::parse(&platform::chosen(&event)) {
            act.emit(Action::Check(Checking::Version(version)));
        }
    };
    html! {
        <span class="version">
            <label for="version">{ "Kubernetes" }</label>
            <select id="version" {onchange}>
                { for Kubernetes::ALL.into_iter().rev().map(|each| html! {
                    <option key={each.name()} value={each.name()} selected={each == chosen}>{ each.name() }</option>
                }) }
            </select>
        </span>
    }
}

/// The findings, by file.
fn list(checker: &Checker, act: &Callback<Action>) -> Html {
    let all = checker.found.all();
    if checker.broken && !checker.is_empty() {
        return unjudged(act);
    }
    if all.is_empty() {
        return html! { <p class="findings-empty">{ nothing(checker) }</p> };
    }
    let several = checker.texts.len() > 1;
    let mut file = None;
    let items = all.iter().enumerate().take(DRAWN).map(|(index, each)| {
        let starts = file != Some(&each.file);
        file = Some(&each.file);
        html! {
            <li key={index}>
                if starts && several {
                    <h3 class="findings-file">
                        <span>{ &each.file }</span>
                        <span class="soft">{ counted(checker.found.of(&each.file).count(), "finding") }</span>
                    </h3>
                }
                { item(checker, index, each, Some(format!("finding-{index}")), act) }
            </li>
        }
    });
    let items: Vec<Html> = items.collect();
    let rest = all.len().saturating_sub(DRAWN);
    html! {
        <>
            <ol class="findings-list">{ for items }</ol>
            if rest > 0 {
                <p class="findings-empty">
                    { format!("{} not drawn here: they come as these are fixed. The text and F8 show them all.",
                        counted(rest, "more finding")) }
                </p>
            }
            <p class="findings-empty soft">{ scope(checker) }</p>
        </>
    }
}

/// What to do where nothing could be judged.
fn unjudged(act: &Callback<Action>) -> Html {
    html! {
        <div class="findings-empty" id="unjudged">
            <p>{ "The checker could not be loaded or has stopped, so nothing is known of these files." }</p>
            <p>
                { "Try again, or reload the page. The command line judges by the same rules: " }
                <code>{ "linkspan check FOLDER" }</code>{ "." }
            </p>
            <button type="button" class="plain" id="check-again" onclick={wish(act, Checking::Again)}>
                { "Check again" }
            </button>
        </div>
    }
}

/// Whether any of the files is of a kind that is judged.
fn is_judged(checker: &Checker) -> bool {
    let is_known = |path: &String| companion(path).is_some() || intake::is_spec_name(path);
    checker.found.answer.objects > 0 || checker.texts.keys().any(is_known)
}

fn nothing(checker: &Checker) -> String {
    if checker.is_empty() {
        return "Findings stand here and in the text, each with its rule, what to do, and a fix where one is \
                certain."
            .to_owned();
    }
    if checker.behind {
        return String::new();
    }
    if !is_judged(checker) {
        return format!(
            "No Kubernetes object was seen in {}.",
            counted(checker.texts.len(), "file")
        );
    }
    format!("Nothing found in what was checked: {}", scope(checker))
}

/// What was checked.
fn scope(checker: &Checker) -> String {
    let answer = &checker.found.answer;
    let (objects, files) =
        (counted(answer.objects, "object"), counted(checker.texts.len(), "file"));
    let rules = intake::rule_count();
    let version = checker.kubernetes().name();
    let allowed = match answer.allowed {
        0 => String::new(),
        count => format!(" {} allowed by comments or settings.", counted(count, "more finding")),
    };
    format!("{objects} in {files}, judged by {rules} rules for Kubernetes {version}.{allowed}")
}
