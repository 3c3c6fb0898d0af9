//! Which file of the core uses which.

use std::collections::{BTreeMap, BTreeSet};

/// A module by its names from the root of the crate: `check`, `practice`, `pod`.
type Module = Vec<String>;

/// All files of the core by their modules, with what they name.
pub struct Files {
    /// The path of each, such as `check/practice/pod.rs`.
    paths: BTreeMap<Module, String>,
    /// What each imports under which name.
    imports: BTreeMap<Module, BTreeMap<String, String>>,
    /// What each hands on under its own name.
    handed_on: BTreeMap<Module, BTreeMap<String, String>>,
    /// Each path that the code names.
    named: BTreeMap<Module, Vec<String>>,
}

impl Files {
    /// Reads them; tests are left out.
    pub fn of(files: &[(String, String)]) -> Self {
        let mut all = Self {
            paths: BTreeMap::new(),
            imports: BTreeMap::new(),
            handed_on: BTreeMap::new(),
            named: BTreeMap::new(),
        };
        for (path, text) in files {
            let stem = path.strip_suffix(".rs").unwrap_or(path);
            let mut module: Module = stem.split('/').map(str::to_owned).collect();
            if module.iter().any(|part| part == "tests") {
                continue;
            }
            if module.last().is_some_and(|last| last == "mod" || last == "lib") {
                module.pop();
            }
            all.read(&module, &code(text));
            all.paths.insert(module, path.clone());
        }
        all
    }

    fn read(&mut self, module: &Module, code: &str) {
        let (mut imports, mut handed_on) = (BTreeMap::new(), BTreeMap::new());
        let mut named = Vec::new();
        let mut rest = String::new();
        for statement in code.split_inclusive(';') {
            // `use` begins a line; whatever stands before it is another item.
            let Some(at) = start_of_use(statement) else {
                rest.push_str(statement);
                continue;
            };
            let (before, tree) = statement.split_at(at);
            rest.push_str(before);
            let line = before.rsplit('\n').next().unwrap_or_default();
            let tree = tree.trim_start_matches("use").trim_end_matches(';');
            for path in leaves(tree) {
                let path = path.split(" as ").next().unwrap_or_default().trim().to_owned();
                let path = path.strip_suffix("::self").unwrap_or(&path).to_owned();
                let name = path.rsplit("::").next().unwrap_or_default().to_owned();
                if line.trim_start().starts_with("pub") {
                    handed_on.insert(name, path);
                } else {
                    named.push(path.clone());
                    imports.insert(name, path);
                }
            }
        }
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let words = rest.split(|c: char| !is_part(c)).filter(|word| word.contains("::"));
        named.extend(words.map(|word| word.trim_matches(':').to_owned()));
        self.imports.insert(module.clone(), imports);
        self.handed_on.insert(module.clone(), handed_on);
        self.named.insert(module.clone(), named);
    }

    /// The files of a room that each file of it uses, by their paths.
    pub fn inside(&self, room: &str) -> BTreeMap<&str, BTreeSet<&str>> {
        let is_inside = |module: &Module| module.first().is_some_and(|first| first == room);
        let own = self.paths.iter().filter(|(module, _)| is_inside(module));
        own.map(|(module, path)| {
            let named = self.named.get(module).into_iter().flatten();
            let used = named.filter_map(|name| self.home(module, name));
            let used = used.filter(|used| used != module && is_inside(used));
            (
                path.as_str(),
                used.filter_map(|used| self.paths.get(&used)).map(String::as_str).collect(),
            )
        })
        .collect()
    }

    /// The module that holds what a path names, unless the path names a module itself.
    fn home(&self, from: &Module, path: &str) -> Option<Module> {
        let (mut module, mut rest) = self.walk(from, path, 0)?;
        // What a module hands on is at home elsewhere.
        for _ in 0..8 {
            let first = rest.first()?;
            let Some(target) = self.handed_on.get(&module).and_then(|all| all.get(first)) else {
                break;
            };
            let more = rest.split_off(1);
            let Some((next, left)) = self.walk(&module, target, 0) else { break };
            (module, rest) = (next, [left, more].concat());
        }
        rest.first().map(|_| module)
    }

    /// How far a path leads through modules, and what is left of it.
    fn walk(&self, from: &Module, path: &str, depth: usize) -> Option<(Module, Vec<String>)> {
        let mut steps: Vec<String> = path.split("::").map(|step| step.trim().to_owned()).collect();
        let mut here = match steps.first()?.as_str() {
            "crate" => {
                steps.remove(0);
                Vec::new()
            }
            "self" | "super" => from.clone(),
            first => {
                let inner = [from.as_slice(), &[first.to_owned()]].concat();
                if self.paths.contains_key(&inner) {
                    from.clone()
                } else {
                    let target = self.imports.get(from)?.get(first)?;
                    let whole = [target.as_str()]
                        .into_iter()
                        .chain(steps.iter().skip(1).map(String::as_str));
                    let whole = whole.collect::<Vec<_>>().join("::");
                    return if depth < 8 { self.walk(from, &whole, depth + 1) } else { None };
                }
            }
        };
        while let Some(first) = steps.first() {
            let inner = [here.as_slice(), std::slice::from_ref(first)].concat();
            match first.as_str() {
                "self" => {}
                "super" => drop(here.pop()),
                _ if self.paths.contains_key(&inner) => here = inner,
                _ => break,
            }
            steps.remove(0);
        }
        Some((here, steps))
    }
}

/// A file without its tests, its comments and the modules that a visibility names.
pub fn code(text: &str) -> String {
    let mut rest = text;
    let mut whole = String::new();
    while let Some((before, after)) = rest.split_once("#[cfg(test)]\nmod ") {
        whole.push_str(before);
        let name = after.split([' ', ';']).next().unwrap_or_default();
        rest = after.get(name.len()..).unwrap_or_default();
        // A module in the same file stands at its end.
        if rest.starts_with(" {") {
            rest = "";
        }
    }
    whole.push_str(rest);
    let text = whole.lines().map(without_comment).collect::<Vec<_>>().join("\n");
    let mut parts = text.split("pub(in ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + "pub(" + part.split_once(')').map_or(part, |(_, rest)| rest)
    })
}

/// A line without its comment; addresses such as `redis://` stay.
fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.split(" //").next().unwrap_or_default()
}

/// Where `use` stands at the start of a line, behind nothing but a visibility.
fn start_of_use(statement: &str) -> Option<usize> {
    statement.match_indices("use ").map(|(at, _)| at).find(|at| {
        let line = statement.get(..*at).and_then(|before| before.rsplit('\n').next());
        line.is_some_and(|line| line.trim().is_empty() || line.trim_start().starts_with("pub"))
    })
}

/// The paths of a tree such as `a::{b, c::{d, e}}`.
pub fn leaves(tree: &str) -> Vec<String> {
    let Some((head, inner)) = tree.split_once('{') else {
        return vec![tree.trim().to_owned()].into_iter().filter(|path| !path.is_empty()).collect();
    };
    let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
    let mut depth = 0;
    let branches = inner.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let all = branches.flat_map(leaves);
    all.map(|leaf| format!("{}{leaf}", head.trim())).collect()
}
