use super::*;
use crate::yaml::rules::WRONG_TYPE;

/// Keys in parts, so that no scanner of this repository takes them for real ones.
pub(crate) fn keys() -> Vec<String> {
    [
        ("AKIA", "IOSFODNN7EXAMPLE"),
        ("ASIA", "IOSFODNN7EXAMPLE"),
        ("gh", "p_16C7e42F292c6912E7710c838347Ae178B4a"),
        ("gh", "o_16C7e42F292c6912E7710c838347Ae178B4a"),
        ("gh", "s_16C7e42F292c6912E7710c838347Ae178B4a"),
        ("github_", "pat_11ABCDEFG0abcdefghijkl_mnop"),
        ("gl", "pat-abcDEF123456ghiJKL78"),
        ("sk_", "live_51Hqz0aBcDeFgHiJkLmNoP"),
        ("rk_", "live_51Hqz0aBcDeFgHiJkLmNoP"),
        ("sk_", "test_4eC39HqLyjWDarjtT1zdp7dc"),
        ("wh", "sec_abcdefghijklmnop1234"),
        ("xox", "b-123456789012-1234567890123-abcDEFghiJKL"),
        ("https://hooks.slack.com/", "services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
        ("SG", ".ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr"),
        ("S", "K0123456789abcdef0123456789abcdef"),
        ("AI", "zaSyA1234567890abcdefghijklmnopqrstuv"),
        ("npm", "_abcdefghijklmnopqrstuvwxyz0123456789"),
        ("rubygems", "_0123456789abcdef0123456789abcdef0123456789abcdef"),
        ("sk", "-proj-abcDEF0123456789abcDEF0123456789"),
        ("sk", "-ant-api03-abcDEF0123456789"),
        ("AGE-SECRET-KEY", "-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHC"),
        ("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N"),
        ("dop_", "v1_0123456789abcdef0123456789abcdef"),
        ("dckr_", "pat_abcDEF012345"),
    ]
    .iter()
    .map(|(start, rest)| format!("{start}{rest}"))
    .collect()
}

#[test]
fn a_key_is_a_secret_under_every_name_and_in_every_place() {
    for key in keys() {
        assert!(looks_secret("LICENSE", &key), "{key}");
        assert!(is_value(&key), "{key}");
        for text in [
            key.clone(),
            format!("say \"{key}\" twice"),
            format!("a={key}&b=c"),
            format!("x\\n{key}\\n"),
        ] {
            let hidden = masked(&text);
            let body = key.get(key.len() - 8..).unwrap();
            assert!(!hidden.contains(body), "{text} -> {hidden}");
            assert_eq!(hidden.chars().count(), text.chars().count());
        }
    }
}

#[test]
fn passwords_in_texts_are_found() {
    for (text, expect) in [
        ("postgres://shop:hunter2@db/shop", "postgres://shop:*******@db/shop"),
        ("redis://:p@ss@h:6379/0", "redis://:****@h:6379/0"),
        (
            "https://abcdef0123456789abcdef0123456789@o1.ingest.sentry.io/1",
            "https://********************************@o1.ingest.sentry.io/1",
        ),
        ("postgres://shop:$(DB_PASSWORD)@db/shop", "postgres://shop:$(DB_PASSWORD)@db/shop"),
        ("ssh://git@example.com/a", "ssh://git@example.com/a"),
        ("ENV SMTP_PASSWORD=hunter2 A=b", "ENV SMTP_PASSWORD=******* A=b"),
        ("mysql --password=hunter2 -u x", "mysql --password=******* -u x"),
        ("docker login --password hunter2", "docker login --password *******"),
        ("docker login --password-stdin", "docker login --password-stdin"),
        ("docker login -u a -p hunter2 r", "docker login -u a -p ******* r"),
        ("mkdir -p tmp/pids", "mkdir -p tmp/pids"),
        (
            "kubectl create secret generic a --from-literal=A=hunter2",
            "kubectl create secret generic a --from-literal=A=*******",
        ),
        ("password: 'hun ter2'", "password: '*** ****'"),
        ("{\"password\":\"hunter2\"}", "{\"password\":\"*******\"}"),
        ("export API_TOKEN=\"a\\\"b\"; x", "export API_TOKEN=\"****\"; x"),
        ("password:\n  x: y", "password:\n  x: y"),
        ("Authorization: Bearer abc123def456", "Authorization: Bearer ************"),
        ("a Basic idea", "a Basic idea"),
        ("the password is set below", "the password is set below"),
        ("TOKEN=$TOKEN PASSWORD=${X}", "TOKEN=$TOKEN PASSWORD=${X}"),
        ("db?user=a&password=hunter2&x=1", "db?user=a&password=*******&x=1"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nafter",
            "********** *** ******* ********\n****\n******** *** ******* ********\nafter",
        ),
        (
            "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
        ),
    ] {
        assert_eq!(masked(text), expect);
    }
}

#[test]
fn variables_are_judged_by_name_and_value() {
    let rails = "0123456789abcdef0123456789abcdef";
    for (name, value) in [
        ("SMTP_PASSWORD", "hunter2"),
        ("PGPASS", "x"),
        ("A", rails),
        ("B", &"0a".repeat(64)),
        ("DATABASE_URL", "postgres://a:b@c/d"),
        ("DATABASE_URL", "postgres://c/d?password=b"),
        ("SENTRY_DSN", "https://x@y/1"),
        ("STRIPE_KEY", "abcDEF0123456789xyz"),
        ("KEY", "-----BEGIN PRIVATE KEY-----\nMII"),
    ] {
        assert!(looks_secret(name, value), "{name}={value}");
    }
    for (name, value) in [
        ("SMTP_PASSWORD", ""),
        ("ONE_TIME_TOKEN", "true"),
        ("API_TOKEN", "/run/secrets/token"),
        ("ZONE_ID", rails),
        ("checksum/config", rails),
        ("PASSWORD", "$(OTHER)"),
        ("STRIPE_KEY", "plain"),
        ("DATABASE_URL", "postgres://db/shop"),
        ("IMAGE", "a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ("A", "disk_live_ratio_of_all"),
        ("PUBLISHABLE_KEY", "pk_live_51Hqz0aBcDeFgHiJkLmNoP"),
        ("A", "task-1234-and-more-of-the-same-kind1"),
    ] {
        assert!(!looks_secret(name, value), "{name}={value}");
    }
}

#[test]
fn what_stands_for_a_name_is_told_from_a_name() {
    for value in
        ["sk_live_51", "0123456789abcdef0123456789abcdef", "aB3dE5gH7jK9mN1pQ", "postgres://a:b@c"]
    {
        assert!(is_value(value), "{value}");
    }
    for name in [
        "STRIPE_API_KEY",
        "stripe_api_key",
        "SMTP_PASSWORD",
        "A",
        "queue",
        "S3_BUCKET",
        "GH_TOKEN",
        "OAUTH2_CLIENT_SECRET_KEY_2026",
        "MD5SUM",
    ] {
        assert!(!is_value(name), "{name}");
    }
}

/// Nothing of it may be shown, and every line keeps its length.
fn hides(path: &str, text: &str, secrets: &[&str], open: &[&str]) {
    let hidden = masked_file(path, text);
    for secret in secrets {
        assert!(!hidden.contains(secret), "{secret} in\n{hidden}");
    }
    for word in open {
        assert!(hidden.contains(word), "no {word} in\n{hidden}");
    }
    let widths = |text: &str| text.lines().map(|line| line.chars().count()).collect::<Vec<_>>();
    assert_eq!(widths(&hidden), widths(text));
    assert!(shows(path, text) != secrets.is_empty());
}

#[test]
fn what_a_secret_holds_is_hidden_however_it_is_written() {
    let all = ["hunter2", "aHVudGVyMg", "second line", "tres bien"];
    for text in [
        "apiVersion: v1\nkind: Secret\nmetadata: {name: shop}\ntype: Opaque\ndata:\n  A: aHVudGVyMg==\nstringData:\n  B: hunter2\n  C: |\n    hunter2\n    second line\n  D: >-\n    tres bien\n",
        "kind: Secret\nmetadata: {name: shop}\nstringData: {B: 'hunter2', C: \"second line\"}\n",
        "{\"kind\": \"Secret\", \"metadata\": {\"name\": \"shop\"}, \"data\": {\"A\": \"aHVudGVyMg==\"}}",
        "kind: List\nitems:\n  - kind: ConfigMap\n    data: {A: open}\n  - kind: Secret\n    metadata: {name: shop}\n    data: {A: aHVudGVyMg==}\n",
        "x: &pw hunter2\nkind: Secret\nmetadata: {name: shop}\nstringData: {A: *pw}\n",
        "x: &all {A: hunter2}\nkind: Secret\nmetadata: {name: shop}\nstringData:\n  <<: *all\n",
        "kind: secret\nmetadata: {name: shop}\ndata: [hunter2]\n",
        "kind: Secrets\nmetadata: {name: shop}\nstringData: hunter2\n",
        "kind: Secret\nmetadata: {name: shop}\ndat: {A: hunter2}\n",
        "kind: Secret\nmetadata:\n  name: shop\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {\"kind\":\"Secret\",\"stringData\":{\"A\":\"hunter2\"}}\n",
        "kind: Secret\nmetadata: {name: shop}\nstringData: {hunter2}\n",
        "kind: Secret\nmetadata: {name: shop}\nstringData:\n  A: hunter2\n\tB: second line\n",
        "kind: Secret\nmetadata: {name: shop}\nstringData:\n  A: \"hunter2\n  B: second line\n",
        "{\"kind\": \"Secret\", \"name\": \"shop\", \"data\": {\"A\": \"aHVudGVyMg==\", }",
        "kind: ConfigMap\nmetadata: {name: shop}\n---\nkind: Secret\nstringData:\n  A: [hunter2\n",
    ] {
        hides("a.yml", text, &all, &[]);
    }
    hides(
        "a.yml",
        "kind: Secret\nmetadata: {name: shop}\nstringData: {A: hunter2}\n",
        &all[..1],
        &["shop", "A:"],
    );
}

#[test]
fn what_looks_like_a_secret_is_hidden_in_every_file() {
    for (path, text, secrets, open) in [
        (
            "k.yml",
            "kind: Pod\nspec:\n  containers:\n    - env:\n        - name: SMTP_PASSWORD\n          value: hunter2\n        - {name: RAILS_ENV, value: production}\n",
            &["hunter2"][..],
            &["production", "SMTP_PASSWORD"][..],
        ),
        (
            "k.yml",
            "kind: Pod\nspec: {containers: [{args: [--password, hunter2, --user, shop]}]}\n",
            &["hunter2"],
            &["shop", "--password"],
        ),
        (
            "k.yml",
            "kind: ConfigMap\ndata:\n  DB_PASS: hunter2\n  key.pem: |\n    -----BEGIN PRIVATE KEY-----\n    MIIEvQ\n    -----END PRIVATE KEY-----\n  A: open\n",
            &["hunter2", "MIIEvQ"],
            &["open"],
        ),
        (
            "k.yml",
            "kind: ConfigMap\ndata: {A: \"sk\\u005flive_51Hqz0aBcDeF\", B: open}\n",
            &["51Hqz0aBcDeF"],
            &["open"],
        ),
        (
            "k.yml",
            "kind: ConfigMap\ndata:\n  SMTP_PASSWORD: |\n    hun\n    ter2\n",
            &["hun\n", "ter2"],
            &[],
        ),
        (
            "k.yml",
            "kind: Ingress\nmetadata:\n  annotations: {nginx.ingress.kubernetes.io/auth-secret: shop/basic}\nspec: {tls: [{secretName: shop-tls}]}\nautomountServiceAccountToken: false\n",
            &[],
            &["shop/basic", "shop-tls", "false"],
        ),
        (
            "k.yml",
            "kind: Pod\nvalueFrom: {secretKeyRef: {name: shop, key: DATABASE_PASSWORD}}\nref: {kind: Secret, name: shop}\n",
            &[],
            &["shop"],
        ),
        (
            "linkspan.yml",
            "app: shop\nfiles: [{name: key, path: a.key, secret: SIGNING_KEY}]\n",
            &[],
            &["SIGNING_KEY"],
        ),
        (
            "linkspan.yml",
            "app: shop\nsecrets: [STRIPE_KEY, sk_live_51Hq, correct horse, stripe]\nexpose: {tls_secret: shop-tls}\n",
            &["51Hq", "horse", "stripe]"],
            &["STRIPE_KEY", "shop-tls"],
        ),
        (
            "linkspan.yml",
            "app: shop\nsecrets:\n  STRIPE_KEY: hunter2\nenvironments: {staging: {secrets: [{A: hunter2}]}}\n",
            &["hunter2"],
            &["STRIPE_KEY"],
        ),
        (
            "linkspan.yml",
            "app: shop\nsecrets:\n  - A_KEY=hunter2\n  - B\nenv:\n  PASSWORD: hunter2\n  URL: http://a:hunter2@b\n\tx: y\n",
            &["hunter2"],
            &["- B"],
        ),
        (
            "Dockerfile",
            "FROM ruby\nENV SMTP_PASSWORD=hunter2 A=b\nARG GH=ghp_16C7e42F292c\n",
            &["hunter2", "16C7e42F292c"],
            &["A=b"],
        ),
        (
            "deploy.sh",
            "kubectl create secret generic a --from-literal=DB_PASSWORD=hunter2\ndocker login --password hunter2\n",
            &["hunter2"],
            &["kubectl"],
        ),
    ] {
        hides(path, text, secrets, open);
    }
}

#[test]
fn findings_say_nothing_of_what_they_hide() {
    use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Report};
    let text = "kind: Secret\nmetadata: {name: shop-web}\nstringData:\n  PORT: 3000\n  LONG: correct horse battery staple\n";
    let texts = std::collections::BTreeMap::from([("a.yml".to_owned(), text.to_owned())]);
    let at = |line, column| Place { line, column };
    let fix = Fix {
        says: "put `3000` into quotes".into(),
        edits: vec![Edit::replace(at(4, 9), at(4, 13), "\"3000\"")],
    };
    let one = Diagnostic::new(&WRONG_TYPE, "`3000` is a number").file("a.yml").at(at(4, 9), 4);
    let mut one = one.help("write `\"3000\"`");
    one.fix = Some(fix);
    let two = Diagnostic::new(&WRONG_TYPE, "`correct horse batt…` in `shop-web`, ghp_16C7e42F292c");
    let two = two.file("a.yml").at(at(2, 18), 8).path("data.ghp_16C7e42F292c");
    let shown = conceal(&Report { diagnostics: vec![one, two], ..Report::default() }, &texts);
    let said: Vec<String> = shown
        .report
        .diagnostics
        .iter()
        .map(|each| format!("{}|{}|{}|{:?}", each.message, each.help, each.path, each.fix))
        .collect();
    let said = said.join("\n");
    for secret in ["3000", "correct", "horse", "16C7e42F292c"] {
        assert!(!said.contains(secret), "{said}");
        assert!(!shown.texts["a.yml"].contains(secret));
    }
    assert!(said.contains("`shop-web`") && said.contains("edits: []"), "{said}");
}

#[test]
fn files_that_hold_a_secret_are_told_from_those_that_name_one() {
    for (text, holds) in [
        ("kind: Secret\ndata: {a: YQ==}\n", true),
        ("kind: List\nitems: [{kind: Secret, stringData: {a: b}}]\n", true),
        ("kind: Secret\nmetadata: {name: a}\n", false),
        ("env: [{name: SMTP_PASSWORD, value: hunter2}]\n", true),
        ("env: [{name: SMTP_PORT, value: '25'}]\n", false),
        ("kind: ConfigMap\ndata: {SMTP_PASSWORD: hunter2}\n", true),
        ("kind: ConfigMap\ndata: {URL: 'redis://:hunter2@a'}\n", true),
        ("ENV API_TOKEN=abc123\n", true),
        ("volumes: [{secret: {secretName: tls}}]\n", false),
        ("a: [\n", false),
    ] {
        assert_eq!(shows("a.yml", text), holds, "{text}");
    }
}
