//! No output shows the value of a secret, whatever is wrong with the file that holds it.

use crate::folder::Folder;

/// What no output may hold.
const VALUES: [&str; 9] = [
    "hunter2",
    "aHVudGVyMg",
    "correct-horse",
    "battery staple",
    "MIIEvQIBADAN",
    "16C7e42F292c6912E7710c838347Ae178B4a",
    "51Hqz0aBcDeFgHiJkLmNoP",
    "4815162342",
    "T00000000",
];

const FILES: [(&str, &str); 9] = [
    (
        "secret.yml",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: Shop_Web}\ntype: Opaque\ndata:\n  A: hunter2!\n  B: 4815162342\n  bad key: aHVudGVyMg==\n  C: [correct-horse]\nstringData:\n  D: 4815162342\n  E: |\n    hunter2\n    battery staple\n  E: correct-horse\n  F: true\n",
    ),
    (
        "list.yml",
        "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n    metadata: {name: a}\n    stringData: {A: 4815162342, B: {C: correct-horse}}\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: a}\n    data: {SMTP_PASSWD: correct-horse, N: 4}\n",
    ),
    (
        "one.json",
        "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"A B\"}, \"data\": {\"A\": \"hunter2 correct-horse\", \"B\": 4815162342}}\n",
    ),
    (
        "anchor.yml",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: b, labels: {a: &pw correct-horse battery staple}}\nstringData: {A: *pw, B: 4815162342}\n",
    ),
    (
        "tab.yml",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: c}\nstringData:\n  A: hunter2\n\tB: correct-horse\n",
    ),
    (
        "quote.yml",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: d}\nstringData:\n  A: \"hunter2\n  B: correct-horse\n",
    ),
    (
        "pod.yml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: web\n      image: acme/shop:1\n      args: [--password, correct-horse, 4]\n      env:\n        - {name: SMTP_PASSWORD, value: 4815162342}\n        - {name: GH, value: ghp_16C7e42F292c6912E7710c838347Ae178B4a, valu: x}\n        - {name: LICENSE, value: sk_live_51Hqz0aBcDeFgHiJkLmNoP}\n        - {name: DATABASE_URL, value: 'postgres://shop:correct-horse@db/shop'}\n        - {name: CHAT, value: 'https://hooks.slack.com/services/T00000000/B0/x'}\n",
    ),
    (
        "map.yml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: e}\ndata:\n  master.key: correct-horse\n  key.pem: |\n    -----BEGIN PRIVATE KEY-----\n    MIIEvQIBADAN\n    -----END PRIVATE KEY-----\n  DB_PASS: 4815162342\n  N: 4\n",
    ),
    (
        "linkspan.yml",
        "app: Shop\nimage: acme/shop\nhosts: ['http://a:correct-horse@b']\nsecrets: [A, sk_live_51Hqz0aBcDeFgHiJkLmNoP, correct-horse, hunter2, A=4815162342]\nenv:\n  LICENSE: ghp_16C7e42F292c6912E7710c838347Ae178B4a\n  SMTP_PASSWORD: correct-horse\n  sk_live_51Hqz0aBcDeFgHiJkLmNoP: x\nworkers: [{name: a, kind: sidekiqq, command: 'x --password correct-horse'}]\n",
    ),
];

fn folder() -> Folder {
    let folder = Folder::new();
    for (name, text) in FILES {
        folder.write(&format!("k/{name}"), text);
    }
    folder.write("k/Gemfile", "");
    folder.write(
        "k/Dockerfile",
        "FROM ruby\nARG SMTP_PASSWORD=correct-horse\nENV GH_TOKEN=4815162342\nRUN a && b --password hunter2\nCMD rails s\n",
    );
    folder.write(
        "k/deploy.sh",
        "#!/bin/sh\nkubectl create secret generic a --from-literal=STRIPE=hunter2\ndocker login -u a -p correct-horse r.example.com\n",
    );
    folder
}

fn holds_none(text: &str, said: &str) {
    for value in VALUES {
        let line = text.lines().find(|line| line.contains(value));
        assert_eq!(line, None, "{value} in {said}");
    }
}

#[test]
fn no_form_of_output_shows_a_secret() {
    let folder = folder();
    for arguments in [
        &["check", "k"][..],
        &["check", "k", "--output", "json"],
        &["check", "k", "--output", "sarif"],
        &["check", "k", "--output", "github"],
        &["check", "k", "--diff"],
        &["check", "k", "--diff", "--output", "json"],
        &["check", "k", "--diff", "--output", "sarif"],
        &["generate", "k/linkspan.yml"],
        &["generate", "k/linkspan.yml", "--output", "json"],
    ] {
        let ran = folder.run(arguments);
        assert!(ran.out.len() + ran.err.len() > 100, "{arguments:?}: {ran:?}");
        holds_none(&ran.out, &format!("{arguments:?}"));
        holds_none(&ran.err, &format!("{arguments:?}"));
    }
    // Each alone, for what is judged beside others may be judged less.
    for (name, _) in FILES {
        for form in ["human", "json", "sarif", "github"] {
            let path = format!("k/{name}");
            let ran = folder.run(&["check", &path, "--output", form]);
            assert_eq!(
                ran.code,
                Some(if name == "map.yml" || name == "anchor.yml" { ran.code.unwrap() } else { 1 }),
                "{name}: {ran:?}"
            );
            holds_none(&ran.out, &format!("{name} {form}"));
            holds_none(&ran.err, &format!("{name} {form}"));
        }
    }
}

#[test]
fn marks_stay_on_their_characters_and_fixes_are_whole() {
    let folder = Folder::new();
    folder.write(
        "s.yml",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {PORT: 4815162342}\n",
    );
    let ran = folder.run(&["check", "s.yml"]);
    let shown = "4 | stringData: {PORT: **********}\n  |                    ^^^^^^^^^^";
    assert!(ran.out.contains(shown), "{}", ran.out);
    let ran = folder.run(&["check", "--diff", "s.yml"]);
    assert!(
        ran.out.contains("-stringData: {PORT: **********}\n+stringData: {PORT: ************}"),
        "{ran:?}"
    );
    assert!(ran.err.contains("`--fix` makes the change"), "{ran:?}");
    let ran = folder.run(&["check", "--fix", "s.yml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    holds_none(&format!("{}{}", ran.out, ran.err), "--fix");
    assert!(folder.read("s.yml").contains("{PORT: \"4815162342\"}"));
}
