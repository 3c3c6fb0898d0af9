//! Values as far as a text tells them: what is written out, and variables of the environment with their defaults.

use super::token::{Kind, Token};

/// What is known of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Known {
    /// It is written out: a string, a symbol, a number, `true`.
    Text(String),
    /// A list of such.
    List(Vec<String>),
    /// It comes from a variable.
    Env {
        /// Its name.
        name: String,
        /// What holds without it.
        default: Option<String>,
        /// Whether nothing works without it.
        needed: bool,
    },
    /// It is worked out when the file runs.
    Open,
}

impl Known {
    /// The text, be it written out or the default of a variable.
    pub(in super::super) fn usual(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Env { default, .. } => default.as_deref(),
            Self::List(_) | Self::Open => None,
        }
    }
}

/// Methods that give the same value in another form.
const SAME: [&str; 12] = [
    "to_s",
    "to_sym",
    "to_i",
    "to_f",
    "to_str",
    "freeze",
    "presence",
    "strip",
    "downcase",
    "inspect",
    "to_json",
    "html_safe",
];

/// What is known of the value that some tokens make.
pub(in super::super) fn value(tokens: &[Token]) -> Known {
    let tokens: Vec<&Token> = tokens.iter().filter(|token| token.kind != Kind::End).collect();
    known(&tokens, 0)
}

fn known(tokens: &[&Token], depth: usize) -> Known {
    if depth > 8 {
        return Known::Open;
    }
    let tokens = without_chain(bare(tokens));
    if let Some(at) = tokens.iter().position(|token| token.is("||")) {
        let (left, right) =
            (tokens.get(..at).unwrap_or_default(), tokens.get(at + 1..).unwrap_or_default());
        return match (known(left, depth + 1), known(right, depth + 1)) {
            (Known::Env { name, default: None, .. }, Known::Text(text)) => {
                Known::Env { name, default: Some(text), needed: false }
            }
            (Known::Env { name, default: None, .. }, Known::Env { default, .. }) => {
                Known::Env { name, default, needed: false }
            }
            _ => Known::Open,
        };
    }
    match tokens {
        [one] => literal(one).map_or(Known::Open, Known::Text),
        [minus, number] if minus.is("-") && number.kind == Kind::Number => {
            Known::Text(format!("-{}", number.text))
        }
        [env, point, fetch, rest @ ..]
            if env.is_word("ENV") && point.is(".") && fetch.is_word("fetch") =>
        {
            fetched(rest, depth)
        }
        [env, open, name, close]
            if env.is_word("ENV") && open.is("[") && close.is("]") && name.kind == Kind::Str =>
        {
            Known::Env { name: name.text.clone(), default: None, needed: false }
        }
        [word, open, inner @ .., close] if open.is("(") && close.is(")") && is_cast(word) => {
            known(inner, depth + 1)
        }
        [open, inner @ .., close] if open.is("[") && close.is("]") => list(inner),
        _ => Known::Open,
    }
}

fn is_cast(word: &Token) -> bool {
    word.is_word("Integer") || word.is_word("Float") || word.is_word("String")
}

fn literal(token: &Token) -> Option<String> {
    match token.kind {
        Kind::Str | Kind::Symbol | Kind::Number => Some(token.text.clone()),
        Kind::Word if matches!(token.text.as_str(), "true" | "false" | "nil") => {
            Some(token.text.clone())
        }
        _ => None,
    }
}

/// Without the brackets around all of it.
fn bare<'a, 't>(tokens: &'a [&'t Token]) -> &'a [&'t Token] {
    match tokens {
        [open, rest @ ..] if open.is("(") && closing(rest) == rest.len().checked_sub(1) => {
            rest.get(..rest.len() - 1).unwrap_or_default()
        }
        _ => tokens,
    }
}

/// Without methods behind it that change nothing: `.to_sym`, `.to_i`.
fn without_chain<'a, 't>(mut tokens: &'a [&'t Token]) -> &'a [&'t Token] {
    while let [before @ .., point, method] = tokens {
        let changes_nothing =
            (point.is(".") || point.is("&.")) && SAME.contains(&method.text.as_str());
        if before.is_empty() || !changes_nothing {
            break;
        }
        tokens = before;
    }
    bare(tokens)
}

/// `("NAME")`, `("NAME", default)`, `"NAME", default`, `("NAME") { default }`.
fn fetched(rest: &[&Token], depth: usize) -> Known {
    let (inside, block) = match rest {
        [open, rest @ ..] if open.is("(") => {
            let Some(close) = closing(rest) else { return Known::Open };
            (rest.get(..close).unwrap_or_default(), rest.get(close + 1..).unwrap_or_default())
        }
        _ => (rest, &[] as &[&Token]),
    };
    let [name, after @ ..] = inside else { return Known::Open };
    if name.kind != Kind::Str {
        return Known::Open;
    }
    let name = name.text.clone();
    let given = match (after, block) {
        ([comma, default @ ..], []) if comma.is(",") => default,
        ([], [open, default @ .., close]) if open.is("{") && close.is("}") => default,
        ([], []) => return Known::Env { name, default: None, needed: true },
        _ => return Known::Open,
    };
    let default = match known(given, depth + 1) {
        Known::Text(text) if text == "nil" => None,
        Known::Text(text) => Some(text),
        Known::Env { default, .. } => default,
        Known::List(_) | Known::Open => None,
    };
    Known::Env { name, default, needed: false }
}

fn closing(tokens: &[&Token]) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

fn list(inner: &[&Token]) -> Known {
    let items = inner.split(|token| token.is(",")).filter(|item| !item.is_empty());
    let texts: Option<Vec<String>> = items
        .map(|item| match item {
            [one] => literal(one),
            _ => None,
        })
        .collect();
    texts.map_or(Known::Open, Known::List)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn what_a_text_tells_of_a_value_is_known() {
        let env = |name: &str, default: Option<&str>, needed| Known::Env {
            name: name.to_owned(),
            default: default.map(str::to_owned),
            needed,
        };
        let text = |text: &str| Known::Text(text.to_owned());
        for (code, expect) in [
            (":local", text("local")),
            ("\"redis\".freeze", text("redis")),
            ("true", text("true")),
            ("(3)", text("3")),
            ("ENV.fetch(\"A\")", env("A", None, true)),
            ("ENV.fetch(\"A\", 5).to_i", env("A", Some("5"), false)),
            ("ENV.fetch('A') { \"x\" }.to_sym", env("A", Some("x"), false)),
            ("ENV.fetch \"A\", :b", env("A", Some("b"), false)),
            ("ENV['A']", env("A", None, false)),
            ("ENV['A'].presence || \"mysql2\"", env("A", Some("mysql2"), false)),
            ("(ENV['A'] || 'b').to_sym", env("A", Some("b"), false)),
            ("ENV.fetch(\"A\", ENV.fetch(\"B\", 3))", env("A", Some("3"), false)),
            ("Integer(ENV.fetch(\"A\") { 2 })", env("A", Some("2"), false)),
            ("ENV.fetch(\"A\") { Etc.nprocessors }", env("A", None, false)),
            ("%w[a b]", Known::List(vec!["a".to_owned(), "b".to_owned()])),
            ("x ? :a : :b", Known::Open),
            ("\"a#{b}\"", Known::Open),
            ("Settings.service", Known::Open),
            ("", Known::Open),
            ("((((((((((1))))))))))", Known::Open),
        ] {
            assert_eq!(value(&tokens(code)), expect, "{code}");
        }
    }
}
