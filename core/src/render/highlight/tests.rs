use super::*;

/// Pieces as `k[app]: t[shop]`; plain ones stand bare.
fn painted(path: &str, text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let painted = highlight(path, &lines);
    let lines = lines.iter().zip(painted).map(|(line, pieces)| {
        let pieces = pieces.into_iter().map(|(token, range)| {
            let piece = line.get(range).unwrap();
            match token {
                Token::Plain => piece.to_owned(),
                Token::Key => format!("k[{piece}]"),
                Token::Text => format!("t[{piece}]"),
                Token::Number => format!("n[{piece}]"),
                Token::Comment => format!("c[{piece}]"),
                Token::Keyword => format!("w[{piece}]"),
                Token::Variable => format!("v[{piece}]"),
            }
        });
        pieces.collect::<String>()
    });
    lines.collect::<Vec<String>>().join("\n")
}

fn check(path: &str, text: &str, expect: &str) {
    assert_eq!(painted(path, text), expect);
}

#[test]
fn yaml() {
    let cases = [
        ("app: shop # mine", "k[app]: t[shop] c[# mine]"),
        ("# all of it", "c[# all of it]"),
        ("---", "w[---]"),
        ("--- # next", "w[---] c[# next]"),
        ("replicas: 3", "k[replicas]: n[3]"),
        ("on: true", "k[on]: n[true]"),
        ("cpu: 500m", "k[cpu]: t[500m]"),
        ("version: \"8.1\"", "k[version]: t[\"8.1\"]"),
        ("say: 'it''s' # so", "k[say]: t['it''s'] c[# so]"),
        ("\"a: b\": c", "k[\"a: b\"]: t[c]"),
        ("url: http://a/#b", "k[url]: t[http://a/#b]"),
        ("  - name: größe", "  w[-] k[name]: t[größe]"),
        ("- - 1", "w[-] w[-] n[1]"),
        ("-", "w[-]"),
        ("a: &x !!str b", "k[a]: v[&x] v[!!str] t[b]"),
        ("a: *x", "k[a]: v[*x]"),
        ("a: [b, 2, \"c\"] # d", "k[a]: [t[b], n[2], t[\"c\"]] c[# d]"),
        ("a: {b: 1, \"c\":2}", "k[a]: {k[b]: n[1], k[\"c\"]:n[2]}"),
        ("a: {}", "k[a]: {}"),
        ("a: [b,\n  c]\nd: e", "k[a]: [t[b],\n  t[c]]\nk[d]: t[e]"),
        ("a: [b,\nd: e", "k[a]: [t[b],\nk[d]: t[e]"),
        ("a: \"b\n  c\" # d\ne: f", "k[a]: t[\"b]\nt[  c\"] c[# d]\nk[e]: t[f]"),
        ("a: |\n  b: c\n\n  # d\ne: f", "k[a]: w[|]\nt[  b: c]\n\nt[  # d]\nk[e]: t[f]"),
        ("- a: >-\n    b\n  c: d", "w[-] k[a]: w[>-]\nt[    b]\n  k[c]: t[d]"),
    ];
    for (text, expect) in cases {
        check("k8s/web.yml", text, expect);
    }
}

#[test]
fn shell() {
    let cases = [
        ("#!/bin/sh -e", "c[#!/bin/sh -e]"),
        ("exec \"$@\"", "w[exec] t[\"]v[$@]t[\"]"),
        ("A=1 b 'c $d' # e", "k[A]=n[1] b t['c $d'] c[# e]"),
        ("export A=${B:-c}", "w[export] k[A]=v[${B:-c}]"),
        ("if [ -f x ]; then", "w[if] [ -f x ]; w[then]"),
        ("echo if done", "echo if done"),
        ("for a in b c; do", "w[for] a w[in] b c; w[do]"),
        ("a#b $(c) \\# d", "a#b $(c) \\# d"),
        ("a \\\n  if", "a \\\n  if"),
        ("a 'b\nc' d", "a t['b]\nt[c'] d"),
        ("a <<'E'\n$b\nE\nfi", "a w[<<'E']\nt[$b]\nw[E]\nw[fi]"),
        ("a <<-E\n\tb\n\tE", "a w[<<-E]\nt[\tb]\nw[\tE]"),
        ("sleep 5", "sleep n[5]"),
    ];
    for (text, expect) in cases {
        check("deploy.sh", text, expect);
        check("bin/docker-entrypoint", text, expect);
    }
    check("bin/start", "#!/usr/bin/env bash\nfi", "c[#!/usr/bin/env bash]\nw[fi]");
}

#[test]
fn dockerfile() {
    let cases = [
        ("# syntax=docker/dockerfile:1", "c[# syntax=docker/dockerfile:1]"),
        ("FROM ruby:${V}-slim AS base", "w[FROM] ruby:v[${V}]-slim w[AS] base"),
        ("ARG V=3.4", "w[ARG] k[V]=3.4"),
        ("ENV A=\"b\" \\\n    C=1", "w[ENV] k[A]=t[\"b\"] \\\n    k[C]=n[1]"),
        (
            "RUN --mount=type=cache,target=/a if b && \\\n# why\n    export C=1",
            "w[RUN] k[--mount]=type=cache,target=/a w[if] b && \\\nc[# why]\n    w[export] k[C]=n[1]",
        ),
        ("COPY --from=build /a /b", "w[COPY] k[--from]=build /a /b"),
        ("CMD [\"a\", \"b\"]", "w[CMD] [t[\"a\"], t[\"b\"]]"),
        ("EXPOSE 3000", "w[EXPOSE] n[3000]"),
        ("USER it's\nRUN a", "w[USER] itt['s]\nw[RUN] a"),
        ("RUN <<E\nb\nE\nUSER c", "w[RUN] w[<<E]\nt[b]\nw[E]\nw[USER] c"),
    ];
    for (text, expect) in cases {
        check("Dockerfile", text, expect);
    }
}

#[test]
fn markdown() {
    let cases = [
        ("# Deploy", "w[# Deploy]"),
        ("#tag", "#tag"),
        ("- run `a b` now", "w[-] run t[`a b`] now"),
        ("10. `` a`b ``", "w[10.] t[`` a`b ``]"),
        ("see [a](b) and `c", "see [a](v[b]) and `c"),
        ("```sh\n# a\n```\n# b", "w[```sh]\nt[# a]\nw[```]\nw[# b]"),
        ("a <!-- b --> c", "a c[<!-- b -->] c"),
    ];
    for (text, expect) in cases {
        check("DEPLOY.md", text, expect);
    }
}

#[test]
fn the_rest() {
    check(".dockerignore", "# a\n!b\nc", "c[# a]\nw[!]b\nc");
    check("config/puma.rb", "# a: 1", "# a: 1");
    check("", "a", "a");
}

const PATHS: [&str; 6] = ["a.yml", "a.sh", "Dockerfile", "a.md", ".dockerignore", "a"];

fn covers(path: &str, lines: &[&str]) {
    let painted = highlight(path, lines);
    assert_eq!(painted.len(), lines.len());
    for (line, pieces) in lines.iter().zip(painted) {
        let mut at = 0;
        for (_, range) in pieces {
            assert_eq!(range.start, at, "{path}: {line}");
            assert!(range.end > at && line.is_char_boundary(range.end), "{path}: {line}");
            at = range.end;
        }
        assert_eq!(at, line.len(), "{path}: {line}");
    }
}

#[test]
fn any_text_is_covered_completely() {
    let words = [
        "a", "ü", "🙂", " ", "\t", "\u{a0}", "\r", "\0", "'", "\"", "\\", "#", " #", ":", ": ",
        "-", "- ", "---", "|", ">", "[", "]", "{", "}", ",", "&", "*", "!", "$", "${", "$(", "<<",
        "<<E", "E", "`", "```", "](", ")", "<!--", "-->", "if", "in", "FROM", "RUN", "--", "=",
        "1", "\n",
    ];
    let mut state: u64 = 7;
    let mut random = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..3_000 {
        let text: String = (0..random(40)).map(|_| words[random(words.len())]).collect();
        let lines: Vec<&str> = text.split('\n').collect();
        for path in PATHS {
            covers(path, &lines);
        }
    }
}

#[test]
fn one_pass_over_a_long_line() {
    for word in ["${", "`", "``` ", "](", "<!--", "[", "'", "\"", "\"a\" ", "a: ", "- ", " #", "&"]
    {
        let line = word.repeat(50_000);
        for path in PATHS {
            covers(path, &[&line, &line]);
        }
    }
}
