//! What happens in the checker, without a browser; and how it is drawn.

use crate::app::{App, AppProps};
use crate::state::{Action, Checking, From, Mode, State};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::intake::{self, Gathered, Given};
use std::rc::Rc;
use yew::{LocalServerRenderer, Reducible};

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec:\n  hostNetwok: true\n  containers:\n    - name: a\n      image: a/b:1\n      ports: [{containerPort: 80, protocol: tcp}]\n";

fn act(state: State, action: Action) -> State {
    State::clone(&Rc::new(state).reduce(action))
}

fn check(state: State, checking: Checking) -> State {
    act(state, Action::Check(checking))
}

/// What the other thread does: it judges the texts as they are.
fn judged(state: State) -> State {
    assert!(state.checker.behind);
    let answer = intake::read(&intake::answer(&state.checker.question())).unwrap();
    check(state, Checking::Found(Rc::new(answer)))
}

fn start() -> State {
    act(State::default(), Action::Mode(Mode::Check))
}

fn typed(text: &str) -> State {
    judged(check(start(), Checking::Type(text.to_owned())))
}

fn taken(files: &[(&str, &str)]) -> Checking {
    let texts = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    Checking::Take(Rc::new(Gathered { texts: texts.collect(), ..Gathered::default() }))
}

fn rules(state: &State) -> Vec<&'static str> {
    state.checker.found.all().iter().map(|each| each.rule.name).collect()
}

fn index(state: &State, rule: &str) -> usize {
    rules(state).iter().position(|each| *each == rule).unwrap()
}

fn told(state: &State) -> &str {
    state.notice.as_ref().map_or("", |notice| &notice.text)
}

#[test]
fn a_finding_is_fixed_at_its_place_and_comes_back() {
    let state = typed(POD);
    let (at, before) = (index(&state, "unknown-field"), rules(&state).len());
    let fixed = judged(check(state, Checking::Fix(at, From::List)));
    assert_eq!(*fixed.checker.text(), *POD.replace("hostNetwok", "hostNetwork"));
    assert!(!rules(&fixed).contains(&"unknown-field"));
    assert!(told(&fixed).contains("rename `hostNetwok` to `hostNetwork`"), "{}", told(&fixed));
    assert_eq!(fixed.focus.id, format!("finding-{at}"));
    let back = judged(act(fixed, Action::Undo));
    assert_eq!((&*back.checker.text(), rules(&back).len()), (POD, before));
    let empty = judged(act(back, Action::Undo));
    assert!(empty.checker.is_empty() && rules(&empty).is_empty());
    assert!(told(&act(empty, Action::Undo)).contains("nothing to take back"));
}

#[test]
fn all_fixes_are_made_after_the_page_has_said_so() {
    let state = check(typed(POD), Checking::FixAll);
    assert!(state.checker.mending && state.checker.behind);
    let state = judged(state);
    assert_eq!(
        *state.checker.text(),
        *POD.replace("hostNetwok", "hostNetwork").replace("tcp", "TCP")
    );
    assert_eq!((state.checker.found.fixable(), told(&state)), (0, "Fixed: 2 findings."));
    let again = judged(check(state, Checking::FixAll));
    assert!(told(&again).contains("Nothing was fixed"));
}

#[test]
fn the_spec_knows_nothing_of_the_checker() {
    let spec = act(State::default(), Action::Text("app".into(), "bakery".into()));
    let state = check(spec.clone(), Checking::Example);
    assert_eq!(state.mode, Mode::Check);
    let state = act(check(state, Checking::Clear), Action::Undo);
    let state = act(state, Action::Mode(Mode::Make));
    assert_eq!((&state.draft, &state.view, state.edits), (&spec.draft, &spec.view, spec.edits));
    let bundle = judged(check(state, Checking::Bundle));
    assert!(bundle.checker.texts["linkspan.yml"].contains("bakery"));
    assert!(bundle.checker.found.answer.objects > 3);
}

#[test]
fn findings_are_walked_through_and_stay_chosen() {
    let mut state = judged(check(start(), taken(&[("b.yml", POD), ("a.yml", POD)])));
    assert_eq!(state.checker.file, "a.yml");
    let count = rules(&state).len();
    let mut seen = Vec::new();
    for _ in 0..=count {
        state = act(state, Action::NextProblem);
        seen.push(state.checker.at.unwrap());
    }
    assert_eq!(seen, (0..count).chain([0]).collect::<Vec<_>>());
    let at = index(&state, "unknown-field");
    let state = check(state, Checking::Finding(at));
    let goal = &state.checker.goal;
    assert_eq!((goal.line, goal.column, goal.width, goal.focus), (5, 3, 10, true));
    // A line more above it.
    let state = judged(check(state, Checking::Type(format!("# x\n{POD}"))));
    let chosen = &state.checker.found.all()[state.checker.at.unwrap()];
    assert_eq!((chosen.rule.name, chosen.place.line), ("unknown-field", 6));
    let state = check(state, Checking::Caret(1));
    assert_eq!(state.checker.at, None);
    let state = check(state, Checking::Caret(6));
    assert!(state.checker.at.is_some());
    assert_eq!(act(state, Action::Step(1)).checker.file, "b.yml");
}

#[test]
fn a_version_judges_anew() {
    let state = judged(check(typed(POD), Checking::Version(Kubernetes::V1_33)));
    assert_eq!(state.checker.found.answer.kubernetes, Kubernetes::V1_33);
    assert_eq!(state.checker.kubernetes(), Kubernetes::V1_33);
}

#[test]
fn answers_belong_to_their_question() {
    let state = check(start(), Checking::Type(POD.to_owned()));
    let old = Rc::new(intake::read(&intake::answer(&state.checker.question())).unwrap());
    let state = check(state, Checking::Type(format!("# x\n{POD}")));
    let late = check(state.clone(), Checking::Found(old));
    assert!(late.checker.behind && rules(&late).is_empty(), "what was asked since is waited for");
    // A fix asked for before the findings have followed is made in the text as it is then.
    let state = judged(late);
    let at = index(&state, "unknown-field");
    let state = check(state, Checking::Type(format!("# x\n# y\n{POD}")));
    let state = check(state, Checking::Fix(at, From::Text));
    assert!(state.checker.text().contains("hostNetwok"));
    let text = judged(state).checker.text();
    assert!(text.starts_with("# x\n# y\n") && text.contains("hostNetwork: true"));
}

#[test]
fn what_cannot_be_judged_is_told() {
    let state = check(check(start(), Checking::Type(POD.to_owned())), Checking::Broken);
    assert!(!state.checker.behind && told(&state).contains("Not checked"));
    assert_eq!(&*state.checker.text(), POD);
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_not_judged_is_never_called_clean() {
    let said = |html: &str| html.contains("No findings") || html.contains("No Kubernetes object");
    let typed = check(start(), Checking::Type(POD.to_owned()));
    let broken = check(typed.clone(), Checking::Broken);
    let html = drawn(broken.clone()).await;
    assert!(html.contains("Not checked") && html.contains("linkspan check"), "{html}");
    assert!(!said(&html), "{html}");
    assert!(told(&act(broken.clone(), Action::NextProblem)).contains("not checked"));
    // It lasts after its notice, and after the mode was changed.
    let later =
        act(act(act(broken, Action::Hush), Action::Mode(Mode::Make)), Action::Mode(Mode::Check));
    assert!(drawn(later.clone()).await.contains("Not checked"));
    // What was found before it broke is not said of what stands there now.
    let clean = judged(check(
        typed,
        Checking::Type("kind: Namespace\napiVersion: v1\nmetadata: {name: a}\n".into()),
    ));
    let broken = check(check(clean.clone(), Checking::Type(POD.to_owned())), Checking::Broken);
    assert!(rules(&broken).is_empty() && !said(&drawn(broken).await));
    // Neither while somebody types on, nor while the answer is on its way.
    assert!(drawn(clean.clone()).await.contains("No findings"));
    let on = check(clean, Checking::Type(POD.to_owned()));
    assert!(on.checker.burst && !said(&drawn(on.clone()).await));
    assert!(!said(&drawn(check(on, Checking::Settle)).await));
    let again = check(later, Checking::Again);
    assert!(drawn(again.clone()).await.contains("Checking…"));
    assert!(!rules(&judged(again)).is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn what_holds_nothing_to_judge_is_not_called_clean() {
    for (name, text, clean) in [
        ("notes.yml", "hello: 1\n", false),
        ("a.yml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n", true),
    ] {
        let html = drawn(judged(check(start(), taken(&[(name, text)])))).await;
        assert_eq!(html.contains("No findings"), clean, "{name}");
    }
}

#[test]
fn files_come_and_go() {
    let state = check(start(), taken(&[("k8s/a.yml", POD)]));
    assert_eq!(state.checker.texts.len(), 1, "the empty one is no more");
    let state = check(check(state, Checking::Add), Checking::Add);
    assert_eq!(state.checker.file, "manifests-2.yml");
    let state = check(state, Checking::Remove);
    assert_eq!(state.checker.texts.len(), 2);
    assert_eq!(act(state, Action::Undo).checker.texts.len(), 3);
    let huge = "#".repeat(9 << 20);
    let state = check(start(), taken(&[("a.yml", &huge), ("b.yml", &huge)]));
    assert!(told(&state).contains("16 MiB"), "{}", told(&state));
    assert!(state.checker.is_empty());
    let left = intake::gather(vec![Given::only("a.yml", vec![0xff])]);
    let state = check(start(), Checking::Take(Rc::new(left)));
    assert!(told(&state).contains("`a.yml`: the file is not text"), "{}", told(&state));
}

#[test]
fn line_ends_stay_as_they_were() {
    let text = "a: 1\r\nb: 2\r\n";
    let state = check(start(), taken(&[("a.yml", text)]));
    let state = check(state, Checking::Type("a: 1\nb: 23\n".to_owned()));
    assert_eq!(&*state.checker.text(), "a: 1\r\nb: 23\r\n");
}

async fn drawn(state: State) -> String {
    let props = AppProps { text: None, state: Some(Rc::new(state)) };
    LocalServerRenderer::<App>::with_props(props).hydratable(false).render().await
}

#[tokio::test(flavor = "current_thread")]
async fn findings_are_drawn_in_place_and_styles_are_not() {
    let html = drawn(typed(POD)).await;
    assert!(html.contains("<span class=\"wrong error t-key\">ostNetwok</span>"), "{html}");
    assert!(html.contains("Fix all 2"), "{html}");
    assert!(!html.contains(" style="));
    let html = drawn(start()).await;
    assert!(html.contains("Paste manifests below") && html.contains("nothing leaves it"));
    let hostile = drawn(typed("kind: \"<script>alert(1)</script>\"\n")).await;
    assert!(!hostile.contains("<script"));
}

#[tokio::test(flavor = "current_thread")]
async fn few_lines_and_findings_are_drawn_of_many() {
    let many = "apiVersion: v1\nkind: Pod\n---\n".repeat(3_000);
    let html = drawn(typed(&many)).await;
    assert!(html.matches("data-row=").count() <= 200);
    assert!(html.contains("not drawn here"));
}
