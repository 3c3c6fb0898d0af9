//! Values: those of all seeds by the name of their field, plausible ones by type, and edges.

use crate::dice::Dice;
use crate::tree::Tree;
use std::collections::BTreeMap;

/// Values of the seeds by the name of their field.
pub(crate) struct Values(BTreeMap<String, Vec<Tree>>);

impl Values {
    /// Those of some objects, each once.
    pub(crate) fn of_all<'a>(objects: impl Iterator<Item = &'a Tree>) -> Self {
        let mut values: BTreeMap<String, Vec<Tree>> = BTreeMap::new();
        for object in objects {
            for way in object.ways() {
                let Some(key) = object.key(&way) else { continue };
                let known = values.entry(key.to_owned()).or_default();
                let value = object.at(&way);
                if known.len() < 40 && !known.contains(value) {
                    known.push(value.clone());
                }
            }
        }
        Self(values)
    }

    /// One of a field.
    pub(crate) fn of(&self, name: &str, dice: &mut Dice) -> Option<Tree> {
        dice.pick(self.0.get(name)?).cloned()
    }
}

/// Keys of maps such as labels, data and limits.
pub(crate) fn key(dice: &mut Dice) -> &'static str {
    const KEYS: [&str; 24] = [
        "app",
        "tier",
        "example.com/role",
        "cpu",
        "memory",
        "storage",
        "ephemeral-storage",
        "hugepages-2Mi",
        "example.com/gpu",
        "KEY",
        "tls.crt",
        "tls.key",
        ".dockerconfigjson",
        "a b",
        "-a",
        "A_b.c",
        "",
        "pods",
        "..",
        "kubernetes.io/ingress.class",
        "Example.com/role",
        "/a",
        "requests.cpu",
        "count/jobs.batch",
    ];
    KEYS[dice.below(KEYS.len())]
}

/// A value of a type of the table.
pub(crate) fn plausible(code: &str, dice: &mut Dice) -> Tree {
    const TEXTS: [&str; 40] = [
        "web",
        "a",
        "app",
        "http",
        "http",
        "default",
        "/data",
        "/",
        "data/a",
        "../a",
        "example.com",
        "*.example.com",
        "10.0.0.1",
        "10.0.0.0/8",
        "fd00::1",
        "fd00::/8",
        "app=web",
        "",
        "Web",
        "web_1",
        "1web",
        "2026-11-23T08:30:00Z",
        "kubernetes.io/hostname",
        "example.com/role",
        "example.com/a/b",
        "v1",
        "apps/v1",
        "Deployment",
        "Pod",
        "ServiceAccount",
        "metadata.name",
        "metadata.labels['app']",
        "limits.cpu",
        "status.podIP",
        "rwx",
        "0 3 * * *",
        "Europe/Berlin",
        "Always",
        "tcp",
        "a-name-that-is-far-too-long-for-a-label-since-it-has-more-than-63-characters",
    ];
    const NUMBERS: [i64; 20] = [
        0,
        1,
        1,
        2,
        3,
        5,
        10,
        30,
        60,
        80,
        100,
        101,
        443,
        1000,
        3000,
        32000,
        65535,
        65536,
        -1,
        2_147_483_647,
    ];
    const QUANTITIES: [&str; 12] = [
        "\"1\"", "100m", "1Gi", "256Mi", "0", "\"-1\"", "1.5", "0.5m", "2", "1e3", "10G", "\"1Ti\"",
    ];
    let code = code.split(['#', '~', '%', '=']).next().unwrap_or_default();
    match code {
        "b" => Tree::Leaf(["true", "false"][dice.below(2)].into()),
        "i" | "l" | "n" => Tree::Leaf(NUMBERS[dice.below(NUMBERS.len())].to_string()),
        "q" => Tree::Leaf(QUANTITIES[dice.below(QUANTITIES.len())].into()),
        "x" => match dice.below(3) {
            0 => {
                Tree::text(["25%", "100%", "0%", "101%", "http", "1", "-1%", "a b"][dice.below(8)])
            }
            _ => Tree::Leaf(NUMBERS[dice.below(NUMBERS.len())].to_string()),
        },
        "t" => Tree::text("2026-11-23T08:30:00Z"),
        "u" => Tree::text("2026-11-23T08:30:00.000000Z"),
        "y" => Tree::text(["YQ==", "aGVsbG8=", "YQ", ""][dice.below(4)]),
        _ => Tree::text(TEXTS[dice.below(TEXTS.len())]),
    }
}

/// Scalars that readers and validators disagree about, as they are written.
const EDGES: [&str; 74] = [
    "\"\"",
    "~",
    "null",
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "True",
    "NO",
    "0",
    "-1",
    "1",
    "-0",
    "00",
    "007",
    "0o7",
    "0x1F",
    "1_000",
    "1.0",
    "1.5",
    "-1.5",
    "1e3",
    "1e400",
    ".inf",
    ".nan",
    "255",
    "256",
    "32767",
    "32768",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "\"0\"",
    "\"-1\"",
    "\"80\"",
    "\"65536\"",
    "100m",
    "1.5Gi",
    "1gi",
    "1k",
    "1K",
    "\"1 Gi\"",
    "-1Mi",
    "1e3Mi",
    "0.1m",
    "1000000n",
    "1E",
    "\"50%\"",
    "50%",
    "\"101%\"",
    "\"%\"",
    "127.0.0.1",
    "10.0.0.300",
    "010.0.0.1",
    "\"::1\"",
    "0.0.0.0/0",
    "10.0.0.1/8",
    "\"::ffff:1.2.3.4\"",
    "UPPER",
    "under_score",
    "\"-lead\"",
    "\"trail-\"",
    "a..b",
    "\"a b\"",
    "\"a/b/c\"",
    "\"12:30\"",
    "1:30",
    "2001-01-01",
];

/// An edge, or an older value turned into one.
pub(crate) fn edge(old: &Tree, dice: &mut Dice) -> Tree {
    let plain = match old {
        Tree::Leaf(text) => text.trim_matches('"').to_owned(),
        Tree::Map(_) | Tree::List(_) => String::new(),
    };
    if plain.is_empty() || dice.below(5) < 3 {
        return match dice.below(12) {
            0 => Tree::text(&"a".repeat(64)),
            1 => Tree::text(&"abc.".repeat(64)),
            2 => Tree::text("ä\u{1f6a2}"),
            _ => Tree::Leaf(EDGES[dice.below(EDGES.len())].into()),
        };
    }
    if let Ok(number) = plain.parse::<i64>() {
        let next = [number + 1, number - 1, -number, number * 10, number * 1000][dice.below(5)];
        return Tree::Leaf(next.to_string());
    }
    Tree::text(&match dice.below(12) {
        0 => plain.to_uppercase(),
        1 => plain.to_lowercase(),
        2 => format!("-{plain}"),
        3 => format!("{plain}-"),
        4 => format!("{plain} "),
        5 => format!(" {plain}"),
        6 => plain.repeat(20),
        7 => format!("{plain}/x"),
        8 => format!("{plain}.example"),
        9 => format!("*.{plain}"),
        10 => plain.chars().skip(1).collect(),
        _ => format!("{plain}{}", "x".repeat(64_usize.saturating_sub(plain.len()))),
    })
}
