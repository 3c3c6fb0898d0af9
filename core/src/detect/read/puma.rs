//! config/puma.rb: threads, processes, port.

use super::super::finding::At;
use super::super::notes::Notes;
use super::super::ruby::{Code, Kind, Known, Statement, value};
use super::Reading;

const FILE: &str = "config/puma.rb";

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let Some(text) = reading.app.text(FILE) else { return };
    let code = Code::read(text);
    number(&code, "threads", "web.threads", "RAILS_MAX_THREADS", notes);
    number(&code, "workers", "web.processes", "WEB_CONCURRENCY", notes);
    number(&code, "port", "web.port", "PORT", notes);
    address(&code, notes);
    for read in code.variables() {
        notes.variable(&read.name, At::new(FILE, read.line), read.needed);
    }
}

/// A call whose last number counts: `threads 1, 5`.
fn number(code: &Code, call: &str, path: &str, ours: &str, notes: &mut Notes) {
    let calls: Vec<&Statement> =
        code.calls(call).filter(|each| !is_elsewhere(code, each)).collect();
    let Some(statement) = calls.last() else { return };
    let arguments = statement.arguments();
    let argument = if call == "threads" { arguments.last() } else { arguments.first() };
    let known = argument.map_or(Known::Open, |argument| resolve(code, argument, 0));
    let at = At::new(FILE, statement.line);
    let sure = calls.len() == 1 && !statement.guarded;
    match known {
        Known::Text(text) if sure => notes.read(path, text, at),
        Known::Text(text) => notes.likely(path, text, at, "a condition in the file decides"),
        Known::Env { name, default: Some(default), .. } if name == ours && call != "port" => {
            let why = format!("what the app takes where {ours} is not set");
            notes.likely(path, default, at, &why);
        }
        Known::Env { name, default: Some(default), .. } if name != ours => {
            let why = format!("the app takes it from {name}");
            notes.likely(path, default.as_str(), at.clone(), &why);
            notes.likely(&format!("web.env.{name}"), default, at, "config/puma.rb reads it");
        }
        _ => {}
    }
}

/// Whether a condition around it says that it is for development or tests.
fn is_elsewhere(code: &Code, statement: &Statement) -> bool {
    code.around(statement).any(|opener| {
        let is_if = opener.tokens.first().is_some_and(|first| first.is_word("if"));
        let local = opener.tokens.iter().any(|token| {
            matches!(token.text.as_str(), "development" | "development?" | "local?" | "test?")
        });
        let negates = opener.tokens.iter().any(|token| token.is("!") || token.is("!="));
        is_if && local && !negates
    })
}

/// The value of an argument, also where it stands in a variable of the file.
fn resolve(code: &Code, tokens: &[super::super::ruby::Token], depth: usize) -> Known {
    if let [one] = tokens
        && one.kind == Kind::Word
        && depth < 4
    {
        let set = code.statements.iter().rev().find(|each| {
            matches!(each.tokens.as_slice(), [name, equals, ..] if name.is_word(&one.text) && equals.is("="))
        });
        if let Some(set) = set {
            return resolve(code, set.tokens.get(2..).unwrap_or_default(), depth + 1);
        }
    }
    value(tokens)
}

/// A server that listens for its own machine alone, unless a variable says otherwise.
fn address(code: &Code, notes: &mut Notes) {
    let tokens =
        code.statements.iter().flat_map(|each| each.tokens.iter().map(move |token| (each, token)));
    let local = tokens.into_iter().find(|(_, token)| {
        token.kind == Kind::Str && matches!(token.text.as_str(), "127.0.0.1" | "localhost")
    });
    let Some((statement, _)) = local else { return };
    let at = At::new(FILE, statement.line);
    let known = resolve(code, &statement.tokens, 0);
    let from_variable = code.variables().iter().find(|read| {
        matches!(read.name.as_str(), "BIND" | "HOST" | "BIND_ADDRESS" | "PUMA_BIND" | "LISTEN")
            && read.line == statement.line
    });
    match (from_variable, known) {
        (Some(read), _) => {
            let path = format!("web.env.{}", read.name);
            notes.likely(&path, "0.0.0.0", at, "without it Puma listens for its own pod alone");
        }
        (None, _) => notes.remark(
            at,
            "Puma listens for its own machine alone",
            "let it listen on 0.0.0.0, or nobody reaches it in its pod",
        ),
    }
}
