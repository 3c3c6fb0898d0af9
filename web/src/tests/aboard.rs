//! From the files of an app to its spec, without a browser.

use crate::app::{App as Page, AppProps};
use crate::state::{Action, Boarding, Mode, State};
use linkspan_core::internal::detect::App;
use linkspan_core::internal::intake;
use std::rc::Rc;
use yew::{LocalServerRenderer, Reducible};

fn act(state: State, action: Action) -> State {
    State::clone(&Rc::new(state).reduce(action))
}

fn board(state: State, boarding: Boarding) -> State {
    act(state, Action::Aboard(boarding))
}

fn app(files: &[(&str, &str)]) -> Boarding {
    let mut app = App::new("shop");
    files.iter().for_each(|(path, text)| app.add_text(*path, *text));
    Boarding::Take(Rc::new(app))
}

/// What the other thread does.
fn told(state: State) -> State {
    let aboard = state.aboard.clone().unwrap();
    assert!(aboard.behind);
    let told = intake::hear(&intake::reply(&aboard.question())).unwrap();
    board(state, Boarding::Told(Rc::new(told)))
}

async fn drawn(state: State) -> String {
    let props = AppProps { text: None, state: Some(Rc::new(state)) };
    LocalServerRenderer::<Page>::with_props(props).hydratable(false).render().await
}

const FILES: [(&str, &str); 3] = [
    (".ruby-version", "3.4.4\n"),
    ("config/database.yml", "production:\n  adapter: mysql2\n"),
    ("Procfile", "web: bin/rails server\nmailer: bundle exec sidekiq -q <b>\n"),
];

#[test]
fn what_files_say_is_taken_and_taken_back() {
    let start = act(State::default(), Action::Text("app".into(), "mine".into()));
    let state = told(board(start, app(&FILES)));
    let taken = board(state, Boarding::Use);
    assert_eq!((taken.draft.text("app"), taken.draft.text("database.adapter")), ("shop", "mysql"));
    assert!(taken.aboard.as_ref().is_some_and(|aboard| aboard.used), "it can still be looked at");
    let back = act(taken, Action::Undo);
    assert_eq!(back.draft.text("app"), "mine");
}

#[test]
fn files_that_come_later_join_those_before() {
    let state = board(State::default(), app(&FILES[..1]));
    let old = intake::hear(&intake::reply(&state.aboard.as_ref().unwrap().question())).unwrap();
    let state = board(state, app(&[FILES[1], (".ruby-version", "3.3.1\n")]));
    let late = board(state, Boarding::Told(Rc::new(old)));
    assert!(late.aboard.as_ref().unwrap().behind, "what came since is waited for");
    assert!(!board(late.clone(), Boarding::Use).aboard.unwrap().used, "nothing to take yet");
    let state = told(late);
    let findings = &state.aboard.as_ref().unwrap().told.findings;
    assert_eq!(findings.get("rails.ruby").unwrap().value.shown(), "3.3.1");
    assert!(findings.get("database.adapter").is_some());
    let empty = board(state, Boarding::Clear);
    assert!(empty.aboard.as_ref().is_some_and(|aboard| aboard.is_empty()));
    assert_eq!(board(empty, Boarding::Close).aboard, None);
}

#[test]
fn an_answer_is_part_of_the_next_question() {
    let state = told(board(State::default(), app(&FILES)));
    let asked = |state: &State, path: &str| {
        state.aboard.as_ref().unwrap().told.findings.questions.iter().any(|each| each.path == path)
    };
    assert!(asked(&state, "hosts"), "no file names a host");
    let state = told(board(state, Boarding::Say("hosts".into(), "shop.example.org".into())));
    assert!(!asked(&state, "hosts"));
    assert!(board(state, Boarding::Use).view.text.contains("shop.example.org"));
}

#[tokio::test(flavor = "current_thread")]
async fn the_report_says_what_is_read_likely_open_and_where() {
    let html = drawn(board(State::default(), Boarding::Open)).await;
    assert!(html.contains("aboard-paste") && html.contains("Nothing leaves"), "{html}");
    let html = drawn(board(State::default(), app(&FILES))).await;
    assert!(html.contains("Reading…") && !html.contains("aboard-use"));
    let state = told(board(State::default(), app(&FILES)));
    let html = drawn(state.clone()).await;
    for part in
        ["config/database.yml:2", ".ruby-version:1", "Take it", "Open", "Likely", "3 files read"]
    {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("-q <b>"), "what a file holds makes no elements");
    assert!(html.contains("id=\"form\"") && !html.contains("id=\"preview\""));
    let html = drawn(board(state, Boarding::Broken)).await;
    assert!(
        html.contains("Not read") && html.contains("linkspan init") && !html.contains("aboard-use")
    );
    let html = drawn(told(board(State::default(), app(&[("db/schema.rb", "")])))).await;
    assert!(html.contains("say nothing") || html.contains("Take it"), "{html}");
}

#[test]
fn the_checker_takes_no_part() {
    let state = act(board(State::default(), Boarding::Open), Action::Mode(Mode::Check));
    assert!(state.aboard.is_some() && state.mode == Mode::Check);
    assert_eq!(board(state, app(&FILES)).mode, Mode::Make);
}
