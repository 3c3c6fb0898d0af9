//! YAML files of an app, which hold Ruby between `<%` and `%>`: read as trees in which what Ruby works out is marked.

use super::finding::At;
use super::ruby::{self, Kind, Known};
use crate::yaml::{self, Content, Node};
use std::collections::BTreeSet;

/// What stands in the tree for a piece of Ruby, before and behind its number.
const MARK: (&str, &str) = ("__ruby_", "__");

/// The most pieces of Ruby in a file.
const MOST: usize = 1_000;

/// A YAML file.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    file: String,
    /// Its first document.
    pub(super) root: Option<Node>,
    /// Whether it could be read as a whole.
    pub(super) whole: bool,
    pieces: Vec<Known>,
    /// Lines that Ruby may leave out.
    guarded: BTreeSet<usize>,
    /// Variables that its Ruby reads: name, line, whether it is needed.
    pub(super) variables: Vec<(String, usize, bool)>,
}

impl Sheet {
    /// Reads a file.
    pub(super) fn read(file: &str, text: &str) -> Self {
        let mut sheet = Self { file: file.to_owned(), ..Self::default() };
        let plain = sheet.plain(text);
        let (mut documents, problems) = yaml::read_manifests(&plain);
        sheet.whole = problems.is_empty();
        sheet.root = (!documents.is_empty()).then(|| documents.swap_remove(0).root).flatten();
        sheet
    }

    /// Reads a file of several documents, each as a sheet of its own.
    pub(super) fn all(file: &str, text: &str) -> Vec<Self> {
        let mut sheet = Self { file: file.to_owned(), ..Self::default() };
        let plain = sheet.plain(text);
        let (documents, problems) = yaml::read_manifests(&plain);
        let of = |root| Self {
            file: file.to_owned(),
            root: Some(root),
            whole: problems.is_empty(),
            pieces: sheet.pieces.clone(),
            guarded: sheet.guarded.clone(),
            variables: Vec::new(),
        };
        documents.into_iter().filter_map(|document| document.root).take(1_000).map(of).collect()
    }

    /// The place of a node.
    pub(super) fn at(&self, node: &Node) -> At {
        At::new(&self.file, node.start().line)
    }

    /// A node below the root.
    pub(super) fn node(&self, keys: &[&str]) -> Option<&Node> {
        self.root.as_ref()?.at(keys)
    }

    /// Whether Ruby may leave a node out.
    pub(super) fn is_guarded(&self, node: &Node) -> bool {
        self.is_guarded_line(node.start().line)
    }

    /// Whether Ruby may leave a line out.
    pub(super) fn is_guarded_line(&self, line: usize) -> bool {
        self.guarded.contains(&line)
    }

    /// What is known of a scalar.
    pub(super) fn known(&self, node: &Node) -> Known {
        let Some(text) = node.text() else { return Known::Open };
        if let Some(number) = text.strip_prefix(MARK.0).and_then(|rest| rest.strip_suffix(MARK.1))
            && let Ok(number) = number.parse::<usize>()
        {
            return self.pieces.get(number).cloned().unwrap_or(Known::Open);
        }
        let has_ruby = text.contains(MARK.0);
        if has_ruby || node.is_null() { Known::Open } else { Known::Text(text.to_owned()) }
    }

    /// The text of a scalar that is written out, or the default of the variable that it comes from.
    pub(super) fn usual(&self, node: &Node) -> Option<String> {
        self.known(node).usual().map(str::to_owned)
    }

    /// The text of a scalar that is written out.
    pub(super) fn text(&self, node: &Node) -> Option<String> {
        match self.known(node) {
            Known::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether a node is there and holds something that is no text.
    pub(super) fn is_map(node: &Node) -> bool {
        matches!(node.content, Content::Map(_))
    }

    /// The text with a mark for each piece of Ruby; lines stay lines.
    fn plain(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut rest, mut line, mut depth) = (text, 1, 0_usize);
        while let Some((before, after)) = rest.split_once("<%") {
            self.copy(before, &mut line, depth, &mut out);
            let Some((code, behind)) = after.split_once("%>") else {
                rest = "";
                break;
            };
            rest = behind;
            let lines = code.matches('\n').count();
            let code = code.trim_end_matches('-');
            if let Some(expression) = code.strip_prefix('=') {
                let alone = out.rsplit('\n').next().is_some_and(|own| own.trim().is_empty())
                    && rest.split('\n').next().is_some_and(|own| own.trim().is_empty());
                self.variables_of(expression, line);
                if alone {
                    out.push('#');
                } else if self.pieces.len() < MOST {
                    out.push_str(&format!("{}{}{}", MARK.0, self.pieces.len(), MARK.1));
                    self.pieces.push(ruby::value(&ruby::tokens(expression)));
                } else {
                    out.push_str("__ruby__");
                }
            } else if !code.starts_with('#') {
                self.variables_of(code, line);
                depth = turn(code, depth);
            }
            if depth > 0 {
                self.guarded.insert(line);
            }
            out.extend(std::iter::repeat_n('\n', lines));
            line += lines;
        }
        self.copy(rest, &mut line, depth, &mut out);
        out
    }

    fn copy(&mut self, text: &str, line: &mut usize, depth: usize, out: &mut String) {
        for each in text.split_inclusive('\n') {
            if depth > 0 {
                self.guarded.insert(*line);
            }
            *line += usize::from(each.ends_with('\n'));
        }
        out.push_str(text);
    }

    fn variables_of(&mut self, code: &str, line: usize) {
        if self.variables.len() < MOST {
            let code = ruby::Code::read(code);
            let all = code.variables().iter();
            self.variables
                .extend(all.map(|each| (each.name.clone(), line + each.line - 1, each.needed)));
        }
    }
}

/// How deep in conditions and loops what follows a piece of Ruby stands.
fn turn(code: &str, depth: usize) -> usize {
    let tokens = ruby::tokens(code);
    let words =
        || tokens.iter().filter(|token| token.kind == Kind::Word).map(|token| token.text.as_str());
    let first = words().next().unwrap_or_default();
    let opens = matches!(first, "if" | "unless" | "case" | "while" | "until" | "for")
        || words().any(|word| word == "do")
        || tokens.iter().any(|token| token.is("{")) && !tokens.iter().any(|token| token.is("}"));
    let closes = words().filter(|word| *word == "end").count()
        + usize::from(tokens.first().is_some_and(|token| token.is("}")));
    (depth + usize::from(opens)).saturating_sub(closes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "default: &default\n  adapter: postgresql\n  pool: <%= ENV.fetch(\"RAILS_MAX_THREADS\") { 5 } %>\n\
        <% if ENV[\"X\"] -%>\nextra:\n  a: 1\n<% end %>\n<%= more %>\nproduction:\n  <<: *default\n  host: <%= ENV['DB_HOST'] %>\n  name: a_<%= b %>\n";

    #[test]
    fn ruby_is_marked_and_lines_stay() {
        let sheet = Sheet::read("config/database.yml", TEXT);
        assert!(sheet.whole);
        let adapter = sheet.node(&["production", "adapter"]).unwrap();
        assert_eq!(sheet.text(adapter).as_deref(), Some("postgresql"));
        assert_eq!(sheet.at(adapter).to_string(), "config/database.yml:2");
        assert_eq!(sheet.usual(sheet.node(&["production", "pool"]).unwrap()).as_deref(), Some("5"));
        let host = sheet.node(&["production", "host"]).unwrap();
        assert_eq!((sheet.usual(host), sheet.at(host).line), (None, 11));
        assert_eq!(sheet.known(sheet.node(&["production", "name"]).unwrap()), Known::Open);
        assert!(sheet.is_guarded(sheet.node(&["extra", "a"]).unwrap()) && !sheet.is_guarded(host));
        let names: Vec<&str> = sheet.variables.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["RAILS_MAX_THREADS", "X", "DB_HOST"]);
    }
}
