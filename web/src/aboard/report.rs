//! What was found, group by group.

use super::{BoardProps, wish};
use crate::prose::{counted, prose, sentence};
use crate::state::{Aboard, Action, Boarding, in_form, says_something};
use linkspan_core::field;
use linkspan_core::internal::detect::{At, Fate, Findings, Found, Key, Question, Trust};
use linkspan_core::spec::Draft;
use yew::{Callback, Html, html};

/// The report, or that it is on its way.
pub(super) fn report(props: &BoardProps) -> Html {
    let BoardProps { aboard, act, .. } = props;
    let read: Vec<&str> = aboard.app.texts().map(|(path, _)| path).collect();
    html! {
        <div class="aboard-report">
            <div class="aboard-verdict">
                <p id="aboard-verdict" role="status" aria-live="polite">{ verdict(aboard) }</p>
                <span class="space"></span>
                <button type="button" class="plain" onclick={wish(act, Boarding::Clear)}>{ "Start over" }</button>
                if aboard.broken {
                    <button type="button" class="plain" onclick={wish(act, Boarding::Again)}>{ "Try again" }</button>
                } else if !aboard.behind && says_something(&aboard.told.findings) {
                    <button type="button" class="primary" id="aboard-use" onclick={wish(act, Boarding::Use)}>
                        { if aboard.used { "Take it again" } else { "Take it" } }
                    </button>
                }
            </div>
            <details class="aboard-files">
                <summary>{ format!("{} read", counted(read.len(), "file")) }</summary>
                <ul>{ for read.iter().map(|path| html! { <li><code>{ *path }</code></li> }) }</ul>
                { skipped(aboard) }
            </details>
            if !aboard.behind && !aboard.broken { { findings(props) } }
        </div>
    }
}

fn skipped(aboard: &Aboard) -> Html {
    let skipped: Vec<&str> = aboard.app.skipped().collect();
    if skipped.is_empty() {
        return Html::default();
    }
    html! { <p class="soft">{ prose(&format!("Too large to be read: `{}`.", skipped.join("`, `"))) }</p> }
}

fn verdict(aboard: &Aboard) -> Html {
    if aboard.behind {
        return html! { <span class="soft">{ "Reading…" }</span> };
    }
    if aboard.broken {
        return html! {
            <>
                <span class="badge error">{ "✕ Not read" }</span>
                { " The program that reads could not be loaded or has stopped. In the app's folder " }
                <code>{ "linkspan init" }</code>{ " does the same." }
            </>
        };
    }
    let findings = &aboard.told.findings;
    if !says_something(findings) {
        return html! { { "These files say nothing that a spec could say." } };
    }
    let trusted = |trust| findings.found.iter().filter(|each| each.trust == trust).count();
    let counts = [
        ("good", trusted(Trust::Read) + trusted(Trust::Given), "read"),
        ("", trusted(Trust::Likely), "likely"),
        ("warning", findings.questions.len(), "open"),
        ("warning", findings.not_carried().count(), "not carried"),
    ];
    let counts = counts.into_iter().filter(|(_, count, _)| *count > 0);
    counts
        .map(|(class, count, word)| {
            html! { <><span class={yew::classes!("badge", class)}>{ format!("{count} {word}") }</span>{ " " }</> }
        })
        .collect()
}

fn findings(props: &BoardProps) -> Html {
    let BoardProps { aboard, draft, act, .. } = props;
    let Findings { found, questions, keys, variables, remarks } = &aboard.told.findings;
    let of = |trust| -> Vec<Html> {
        let all = found.iter().filter(|each| each.trust == trust);
        all.map(|each| value(each, draft, act)).collect()
    };
    let open = questions.iter().map(|each| question(each, draft, act)).collect();
    let fate = |holds: fn(&Fate) -> bool| -> Vec<Html> {
        keys.iter().filter(|key| holds(&key.fate)).map(one_key).collect()
    };
    let needed = variables.iter().filter(|each| each.needed || each.secret).map(|each| {
        let why = if each.needed { "The app needs it." } else { "Perhaps a secret." };
        called(&each.name, &each.at, why)
    });
    let worth = remarks.iter().map(|each| {
        row(
            prose(&sentence(&each.says)),
            Html::default(),
            std::slice::from_ref(&each.at),
            &each.help,
            Html::default(),
        )
    });
    html! {
        <>
            { group("Open", "Only you can say.", open) }
            { group("Not carried", "The spec cannot say it, or something has to be done first.",
                fate(|fate| matches!(fate, Fate::NotCarried { .. }))) }
            { group("Said by you", "", of(Trust::Given)) }
            { group("Read", "A file says so.", of(Trust::Read)) }
            { group("Likely", "It follows from what was read, or is what nearly everybody wants.", of(Trust::Likely)) }
            { group("Variables that nothing sets yet", "Put them in Environment, or their names in Secrets.",
                needed.collect()) }
            { group("Worth knowing", "", worth.collect()) }
            { group("Not needed", "Nothing has to be done for it.",
                fate(|fate| matches!(fate, Fate::NotNeeded { .. }))) }
        </>
    }
}

fn group(title: &'static str, help: &'static str, rows: Vec<Html>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section class="aboard-group" key={title}>
            <h3>{ title }<span class="soft">{ rows.len() }</span></h3>
            if !help.is_empty() { <p class="soft">{ help }</p> }
            <ul>{ for rows }</ul>
        </section>
    }
}

/// A row: what it is about, what it is, where it was read, and more.
fn row(name: Html, value: Html, at: &[At], why: &str, more: Html) -> Html {
    let at = at.iter().filter(|at| !at.file.is_empty()).map(|at| {
        html! { <code class="aboard-at">{ at.to_string() }</code> }
    });
    html! {
        <li class="aboard-row">
            <span class="aboard-name">{ name }</span>
            <span class="aboard-value">{ value }</span>
            <span class="aboard-places">{ for at }</span>
            if !why.is_empty() { <p class="aboard-why">{ prose(&sentence(why)) }</p> }
            { more }
        </li>
    }
}

/// A field that leads to its control.
fn jump(path: &str, draft: &Draft, act: &Callback<Action>) -> Html {
    let inside = in_form(draft, path);
    let named = path.split_once('[').and_then(|(list, rest)| Some((list, rest.split_once(']')?.1)));
    let known = named.map_or_else(|| inside.clone(), |(list, key)| format!("{list}[0]{key}"));
    let label = field::find(&known).map(|field| field.label);
    let onclick = act.reform(move |_| Action::Go(inside.clone()));
    html! {
        <button type="button" class="link" {onclick}>
            if let Some(label) = label { { label }{ " " } }<code>{ path }</code>
        </button>
    }
}

fn value(each: &Found, draft: &Draft, act: &Callback<Action>) -> Html {
    let shown = html! { <code>{ each.value.shown() }</code> };
    row(jump(&each.path, draft, act), shown, &each.at, &each.why, Html::default())
}

fn question(each: &Question, draft: &Draft, act: &Callback<Action>) -> Html {
    let usual = (!each.usual.is_empty()).then(|| {
        html! { <span class="soft">{ "until you say: " }<code>{ &each.usual }</code></span> }
    });
    let why = format!("{} {}.", each.asks, sentence(each.why.trim_end_matches('.')));
    let offers = each.offers.iter().map(|offer| {
        let said = Boarding::Say(each.path.clone(), offer.value.clone());
        html! {
            <button type="button" class="plain" onclick={wish(act, said)} title={offer.why.clone()}>
                { &offer.value }
            </button>
        }
    });
    let offers =
        html! { if !each.offers.is_empty() { <p class="aboard-offers">{ for offers }</p> } };
    row(jump(&each.path, draft, act), usual.unwrap_or_default(), &[], &why, offers)
}

fn one_key(key: &Key) -> Html {
    let why = match &key.fate {
        Fate::NotNeeded { why } | Fate::NotCarried { why } => why,
        Fate::Carried { path } => path,
    };
    called(&key.key, &key.at, why)
}

/// A row of something that has a name and no value.
fn called(name: &str, at: &At, why: &str) -> Html {
    let name = html! { <code>{ name }</code> };
    row(name, Html::default(), std::slice::from_ref(at), why, Html::default())
}
