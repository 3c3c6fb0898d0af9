//! A bundle as the detectors see it: its files, the objects in them, and the commands that people and
//! scripts run.

use linkspan_core::generate;
use serde::Deserialize;
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Files by path.
#[derive(Clone)]
pub struct Bundle {
    pub files: BTreeMap<String, String>,
    /// The paths of all environments, as they are in the whole bundle.
    pub whole: Vec<String>,
    objects: OnceCell<Vec<Object>>,
    commands: OnceCell<Vec<(String, String)>>,
}

/// An object of a manifest.
#[derive(Clone)]
pub struct Object {
    pub path: Rc<str>,
    pub value: Rc<Value>,
}

/// What a detector found, a line each.
pub type Found = Vec<String>;

impl Bundle {
    /// What a spec gives: a bundle, or one for each environment as if it were alone.
    pub fn of(spec: &str) -> Vec<Self> {
        let generated = generate(spec);
        assert!(!generated.report.has_errors(), "{spec}\n{:#?}", generated.report);
        let files = generated.bundle.files.iter().chain(&generated.bundle.kept);
        let files: BTreeMap<String, String> =
            files.map(|(path, file)| (path.clone(), file.text())).collect();
        let names = generated.environments.iter().filter_map(|plan| plan.environment.as_deref());
        let all: Vec<Self> = names.map(|name| Self::alone(&files, name)).collect();
        if all.is_empty() { vec![Self::with(files)] } else { all }
    }

    /// One environment: its folder and its guide in the places of a bundle without environments.
    fn alone(files: &BTreeMap<String, String>, name: &str) -> Self {
        let own = format!("config/kube/{name}/");
        let mut alone = BTreeMap::new();
        for (path, text) in files {
            let text = text
                .replace(&own, "config/kube/")
                .replace("config/kube/\"$environment\"", "config/kube");
            if let Some(inner) = path.strip_prefix(&own) {
                alone.insert(format!("config/kube/{inner}"), text);
            } else if *path == format!("DEPLOY-{name}.md") {
                alone.insert("DEPLOY.md".to_owned(), text);
            } else if !path.starts_with("config/kube/") && !path.starts_with("DEPLOY") {
                alone.insert(path.clone(), text);
            }
        }
        Self { whole: files.keys().cloned().collect(), ..Self::with(alone) }
    }

    fn with(files: BTreeMap<String, String>) -> Self {
        Self { files, whole: Vec::new(), objects: OnceCell::new(), commands: OnceCell::new() }
    }

    pub fn text(&self, path: &str) -> &str {
        self.files.get(path).map_or("", String::as_str)
    }

    /// Every object of every manifest, in the order of the files.
    pub fn objects(&self) -> Vec<Object> {
        self.objects.get_or_init(|| self.read()).clone()
    }

    fn read(&self) -> Vec<Object> {
        let mut found = Vec::new();
        for (path, text) in &self.files {
            if !path.starts_with("config/kube/") || !path.ends_with(".yml") {
                continue;
            }
            for document in serde_yaml::Deserializer::from_str(text) {
                let document = serde_yaml::Value::deserialize(document).unwrap();
                let value = Rc::new(serde_json::to_value(document).unwrap());
                found.push(Object { path: path.as_str().into(), value });
            }
        }
        found
    }

    /// Objects of one kind.
    pub fn of_kind(&self, kind: &str) -> Vec<Object> {
        self.objects().into_iter().filter(|object| object.kind() == kind).collect()
    }

    /// Lines that are run: of scripts, of the Dockerfile, of the commands in DEPLOY.md, of CI. A line that goes on in
    /// the next one is one line; comments are gone.
    pub fn commands(&self) -> &[(String, String)] {
        self.commands.get_or_init(|| self.read_commands())
    }

    fn read_commands(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (path, text) in &self.files {
            let lines: Vec<&str> = if text.starts_with("#!") || path == "Dockerfile" || is_ci(path)
            {
                text.lines().collect()
            } else if path.ends_with(".md") {
                fenced(text, "bash")
            } else {
                continue;
            };
            let mut whole = String::new();
            for line in lines {
                let line = line.trim();
                if line.starts_with('#') && !line.starts_with("#!") {
                    continue;
                }
                let piped = ["|", "&&"].iter().any(|end| line.ends_with(end));
                match line.strip_suffix('\\') {
                    Some(start) => whole.push_str(start),
                    None if piped => whole.push_str(&format!("{line} ")),
                    None => {
                        whole.push_str(line);
                        found.push((path.clone(), std::mem::take(&mut whole)));
                    }
                }
            }
        }
        found
    }

    /// Lines of Ruby: of files, and of the listings in DEPLOY.md.
    pub fn ruby(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (path, text) in &self.files {
            let lines: Vec<&str> = match path.as_str() {
                path if path.ends_with(".rb") || path == "Gemfile" => text.lines().collect(),
                path if path.ends_with(".md") => fenced(text, "ruby"),
                _ => continue,
            };
            found.extend(lines.into_iter().map(|line| (path.clone(), line.to_owned())));
        }
        found
    }

    /// Commands that a test holds for wrong.
    pub fn commands_that(&self, wrong: impl Fn(&str) -> bool) -> Found {
        let lines = self.commands().iter().filter(|(_, line)| wrong(line));
        lines.map(|(path, line)| format!("{path}: {line}")).collect()
    }

    /// What a release does, in order: deploy.sh's function `release` with the functions that it calls in their places.
    pub fn steps(&self) -> Vec<String> {
        let lines: Vec<&str> = self.text("deploy.sh").lines().collect();
        let mut functions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut open: Option<&str> = None;
        let mut outside = Vec::new();
        for line in lines {
            if let Some(name) = line.strip_suffix("() {") {
                open = Some(name);
            } else if line == "}" {
                open = None;
            } else if let Some(name) = open {
                functions.entry(name).or_default().push(line.trim());
            } else {
                outside.push(line.trim());
            }
        }
        let body = functions.get("release").cloned().unwrap_or(outside);
        let mut steps = Vec::new();
        expand(&body, &functions, 0, &mut steps);
        steps
    }
}

fn expand(
    body: &[&str],
    functions: &BTreeMap<&str, Vec<&str>>,
    depth: usize,
    steps: &mut Vec<String>,
) {
    for line in body {
        steps.push((*line).to_owned());
        let first = line.split([' ', '|', ';']).next().unwrap_or_default();
        if let (Some(inner), true) = (functions.get(first), depth < 4) {
            expand(inner, functions, depth + 1, steps);
        }
    }
}

pub fn is_ci(path: &str) -> bool {
    path.starts_with(".github/workflows/") || path == ".gitlab-ci.yml"
}

/// The lines of the fenced blocks of one language.
pub fn fenced<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let mut inside = "";
    let mut found = Vec::new();
    for line in text.lines() {
        match line.trim().strip_prefix("```") {
            Some(_) if !inside.is_empty() => inside = "",
            Some("") => inside = "text",
            Some(name) => inside = name,
            None if inside == language => found.push(line),
            None => {}
        }
    }
    found
}

impl Object {
    pub fn at(&self, pointer: &str) -> &Value {
        self.value.pointer(pointer).unwrap_or(&Value::Null)
    }

    pub fn text_at(&self, pointer: &str) -> &str {
        self.at(pointer).as_str().unwrap_or_default()
    }

    pub fn kind(&self) -> &str {
        self.text_at("/kind")
    }

    pub fn name(&self) -> &str {
        self.text_at("/metadata/name")
    }

    pub fn namespace(&self) -> &str {
        self.text_at("/metadata/namespace")
    }

    /// The pod that it makes.
    pub fn pod(&self) -> Option<&Value> {
        let at = match self.kind() {
            "Pod" => "/spec",
            "CronJob" => "/spec/jobTemplate/spec/template/spec",
            "Deployment" | "StatefulSet" | "DaemonSet" | "Job" => "/spec/template/spec",
            _ => return None,
        };
        self.value.pointer(at)
    }

    /// What is said of its Jobs, for a Job or a CronJob.
    pub fn job(&self) -> Option<&Value> {
        match self.kind() {
            "Job" => self.value.pointer("/spec"),
            "CronJob" => self.value.pointer("/spec/jobTemplate/spec"),
            _ => None,
        }
    }

    /// Its containers, those that start first included.
    pub fn containers(&self) -> Vec<&Value> {
        let lists = ["initContainers", "containers"];
        let lists = lists.iter().filter_map(|key| self.pod()?.get(key)?.as_array());
        lists.flatten().collect()
    }

    /// The words that a container runs.
    pub fn words(container: &Value) -> Vec<&str> {
        let lists = ["command", "args"].iter().filter_map(|key| container.get(key)?.as_array());
        lists.flatten().filter_map(Value::as_str).collect()
    }
}

/// Every text below a value, with the last key on the way to it.
pub fn texts(value: &Value, key: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((key.to_owned(), text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, key, found)),
        Value::Object(map) => map.iter().for_each(|(key, value)| texts(value, key, found)),
        _ => {}
    }
}
