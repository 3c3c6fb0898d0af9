//! Statements of a Ruby file, each with the block around it and whether it holds for certain.

use super::token::{Kind, Token, tokens};
use super::value::{Known, value};
use std::collections::BTreeSet;

/// A statement.
#[derive(Clone, Debug)]
pub(in super::super) struct Statement {
    /// Its tokens, without a condition behind it and without the block that it opens.
    pub(in super::super) tokens: Vec<Token>,
    /// Where it begins, from 1.
    pub(in super::super) line: usize,
    /// The statement that opened the block around it, by its number.
    pub(in super::super) within: Option<usize>,
    /// Whether something else decides if it holds: `if`, `unless`, `case`, a method, also around it.
    pub(in super::super) guarded: bool,
}

impl Statement {
    /// The first word, if it is a call without a receiver: `gem`, `plugin`.
    pub(in super::super) fn call(&self) -> Option<&str> {
        let first = self.tokens.first().filter(|first| first.kind == Kind::Word)?;
        let is_part = |next: &Token| next.is(".") || next.is("=") || next.is("::") || next.is("&.");
        (!self.tokens.get(1).is_some_and(is_part)).then_some(&first.text)
    }

    /// The arguments of such a call.
    pub(in super::super) fn arguments(&self) -> Vec<&[Token]> {
        let mut rest = self.tokens.get(1..).unwrap_or_default();
        if let [open, inner @ .., close] = rest
            && open.is("(")
            && !open.spaced
            && close.is(")")
        {
            rest = inner;
        }
        split(rest)
    }

    /// The text of an argument that is written out.
    pub(in super::super) fn text(&self, at: usize) -> Option<String> {
        match value(self.arguments().get(at)?) {
            Known::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value behind a label: `path: "x"` or `:path => "x"`.
    pub(in super::super) fn labelled(&self, label: &str) -> Option<Known> {
        self.arguments().into_iter().find_map(|argument| match argument {
            [first, rest @ ..] if first.kind == Kind::Label && first.text == label => {
                Some(value(rest))
            }
            [first, arrow, rest @ ..]
                if first.kind == Kind::Symbol && first.text == label && arrow.is("=>") =>
            {
                Some(value(rest))
            }
            _ => None,
        })
    }
}

/// Tokens between commas that stand in no brackets.
fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut out, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Sign {
            continue;
        }
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                out.push(tokens.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = tokens.get(start..).unwrap_or_default();
    if !last.is_empty() {
        out.push(last);
    }
    out
}

/// A variable that a file reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Reads {
    pub(in super::super) name: String,
    pub(in super::super) line: usize,
    /// Whether the file fails without it.
    pub(in super::super) needed: bool,
}

/// A file.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Code {
    pub(in super::super) statements: Vec<Statement>,
    reads: Vec<Reads>,
}

impl Code {
    /// Reads it.
    pub(in super::super) fn read(text: &str) -> Self {
        let all = tokens(text);
        let mut reads = reads(&all);
        let statements = statements(all);
        let guarded: BTreeSet<(usize, &str)> = statements
            .iter()
            .filter(|statement| statement.guarded)
            .flat_map(|statement| &statement.tokens)
            .filter(|token| token.kind == Kind::Str)
            .map(|token| (token.line, token.text.as_str()))
            .collect();
        for read in reads.iter_mut().filter(|read| read.needed) {
            read.needed = !guarded.contains(&(read.line, read.name.as_str()));
        }
        Self { statements, reads }
    }

    /// The variables that it reads, in order.
    pub(in super::super) fn variables(&self) -> &[Reads] {
        &self.reads
    }

    /// Values that are assigned to a setting (`config.cache_store` is asked for as `cache_store`), the last one last.
    pub(in super::super) fn assigned(&self, setting: &str) -> Vec<(Known, &Statement)> {
        let parts: Vec<&str> = setting.split('.').collect();
        let find = |statement: &'_ Statement| {
            let at = statement.tokens.iter().position(|token| token.is("="))?;
            let (left, right) = statement.tokens.split_at_checked(at)?;
            let words: Vec<&str> = left
                .iter()
                .filter(|token| token.kind == Kind::Word)
                .map(|token| token.text.as_str())
                .collect();
            let behind =
                words.iter().rposition(|word| *word == "config").map_or(0, |config| config + 1);
            let right: Vec<&[Token]> = split(right.get(1..)?);
            (words.get(behind..)? == parts.as_slice())
                .then(|| value(right.first().copied().unwrap_or_default()))
        };
        self.statements.iter().filter_map(|statement| Some((find(statement)?, statement))).collect()
    }

    /// Calls without a receiver, by name.
    pub(in super::super) fn calls<'c>(
        &'c self,
        name: &'c str,
    ) -> impl Iterator<Item = &'c Statement> {
        self.statements.iter().filter(move |statement| statement.call() == Some(name))
    }

    /// The statements that opened the blocks around one, the nearest first.
    pub(in super::super) fn around<'c>(
        &'c self,
        statement: &'c Statement,
    ) -> impl Iterator<Item = &'c Statement> {
        let mut next = statement.within;
        std::iter::from_fn(move || {
            let opener = self.statements.get(next?)?;
            next = opener.within;
            Some(opener)
        })
        .take(50)
    }
}

/// `ENV["A"]` and `ENV.fetch("A")`.
fn reads(tokens: &[Token]) -> Vec<Reads> {
    let mut out = Vec::new();
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| token.is_word("ENV")) {
        let after = tokens.get(at + 1..(at + 6).min(tokens.len())).unwrap_or_default();
        let name = match after {
            [open, name, ..] if open.is("[") && name.kind == Kind::Str => Some((name, false)),
            [point, fetch, open, name, rest @ ..]
                if point.is(".")
                    && fetch.is_word("fetch")
                    && open.is("(")
                    && name.kind == Kind::Str =>
            {
                let ends = rest.first().is_some_and(|next| next.is(")"));
                let block =
                    tokens.get(at + 6).is_some_and(|next| next.is("{") || next.is_word("do"));
                Some((name, ends && !block))
            }
            _ => None,
        };
        if let Some((name, needed)) = name {
            out.push(Reads { name: name.text.clone(), line: name.line, needed });
        }
    }
    out
}

/// What an open block means for the statements in it.
struct Block {
    opener: usize,
    guards: bool,
    /// A loop whose `do` belongs to it.
    takes_do: bool,
}

fn statements(all: Vec<Token>) -> Vec<Statement> {
    let mut builder = Builder {
        out: Vec::new(),
        own: Vec::new(),
        blocks: Vec::new(),
        depth: 0,
        guarded: false,
        opening: None,
    };
    let mut tokens = all.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (token.kind, token.text.as_str()) {
            (Kind::End, _) => {
                let goes_on = builder.own.last().is_some_and(goes_on)
                    || tokens.peek().is_some_and(|next| next.is(".") || next.is("&."))
                    || builder.depth > 0;
                if !goes_on {
                    builder.finish();
                }
            }
            (Kind::Word, "then") if builder.depth == 0 => builder.finish(),
            (
                Kind::Word,
                "if" | "unless" | "case" | "while" | "until" | "for" | "begin" | "def" | "class"
                | "module",
            ) if !builder.own.last().is_some_and(|last| last.is(".") || last.is("&.")) => {
                let starts = builder.own.is_empty()
                    || builder.own.last().is_some_and(|last| last.is("=") || last.is("||="));
                let conditional =
                    matches!(token.text.as_str(), "if" | "unless" | "while" | "until");
                if starts || !conditional {
                    builder.open(token);
                } else if builder.depth == 0 {
                    // Behind a statement: only the part before it is kept.
                    let production = is_production(&mut tokens);
                    builder.guarded |= !(production && token.text == "if");
                    builder.finish();
                }
            }
            (Kind::Word, "do") if builder.depth == 0 => {
                if builder.opening.as_ref().is_some_and(|block| block.takes_do) {
                    builder.finish();
                } else {
                    builder.block();
                    skip_parameters(&mut tokens);
                }
            }
            (Kind::Word, "end") if builder.depth == 0 && builder.own.is_empty() => {
                builder.blocks.pop();
            }
            (Kind::Word, "end")
                if builder.depth == 0 && !builder.own.last().is_some_and(|last| last.is(".")) =>
            {
                builder.finish();
                builder.blocks.pop();
            }
            (Kind::Word, "else" | "elsif" | "when" | "rescue" | "ensure") if builder.depth == 0 => {
                builder.finish();
                builder.own.push(token);
            }
            (Kind::Sign, "(" | "[" | "{") => {
                builder.depth += 1;
                builder.own.push(token);
            }
            (Kind::Sign, ")" | "]" | "}") => {
                builder.depth = builder.depth.saturating_sub(1);
                builder.own.push(token);
            }
            _ => builder.own.push(token),
        }
    }
    builder.depth = 0;
    builder.finish();
    builder.out
}

/// Whether a line that ends with this goes on with the next one.
fn goes_on(last: &Token) -> bool {
    const SIGNS: [&str; 16] =
        [",", ".", "&.", "=", "=>", "||", "&&", "+", "-", "*", "<<", "(", "[", "{", "?", "||="];
    last.kind == Kind::Sign && SIGNS.contains(&last.text.as_str())
        || last.kind == Kind::Word && matches!(last.text.as_str(), "and" | "or" | "not")
}

/// Takes a condition to the end of its line: whether it is that the app runs in production.
fn is_production(tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>) -> bool {
    let mut words = String::new();
    while let Some(token) = tokens.next_if(|token| token.kind != Kind::End) {
        if words.len() < 40 {
            words.push_str(&token.text);
        }
    }
    words == "Rails.env.production?"
}

fn skip_parameters(tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>) {
    if tokens.next_if(|token| token.is("|")).is_some() {
        while tokens.next_if(|token| !token.is("|") && token.kind != Kind::End).is_some() {}
        tokens.next_if(|token| token.is("|"));
    }
}

struct Builder {
    out: Vec<Statement>,
    own: Vec<Token>,
    blocks: Vec<Block>,
    /// Open brackets.
    depth: usize,
    /// Whether a condition stands behind the statement.
    guarded: bool,
    /// The block that begins behind the statement.
    opening: Option<Block>,
}

impl Builder {
    /// The number of the next statement.
    fn next(&self) -> usize {
        self.out.len()
    }

    fn finish(&mut self) {
        self.depth = 0;
        let guarded = std::mem::take(&mut self.guarded);
        if self.own.is_empty() {
            return;
        }
        let tokens = std::mem::take(&mut self.own);
        let line = tokens.first().map_or(0, |first| first.line);
        let block = self.blocks.last();
        let (within, around) =
            (block.map(|block| block.opener), block.is_some_and(|block| block.guards));
        self.out.push(Statement { tokens, line, within, guarded: guarded || around });
        if let Some(block) = self.opening.take() {
            self.blocks.push(Block { guards: block.guards || around, ..block });
        }
    }

    /// `if`, `case`, `def` and their like: the block begins where the statement ends.
    fn open(&mut self, token: Token) {
        self.finish();
        let guards = !matches!(token.text.as_str(), "begin" | "class" | "module");
        let takes_do = matches!(token.text.as_str(), "while" | "until" | "for");
        self.opening = Some(Block { opener: self.next(), guards, takes_do });
        self.own.push(token);
    }

    /// `... do`
    fn block(&mut self) {
        let opener = self.next();
        let around = self.blocks.last().is_some_and(|block| block.guards) || self.guarded;
        self.finish();
        self.blocks.push(Block { opener, guards: around, takes_do: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(code: &Code, setting: &str) -> Vec<(String, usize, bool)> {
        let all = code.assigned(setting).into_iter();
        all.map(|(known, at)| (known.usual().unwrap_or("?").to_owned(), at.line, at.guarded))
            .collect()
    }

    #[test]
    fn settings_are_found_with_what_guards_them() {
        let code = Code::read(
            "Rails.application.configure do\n  # config.x = :no\n  config.active_storage.service = :local\n  \
             config.cache_store = :redis_cache_store, { url: ENV[\"R\"] }\n  if ENV[\"S\"]\n    config.active_storage.service = :s3\n  \
             else\n    config.y = 1\n  end\n  config.z = 2 if x?\n  config.w = 3\nend\nconfig.v = 4 if Rails.env.production?\n",
        );
        let set = |text: &str, line, guarded| (text.to_owned(), line, guarded);
        assert_eq!(
            text(&code, "active_storage.service"),
            [set("local", 3, false), set("s3", 6, true)]
        );
        assert_eq!(text(&code, "cache_store"), [set("redis_cache_store", 4, false)]);
        assert_eq!(text(&code, "y"), [set("1", 8, true)]);
        assert_eq!(text(&code, "z"), [set("2", 10, true)]);
        assert_eq!(text(&code, "w"), [set("3", 11, false)]);
        assert_eq!(text(&code, "v"), [set("4", 13, false)]);
        assert_eq!(text(&code, "x"), []);
    }

    #[test]
    fn calls_know_their_arguments_and_their_blocks() {
        let code = Code::read(
            "namespace :internal do\n  get \"ping\", to: \"ping#index\"\nend\ngem(\"a\", \"~> 1\", group: :test)\n\
             group :development do\n  gem \"b\"\nend\nfoo.bar\n  .baz 1\n",
        );
        let get = code.calls("get").next().unwrap();
        assert_eq!(get.text(0).as_deref(), Some("ping"));
        assert_eq!(get.labelled("to"), Some(Known::Text("ping#index".to_owned())));
        let around: Vec<_> = code.around(get).map(|each| (each.call(), each.text(0))).collect();
        assert_eq!(around, [(Some("namespace"), Some("internal".to_owned()))]);
        let gems: Vec<_> =
            code.calls("gem").map(|gem| (gem.text(0).unwrap(), code.around(gem).count())).collect();
        assert_eq!(gems, [("a".to_owned(), 0), ("b".to_owned(), 1)]);
    }

    #[test]
    fn variables_are_found_with_whether_they_are_needed() {
        let code = Code::read(
            "a ENV[\"A\"]\nb ENV.fetch('B')\nc ENV.fetch('C') { 1 }\nd ENV.fetch('D', 2)\n# ENV['E']\n\
             if ENV['A']\n  f ENV.fetch('F')\nend\ng ENV.fetch('G') unless h?\n",
        );
        let all: Vec<_> =
            code.variables().iter().map(|each| (each.name.as_str(), each.needed)).collect();
        assert_eq!(
            all,
            [
                ("A", false),
                ("B", true),
                ("C", false),
                ("D", false),
                ("A", false),
                ("F", false),
                ("G", false),
            ]
        );
    }
}
