use super::{Change, Patch, Step, value};
use crate::value::Value;

fn object(text: &str) -> Value {
    value(crate::yaml::read(text).0[0].root.as_ref().unwrap()).unwrap()
}

const POD: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: shop-web, labels: {a: b}, finalizers: [x.example/a]}
spec:
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
  template:
    spec:
      tolerations: [{key: a}, {key: b}]
      containers:
        - {name: web, image: a/b:1, args: [bundle, exec], env: [{name: A, value: a}, {name: B, value: b}], ports: [{containerPort: 3000, name: http}]}
        - {name: side, image: c/d:1}
";

/// The object after a patch, or why there is none.
fn patched(patch: &str) -> Result<Value, String> {
    let mut object = object(POD);
    let patch = Patch::read(patch).map_err(|fault| fault.message)?;
    patch.apply(&mut object).map_err(|fault| fault.message)?;
    Ok(object)
}

fn at<'a>(object: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').try_fold(object, |value, part| match part.parse::<usize>() {
        Ok(index) => value.items().get(index),
        Err(_) => value.get(part),
    })
}

#[test]
fn a_merge_keeps_what_it_does_not_name() {
    for (patch, path, expect) in [
        ("spec: {replicas: 3}", "spec/replicas", Some("3")),
        ("metadata: {labels: {a: null}}", "metadata/labels/a", None),
        ("metadata: {labels: {c: d}}", "metadata/labels/a", Some("b")),
        ("metadata: {labels: {$patch: replace, c: d}}", "metadata/labels/a", None),
        ("metadata: {labels: {$patch: replace, c: d}}", "metadata/labels/c", Some("d")),
        ("metadata: {finalizers: [y.example/b]}", "metadata/finalizers/0", Some("y.example/b")),
        (
            "metadata: {$deleteFromPrimitiveList/finalizers: [x.example/a]}",
            "metadata/finalizers/0",
            None,
        ),
        (
            "spec: {strategy: {$retainKeys: [type], type: Recreate}}",
            "spec/strategy/rollingUpdate",
            None,
        ),
        (
            "spec: {strategy: {$retainKeys: [type], type: Recreate}}",
            "spec/strategy/type",
            Some("Recreate"),
        ),
        ("spec: {strategy: {$patch: delete}}", "spec/strategy", None),
        (
            "spec: {template: {spec: {tolerations: [{key: c}]}}}",
            "spec/template/spec/tolerations/1",
            None,
        ),
        (
            "spec: {template: {spec: {containers: [{name: side, image: e/f:2}]}}}",
            "spec/template/spec/containers/1/image",
            Some("e/f:2"),
        ),
        (
            "spec: {template: {spec: {containers: [{name: side, $patch: delete}]}}}",
            "spec/template/spec/containers/1",
            None,
        ),
        (
            "spec: {template: {spec: {containers: [{name: web, args: [x]}]}}}",
            "spec/template/spec/containers/0/args/1",
            None,
        ),
        (
            "spec: {template: {spec: {containers: [{name: web, env: [{name: B, value: c}]}]}}}",
            "spec/template/spec/containers/0/env/0/value",
            Some("a"),
        ),
        (
            "spec: {template: {spec: {containers: [{name: web, ports: [{containerPort: 3000, name: web}]}]}}}",
            "spec/template/spec/containers/0/ports/0/name",
            Some("web"),
        ),
        (
            "spec: {template: {spec: {containers: [{$patch: replace}, {name: only, image: g/h:1}]}}}",
            "spec/template/spec/containers/0/name",
            Some("only"),
        ),
        (
            "spec: {template: {spec: {volumes: [{name: v, emptyDir: {}, hostPath: null}]}}}",
            "spec/template/spec/volumes/0/hostPath",
            None,
        ),
    ] {
        let object = patched(patch).unwrap();
        let found = at(&object, path).map(|value| match value {
            Value::Text(text) => text.clone(),
            Value::Int(number) => number.to_string(),
            other => format!("{other:?}"),
        });
        assert_eq!(found.as_deref(), expect, "{patch}");
    }
}

#[test]
fn operations_run_in_order() {
    let object = patched(
        "- {op: test, path: /spec/strategy/type, value: RollingUpdate}
- {op: add, path: /metadata/labels/x~1y, value: z}
- {op: move, from: /metadata/labels/x~1y, path: /metadata/labels/w}
- {op: copy, from: /metadata/labels/w, path: /metadata/labels/v}
- {op: remove, path: /spec/template/spec/containers/0/env/0}
- {op: add, path: /spec/template/spec/containers/0/args/-, value: puma}
- {op: replace, path: /spec/strategy, value: {type: Recreate}}
",
    )
    .unwrap();
    let labels = at(&object, "metadata/labels").unwrap();
    assert_eq!(labels, &self::object("{a: b, w: z, v: z}"));
    let web = at(&object, "spec/template/spec/containers/0").unwrap();
    assert_eq!(web.get("env").unwrap(), &self::object("[{name: B, value: b}]"));
    assert_eq!(web.get("args").unwrap(), &self::object("[bundle, exec, puma]"));
    assert_eq!(at(&object, "spec/strategy").unwrap(), &self::object("{type: Recreate}"));
}

#[test]
fn what_is_no_patch_is_told() {
    for (patch, expect) in [
        ("", "is empty"),
        ("{}", "is empty"),
        ("[]", "is empty"),
        ("text", "is one value and no map"),
        ("a: b\n---\na: c\n", "holds several documents"),
        ("a: {b: 1, b: 2}", "has the key `b` twice, in line 1"),
        ("a: 1.5", "has a number with a fraction, in line 1"),
        ("a: 9999999999999999999", "has a number that is too large, in line 1"),
        ("- {op: jump, path: /a}", "has an unknown `op`, `jump`, in operation 1"),
        ("- {op: add, path: /a}", "has no `value`, in operation 1"),
        ("- {op: remove}", "has no `path`, in operation 1"),
        ("- {op: remove, path: a}", "has a path that is none, `a`, in operation 1"),
        ("- {op: move, path: /a/b, from: /a}", "moves a value into itself, in operation 1"),
        ("- {op: remove, path: /spec/containers}", "finds nothing at `/spec/containers`"),
        (
            "- {op: add, path: /spec/template/spec/containers/3, value: 1}",
            "finds nothing at `/spec/template/spec/containers/3`",
        ),
        (
            "- {op: replace, path: /spec/template/spec/containers/01, value: 1}",
            "finds nothing at `/spec/template/spec/containers/01`",
        ),
        ("- {op: test, path: /kind, value: Job}", "finds another value at `/kind`"),
        (
            "spec: {$setElementOrder/a: [b]}",
            "has `$setElementOrder/a`, which Linkspan does not take",
        ),
        ("spec: {strategy: {$patch: maybe}}", "has a `$patch` that is unknown"),
        (
            "spec: {template: {spec: {containers: [{image: a}]}}}",
            "has an item under `containers` without `name`",
        ),
        (
            "spec: {template: {spec: {containers: [web]}}}",
            "has an item under `containers` that is no map",
        ),
        ("$patch: delete", "deletes a whole object"),
        ("metadata: null", "changes `metadata.name`"),
        ("metadata: {namespace: other}", "changes `metadata.namespace`"),
        ("- {op: remove, path: /kind}", "changes `kind`"),
    ] {
        assert_eq!(patched(patch), Err(expect.to_owned()), "{patch}");
    }
    assert!(Patch::read("a: {b").unwrap_err().message.starts_with("is no YAML: line 1"));
    assert_eq!(Patch::read(&"a".repeat(70_000)).unwrap_err().message, "is longer than 64 KiB");
}

/// The server knows nothing of the items of a custom resource's lists.
#[test]
fn lists_of_other_kinds_are_replaced() {
    let mut route = object(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec: {containers: [{name: a}]}\n",
    );
    Patch::read("spec: {containers: [{name: b}]}").unwrap().apply(&mut route).unwrap();
    assert_eq!(at(&route, "spec/containers"), Some(&object("[{name: b}]")));
}

#[test]
fn changes_say_where_items_went() {
    let mut object = object(POD);
    let patch = "spec: {template: {spec: {containers: [{name: web, env: [{name: A, $patch: delete}, {name: C, value: c}]}]}}}";
    let changes = Patch::read(patch).unwrap().apply(&mut object).unwrap();
    let mut env: Vec<Step> =
        ["spec", "template", "spec", "containers"].map(|key| Step::Key(key.to_owned())).to_vec();
    env.extend([Step::Index(0), Step::Key("env".to_owned())]);
    let mut fresh = env.clone();
    fresh.push(Step::Index(0));
    assert_eq!(changes, [Change::Items(env, vec![None, Some(1)]), Change::Set(fresh)]);
}
