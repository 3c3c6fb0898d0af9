//! The tree.

use super::folder::{Folder, folders};
use super::{sign, words};
use crate::platform;
use crate::prose::counted;
use crate::state::{Action, Changes, View};
use std::rc::Rc;
use yew::{
    AttrValue, Callback, Html, Properties, UseStateHandle, classes, component, html, use_state,
};

/// With more files than these, only the folders on the way to the shown one are open.
const MANY: usize = 36;

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

/// Folders that somebody opened or closed, by path.
type Opened = UseStateHandle<Vec<(String, bool)>>;

/// The tree: manifests first, folders in folders.
#[component]
pub(crate) fn Tree(props: &TreeProps) -> Html {
    let opened = use_state(Vec::new);
    let onkeydown = platform::arrows("tree");
    let files = &props.view.bundle.files;
    html! {
        <nav class="pane tree" id="tree" aria-label="Files" {onkeydown}>
            <p class="tree-head">
                <span>{ &props.view.bundle.app }</span>
                <span class="soft">{ counted(files.len(), "file") }</span>
            </p>
            { for folders(files.keys().map(String::as_str)).iter().map(|each| folder(props, &opened, each, true)) }
        </nav>
    }
}

/// A folder with what it holds; one that is in no other is open at first.
fn folder(props: &TreeProps, opened: &Opened, each: &Folder<'_>, outer: bool) -> Html {
    let holds = each.holds(&props.file);
    let few = props.view.bundle.files.len() <= MANY;
    let open = opened
        .iter()
        .find(|(path, _)| *path == each.path)
        .map(|(_, open)| *open)
        .unwrap_or(few || holds || outer);
    let onclick = {
        let (opened, path) = (opened.clone(), each.path.clone());
        move |_| {
            let mut next = Vec::clone(&opened);
            next.retain(|(each, _)| *each != path);
            next.push((path.clone(), !open));
            opened.set(next);
        }
    };
    let changed = props.changes.files.keys().filter(|path| each.holds(path)).count();
    html! {
        <div class="folder" key={each.path.clone()}>
            <button type="button" class={classes!("folder-name", (holds && !open).then_some("current"))}
                aria-expanded={open.to_string()} {onclick}>
                <span class="chevron" aria-hidden="true"></span>
                <span class="file-name">{ &each.name }</span>
                if !open {
                    if changed > 0 {
                        <span class="sign" aria-hidden="true">{ format!("~{changed}") }</span>
                        <span class="unseen">{ format!(", {} changed", counted(changed, "file")) }</span>
                    }
                    <span class="soft">{ each.count() }</span>
                }
            </button>
            if open {
                <ul>{ for each.files.iter().map(|path| file(props, path)) }</ul>
                { for each.folders.iter().map(|inner| folder(props, opened, inner, false)) }
            }
        </div>
    }
}

fn file(props: &TreeProps, path: &str) -> Html {
    let shown = props.file == path;
    let change = props.changes.files.get(path);
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    let onclick = {
        let (path, act) = (path.to_owned(), props.act.clone());
        move |_| act.emit(Action::File(path.clone()))
    };
    html! {
        <li key={path.to_owned()}>
            <button type="button" {onclick} aria-current={shown.then_some("true")} title={name.clone()}
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
