//! One line of a generated file.

use super::{Args, Output};
use crate::error::CliError;
use crate::exit::Exit;
use crate::output::LOCK;
use crate::paint::{self, plain};
use crate::{input, terminal};
use linkspan_core::bundle::{Bundle, File, Line, Mode};
use linkspan_core::field::{Guide, nearest};
use linkspan_core::plan::Reason;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// `FILE:LINE`; a column after it, as editors and our findings write it, is left aside.
pub(super) fn parse(subject: &str) -> Option<(String, usize)> {
    let (head, tail) = subject.rsplit_once(':')?;
    let last: usize = tail.parse().ok()?;
    match head.rsplit_once(':') {
        Some((file, line)) if line.parse::<usize>().is_ok() => {
            Some((file.to_owned(), line.parse().ok()?))
        }
        _ => Some((head.to_owned(), last)),
    }
}

pub(super) fn run(args: &Args, file: &str, number: usize) -> Result<Exit, CliError> {
    let spec = spec_of(&args.spec, file);
    let loaded = input::load(&spec)?;
    if loaded.generated.report.has_errors() {
        return Ok(loaded.tell("fix these first").unwrap_or(Exit::Found));
    }
    let bundle = &loaded.generated.bundle;
    let folder = spec.parent().unwrap_or(Path::new(""));
    let path = inner(folder, file);
    // Beside the bundle's files, and made of them.
    let lock = (path == LOCK).then(|| fs::read_to_string(folder.join(LOCK)).ok().map(lock));
    let lock = lock.flatten();
    let Some(found) = lock.as_ref().or_else(|| bundle.made(&path)) else {
        return Err(no_file(bundle, &path));
    };
    let Some(line) = number.checked_sub(1).and_then(|index| found.lines.get(index)) else {
        let count = paint::number(found.lines.len(), "line");
        return Err(CliError::Usage(
            format!("`{}` has no line {number}", plain::inline(&path)),
            format!("it has {count}"),
        ));
    };
    let disk = fs::read(folder.join(&path)).ok();
    let text = match args.output {
        Output::Json => as_json(&path, number, line),
        Output::Human => human(&path, number, line),
    };
    terminal::result(&text)?;
    if lock.is_none() && disk.is_some_and(|bytes| bytes != found.text().as_bytes()) {
        let file = plain::inline(&path);
        terminal::talk(&format!(
            "\n{}: `{file}` on disk differs from what the spec gives; this is the line of the \
             spec's\n",
            paint::yellow("warning")
        ));
    }
    Ok(Exit::Done)
}

/// The spec that was named; where none was, the nearest above the file.
fn spec_of(named: &Path, file: &str) -> PathBuf {
    let usual = Path::new(input::DEFAULT);
    if named != usual {
        return named.to_owned();
    }
    let folders = Path::new(file).ancestors().skip(1);
    let near = folders.map(|folder| folder.join(usual)).find(|path| path.is_file());
    near.unwrap_or_else(|| named.to_owned())
}

/// The lines of `linkspan.lock`, which no field decides.
fn lock(text: String) -> File {
    let head = Reason::fixed(
        Guide::Delivery,
        "Digests of the files as `linkspan generate` wrote them. Commit this file: by it an edit of yours is seen, and left alone.",
    );
    let lines = text.lines().map(|line| {
        let reason = match line.split_once("  ") {
            Some((_, path)) => Reason::fixed(
                Guide::Delivery,
                format!("The digest of `{path}` as it was written: while the file still has it, nobody has edited it."),
            ),
            None => head.clone(),
        };
        Line { text: line.to_owned().into(), path: String::new(), reason }
    });
    File { mode: Mode::Plain, lines: lines.collect() }
}

/// The path inside the bundle, from a path given relative to the spec's folder or to here.
fn inner(folder: &Path, file: &str) -> String {
    let path = Path::new(file);
    let canonical = |path: &Path| path.canonicalize().ok();
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let inside = canonical(path)
        .zip(canonical(here))
        .and_then(|(path, root)| path.strip_prefix(root).ok().map(input::name));
    inside.unwrap_or_else(|| input::name(path))
}

fn no_file(bundle: &Bundle, path: &str) -> CliError {
    let file = |path: &str| path.rsplit('/').next().map(str::to_owned);
    let keys = || bundle.files.keys().chain(bundle.kept.keys()).map(String::as_str);
    let same_name = keys().find(|key| file(key) == file(path));
    let near = same_name.or_else(|| nearest(path, keys()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "see the files with `linkspan generate --dry-run`".to_owned(),
    };
    CliError::Usage(format!("the spec gives no file `{}`", plain::inline(path)), help)
}

fn human(path: &str, number: usize, line: &Line) -> String {
    let reason = &line.reason;
    let place = paint::dim(&format!("{}:{number}", plain::inline(path)));
    let mut text = format!("{place}\n  {}\n\n", shown(&line.text));
    if !reason.why.is_empty() {
        let why = paint::wrap(&plain::inline(&reason.why), terminal::result_columns(), 0, 0);
        text.push_str(&format!("{why}\n\n"));
    }
    let mut row = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{} {value}\n", paint::dim(&format!("{name:8}"))));
        }
    };
    row("Decided", reason.origin.words());
    row("Field", &plain::inline(&reason.field));
    row("Object", &plain::inline(&line.path));
    row("Topic", reason.guide.title());
    text
}

fn shown(text: &str) -> String {
    if text.trim().is_empty() { "(an empty line)".to_owned() } else { plain::inline(text) }
}

fn as_json(path: &str, number: usize, line: &Line) -> String {
    let reason = &line.reason;
    let value = json!({
        "file": path,
        "line": number,
        "text": line.text,
        "path": line.path,
        "origin": reason.origin.words(),
        "field": reason.field,
        "why": reason.why,
        "guide": reason.guide.title(),
    });
    format!("{}\n", json!({ "version": 1, "line": value }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_people_paste_them() {
        for (text, expect) in [
            ("Dockerfile:3", Some(("Dockerfile", 3))),
            ("config/kube/web.yml:23:7", Some(("config/kube/web.yml", 23))),
            ("web.replicas", None),
            ("a:b", None),
        ] {
            let expect = expect.map(|(file, line)| (file.to_owned(), line));
            assert_eq!(parse(text), expect, "{text}");
        }
    }
}
