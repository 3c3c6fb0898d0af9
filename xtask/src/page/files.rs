//! The files of the page: what `web` has beside the programs, and the names that a browser may keep.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use linkspan_machine::tree;

/// Where the frame that stands in the page before its program has come goes into `web/index.html`, and its file.
const FIRST_PAINT: (&str, &str) = ("<!-- first_paint.html -->", "first_paint.html");
/// Files with names that change with their content, each before those that name it. A style sheet is one, too.
const RENAMED: [&str; 3] = ["linkspan-web_bg.wasm", "linkspan-web.js", "start.js"];
/// The file that is the page.
pub(super) const INDEX: &str = "index.html";

/// Lays what `web` has beside the programs, and gives files the names that the page knows them by.
pub(super) fn lay(web: &Path, made: &Path) -> Result<()> {
    for file in ["style", "static"].map(|folder| tree::files(&web.join(folder))) {
        for file in file? {
            std::fs::copy(&file, made.join(file.file_name().unwrap_or_default()))?;
        }
    }
    let (mark, frame) = FIRST_PAINT;
    let html = std::fs::read_to_string(web.join(INDEX)).context("reading `web/index.html`")?;
    ensure!(html.contains(mark), "`web/index.html` has no place for its first paint, `{mark}`");
    let frame = made.join(frame);
    std::fs::write(
        made.join(INDEX),
        html.replace(mark, std::fs::read_to_string(&frame)?.trim_end()),
    )?;
    std::fs::remove_file(&frame)?;
    rename(made)
}

/// Gives files names with a hash of their content, so that a browser's copy of an older page is never mixed with
/// this one.
fn rename(folder: &Path) -> Result<()> {
    let name = |file: PathBuf| Some(file.file_name()?.to_str()?.to_owned());
    let styles = tree::files(folder)?.into_iter().filter_map(name);
    let styles: Vec<String> = styles.filter(|name| name.ends_with(".css")).collect();
    for name in RENAMED.iter().copied().chain(styles.iter().map(String::as_str)) {
        let content = std::fs::read(folder.join(name))
            .with_context(|| format!("the page has no `{name}`"))?;
        let mut hash = DefaultHasher::new();
        content.hash(&mut hash);
        let at = name.find(['_', '.']).unwrap_or_default();
        let (stem, end) = name.split_at(at);
        let new = format!("{stem}-{:016x}{end}", hash.finish());
        std::fs::rename(folder.join(name), folder.join(&new))?;
        // What is renamed by now names nothing that is renamed later.
        for text in RENAMED.iter().skip(1).copied().chain([INDEX]).map(|text| folder.join(text)) {
            if text.is_file() {
                std::fs::write(&text, naming(&std::fs::read_to_string(&text)?, name, &new))?;
            }
        }
    }
    Ok(())
}

/// A text that names a file by its new name: wherever the old one stands behind a quote or a slash.
fn naming(text: &str, name: &str, new: &str) -> String {
    let starts = ["\"", "'", "/"];
    starts.iter().fold(text.to_owned(), |text, start| {
        text.replace(&format!("{start}{name}"), &format!("{start}{new}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_content_wherever_it_is_named() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("linkspan-page-{}", std::process::id()));
        let [web, made] = ["web", "made"].map(|name| folder.join(name));
        for (file, content) in [
            ("web/style/form.css", "p {}"),
            (
                "web/static/start.js",
                "import \"./linkspan-web.js\"; new URL('./linkspan-web_bg.wasm')",
            ),
            ("web/static/first_paint.html", "<p>\n"),
            (
                "web/index.html",
                "<a href=\"form.css\"> platform.css <!-- first_paint.html --> <script src=\"start.js\">",
            ),
            ("made/linkspan-web.js", "'linkspan-web_bg.wasm'"),
            ("made/linkspan-web_bg.wasm", "\0asm"),
            ("made/judge.js", ""),
        ] {
            let file = folder.join(file);
            std::fs::create_dir_all(file.parent().unwrap_or(&folder))?;
            std::fs::write(file, content)?;
        }
        lay(&web, &made)?;
        let files = tree::files(&made)?;
        let names: Vec<&str> = files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
        let [form, index, judge, script, module, start] = names.as_slice() else {
            panic!("{names:?}")
        };
        assert_eq!([*index, *judge], ["index.html", "judge.js"]);
        assert!(form.starts_with("form-") && module.starts_with("linkspan-web-"), "{names:?}");
        let text = |name: &str| std::fs::read_to_string(made.join(name)).unwrap();
        let page = format!("<a href=\"{form}\"> platform.css <p> <script src=\"{start}\">");
        assert_eq!(text(index), page);
        assert_eq!(text(script), format!("'{module}'"));
        assert_eq!(text(start), format!("import \"./{script}\"; new URL('./{module}')"));
        tree::remove(&folder)
    }
}
