//! Which of the claims about a field holds, and what two files that disagree make of it: a question.

use super::finding::{Findings, Found, Offer, Question, Trust, Value};
use super::notes::Notes;
use crate::check::app::same_version;
use crate::facts::Program;
use crate::field::{self, Accepts, fields};

/// Settles everything that was noted.
pub(super) fn settle(notes: Notes) -> Findings {
    let Notes { claims, mut questions, keys, variables, remarks, .. } = notes;
    let mut found: Vec<Found> = Vec::new();
    let mut order: Vec<&str> = Vec::new();
    for claim in &claims {
        if !order.contains(&claim.path.as_str()) {
            order.push(&claim.path);
        }
    }
    for path in order {
        let same: Vec<&Found> = claims.iter().filter(|claim| claim.path == path).collect();
        found.extend(one(&same, &mut questions));
    }
    // Of two of a group the one that was met first stands first: the sort keeps their order.
    found.sort_by_key(|each| rank(&each.path));
    questions.retain(|question| {
        !found.iter().any(|each| each.path == question.path && each.trust != Trust::Likely)
    });
    questions.sort_by_key(|question| rank(&question.path));
    Findings { found, questions, keys, variables, remarks }
}

/// The claim that holds, with the places of all that say the same.
fn one(claims: &[&Found], questions: &mut Vec<Question>) -> Option<Found> {
    let surest = claims.iter().map(|claim| claim.trust).max()?;
    let first = claims.iter().find(|claim| claim.trust == surest)?;
    let agree = |other: &&&Found| agree(&first.path, &first.value, &other.value);
    let mut holds = (*first).clone();
    for other in claims.iter().filter(agree) {
        for at in &other.at {
            if !holds.at.contains(at) {
                holds.at.push(at.clone());
            }
        }
        if other.trust == surest && is_more_exact(&holds.path, &other.value, &holds.value) {
            holds.value = other.value.clone();
        }
    }
    let against: Vec<&&Found> =
        claims.iter().filter(|claim| claim.trust == Trust::Read && !agree(claim)).collect();
    if surest == Trust::Read && !against.is_empty() {
        let mut offers = vec![offer(first)];
        for claim in against {
            if !offers.iter().any(|each| each.value == claim.value.shown()) {
                offers.push(offer(claim));
            }
        }
        holds.trust = Trust::Likely;
        let others: Vec<String> = offers.iter().skip(1).map(|each| each.why.clone()).collect();
        holds.why = format!(
            "{} says so, and {} something else",
            offers_first(&offers),
            others.join(" and ")
        );
        questions.push(Question {
            asks: format!("which value of `{}` holds?", holds.path),
            path: holds.path.clone(),
            why: "files of the app disagree".to_owned(),
            usual: holds.value.shown(),
            offers,
        });
    }
    Some(holds)
}

fn offers_first(offers: &[Offer]) -> String {
    offers.first().map(|each| each.why.clone()).unwrap_or_default()
}

fn offer(claim: &Found) -> Offer {
    let at = claim.at.first().map(ToString::to_string).unwrap_or_default();
    Offer { value: claim.value.shown(), why: at }
}

/// Whether two values of a field mean the same, one perhaps more exactly: Ruby 3.4 and 3.4.4.
fn agree(path: &str, one: &Value, other: &Value) -> bool {
    if let (Value::Text(one), Value::Text(other)) = (one, other)
        && let Some(same) = same_version(path, one, other)
    {
        return same;
    }
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            one.iter().all(|each| other.contains(each))
                && other.iter().all(|each| one.contains(each))
        }
        _ => one == other,
    }
}

fn is_more_exact(path: &str, new: &Value, old: &Value) -> bool {
    let count = |value: &Value| value.text().map_or(0, |text| text.matches('.').count());
    program(path).is_some() && count(new) > count(old)
}

fn program(path: &str) -> Option<Program> {
    match field::find(path)?.accepts {
        Accepts::Version(program) => Some(program),
        _ => None,
    }
}

/// The path of the table: `workers[].queues` for `workers[jobs].queues`.
pub(super) fn pattern(path: &str) -> String {
    match (path.split_once('['), path.split_once(']')) {
        (Some((head, _)), Some((_, tail))) => format!("{head}[]{tail}"),
        _ => path.to_owned(),
    }
}

/// The list, the name of the group and the key in it: `workers`, `jobs`, `queues`.
pub(super) fn group(path: &str) -> Option<(&str, &str, &str)> {
    let (list, rest) = path.split_once('[')?;
    let (name, rest) = rest.split_once(']')?;
    Some((list, name, rest.strip_prefix('.')?))
}

/// Where a field stands in the table.
fn rank(path: &str) -> usize {
    if path.starts_with("environments.") {
        return fields().position(|field| field.path == "environments").unwrap_or(usize::MAX);
    }
    let path = pattern(path);
    let at = |path: &str| fields().position(|field| field.path == path);
    // A row of a map, and a name of a list, stand where the map or list does.
    at(&path).or_else(|| at(path.rsplit_once('.')?.0)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::finding::At;
    use super::*;

    fn settled(claims: &[(&str, &str, Trust, &str)]) -> Findings {
        let mut notes = Notes::default();
        for (path, value, trust, file) in claims {
            notes.claim(path, Value::from(*value), *trust, vec![At::new(*file, 1)], "");
        }
        settle(notes)
    }

    #[test]
    fn files_that_agree_give_the_more_exact_value() {
        let found = settled(&[
            ("rails.ruby", "3.4", Trust::Read, "a"),
            ("rails.ruby", "3.4.4", Trust::Read, "b"),
            ("rails.ruby", "3.3", Trust::Likely, "c"),
        ]);
        let ruby = found.get("rails.ruby").unwrap();
        assert_eq!((ruby.value.shown().as_str(), ruby.trust), ("3.4.4", Trust::Read));
        assert_eq!(ruby.at.len(), 2);
        assert!(found.questions.is_empty());
    }

    #[test]
    fn files_that_disagree_ask() {
        let claims =
            [("rails.ruby", "3.4.4", Trust::Read, "a"), ("rails.ruby", "3.3.0", Trust::Read, "b")];
        let found = settled(&claims);
        assert_eq!(found.get("rails.ruby").unwrap().trust, Trust::Likely);
        let question = found.questions.first().unwrap();
        let offers: Vec<&str> = question.offers.iter().map(|each| each.value.as_str()).collect();
        assert_eq!(offers, ["3.4.4", "3.3.0"]);
        let mut answered = claims.to_vec();
        answered.push(("rails.ruby", "3.3.0", Trust::Given, ""));
        let found = settled(&answered);
        assert_eq!(found.get("rails.ruby").unwrap().value, Value::from("3.3.0"));
        assert!(found.questions.is_empty());
    }

    #[test]
    fn what_does_not_fit_is_told_without_the_value() {
        let found = settled(&[("rails.ruby", "jruby-9.4 <hidden>", Trust::Read, "a")]);
        assert!(found.found.is_empty());
        let says = &found.remarks.first().unwrap().says;
        assert!(says.contains("rails.ruby") && !says.contains("hidden"), "{says}");
    }
}
