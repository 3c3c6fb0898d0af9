//! Shell scripts as commands and their words, as far as a checker needs them: quotes are taken off, what
//! is worked out when the script runs is left as written and marked. Nothing is run.

use crate::diagnostic::Place;

/// One word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Without quotes. `$` and what follows it stay as written.
    pub(super) text: String,
    /// Whether the text is all there is to it: no variable, no command in it.
    pub(super) literal: bool,
    /// Where it starts.
    pub(super) place: Place,
    /// Characters from its start to its end on one line; at least 1.
    pub(super) width: usize,
}

/// What stands behind a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The end of the line, of the text, or `;`.
    Next,
    /// `&&` or `||`.
    If,
    /// `|`
    Pipe,
    /// `&`
    Beside,
    /// `)`: the end of a group, or of the pattern of a `case`.
    Close,
}

/// The words up to the end of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    /// At least one. A list such as `names=(a b)` is the words `names=(`, `a`, `b`.
    pub(super) words: Vec<Word>,
    /// What ends it.
    pub(super) end: End,
}

impl Command {
    /// The text of a word; empty where there is none.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text.as_str())
    }
}

/// The commands of a text whose first character stands at `start`.
pub(super) fn read(text: &str, start: Place) -> Vec<Command> {
    let mut reader = Reader {
        rest: text.chars().collect::<Vec<_>>(),
        at: 0,
        place: start,
        commands: Vec::new(),
        words: Vec::new(),
        list: false,
        documents: Vec::new(),
    };
    reader.run();
    reader.commands
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    place: Place,
    commands: Vec<Command>,
    words: Vec<Word>,
    /// Between `name=(` and `)`.
    list: bool,
    /// Ends of the documents (`<<END`) that begin on the next line.
    documents: Vec<String>,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn after(&self) -> Option<char> {
        self.rest.get(self.at + 1).copied()
    }

    fn step(&mut self) -> Option<char> {
        let each = self.peek()?;
        self.at += 1;
        if each == '\n' {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(each)
    }

    fn finish(&mut self, end: End) {
        if !self.words.is_empty() {
            self.commands.push(Command { words: std::mem::take(&mut self.words), end });
        }
    }

    fn run(&mut self) {
        while let Some(each) = self.peek() {
            match each {
                '\n' => {
                    self.step();
                    self.skip_documents();
                    if !self.list {
                        self.finish(End::Next);
                    }
                }
                ' ' | '\t' | '\r' => drop(self.step()),
                '\\' if self.after() == Some('\n') => {
                    self.step();
                    self.step();
                }
                '#' => {
                    while self.peek().is_some_and(|each| each != '\n') {
                        self.step();
                    }
                }
                ')' if self.list => {
                    self.step();
                    self.list = false;
                }
                ';' | '&' | '|' | '(' | ')' => self.operator(each),
                '<' | '>' => self.redirect(),
                _ => self.word(),
            }
        }
        self.finish(End::Next);
    }

    fn operator(&mut self, each: char) {
        let twice = self.after() == Some(each);
        self.step();
        let end = match each {
            '&' | '|' if twice => {
                self.step();
                End::If
            }
            '&' if self.peek() == Some('>') => return,
            '&' => End::Beside,
            '|' => End::Pipe,
            ')' => End::Close,
            _ => End::Next,
        };
        self.finish(end);
    }

    /// `>file`, `2>&1`, `<<END`, `<<<text`: the target is no word of the command.
    fn redirect(&mut self) {
        let mut sign = String::new();
        while let Some(each @ ('<' | '>' | '&' | '-')) = self.peek() {
            // A single `-` is standard input, not part of the sign.
            if each == '-' && sign != "<<" {
                break;
            }
            sign.push(each);
            self.step();
        }
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.step();
        }
        if self.peek() == Some('(') {
            return;
        }
        let before = self.words.len();
        self.word();
        let target = self.words.pop().filter(|_| self.words.len() == before);
        if let (Some(target), true) = (target, sign == "<<" || sign == "<<-") {
            self.documents.push(target.text);
        }
    }

    fn skip_documents(&mut self) {
        for end in std::mem::take(&mut self.documents) {
            while self.peek().is_some() {
                let mut line = String::new();
                while let Some(each) = self.step().filter(|each| *each != '\n') {
                    line.push(each);
                }
                if line.trim() == end {
                    break;
                }
            }
        }
    }

    fn word(&mut self) {
        let start = self.place;
        let from = self.at;
        let mut word = Word { text: String::new(), literal: true, place: start, width: 1 };
        while let Some(each) = self.peek() {
            match each {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | ')' | '<' | '>' => break,
                '(' if word.text.ends_with('=') => {
                    self.step();
                    word.text.push('(');
                    self.list = true;
                    break;
                }
                '(' => break,
                '\\' => {
                    self.step();
                    match self.step() {
                        Some('\n') | None => {}
                        Some(each) => word.text.push(each),
                    }
                }
                '\'' => {
                    self.step();
                    while let Some(each) = self.step().filter(|each| *each != '\'') {
                        word.text.push(each);
                    }
                }
                '"' => self.quoted(&mut word),
                '$' | '`' => self.worked_out(&mut word),
                _ => {
                    word.text.push(each);
                    self.step();
                }
            }
        }
        if self.at == from {
            self.step();
        }
        let wide = self.place.line == start.line;
        word.width = if wide { self.place.column.saturating_sub(start.column).max(1) } else { 1 };
        self.words.push(word);
    }

    fn quoted(&mut self, word: &mut Word) {
        self.step();
        while let Some(each) = self.peek() {
            match each {
                '"' => {
                    self.step();
                    return;
                }
                '\\' => {
                    self.step();
                    match self.step() {
                        Some('\n') | None => {}
                        Some(each @ ('"' | '\\' | '$' | '`')) => word.text.push(each),
                        Some(each) => word.text.extend(['\\', each]),
                    }
                }
                '$' | '`' => self.worked_out(word),
                _ => {
                    word.text.push(each);
                    self.step();
                }
            }
        }
    }

    /// A variable or a command whose output stands here, up to its end.
    fn worked_out(&mut self, word: &mut Word) {
        word.literal = false;
        let Some(sign) = self.step() else { return };
        word.text.push(sign);
        let close = match (sign, self.peek()) {
            ('`', _) => '`',
            (_, Some('(')) => ')',
            (_, Some('{')) => '}',
            _ => return,
        };
        let open = if close == '`' { '\0' } else { self.peek().unwrap_or('\0') };
        let mut depth = usize::from(close == '`');
        while let Some(each) = self.step() {
            word.text.push(each);
            if each == open {
                depth += 1;
            } else if each == close {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        let commands = read(text, Place { line: 1, column: 1 });
        let texts = |each: Command| each.words.into_iter().map(|word| word.text).collect();
        commands.into_iter().map(texts).collect()
    }

    #[test]
    fn scripts_are_cut_into_words() {
        for (text, expect) in [
            ("a b # c\n\nd", &[&["a", "b"][..], &["d"]][..]),
            ("a 'b c' \"d $e\" \\\n f", &[&["a", "b c", "d $e", "f"]]),
            ("a && b || c; d | e &", &[&["a"], &["b"], &["c"], &["d"], &["e"]]),
            ("names=('a' b\n  c) x", &[&["names=(", "a", "b", "c", "x"]]),
            ("x=\"$(a \"b\" | c)\"", &[&["x=$(a \"b\" | c)"]]),
            ("cat <<END >f\nnot read\nEND\nb", &[&["cat"], &["b"]]),
            ("a >/dev/null 2>&1\nb", &[&["a", "2"], &["b"]]),
            ("case $a in\n  x) b ;;\nesac", &[&["case", "$a", "in"], &["x"], &["b"], &["esac"]]),
            ("(a)", &[&["a"]]),
            ("", &[]),
        ] {
            assert_eq!(words(text), expect, "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_text() {
        let commands = read("a\n  bc \"$d\"", Place { line: 4, column: 3 });
        let places: Vec<_> = commands
            .iter()
            .flat_map(|each| &each.words)
            .map(|word| (word.place.line, word.place.column, word.width, word.literal))
            .collect();
        assert_eq!(places, [(4, 3, 1, true), (5, 3, 2, true), (5, 6, 4, false)]);
    }

    #[test]
    fn no_text_is_too_odd() {
        let odd = "a='\"$( ${ ` \\ <<- x=( ) ;; && | > < ( # \u{1f6a2} \n";
        for (from, _) in odd.char_indices() {
            for (to, _) in odd.char_indices().filter(|(to, _)| *to >= from) {
                read(odd.get(from..to).unwrap(), Place { line: 1, column: 1 });
            }
        }
    }
}
