//! What a visit leaves for the next one, and what is shown when address and browser hold different specs.

use crate::app::{App, AppProps};
use crate::command::{follow, fragment};
use crate::state::{Action, Checking, Kept, Mode, Offer, State, begin, kept};
use linkspan_core::internal::intake::Gathered;
use linkspan_core::internal::share;
use std::rc::Rc;
use yew::{LocalServerRenderer, Reducible};

const LINKED: &str = "app: linked\nimage: a/b\n";

fn act(state: State, action: Action) -> State {
    State::clone(&Rc::new(state).reduce(action))
}

fn named(state: State, name: &str) -> State {
    act(state, Action::Text("app".into(), name.into()))
}

/// What the browser has after a visit.
fn left(state: &State) -> Kept {
    Kept { specs: Some(kept::specs(state)), texts: Some(kept::texts(&state.checker)) }
}

/// A visit at an address after another one.
fn visit(at: &str, kept: &Kept) -> State {
    begin(at, Some(at).filter(|at| !at.is_empty()).map(follow), kept)
}

fn reload(state: &State) -> State {
    visit(fragment(state.mode, &state.link), &left(state))
}

fn app(state: &State) -> &str {
    state.draft.text("app")
}

fn told(state: &State) -> (&str, Offer) {
    state.notice.as_ref().map_or(("", Offer::Nothing), |notice| (&notice.text, notice.offers))
}

fn texts(files: &[(&str, &str)]) -> Action {
    let texts = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    Action::Check(Checking::Take(Rc::new(Gathered {
        texts: texts.collect(),
        ..Gathered::default()
    })))
}

#[test]
fn a_reload_keeps_spec_preset_and_the_spec_before() {
    let first = visit("", &Kept::default());
    assert_eq!(
        (&first.view.text, told(&first)),
        (&State::default().view.text, ("", Offer::Nothing))
    );
    let state = named(first, "bakery");
    let again = reload(&state);
    assert_eq!((&again.view.text, again.preset), (&state.view.text, state.preset));
    assert_eq!(told(&again), ("", Offer::Nothing));
    let state = act(again, Action::Preset("api"));
    assert_eq!(app(&state), "orders-api");
    let again = reload(&state);
    assert_eq!(app(&again), "orders-api");
    let back = act(again, Action::Undo);
    assert_eq!((app(&back), back.preset), ("bakery", Some("sidekiq")));
}

#[test]
fn a_reload_keeps_the_texts_of_the_checker() {
    let state =
        act(State::default(), texts(&[("k8s/a.yml", "kind: Pod\n"), ("b.yml", "kind: Job\n")]));
    let again = reload(&state);
    assert_eq!((again.mode, &again.checker.texts), (Mode::Check, &state.checker.texts));
    assert_eq!(again.checker.file, state.checker.file);
    assert!(again.checker.behind, "they are judged anew");
    let empty = act(again, Action::Check(Checking::Clear));
    let again = reload(&empty);
    assert!(again.checker.is_empty() && again.checker.is_judged());
}

#[test]
fn nothing_that_looks_like_a_secret_is_kept_and_that_is_told() {
    let key = format!("sk_{}", "live_51Hqz0aBcDeFgHiJkLmNoP");
    let rows = |rows: &[(&str, &str)]| {
        rows.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    let all = [("LEVEL", "info"), ("SMTP_PASSWORD", "hunter2"), ("LICENSE", &key)];
    let state = act(State::default(), Action::Rows("env".into(), rows(&all)));
    // Under a link that holds a secret too, and with a spec before it that does.
    let link = share::encode(&format!("app: a\nimage: a/b\nenv: {{LICENSE: {key}}}\n"));
    let state = act(state, follow(&link));
    assert_eq!(state.link, link);
    let manifests = [
        ("secret.yml", "kind: Secret\napiVersion: v1\ndata: {a: aHVudGVyMg==}\n"),
        ("pod.yml", "kind: Pod\nenv: [{name: A_TOKEN, value: hunter2}]\n"),
        ("plain.yml", "kind: Pod\n"),
    ];
    let state = act(state, texts(&manifests));
    let kept = left(&state);
    let stored = format!("{kept:?}");
    for secret in ["hunter2", key.as_str(), "aHVudGVyMg", link.as_str()] {
        assert!(!stored.contains(secret), "{secret} is in {stored}");
    }
    let again = visit("", &kept);
    assert!(
        told(&again).0.contains("`env.LICENSE`") && told(&again).0.contains("`secret.yml`"),
        "{:?}",
        told(&again)
    );
    assert_eq!(again.checker.texts.keys().collect::<Vec<_>>(), ["plain.yml"]);
    let back = act(again, Action::Undo);
    assert_eq!(back.draft.rows("env"), [("LEVEL", "info"), ("SMTP_PASSWORD", ""), ("LICENSE", "")]);
}

#[test]
fn of_a_draft_and_a_link_it_is_said_which_is_shown() {
    let link = share::encode(LINKED);
    // Nothing of one's own: nothing to say but that the link is shown.
    let state = visit(&link, &Kept::default());
    assert_eq!(
        (app(&state), told(&state)),
        ("linked", ("The spec of the link is shown.", Offer::Nothing))
    );
    // A newer link does not take the place of a draft in silence.
    let mine = left(&named(State::default(), "mine"));
    let state = visit(&link, &mine);
    assert_eq!((app(&state), told(&state).1), ("linked", Offer::Mine));
    assert!(!state.notice.as_ref().unwrap().passes(), "it stays until it is dismissed");
    let taken = act(state.clone(), Action::Undo);
    assert_eq!(app(&taken), "mine");
    assert_eq!(app(&act(taken, Action::Undo)), "linked", "and the other way");
    // Who looks at it and leaves has kept nothing of it.
    assert_eq!(app(&visit("", &mine)), "mine");
    // The changed spec of a link does not give way to that link in silence, nor the draft before.
    let state = named(state, "changed");
    let again = reload(&state);
    assert_eq!((app(&again), told(&again).1), ("changed", Offer::Link));
    assert_eq!(app(&act(again, Action::Undo)), "mine");
    // The same after a link was made of it, and nothing is said where both are the same.
    let state = named(State::default(), "shared");
    let shared = share::encode(&state.view.text);
    let state = act(state, Action::Linked(shared.clone()));
    assert_eq!(told(&reload(&state)), ("", Offer::Nothing));
    let state = named(state, "later");
    let again = reload(&state);
    assert_eq!((app(&again), told(&again).1), ("later", Offer::Link));
    // A link that cannot be read leaves the draft.
    let state = visit("v1.notalink", &mine);
    assert_eq!(app(&state), "mine");
    assert!(told(&state).0.contains("could not be read"));
}

#[test]
fn the_way_back_leads_to_where_one_was() {
    let link = share::encode(LINKED);
    let mine = named(State::default(), "mine");
    let checks = act(mine.clone(), follow("check"));
    assert_eq!((checks.mode, app(&act(checks.clone(), follow("")))), (Mode::Check, "mine"));
    let there = named(act(mine, follow(&link)), "changed");
    let back = act(there.clone(), follow(""));
    assert_eq!((app(&back), back.link.as_str(), back.mode), ("mine", "", Mode::Make));
    let on = act(back, follow(&link));
    assert_eq!((app(&on), on.link.as_str()), ("changed", link.as_str()));
    // From the checker back to the link that is worked on.
    let back = act(act(there, follow("check")), follow(&link));
    assert_eq!(
        (app(&back), back.mode, fragment(back.mode, &back.link)),
        ("changed", Mode::Make, link.as_str())
    );
}

#[test]
fn what_was_kept_by_something_else_is_left_alone() {
    for text in ["", "x", "1:0", "{}", "1:11:a1:b"] {
        let kept = Kept { specs: Some(text.to_owned()), texts: Some(text.to_owned()) };
        let state = visit("", &kept);
        assert_eq!(state.view.text, State::default().view.text, "{text}");
        assert!(state.checker.is_empty());
    }
}

#[tokio::test(flavor = "current_thread")]
async fn the_other_spec_is_one_action_away() {
    let drawn = async |state: State| {
        let props = AppProps { text: None, state: Some(Rc::new(state)) };
        LocalServerRenderer::<App>::with_props(props).hydratable(false).render().await
    };
    let link = share::encode(LINKED);
    let state = visit(&link, &left(&named(State::default(), "mine")));
    let menu = act(state.clone(), Action::Menu(Some(crate::state::Menu::Presets)));
    assert!(drawn(state.clone()).await.contains("Show mine"));
    assert!(drawn(menu).await.contains("The spec before"));
    assert!(drawn(reload(&named(state, "changed"))).await.contains("Show the link's"));
}
