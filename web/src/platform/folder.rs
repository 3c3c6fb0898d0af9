//! Folders out of a drop or a dialog: only what is wanted of them is opened.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
    HtmlInputElement,
};
use yew::{Callback, Event, TargetCast};

/// Folders deeper than this are not entered.
const DEEPEST: usize = 8;

/// What is wanted of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// What it holds.
    Text,
    /// Only that it is there.
    Name,
}

/// What is wanted of a folder. Paths start below it and have no `/` at the end.
#[derive(Clone, Copy)]
pub(crate) struct Walk {
    /// Whether a folder in it is entered.
    pub(crate) enters: fn(&str) -> bool,
    /// What is wanted of a file.
    pub(crate) wants: fn(&str) -> Option<Want>,
    /// So many names are looked at.
    pub(crate) most: usize,
}

/// A folder as far as it is wanted.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// Its name.
    pub(crate) name: String,
    /// Files with what they hold, by path below it.
    pub(crate) files: super::Given,
    /// Paths of files that are there.
    pub(crate) names: Vec<String>,
}

/// The first folder of a drop, if there is one: it has to be asked for before the drop is over.
pub(super) fn dropped(data: &DataTransfer) -> Option<FileSystemDirectoryEntry> {
    let items = data.items();
    let entries = (0..items.length()).filter_map(|at| items.get(at)?.webkit_get_as_entry().ok()?);
    entries.filter(FileSystemEntry::is_directory).map(JsCast::unchecked_into).next()
}

/// Reads a dropped folder.
pub(super) fn read(root: FileSystemDirectoryEntry, walk: Walk, done: Callback<Folder>) {
    spawn_local(async move { done.emit(descend(root, walk).await) });
}

async fn descend(root: FileSystemDirectoryEntry, walk: Walk) -> Folder {
    let mut folder = Folder { name: root.name(), ..Folder::default() };
    let mut left = walk.most;
    let mut open = vec![(String::new(), 0, root)];
    while let Some((path, depth, entry)) = open.pop() {
        for inner in entries(&entry, &mut left).await {
            let name = inner.name();
            let below = if path.is_empty() { name } else { format!("{path}/{name}") };
            if inner.is_directory() {
                if depth < DEEPEST && (walk.enters)(&below) {
                    open.push((below, depth + 1, inner.unchecked_into()));
                }
                continue;
            }
            match (walk.wants)(&below) {
                Some(Want::Text) => {
                    let file = file(inner.unchecked_into()).await;
                    let bytes = match file {
                        Some(file) => bytes(&file).await,
                        None => Vec::new(),
                    };
                    folder.files.push((below, bytes));
                }
                Some(Want::Name) => folder.names.push(below),
                None => {}
            }
        }
    }
    folder.files.sort();
    folder
}

/// Everything in a folder; a browser gives it in portions.
async fn entries(folder: &FileSystemDirectoryEntry, left: &mut usize) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    while *left > 0 {
        let portion = wait(|done, failed| {
            reader.read_entries_with_callback_and_callback(done, failed).is_ok()
        });
        let portion = portion.await.map(|portion| portion.unchecked_into::<Array>());
        let Some(portion) = portion.filter(|portion| portion.length() > 0) else { break };
        let some = portion.iter().take(*left).map(JsCast::unchecked_into);
        let before = all.len();
        all.extend(some);
        *left = left.saturating_sub(all.len() - before);
    }
    all
}

async fn file(entry: FileSystemFileEntry) -> Option<File> {
    let file = wait(|done, failed| {
        entry.file_with_callback_and_callback(done, failed);
        true
    });
    file.await.map(JsCast::unchecked_into)
}

/// What a file holds, up to the largest that is read.
async fn bytes(file: &File) -> Vec<u8> {
    let most = file.size().min(super::archive::LARGEST as f64);
    let Ok(part) = file.slice_with_f64_and_f64(0.0, most) else { return Vec::new() };
    match JsFuture::from(part.array_buffer()).await {
        Ok(buffer) => Uint8Array::new(&buffer).to_vec(),
        Err(_) => Vec::new(),
    }
}

/// Waits for what a browser answers by callbacks.
async fn wait(mut start: impl FnMut(&Function, &Function) -> bool) -> Option<JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        if !start(&done, &failed) {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.ok()
}

/// A folder that was picked; the same one can be picked again.
pub(crate) fn folder_picked(event: &Event, walk: Walk, done: &Callback<Folder>) {
    let input: HtmlInputElement = event.target_unchecked_into();
    if let Some(files) = input.files().filter(|files| files.length() > 0) {
        let done = done.clone();
        let wanted = wanted(&files, walk);
        spawn_local(async move {
            let (mut folder, wanted) = wanted;
            for (path, file) in wanted {
                folder.files.push((path, bytes(&file).await));
            }
            folder.files.sort();
            done.emit(folder);
        });
    }
    input.set_value("");
}

/// The folder without its texts, and the files that hold them.
fn wanted(files: &FileList, walk: Walk) -> (Folder, Vec<(String, File)>) {
    let mut folder = Folder::default();
    let mut texts = Vec::new();
    let mut left = walk.most;
    for file in (0..files.length()).filter_map(|at| files.get(at)) {
        let path = Reflect::get(&file, &JsValue::from("webkitRelativePath")).ok();
        let path = path.and_then(|path| path.as_string()).unwrap_or_default();
        let Some((root, below)) = path.split_once('/') else { continue };
        if folder.name.is_empty() {
            root.clone_into(&mut folder.name);
        }
        let ways = below.match_indices('/').filter_map(|(at, _)| below.get(..at));
        if left == 0 || below.matches('/').count() > DEEPEST || !ways.into_iter().all(walk.enters) {
            continue;
        }
        left -= 1;
        match (walk.wants)(below) {
            Some(Want::Text) => texts.push((below.to_owned(), file)),
            Some(Want::Name) => folder.names.push(below.to_owned()),
            None => {}
        }
    }
    (folder, texts)
}
