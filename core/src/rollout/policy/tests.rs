use super::*;

const KINDS: [&str; 2] = ["Ingress", "Egress"];

fn policy(name: &str, ours: bool, spec: Value) -> Value {
    let labels =
        if ours { json!({LABEL_INSTANCE: "shop", LABEL_MANAGED_BY: MANAGER}) } else { json!({}) };
    json!({"apiVersion": "networking.k8s.io/v1", "kind": KIND, "spec": spec,
        "metadata": {"name": name, "namespace": "shop", "uid": "1", "labels": labels}})
}

/// Lets one port in, of pods that have a part's label.
fn port(part: &str, number: u16) -> Value {
    json!({"podSelector": {"matchLabels": {"part": part}}, "policyTypes": ["Ingress"],
        "ingress": [{"ports": [{"port": number}]}]})
}

/// Shuts both directions of all pods, or of all but one part.
fn all(but: Option<&str>) -> Value {
    let selector = but.map_or_else(
        || json!({}),
        |part| {
            json!({"matchExpressions": [{"key": "part", "operator": "NotIn", "values": [part]}]})
        },
    );
    json!({"podSelector": selector, "policyTypes": KINDS, "egress": [{"ports": [{"port": 53}]}]})
}

fn pod(part: &str) -> Value {
    json!({"kind": "Pod", "metadata": {"labels": {"part": part, "pod-template-hash": "x"}}})
}

/// Each as `NAME SELECTOR TYPES`, a digest left out.
fn shown(found: &[Value]) -> Vec<String> {
    found
        .iter()
        .map(|each| {
            let (name, _) = json::name(each).rsplit_once('-').unwrap();
            let spec = &each["spec"];
            format!("{name} {} {}", spec["podSelector"], spec["policyTypes"])
        })
        .collect()
}

fn found(live: &[&Value], wanted: &[&Value], serving: &[Value], coming: &[Value]) -> Vec<Value> {
    let own = |all: &[&Value]| all.iter().map(|each| (*each).clone()).collect::<Vec<_>>();
    beside("shop", &own(live), &own(wanted), serving, coming)
}

fn check(live: &[&Value], wanted: &[&Value], serving: &[Value], coming: &[Value], expect: &[&str]) {
    assert_eq!(shown(&found(live, wanted, serving, coming)), expect, "{live:?} {wanted:?}");
}

#[test]
fn rules_from_before_stay_beside_those_that_replace_them() {
    let (web, other) =
        (policy("web", true, port("web", 3000)), policy("web", false, port("web", 1)));
    let next = policy("web", true, port("web", 8080));
    let kept = r#"web-before {"matchLabels":{"part":"web"}} ["Ingress"]"#;
    let both = [pod("web")];
    check(&[&web], &[&next], &both, &both, &[kept]);
    check(&[&web], &[&web], &both, &both, &[]);
    check(&[&other], &[&next], &both, &both, &[]);
    // Nothing serves, so nothing is cut off.
    check(&[&web], &[&next], &[], &both, &[]);
    let copy = &found(&[&web], &[&next], &both, &both)[0];
    assert_eq!(copy["spec"], web["spec"]);
    assert_eq!((copy["metadata"].get("uid"), Id::of(copy).namespace), (None, "shop".to_owned()));
    // A run that was cut off left it; what replaces the next rules gets another name.
    check(&[&web, copy], &[&next], &both, &both, &[]);
    let third = policy("web", true, port("web", 9000));
    let last = found(&[&next, copy], &[&third], &both, &both);
    assert_ne!(last[0]["metadata"]["name"], copy["metadata"]["name"]);
}

#[test]
fn what_one_side_alone_shuts_is_open_meanwhile() {
    let (serving, coming) = ([pod("web"), pod("redis")], [pod("web")]);
    let web = policy("web", true, port("web", 3000));
    let open = r#"shop-open {"matchLabels":{"part":"web"}} ["Ingress"]"#;
    // The first policy of an app that runs, and the last one.
    check(&[], &[&web], &serving, &coming, &[open]);
    check(&[&web], &[], &serving, &coming, &[open]);
    check(&[&web], &[], &[], &coming, &[open]);
    check(&[], &[&web], &[], &coming, &[]);
    // Somebody else's shuts it before and after.
    let theirs = policy("deny", false, json!({"podSelector": {}, "policyTypes": KINDS}));
    check(&[&theirs], &[&web, &theirs], &serving, &coming, &[]);
    // A direction more.
    let mut more = web.clone();
    more["spec"]["policyTypes"] = json!(KINDS);
    let kept = r#"web-before {"matchLabels":{"part":"web"}} ["Ingress"]"#;
    let out = r#"shop-open {"matchLabels":{"part":"web"}} ["Egress"]"#;
    check(&[&web], &[&more], &serving, &coming, &[kept, out]);
}

#[test]
fn a_selector_that_changes_is_judged_by_the_pods() {
    let (wide, narrow) = (policy("app", true, all(None)), policy("app", true, all(Some("redis"))));
    let pods = [pod("web"), pod("redis")];
    let copy = |selector: &str| format!(r#"app-before {selector} ["Ingress","Egress"]"#);
    let kept =
        copy(r#"{"matchExpressions":[{"key":"part","operator":"NotIn","values":["redis"]}]}"#);
    let open = r#"shop-open {"matchLabels":{"part":"redis"}} ["Ingress","Egress"]"#;
    check(&[&narrow], &[&wide], &pods, &pods, &[&kept, open]);
    check(&[&wide], &[&narrow], &pods, &pods, &[&copy("{}"), open]);
}

#[test]
fn an_undo_puts_back_what_changed_and_takes_what_is_new() {
    let before = policy("web", true, port("web", 3000));
    let wanted = [policy("web", true, port("web", 8080)), policy("new", true, port("web", 1))];
    let (back, fresh) = earlier("shop", std::slice::from_ref(&before), &wanted);
    assert_eq!((back.len(), &back[0]["spec"]), (1, &before["spec"]));
    let names: Vec<String> = fresh.into_iter().map(|id| id.name).collect();
    assert_eq!(names, ["new"]);
}
