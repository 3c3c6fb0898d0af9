//! What among files is for Helm and Kustomize: the API server gets only what they make of it.

use super::kind::is_kustomization;
use crate::check::Source;
use crate::diagnostic::{Diagnostic, Mark, Report, Tier};
use crate::yaml::{self, Node};
use std::collections::{BTreeMap, BTreeSet};

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    /// A part of a Helm chart: a template, its values, the chart's own file.
    Helm,
    /// A patch, or settings of Kustomize.
    Kustomize,
}

/// Files that are for a tool, by what Chart.yaml and kustomization files among them say.
#[derive(Clone, Debug, Default)]
pub(super) struct Tools {
    /// Folders of charts, with their `/`; empty for the folder that all lie in.
    pub(super) charts: Vec<String>,
    /// What kustomization files name and no API server sees.
    patches: BTreeSet<String>,
    /// What kustomization files change before an API server sees it.
    completed: BTreeSet<String>,
}

/// The file that makes a folder a chart.
const CHART: &str = "Chart.yaml";

impl Tools {
    /// Reads what the files say: all paths, and the texts of kustomization files.
    pub(super) fn new<'a>(
        paths: impl IntoIterator<Item = &'a str>,
        kustomizations: impl IntoIterator<Item = Source<'a>>,
    ) -> Self {
        let paths: BTreeSet<&str> = paths.into_iter().collect();
        let named = |path: &&str| path.rsplit('/').next() == Some(CHART);
        let charts = paths.iter().copied().filter(named).map(|path| folder(path).to_owned());
        let mut tools = Self { charts: charts.collect(), ..Self::default() };
        // A chart in a chart is its part.
        let all = tools.charts.clone();
        tools.charts.retain(|own| !all.iter().any(|other| own != other && is_part(own, other)));
        let read: BTreeMap<&str, Vec<Node>> = kustomizations
            .into_iter()
            .map(|source| {
                let (documents, _) = yaml::read_manifests(source.text);
                (source.path, documents.into_iter().filter_map(|each| each.root).collect())
            })
            .collect();
        for (path, roots) in &read {
            for root in roots {
                tools.patches(folder(path), root);
                if changes(root) {
                    tools.complete(folder(path), root, &read, 0);
                }
            }
        }
        tools
    }

    /// What a file is for, if it is for a tool.
    pub(super) fn of(&self, path: &str) -> Option<Tool> {
        if self.charts.iter().any(|chart| is_part(path, chart)) {
            return Some(Tool::Helm);
        }
        (is_kustomization(path) || self.patches.contains(path)).then_some(Tool::Kustomize)
    }

    /// Takes out what says that something is missing or only a placeholder where Kustomize changes it first.
    pub(super) fn settle(&self, report: &mut Report) {
        let is_open = |each: &Diagnostic| {
            let fits = each.tier == Tier::Refused && each.rule.is(Mark::Completed);
            fits && self.completed.contains(&each.file)
        };
        report.diagnostics.retain(|each| !is_open(each));
    }

    fn patches(&mut self, folder: &str, root: &Node) {
        const FILES: [&str; 5] =
            ["configurations", "crds", "generators", "patchesStrategicMerge", "transformers"];
        for item in FILES.iter().filter_map(|key| root.get(key)).flat_map(Node::items) {
            self.patches.extend(item.text().and_then(|text| joined(folder, text)));
        }
        for item in ["patches", "patchesJson6902", "replacements"]
            .iter()
            .filter_map(|key| root.get(key))
            .flat_map(Node::items)
        {
            let path = item.get("path").and_then(Node::text);
            self.patches.extend(path.and_then(|path| joined(folder, path)));
        }
        for (list, key) in [("helmCharts", "valuesFile"), ("helmCharts", "additionalValuesFiles")] {
            for item in root.get(list).into_iter().flat_map(Node::items) {
                let texts = item.get(key).into_iter().flat_map(|node| {
                    node.text().into_iter().chain(node.items().iter().filter_map(Node::text))
                });
                self.patches.extend(texts.filter_map(|text| joined(folder, text)));
            }
        }
        if let Some(path) = root.at(&["openapi", "path"]).and_then(Node::text) {
            self.patches.extend(joined(folder, path));
        }
        for list in ["configMapGenerator", "secretGenerator"] {
            let items = root.get(list).into_iter().flat_map(Node::items);
            let files = items.flat_map(|item| ["files", "envs"].map(|key| item.get(key)));
            for text in files.flatten().flat_map(Node::items).filter_map(Node::text) {
                // `NAME=FILE` gives it another name.
                let file = text.rsplit_once('=').map_or(text, |(_, file)| file);
                self.patches.extend(joined(folder, file));
            }
        }
    }

    /// The resources of a kustomization that changes them, and those of the kustomizations that it builds on.
    fn complete(
        &mut self,
        from: &str,
        root: &Node,
        read: &BTreeMap<&str, Vec<Node>>,
        depth: usize,
    ) {
        if depth > 16 {
            return;
        }
        let lists = ["resources", "bases", "components"].into_iter();
        for text in
            lists.filter_map(|key| root.get(key)).flat_map(Node::items).filter_map(Node::text)
        {
            let Some(path) = joined(from, text) else { continue };
            let inner = if path.is_empty() { String::new() } else { format!("{path}/") };
            let below = ["kustomization.yml", "kustomization.yaml", "Kustomization"]
                .into_iter()
                .find_map(|name| read.get(format!("{inner}{name}").as_str()));
            match below {
                Some(roots) => {
                    for root in roots {
                        self.complete(&inner, root, read, depth + 1);
                    }
                }
                None => {
                    self.completed.insert(path);
                }
            }
        }
    }
}

/// Whether a kustomization does more than to list resources.
fn changes(root: &Node) -> bool {
    const LISTS: [&str; 6] = ["apiVersion", "bases", "crds", "kind", "metadata", "resources"];
    root.entries().iter().any(|entry| !LISTS.contains(&entry.key.as_str()))
}

/// Whether a path is a part of a chart. Where all lies in the chart's folder, the rest of a repository may too.
fn is_part(path: &str, chart: &str) -> bool {
    if !chart.is_empty() {
        return path.starts_with(chart);
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_own = !path.contains('/') && (name == CHART || name.starts_with("values"));
    is_own || ["templates/", "charts/"].iter().any(|folder| path.starts_with(folder))
}

/// The folder of a path, with its `/`; empty for none.
fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default()
}

/// A relative path from a folder; `None` for an address, for a patch that is written in place, and for what leads
/// out of all folders.
fn joined(folder: &str, path: &str) -> Option<String> {
    if path.contains("://") || path.contains('\n') || path.starts_with('/') {
        return None;
    }
    let is_absolute = folder.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_none_or(|last| *last == "..") => {
                if is_absolute {
                    return None;
                }
                parts.push("..");
            }
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    Some(if is_absolute { format!("/{joined}") } else { joined })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tools(files: &[(&'static str, &'static str)]) -> Tools {
        let paths = files.iter().map(|(path, _)| *path);
        let kustomizations = files.iter().filter(|(path, _)| is_kustomization(path));
        Tools::new(paths, kustomizations.map(|(path, text)| Source { path, text }))
    }

    #[test]
    fn patches_and_what_they_complete_are_found() {
        let tools = tools(&[
            ("base/kustomization.yaml", "resources: [web.yaml, ./job.yaml]\n"),
            (
                "over/prod/kustomization.yml",
                "resources: [../../base, own.yml]\npatches:\n  - path: more.yaml\n  - patch: |-\n      - op: add\npatchesStrategicMerge: ['../x.yml', \"a: b\\nc: d\"]\ngenerators: [https://example.com/a]\nconfigMapGenerator: [{files: [a.yml, b=c/d.yml]}]\n",
            ),
            ("plain/kustomization.yaml", "resources: [a.yml]\n"),
        ]);
        for path in [
            "over/prod/more.yaml",
            "over/x.yml",
            "over/prod/a.yml",
            "over/prod/c/d.yml",
            "plain/kustomization.yaml",
        ] {
            assert_eq!(tools.of(path), Some(Tool::Kustomize), "{path}");
        }
        for path in ["base/web.yaml", "over/prod/own.yml", "plain/a.yml"] {
            assert_eq!(tools.of(path), None, "{path}");
        }
        let completed: Vec<&str> = tools.completed.iter().map(String::as_str).collect();
        assert_eq!(completed, ["base/job.yaml", "base/web.yaml", "over/prod/own.yml"]);
    }

    #[test]
    fn a_chart_is_helms() {
        let sub = tools(&[("a/chart/Chart.yaml", ""), ("a/chart/charts/b/Chart.yaml", "")]);
        assert_eq!(sub.charts, ["a/chart/"]);
        assert_eq!(sub.of("a/chart/templates/x.yaml"), Some(Tool::Helm));
        assert_eq!(sub.of("a/k8s/x.yaml"), None);
        let root = tools(&[("Chart.yaml", "")]);
        for path in ["Chart.yaml", "values.yaml", "values-prod.yaml", "templates/a.yaml"] {
            assert_eq!(root.of(path), Some(Tool::Helm), "{path}");
        }
        assert_eq!(root.of("k8s/templates/x.yaml"), None);
    }
}
