//! The tree.

use super::{sign, words};
use crate::platform;
use crate::prose::counted;
use crate::state::{Action, Changes, View};
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::{AttrValue, Callback, Html, KeyboardEvent, Properties, classes, component, html};

/// What the tree is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TreeProps {
    /// The files.
    pub(crate) view: Rc<View>,
    /// What changed in them.
    pub(crate) changes: Rc<Changes>,
    /// The one that is shown.
    pub(crate) file: AttrValue,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
}

/// The tree: a folder after the other, manifests first.
#[component]
pub(crate) fn Tree(props: &TreeProps) -> Html {
    let onkeydown = |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        platform::focus_item("tree", "button", by);
    };
    let files = &props.view.bundle.files;
    html! {
        <nav class="pane tree" id="tree" aria-label="Files" {onkeydown}>
            <p class="tree-head">
                <span>{ &props.view.bundle.app }</span>
                <span class="soft">{ counted(files.len(), "file") }</span>
            </p>
            { for folders(props).into_iter().map(|(folder, paths)| html! {
                <div class="folder" key={folder.clone()}>
                    <p class="folder-name">{ if folder.is_empty() { "./" } else { &folder } }</p>
                    <ul>{ for paths.into_iter().map(|path| file(props, path)) }</ul>
                </div>
            }) }
        </nav>
    }
}

/// Paths by folder: the deepest concern of the bundle, its manifests, before the rest.
fn folders(props: &TreeProps) -> Vec<(String, Vec<&String>)> {
    let mut folders: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in props.view.bundle.files.keys() {
        let folder =
            path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        folders.entry(folder).or_default().push(path);
    }
    let (manifests, others): (Vec<_>, Vec<_>) =
        folders.into_iter().partition(|(folder, _)| folder.starts_with("config/kube/"));
    manifests.into_iter().chain(others).collect()
}

fn file(props: &TreeProps, path: &String) -> Html {
    let shown = props.file == *path;
    let change = props.changes.files.get(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let onclick = {
        let (path, act) = (path.clone(), props.act.clone());
        move |_| act.emit(Action::File(path.clone()))
    };
    html! {
        <li key={path.clone()}>
            <button type="button" {onclick} aria-current={shown.then_some("true")}
                class={classes!("file", change.is_some().then_some("changed"))}>
                <span class="file-name">{ name }</span>
                if let Some(change) = change {
                    <span class="sign" aria-hidden="true">{ sign(change) }</span>
                    <span class="unseen">{ format!(", {}", words(change)) }</span>
                }
            </button>
        </li>
    }
}
