//! Words, strings and signs of a Ruby file; comments, documents and what follows `__END__` are left out.

use std::iter::Peekable;
use std::str::Chars;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// `config`, `if`, `Rails`, `@name`.
    Word,
    /// `:name`
    Symbol,
    /// `name:` before a value.
    Label,
    /// A string whose text is all there is to it.
    Str,
    /// A string that is worked out when the file runs, a regular expression, a document.
    Open,
    /// `3`, `2.5`
    Number,
    /// An operator or a bracket.
    Sign,
    /// The end of a line, or `;`.
    End,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Token {
    pub(in super::super) kind: Kind,
    /// Without quotes and colons.
    pub(in super::super) text: String,
    /// From 1.
    pub(in super::super) line: usize,
    /// Whether a space stands before it.
    pub(in super::super) spaced: bool,
}

impl Token {
    /// Whether it is this sign.
    pub(in super::super) fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// Whether it is this word.
    pub(in super::super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }
}

/// The most tokens of a file.
const MOST: usize = 300_000;

/// Reads a file.
pub(in super::super) fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
        line: 1,
        spaced: true,
        fresh: true,
        out: Vec::new(),
        documents: Vec::new(),
    };
    while reader.out.len() < MOST && reader.one() {}
    reader.out
}

struct Reader<'t> {
    rest: Peekable<Chars<'t>>,
    line: usize,
    spaced: bool,
    /// Whether the line begins here.
    fresh: bool,
    out: Vec<Token>,
    /// Ends of documents (`<<~END`) whose text begins on the next line.
    documents: Vec<String>,
}

const SIGNS: [&str; 24] = [
    "<=>", "===", "**=", "||=", "&&=", "<<=", "...", "=>", "==", "!=", ">=", "<=", "&&", "||",
    "<<", ">>", "::", "+=", "-=", "*=", "&.", "..", "=~", "->",
];

impl Reader<'_> {
    fn step(&mut self) -> Option<char> {
        let each = self.rest.next()?;
        if each == '\n' {
            self.line += 1;
        }
        Some(each)
    }

    fn looks(&self, text: &str) -> bool {
        let mut ahead = self.rest.clone();
        text.chars().all(|each| ahead.next() == Some(each))
    }

    fn line_ahead(&self) -> String {
        self.rest.clone().take_while(|each| *each != '\n').take(200).collect()
    }

    fn skip_line(&mut self) {
        while self.rest.peek().is_some_and(|each| *each != '\n') {
            self.step();
        }
    }

    fn push(&mut self, kind: Kind, text: impl Into<String>, line: usize) {
        self.out.push(Token { kind, text: text.into(), line, spaced: self.spaced });
        (self.spaced, self.fresh) = (false, false);
    }

    /// Takes one token; false at the end.
    fn one(&mut self) -> bool {
        let Some(next) = self.rest.peek().copied() else { return false };
        if self.fresh && next == '=' && self.looks("=begin") {
            return self.skip_comment();
        }
        if self.fresh && next == '_' && self.line_ahead().trim_end() == "__END__" {
            return false;
        }
        let line = self.line;
        match next {
            '\n' => {
                self.step();
                self.push(Kind::End, "", line);
                self.skip_documents();
                (self.spaced, self.fresh) = (true, true);
            }
            ' ' | '\t' | '\r' => {
                self.step();
                (self.spaced, self.fresh) = (true, false);
            }
            '\\' => {
                self.step();
                if self.rest.peek() == Some(&'\n') {
                    self.step();
                }
                self.spaced = true;
            }
            '#' => self.skip_line(),
            ';' => {
                self.step();
                self.push(Kind::End, "", line);
            }
            '"' | '\'' | '`' => self.quoted(line),
            '%' if self.starts_value() => self.percent(line),
            '/' if self.starts_value() => {
                self.step();
                self.until('/', None, true);
                self.push(Kind::Open, "", line);
            }
            ':' => self.colon(line),
            '<' if self.starts_document() => self.document(line),
            each if each.is_ascii_digit() => self.number(line),
            each if each.is_alphabetic() || each == '_' || each == '@' || each == '$' => {
                self.word(line)
            }
            _ => self.sign(line),
        }
        true
    }

    fn skip_comment(&mut self) -> bool {
        loop {
            let ends = self.looks("=end");
            self.skip_line();
            if self.step().is_none() || ends {
                return true;
            }
        }
    }

    fn skip_documents(&mut self) {
        for end in std::mem::take(&mut self.documents) {
            loop {
                let mut line = String::new();
                while self.rest.peek().is_some_and(|each| *each != '\n') {
                    line.extend(self.step());
                }
                if self.step().is_none() || line.trim() == end {
                    break;
                }
            }
        }
    }

    /// Whether a value can begin here, so that `/`, `%` and `<<` are no operators.
    fn starts_value(&self) -> bool {
        let Some(last) = self.out.last() else { return true };
        let mut ahead = self.rest.clone();
        ahead.next();
        let close = ahead.next().is_none_or(|next| next == ' ' || next == '=');
        match last.kind {
            Kind::End | Kind::Label => true,
            Kind::Sign => !matches!(last.text.as_str(), ")" | "]" | "}"),
            Kind::Word => {
                const BEFORE: [&str; 12] = [
                    "if", "unless", "when", "and", "or", "not", "return", "in", "while", "until",
                    "elsif", "then",
                ];
                BEFORE.contains(&last.text.as_str()) || self.spaced && !close
            }
            Kind::Symbol | Kind::Str | Kind::Open | Kind::Number => false,
        }
    }

    fn quoted(&mut self, line: usize) {
        let Some(quote) = self.step() else { return };
        let (text, open) = self.until(quote, None, quote != '\'');
        let is_label = self.rest.peek() == Some(&':') && !self.looks("::") && self.in_list();
        if is_label {
            self.step();
            return self.push(Kind::Label, text, line);
        }
        let kind = if open || quote == '`' { Kind::Open } else { Kind::Str };
        self.push(kind, text, line);
    }

    fn in_list(&self) -> bool {
        self.out.last().is_some_and(|last| last.is("{") || last.is(",") || last.is("("))
    }

    /// The text up to a closing character, and whether it is worked out when the file runs.
    fn until(&mut self, close: char, open: Option<char>, double: bool) -> (String, bool) {
        let (mut text, mut is_open, mut depth) = (String::new(), false, 0_usize);
        while let Some(each) = self.step() {
            if each == '\\' {
                match self.step() {
                    Some('n') if double => text.push('\n'),
                    Some('t') if double => text.push('\t'),
                    Some(next) if double || next == close || next == '\\' => text.push(next),
                    Some(next) => text.extend(['\\', next]),
                    None => break,
                }
            } else if each == '#' && double && self.rest.peek() == Some(&'{') {
                is_open = true;
                let mut inner = 0_usize;
                while let Some(each) = self.step() {
                    match each {
                        '{' => inner += 1,
                        '}' if inner <= 1 => break,
                        '}' => inner -= 1,
                        _ => {}
                    }
                }
            } else if each == close && depth == 0 {
                return (text, is_open);
            } else {
                if Some(each) == open {
                    depth += 1;
                } else if each == close {
                    depth -= 1;
                }
                text.push(each);
            }
        }
        (text, true)
    }

    fn percent(&mut self, line: usize) {
        self.step();
        let mut kind = 'Q';
        if let Some(letter) = self.rest.peek().copied().filter(char::is_ascii_alphabetic) {
            kind = letter;
            self.step();
        }
        let Some(open) = self.rest.peek().copied() else { return };
        if open.is_alphanumeric() || open.is_whitespace() {
            return self.push(Kind::Sign, "%", line);
        }
        self.step();
        let (close, nests) = match open {
            '(' => (')', true),
            '[' => (']', true),
            '{' => ('}', true),
            '<' => ('>', true),
            other => (other, false),
        };
        let (text, is_open) =
            self.until(close, nests.then_some(open), kind.is_ascii_uppercase() || kind == 'r');
        match kind {
            'w' | 'i' | 'W' | 'I' if !is_open => {
                let each_kind =
                    if kind.eq_ignore_ascii_case(&'w') { Kind::Str } else { Kind::Symbol };
                self.push(Kind::Sign, "[", line);
                for (at, word) in text.split_whitespace().enumerate() {
                    if at > 0 {
                        self.push(Kind::Sign, ",", line);
                    }
                    self.push(each_kind, word, line);
                }
                self.push(Kind::Sign, "]", line);
            }
            'q' | 'Q' if !is_open => self.push(Kind::Str, text, line),
            _ => self.push(Kind::Open, "", line),
        }
    }

    fn colon(&mut self, line: usize) {
        if self.looks("::") {
            return self.sign(line);
        }
        self.step();
        match self.rest.peek().copied() {
            Some('"') => {
                self.step();
                let (text, open) = self.until('"', None, true);
                self.push(if open { Kind::Open } else { Kind::Symbol }, text, line);
            }
            Some(each) if each.is_alphabetic() || each == '_' => {
                let name = self.name();
                self.push(Kind::Symbol, name, line);
            }
            _ => self.push(Kind::Sign, ":", line),
        }
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(each) = self.rest.peek().copied() {
            let is_end = matches!(each, '?' | '!') && !name.is_empty() && {
                let mut ahead = self.rest.clone();
                ahead.next();
                ahead.next() != Some('=')
            };
            if each.is_alphanumeric()
                || each == '_'
                || (matches!(each, '@' | '$') && name.chars().all(|c| c == '@'))
                || is_end
            {
                name.extend(self.step());
                if is_end {
                    break;
                }
            } else {
                break;
            }
        }
        name
    }

    fn word(&mut self, line: usize) {
        let name = self.name();
        if name.is_empty() {
            self.step();
            return;
        }
        let is_label = self.rest.peek() == Some(&':') && !self.looks("::");
        // `a ? b : c` has a space before its colon.
        if is_label {
            self.step();
            return self.push(Kind::Label, name, line);
        }
        self.push(Kind::Word, name, line);
    }

    fn number(&mut self, line: usize) {
        let mut text = String::new();
        while let Some(each) = self.rest.peek().copied() {
            let is_point = each == '.' && {
                let mut ahead = self.rest.clone();
                ahead.next();
                ahead.next().is_some_and(|next| next.is_ascii_digit())
            };
            if each.is_ascii_alphanumeric() || is_point {
                text.extend(self.step());
            } else if each == '_' {
                self.step();
            } else {
                break;
            }
        }
        self.push(Kind::Number, text, line);
    }

    fn starts_document(&self) -> bool {
        if !self.looks("<<") || !self.starts_value() && !self.looks("<<~") {
            return false;
        }
        let mut ahead = self.rest.clone().skip(2);
        match ahead.next() {
            Some('~' | '-') => ahead
                .next()
                .is_some_and(|each| each.is_alphabetic() || matches!(each, '"' | '\'' | '_')),
            Some(each) => each.is_ascii_uppercase() || matches!(each, '"' | '\''),
            None => false,
        }
    }

    fn document(&mut self, line: usize) {
        self.step();
        self.step();
        if matches!(self.rest.peek(), Some('~' | '-')) {
            self.step();
        }
        let quote = self.rest.peek().copied().filter(|each| matches!(each, '"' | '\''));
        let end = match quote {
            Some(quote) => {
                self.step();
                self.until(quote, None, false).0
            }
            None => self.name(),
        };
        if self.documents.len() < 100 {
            self.documents.push(end);
        }
        self.push(Kind::Open, "", line);
    }

    fn sign(&mut self, line: usize) {
        let sign = SIGNS.into_iter().find(|sign| self.looks(sign));
        match sign {
            Some(sign) => {
                for _ in 0..sign.len() {
                    self.step();
                }
                self.push(Kind::Sign, sign, line);
            }
            None => {
                if let Some(each) = self.step() {
                    self.push(Kind::Sign, each.to_string(), line);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let shown: Vec<String> = tokens(text)
            .iter()
            .map(|token| match token.kind {
                Kind::Word | Kind::Number | Kind::Sign => token.text.clone(),
                Kind::Symbol => format!(":{}", token.text),
                Kind::Label => format!("{}:", token.text),
                Kind::Str => format!("'{}'", token.text),
                Kind::Open => "?".to_owned(),
                Kind::End => "|".to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), expect, "{text}");
    }

    #[test]
    fn ruby_is_read_as_words_and_texts() {
        check("gem \"rails\", '~> 8.1' # x\n", "gem 'rails' , '~> 8.1' |");
        check("=begin\ngem 'a'\n=end\nb\n__END__\nc", "b |");
        check("a = <<~SQL.strip\n  gem 'x'\nSQL\nb", "a = ? . strip | b");
        check("x \"a#{b(\"c\")}d\" 'e#{f}'", "x ? 'e#{f}'");
        check("%w[a b].each { |c| d }", "[ 'a' , 'b' ] . each { | c | d }");
        check(
            "get 'up' => \"rails/health#show\", as: :up",
            "get 'up' => 'rails/health#show' , as: :up",
        );
        check("ENV.fetch(\"A\") { 1_000 }", "ENV . fetch ( 'A' ) { 1000 }");
        check("a / b; c =~ /d#e/ # f", "a / b | c =~ ?");
        check("Rails::Health a&.b || @c ||= $d", "Rails :: Health a &. b || @c ||= $d");
        check("a ? b : c", "a ? b : c");
        check("x.y? && z!", "x . y? && z!");
        check("\"open", "?");
        check("@", "@");
    }
}
