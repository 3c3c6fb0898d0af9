//! Tokens to a tree.

use super::dialect::Dialect;
use super::kubectl::{self, Entries};
use super::limits::{MAX_DEPTH, MAX_ENTRIES};
use super::node::{Content, Node, Style};
use super::problem::{Fault, Problem};
use super::scan::{Kind, Scanner, Token, Written};
use super::text::Text;
use crate::diagnostic::Place;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What may start a node where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// Inside brackets.
    Flow,
    /// In a block.
    Block,
    /// Behind a key of a block: a list may start at the key's own column.
    BehindKey,
}

/// What an anchor names, and how many nodes that is; nothing while it is being read.
type Anchored = Option<(Node, usize)>;

/// Reads the tokens of one document.
pub(super) struct Builder<'a, 'b> {
    scanner: Scanner<'a>,
    whole: Rc<Box<str>>,
    dialect: Dialect,
    /// Whether `---` or a root was met.
    is_started: bool,
    handles: Vec<(String, String)>,
    anchors: BTreeMap<String, Anchored>,
    budget: &'b mut usize,
}

impl<'a, 'b> Builder<'a, 'b> {
    /// Over a scanner; `whole` is its text.
    pub(super) fn new(
        scanner: Scanner<'a>,
        whole: Rc<Box<str>>,
        dialect: Dialect,
        budget: &'b mut usize,
    ) -> Self {
        let (handles, anchors) = (Vec::new(), BTreeMap::new());
        Self { scanner, whole, dialect, is_started: false, handles, anchors, budget }
    }

    /// The roots, of which there are several in JSON only. Behind a problem stands what was read
    /// before it.
    pub(super) fn documents(mut self) -> (Vec<Node>, Option<Problem>) {
        let mut roots = Vec::new();
        self.head();
        loop {
            match self.scanner.peek() {
                Kind::End | Kind::Broken => break,
                // Only behind a document, or behind `---`.
                Kind::DocumentEnd if self.dialect == Dialect::Yaml && !self.is_started => {
                    let place = self.scanner.next_place();
                    self.fail(&Fault::Nothing, place);
                }
                Kind::DocumentEnd => {
                    self.scanner.take();
                }
                Kind::DocumentStart | Kind::Version(..) | Kind::TagDirective(..)
                    if roots.is_empty() =>
                {
                    self.head();
                }
                _ if roots.is_empty() || self.dialect == Dialect::Json => {
                    self.anchors.clear();
                    self.is_started = true;
                    roots.extend(self.node(Where::Block, 0));
                }
                _ => {
                    let place = self.scanner.next_place();
                    self.fail(&Fault::Second, place);
                }
            }
        }
        (roots, self.scanner.into_problem())
    }

    /// Directives, and the `---` behind them.
    fn head(&mut self) {
        let mut directives = false;
        loop {
            match self.scanner.peek() {
                Kind::Version(1, 1) => directives = true,
                Kind::TagDirective(pair) => {
                    self.handles.push((**pair).clone());
                    directives = true;
                }
                Kind::Version(..) => {
                    let place = self.scanner.next_place();
                    return self.fail(&Fault::Directive, place);
                }
                Kind::DocumentStart => {
                    self.scanner.take();
                    self.is_started = true;
                    return;
                }
                _ if directives => {
                    let place = self.scanner.next_place();
                    return self.fail(&Fault::Document, place);
                }
                _ => return,
            }
            self.scanner.take();
        }
    }

    fn fail(&mut self, fault: &Fault, place: Place) {
        self.scanner.fail(fault.at(place));
    }

    fn spend(&mut self, nodes: usize, place: Place) -> Option<()> {
        match self.budget.checked_sub(nodes) {
            Some(rest) => {
                *self.budget = rest;
                Some(())
            }
            None => {
                self.fail(&Fault::Nodes, place);
                None
            }
        }
    }

    /// The next node; nothing where the text breaks before it.
    fn node(&mut self, at: Where, depth: usize) -> Option<Node> {
        let mut start = self.scanner.next_place();
        if depth > MAX_DEPTH {
            self.fail(&Fault::Depth, start);
            return None;
        }
        self.spend(1, start)?;
        if let Kind::Alias(_) = self.scanner.peek() {
            return self.alias();
        }
        let (anchor, tag) = self.properties()?;
        if let Some(name) = &anchor {
            self.anchors.insert(name.clone(), None);
        }
        let before = *self.budget;
        let (content, end) = match self.scanner.peek() {
            Kind::Item if at == Where::BehindKey => {
                start = self.scanner.next_place();
                self.list(Kind::Comma, depth)
            }
            Kind::Scalar(..) => {
                let token = self.scanner.take();
                (self.scalar(token.kind, tag), token.end)
            }
            Kind::FlowListStart => self.flow_list(depth),
            Kind::FlowMapStart => self.flow_map(depth),
            Kind::ListStart if at != Where::Flow => {
                self.scanner.take();
                self.list(Kind::BlockEnd, depth)
            }
            Kind::MapStart if at != Where::Flow => self.map(depth),
            Kind::Broken => return None,
            _ if anchor.is_some() || tag.is_some() => (self.empty(tag), start),
            _ => {
                let place = self.scanner.next_place();
                self.fail(&Fault::Nothing, place);
                return None;
            }
        };
        let mut node = Node::new(start, end, content);
        if self.dialect != Dialect::Spec
            && let Err(fault) = kubectl::tagged(&mut node)
        {
            self.fail(&fault, start);
        }
        if let Some(name) = anchor {
            let size = 1 + before.saturating_sub(*self.budget);
            // The copy that aliases are made from costs as much as one of them.
            self.spend(size, start)?;
            self.anchors.insert(name, Some((node.clone(), size)));
        }
        Some(node)
    }

    fn alias(&mut self) -> Option<Node> {
        let token = self.scanner.take();
        let Kind::Alias(name) = token.kind else { return None };
        match self.anchors.get(&name) {
            Some(Some((node, size))) => {
                let (node, size) = (node.clone(), *size);
                self.spend(size, token.start)?;
                return Some(node);
            }
            Some(None) => self.fail(&Fault::AliasInItself(name), token.start),
            None => self.fail(&Fault::Alias(name), token.start),
        }
        None
    }

    /// Anchor and tag, in either order.
    fn properties(&mut self) -> Option<(Option<String>, Option<String>)> {
        let (mut anchor, mut tag) = (None, None);
        loop {
            match self.scanner.peek() {
                Kind::Anchor(_) if anchor.is_none() => {
                    let Kind::Anchor(name) = self.scanner.take().kind else { return None };
                    anchor = Some(name);
                }
                Kind::Tag(..) if tag.is_none() => {
                    let token = self.scanner.take();
                    let Kind::Tag(pair) = token.kind else { return None };
                    let Some(known) = self.tag(&pair.0, &pair.1) else {
                        self.fail(&Fault::Handle, token.start);
                        return None;
                    };
                    tag = Some(known);
                }
                _ => return Some((anchor, tag)),
            }
        }
    }

    /// A tag without what all tags of YAML's own start with.
    fn tag(&self, handle: &str, suffix: &str) -> Option<String> {
        const OWN: &str = "tag:yaml.org,2002:";
        let given = self.handles.iter().find(|(name, _)| name == handle);
        let prefix = match (given, handle) {
            (Some((_, prefix)), _) => prefix.as_str(),
            (None, "!!") => OWN,
            (None, "!") => "!",
            (None, "") => "",
            (None, _) => return None,
        };
        let whole = format!("{prefix}{suffix}");
        Some(whole.strip_prefix(OWN).map_or_else(|| whole.clone(), str::to_owned))
    }

    fn scalar(&mut self, kind: Kind, tag: Option<String>) -> Content {
        let Kind::Scalar(written, style) = kind else { return self.empty(None) };
        let text = match written {
            Written::Here(range) => Text::part(&self.whole, range),
            Written::Made(text) => Text::from(text),
        };
        Content::Scalar { text, style, tag: boxed(tag) }
    }

    fn empty(&self, tag: Option<String>) -> Content {
        Content::Scalar {
            text: Text::part(&self.whole, 0..0),
            style: Style::Plain,
            tag: boxed(tag),
        }
    }

    /// An empty scalar where a value could stand.
    fn nothing(&mut self, place: Place) -> Option<Node> {
        self.spend(1, place)?;
        Some(Node::new(place, place, self.empty(None)))
    }

    /// The items of a block. Without a [`Kind::BlockEnd`] of its own it ends before any other token.
    fn list(&mut self, ends: Kind, depth: usize) -> (Content, Place) {
        let mut items = Vec::new();
        let mut end = self.scanner.next_place();
        let own = ends == Kind::BlockEnd;
        loop {
            match self.scanner.peek() {
                Kind::Item => {
                    end = self.scanner.take().end;
                    let item = match self.scanner.peek() {
                        Kind::Item | Kind::BlockEnd => self.nothing(end),
                        Kind::Key | Kind::Value if !own => self.nothing(end),
                        _ => self.node(Where::Block, depth + 1),
                    };
                    if let Some(item) = &item {
                        end = item.end();
                    }
                    items.extend(item);
                    self.count(&items, depth);
                }
                Kind::BlockEnd if own => {
                    self.scanner.take();
                    break;
                }
                Kind::Broken => break,
                _ if own => {
                    let place = self.scanner.next_place();
                    self.fail(&Fault::NoItem, place);
                }
                _ => break,
            }
        }
        (Content::List(items), end)
    }

    /// Lists inside an object are bounded; a list of objects is not.
    fn count(&mut self, items: &[Node], depth: usize) {
        if depth > 1
            && items.len() > MAX_ENTRIES
            && let Some(last) = items.last()
        {
            self.fail(&Fault::Entries, last.start());
        }
    }

    fn map(&mut self, depth: usize) -> (Content, Place) {
        let mut entries = Entries::default();
        let mut end = self.scanner.take().end;
        loop {
            match self.scanner.peek() {
                Kind::Key => {
                    end = self.scanner.take().end;
                    let key = match self.scanner.peek() {
                        Kind::Key | Kind::Value | Kind::BlockEnd => self.nothing(end),
                        _ => self.node(Where::BehindKey, depth + 1),
                    };
                    end = key.as_ref().map_or(end, |key| key.end());
                    let value = self.block_value(depth);
                    end = value.as_ref().map_or(end, |value| value.end());
                    self.enter(&mut entries, key, value);
                }
                Kind::Value => {
                    let place = self.scanner.next_place();
                    let key = self.nothing(place);
                    let value = self.block_value(depth);
                    self.enter(&mut entries, key, value);
                }
                Kind::BlockEnd => {
                    self.scanner.take();
                    break;
                }
                Kind::Broken => break,
                _ => {
                    let place = self.scanner.next_place();
                    self.fail(&Fault::NoKey, place);
                }
            }
        }
        (self.entries(entries), end)
    }

    fn block_value(&mut self, depth: usize) -> Option<Node> {
        match self.scanner.peek() {
            Kind::Value => {
                let end = self.scanner.take().end;
                match self.scanner.peek() {
                    Kind::Key | Kind::Value | Kind::BlockEnd => self.nothing(end),
                    _ => self.node(Where::BehindKey, depth + 1),
                }
            }
            Kind::Broken => None,
            _ => {
                let place = self.scanner.next_place();
                self.nothing(place)
            }
        }
    }

    fn flow_list(&mut self, depth: usize) -> (Content, Place) {
        let mut items = Vec::new();
        let mut end = self.scanner.take().end;
        loop {
            match self.scanner.peek() {
                Kind::FlowListEnd => {
                    end = self.scanner.take().end;
                    break;
                }
                Kind::Broken => break,
                Kind::Key => items.extend(self.pair(depth + 1)),
                _ => items.extend(self.node(Where::Flow, depth + 1)),
            }
            self.count(&items, depth);
            self.comma(&Kind::FlowListEnd, &Fault::FlowList);
        }
        (Content::List(items), end)
    }

    /// A map of one entry, written without braces in a list.
    fn pair(&mut self, depth: usize) -> Option<Node> {
        let token = self.scanner.take();
        self.spend(1, token.start)?;
        let key = match self.scanner.peek() {
            Kind::Value | Kind::Comma | Kind::FlowListEnd => self.nothing(token.end),
            _ => self.node(Where::Flow, depth + 1),
        };
        let value = self.flow_value(&Kind::FlowListEnd, depth);
        let end = value.as_ref().or(key.as_ref()).map_or(token.end, |node| node.end());
        let mut entries = Entries::default();
        self.enter(&mut entries, key, value);
        Some(Node::new(token.start, end, self.entries(entries)))
    }

    fn flow_map(&mut self, depth: usize) -> (Content, Place) {
        let mut entries = Entries::default();
        let mut end = self.scanner.take().end;
        loop {
            match self.scanner.peek() {
                Kind::FlowMapEnd => {
                    end = self.scanner.take().end;
                    break;
                }
                Kind::Broken => break,
                Kind::Key => {
                    let place = self.scanner.take().end;
                    let key = match self.scanner.peek() {
                        Kind::Value | Kind::Comma | Kind::FlowMapEnd => self.nothing(place),
                        _ => self.node(Where::Flow, depth + 1),
                    };
                    let value = self.flow_value(&Kind::FlowMapEnd, depth);
                    self.enter(&mut entries, key, value);
                }
                _ => {
                    let key = self.node(Where::Flow, depth + 1);
                    let place = self.scanner.next_place();
                    let value = if self.scanner.is_broken() { None } else { self.nothing(place) };
                    self.enter(&mut entries, key, value);
                }
            }
            self.comma(&Kind::FlowMapEnd, &Fault::FlowMap);
        }
        (self.entries(entries), end)
    }

    fn flow_value(&mut self, closing: &Kind, depth: usize) -> Option<Node> {
        match self.scanner.peek() {
            Kind::Value => {
                let Token { end, .. } = self.scanner.take();
                let next = self.scanner.peek();
                if *next == Kind::Comma || next == closing {
                    self.nothing(end)
                } else {
                    self.node(Where::Flow, depth + 1)
                }
            }
            Kind::Broken => None,
            _ => {
                let place = self.scanner.next_place();
                self.nothing(place)
            }
        }
    }

    /// What parts items: a comma, unless the bracket closes.
    fn comma(&mut self, closing: &Kind, fault: &Fault) {
        let next = self.scanner.peek();
        if *next == Kind::Comma {
            self.scanner.take();
        } else if next != closing {
            let place = self.scanner.next_place();
            self.fail(fault, place);
        }
    }

    /// Adds an entry, unless the text breaks inside it before anything of its value is known.
    fn enter(&mut self, entries: &mut Entries, key: Option<Node>, value: Option<Node>) {
        let (Some(key), Some(value)) = (key, value) else { return };
        if let Err(fault) = entries.push(&key, value, self.dialect) {
            self.fail(&fault, key.start());
        }
        if entries.len() > MAX_ENTRIES {
            self.fail(&Fault::Entries, key.start());
        }
    }

    fn entries(&mut self, entries: Entries) -> Content {
        match entries.merged() {
            Ok(entries) => Content::Map(entries),
            Err((fault, place)) => {
                self.fail(&fault, place);
                Content::Map(Vec::new())
            }
        }
    }
}

fn boxed(tag: Option<String>) -> Option<Box<Text>> {
    tag.map(|tag| Box::new(Text::from(tag)))
}
