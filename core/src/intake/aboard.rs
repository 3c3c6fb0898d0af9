//! What the files of an app say, asked for in one thread of a browser and found in another: texts both ways, as in `wire`.

use super::wire::{Parts, Writer};
use crate::internal::detect::{
    self, App, At, Fate, Findings, Found, Given, Key, Offer, Question, Remark, Trust, Value,
    Variable,
};
use std::collections::BTreeMap;

/// What a question and its answer begin with.
const MARK: &str = "aboard";

/// What the files of an app say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The number that the question had.
    pub turn: usize,
    /// The spec that follows.
    pub spec: String,
    /// Everything that was found.
    pub findings: Findings,
}

/// The question about an app, of which a person has said some values.
#[must_use]
pub fn ask(turn: usize, app: &App, given: &Given) -> String {
    let mut out = Writer::default();
    out.text(MARK);
    out.number(turn);
    out.text(app.folder());
    out.texts(&app.texts().map(|(path, text)| (path.to_owned(), text)).collect());
    out.number(app.paths().count());
    app.paths().for_each(|path| out.text(path));
    out.number(given.len());
    for (path, value) in given {
        out.text(path);
        put_value(&mut out, value);
    }
    out.0
}

/// The answer to a question; empty for what is none.
#[must_use]
pub fn tell(question: &str) -> String {
    let Some((turn, app, given)) = asked(question) else { return String::new() };
    let findings = detect::detect(&app, &given);
    let mut out = Writer::default();
    out.text(MARK);
    out.number(turn);
    out.text(&detect::spec(&findings));
    put_findings(&mut out, &findings);
    out.0
}

/// Reads an answer; `None` for what is none.
#[must_use]
pub fn hear(answer: &str) -> Option<Told> {
    let mut parts = Parts(answer);
    if parts.text()? != MARK {
        return None;
    }
    let (turn, spec) = (parts.number()?, parts.text()?.to_owned());
    let findings = findings(&mut parts)?;
    parts.0.is_empty().then_some(Told { turn, spec, findings })
}

fn asked(question: &str) -> Option<(usize, App, Given)> {
    let mut parts = Parts(question);
    if parts.text()? != MARK {
        return None;
    }
    let (turn, mut app) = (parts.number()?, App::new(parts.text()?));
    for (path, text) in parts.texts()? {
        app.add_text(path, text);
    }
    for _ in 0..parts.number()? {
        app.add_path(parts.text()?);
    }
    let mut given = Given::new();
    for _ in 0..parts.number()? {
        given.push((parts.text()?.to_owned(), value(&mut parts)?));
    }
    Some((turn, app, given))
}

fn put_findings(out: &mut Writer, findings: &Findings) {
    let Findings { found, questions, keys, variables, remarks } = findings;
    out.number(found.len());
    for each in found {
        out.text(&each.path);
        put_value(out, &each.value);
        out.text(trust_word(each.trust));
        out.number(each.at.len());
        each.at.iter().for_each(|at| put_at(out, at));
        out.text(&each.why);
    }
    out.number(questions.len());
    for each in questions {
        for text in [&each.path, &each.asks, &each.why, &each.usual] {
            out.text(text);
        }
        out.number(each.offers.len());
        for Offer { value, why } in &each.offers {
            out.text(value);
            out.text(why);
        }
    }
    out.number(keys.len());
    for Key { key, at, fate } in keys {
        out.text(key);
        put_at(out, at);
        let (word, text) = match fate {
            Fate::Carried { path } => ("carried", path),
            Fate::NotNeeded { why } => ("not needed", why),
            Fate::NotCarried { why } => ("not carried", why),
        };
        out.text(word);
        out.text(text);
    }
    out.number(variables.len());
    for each in variables {
        out.text(&each.name);
        put_at(out, &each.at);
        out.number(usize::from(each.secret));
        out.number(usize::from(each.needed));
    }
    out.number(remarks.len());
    for each in remarks {
        put_at(out, &each.at);
        out.text(&each.says);
        out.text(&each.help);
    }
}

fn findings(parts: &mut Parts<'_>) -> Option<Findings> {
    Some(Findings {
        found: all(parts, |parts| {
            let (path, value) = (own(parts)?, value(parts)?);
            let word = parts.text()?;
            let trust = TRUSTS.into_iter().find(|trust| trust_word(*trust) == word)?;
            Some(Found { path, value, trust, at: all(parts, at)?, why: own(parts)? })
        })?,
        questions: all(parts, |parts| {
            let [path, asks, why, usual] = [own(parts)?, own(parts)?, own(parts)?, own(parts)?];
            let offer =
                |parts: &mut Parts<'_>| Some(Offer { value: own(parts)?, why: own(parts)? });
            Some(Question { path, asks, why, offers: all(parts, offer)?, usual })
        })?,
        keys: all(parts, |parts| {
            let (key, at) = (own(parts)?, at(parts)?);
            let (word, text) = (parts.text()?, own(parts)?);
            let fate = match word {
                "carried" => Fate::Carried { path: text },
                "not needed" => Fate::NotNeeded { why: text },
                "not carried" => Fate::NotCarried { why: text },
                _ => return None,
            };
            Some(Key { key, at, fate })
        })?,
        variables: all(parts, |parts| {
            let (name, at) = (own(parts)?, at(parts)?);
            let (secret, needed) = (parts.number()? == 1, parts.number()? == 1);
            Some(Variable { name, at, secret, needed })
        })?,
        remarks: all(parts, |parts| {
            Some(Remark { at: at(parts)?, says: own(parts)?, help: own(parts)? })
        })?,
    })
}

fn own(parts: &mut Parts<'_>) -> Option<String> {
    parts.text().map(str::to_owned)
}

fn all<'a, T>(parts: &mut Parts<'a>, one: impl Fn(&mut Parts<'a>) -> Option<T>) -> Option<Vec<T>> {
    (0..parts.number()?).map(|_| one(parts)).collect()
}

const TRUSTS: [Trust; 3] = [Trust::Likely, Trust::Read, Trust::Given];

const fn trust_word(trust: Trust) -> &'static str {
    match trust {
        Trust::Likely => "likely",
        Trust::Read => "read",
        Trust::Given => "given",
    }
}

fn put_at(out: &mut Writer, at: &At) {
    out.text(&at.file);
    out.number(at.line);
}

fn at(parts: &mut Parts<'_>) -> Option<At> {
    Some(At::new(parts.text()?, parts.number()?))
}

fn put_value(out: &mut Writer, value: &Value) {
    match value {
        Value::Text(text) => {
            out.text("text");
            out.text(text);
        }
        Value::List(list) => {
            out.text("list");
            out.number(list.len());
            list.iter().for_each(|text| out.text(text));
        }
        Value::Map(map) => {
            out.text("map");
            out.texts(map);
        }
    }
}

fn value(parts: &mut Parts<'_>) -> Option<Value> {
    Some(match parts.text()? {
        "text" => Value::Text(own(parts)?),
        "list" => Value::List(all(parts, own)?),
        "map" => Value::Map(parts.texts()?.into_iter().collect::<BTreeMap<_, _>>()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        let mut app = App::new("shop");
        app.add_text("Gemfile.lock", "GEM\n  specs:\n    rails (8.1.0)\n    pg (1.5.9)\n    puma (6.4.2)\n\nDEPENDENCIES\n  rails\n");
        app.add_text(
            "config/database.yml",
            "production:\n  adapter: postgresql\n  url: <%= ENV[\"A_URL\"] %>\n",
        );
        app.add_text("Procfile", "web: bin/rails server\nworker: bundle exec sidekiq -q mailers\n");
        app.add_path("yarn.lock");
        app
    }

    #[test]
    fn what_is_found_comes_back_whole() {
        let given = vec![
            ("image".to_owned(), Value::from("ghcr.io/shop/shop")),
            ("hosts".to_owned(), vec!["shop.example.org".to_owned()].into()),
        ];
        let findings = detect::detect(&app(), &given);
        let told = hear(&tell(&ask(7, &app(), &given))).unwrap();
        assert_eq!((told.turn, &told.spec), (7, &detect::spec(&findings)));
        assert_eq!(told.findings, findings);
        assert!(!findings.found.is_empty() && !findings.variables.is_empty());
    }

    #[test]
    fn every_kind_of_finding_is_carried() {
        let at = At::new("a: ä", 3);
        let key = |fate| Key { key: "proxy.ssl".to_owned(), at: at.clone(), fate };
        let found = |value: Value, trust| Found {
            path: "env".to_owned(),
            value,
            trust,
            at: vec![at.clone()],
            why: "w".to_owned(),
        };
        let text = || "3:x".to_owned();
        let findings = Findings {
            found: vec![
                found("x".into(), Trust::Likely),
                found(vec![text(), text()].into(), Trust::Read),
                found(Value::Map([(text(), text())].into()), Trust::Given),
            ],
            questions: vec![Question {
                path: "app".to_owned(),
                asks: text(),
                why: text(),
                usual: text(),
                offers: vec![Offer { value: text(), why: text() }],
            }],
            keys: vec![
                key(Fate::Carried { path: text() }),
                key(Fate::NotNeeded { why: text() }),
                key(Fate::NotCarried { why: text() }),
            ],
            variables: vec![Variable { name: text(), at: at.clone(), secret: true, needed: false }],
            remarks: vec![Remark { at: At::default(), says: text(), help: String::new() }],
        };
        let mut out = Writer::default();
        put_findings(&mut out, &findings);
        assert_eq!(super::findings(&mut Parts(&out.0)), Some(findings));
    }

    #[test]
    fn what_is_no_question_has_no_answer() {
        let good = tell(&ask(1, &app(), &Given::new()));
        assert!(hear(&good).is_some());
        for bad in
            ["", "6:aboard", "6:aboard1:x", "5:judge1:1", good.get(..good.len() - 1).unwrap()]
        {
            assert_eq!((tell(bad).as_str(), hear(bad)), ("", None), "{bad}");
        }
    }
}
