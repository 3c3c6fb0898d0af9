use super::*;

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
