//! What to do about a broken text, said with the lines that it stands in.

use super::parts::Part;
use super::problem::{Fault, Problem};

/// The problem, with help that names spaces, keys and lines where the fault alone cannot.
pub(super) fn among(part: Part<'_>, problem: Problem) -> Problem {
    let Some(here) = problem.place.line.checked_sub(part.lines_before + 1) else { return problem };
    let lines: Vec<Line<'_>> = part.text.lines().take(here + 1).map(Line::of).collect();
    let Some((here, before)) = lines.split_last().filter(|_| lines.len() == here + 1) else {
        return problem;
    };
    let above = before.iter().rfind(|line| line.says_something());
    let found = match &problem.fault {
        Fault::Value => second_colon(here, above),
        Fault::NoItem => no_item(here, before),
        Fault::NoKey => above.map(|above| misfit(here, above)),
        Fault::Tab => above.map(|above| {
            let help = format!(
                "replace the tab by spaces: two for each level; the line above starts with {}",
                spaces(above.indent)
            );
            (problem.message.clone(), help)
        }),
        Fault::Anchor(_) | Fault::Alias(_) | Fault::Character(_) | Fault::Tag => {
            Some((problem.message.clone(), quotes(here)))
        }
        _ => None,
    };
    match found {
        Some((message, help)) => Problem { message, help: help.into(), ..problem },
        None => problem,
    }
}

/// A line of YAML: its spaces, its dashes, its key.
struct Line<'a> {
    /// Spaces before its first character.
    indent: usize,
    /// Spaces and dashes before its key or text.
    inner: usize,
    /// What follows them.
    text: &'a str,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let rest = line.trim_start_matches(' ');
        let text = rest.trim_start_matches("- ").trim_start_matches(' ');
        Self { indent: line.len() - rest.len(), inner: line.len() - text.len(), text }
    }

    fn says_something(&self) -> bool {
        !self.text.trim().is_empty() && !self.text.starts_with('#')
    }

    fn is_item(&self) -> bool {
        self.inner > self.indent
    }

    /// Its key, and what stands behind it.
    fn entry(&self) -> Option<(&'a str, &'a str)> {
        let (key, value) = self.text.split_once(": ")?;
        let plain = |each: char| each.is_ascii_alphanumeric() || "_-./".contains(each);
        (!key.is_empty() && key.len() <= 60 && key.chars().all(plain))
            .then_some((key, value.trim()))
    }

    /// Whether it opens a level below its key.
    fn opens(&self) -> bool {
        self.text.trim_end().ends_with(':')
    }
}

fn spaces(count: usize) -> String {
    match count {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        more => format!("{more} spaces"),
    }
}

/// A `:` in a text: the line is too far to the right, the one above has no colon of its own, or the value
/// has to be quoted.
fn second_colon(here: &Line<'_>, above: Option<&Line<'_>>) -> Option<(String, String)> {
    if let Some((key, value)) = here.entry()
        && value.contains(": ")
    {
        let message = "a second `: ` stands in this line".to_owned();
        return Some((message, format!("put the value in quotes: `{key}: \"...\"`")));
    }
    let above = above?;
    if above.entry().is_some() && here.inner > above.inner {
        return Some((
            "this line is indented too far".to_owned(),
            format!(
                "it starts with {}; `{}` above with {}: give both the same",
                spaces(here.indent),
                above.entry()?.0,
                spaces(above.inner)
            ),
        ));
    }
    if above.entry().is_none() && !above.opens() && above.text.len() <= 100 {
        let (key, _) = above.text.split_once([':', ' ', '='])?;
        return Some((
            "the line above has no `: `".to_owned(),
            format!("write a colon and a space between its key and its value: `{key}: ...`"),
        ));
    }
    None
}

/// A key where an item of a list is due.
fn no_item(here: &Line<'_>, before: &[Line<'_>]) -> Option<(String, String)> {
    let item = before.iter().rfind(|line| line.is_item() && line.says_something())?;
    let (key, _) = item.entry()?;
    Some((
        "this line belongs to no item of the list above".to_owned(),
        format!(
            "it starts with {}: to belong to the item of `{key}`, start it with {}; a new item starts with `- `",
            spaces(here.indent),
            item.inner
        ),
    ))
}

/// A line between two levels.
fn misfit(here: &Line<'_>, above: &Line<'_>) -> (String, String) {
    (
        "this line is indented like none of the lines above it".to_owned(),
        format!(
            "it starts with {}, the line above with {}: give both the same, or start it as the line that it belongs below and two more",
            spaces(here.indent),
            spaces(above.indent)
        ),
    )
}

/// How the value of a line is quoted. Only a schedule is repeated: another value may be a secret.
fn quotes(here: &Line<'_>) -> String {
    let (key, value) = match here.entry() {
        Some((key, value)) => (format!("{key}: "), value),
        None if here.is_item() => ("- ".to_owned(), here.text),
        None => return "put the text in quotes".to_owned(),
    };
    let value = value.split(" #").next().unwrap_or_default().trim();
    let is_schedule = value.len() <= 40
        && match value.strip_prefix('@') {
            Some(word) => word.chars().all(|each| each.is_ascii_lowercase()),
            None => value.chars().all(|each| each.is_ascii_digit() || " */,-".contains(each)),
        };
    let shown = if is_schedule { value } else { "..." };
    format!("put the value in quotes: `{key}\"{shown}\"`")
}
