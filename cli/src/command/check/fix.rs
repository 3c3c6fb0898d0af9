//! `linkspan check --fix`

use super::{Args, Form, exit, github, sarif, summary};
use crate::error::CliError;
use crate::exit::Exit;
use crate::input::Input;
use crate::output::{LOCK, Lock, digest, unified};
use crate::paint::{self, Sources, plain};
use crate::terminal;
use linkspan_core::check::{Mended, mend};
use linkspan_core::diagnostic::{Diagnostic, Report, to_json};
use linkspan_core::internal::secret::{conceal, masked_file, shows};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Why a file is left as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shut {
    /// It is no file of its own: standard input, or inside an archive.
    NoFile,
    /// Linkspan wrote it, and nobody changed it since.
    Generated,
}

pub(super) fn run(args: &Args, input: &Input) -> Result<Exit, CliError> {
    let shut = shut(input)?;
    let texts = &input.files.texts;
    let rejudge = |texts: &Sources| -> Report { input.with_texts(texts).report(args.kubernetes) };
    let mut mended = mend(texts, &|file| !shut.contains_key(file), &rejudge);
    // The files are written as they are; what is said of them hides secrets.
    mended.done = concealed(&mended.done, input);
    mended.left = concealed(&mended.left, input);
    let is_dry = args.dry_run || args.diff;
    if is_dry {
        let report = rejudge(texts);
        show(args, input, &mended, &report)?;
        tell(&mended, &shut);
        return Ok(exit(args, &report));
    }
    for (name, text) in &mended.texts {
        let path = input.paths.get(name).map_or(Path::new(name), |path| path.as_path());
        write(path, texts.get(name).map_or("", String::as_str), text)?;
    }
    let now = input.with_texts(&with(texts, &mended.texts));
    let report = conceal(&mended.report, &now.texts()).report;
    match args.output {
        Form::Json => terminal::result(&format!("{}\n", as_json(&mended, &report)))?,
        Form::Sarif => terminal::result(&sarif::text(&report))?,
        Form::Github => terminal::result(&github::text(&report))?,
        Form::Human => {
            let mut text = done(&mended);
            text.push_str(&paint::report(&mended.report, &now.texts()));
            text.push_str(&summary::text(args, &mended.report, &now));
            terminal::result(&text)?;
        }
    }
    tell(&mended, &shut);
    Ok(exit(args, &mended.report))
}

fn concealed(findings: &[Diagnostic], input: &Input) -> Vec<Diagnostic> {
    let report = Report { diagnostics: findings.to_vec(), ..Report::default() };
    conceal(&report, &input.texts()).report.diagnostics
}

fn with(texts: &Sources, changed: &BTreeMap<String, String>) -> Sources {
    let mut all = texts.clone();
    all.extend(changed.iter().map(|(name, text)| (name.clone(), text.clone())));
    all
}

/// Files that must not be written.
fn shut(input: &Input) -> Result<BTreeMap<String, Shut>, CliError> {
    let mut shut = BTreeMap::new();
    let mut locks: BTreeMap<std::path::PathBuf, Lock> = BTreeMap::new();
    for (name, text) in &input.files.texts {
        let Some(path) = input.paths.get(name) else {
            shut.insert(name.clone(), Shut::NoFile);
            continue;
        };
        let Ok(real) = path.canonicalize() else { continue };
        // A spec is written by people, even one that lies in a bundle.
        let folders = real.ancestors().skip(1).filter(|_| !input.specs.paths.contains(name));
        for folder in folders.filter(|folder| folder.join(LOCK).is_file()) {
            if !locks.contains_key(folder) {
                locks.insert(folder.to_owned(), Lock::load(folder)?);
            }
            let inner = real.strip_prefix(folder).map(crate::input::name).unwrap_or_default();
            let written = locks.get(folder).and_then(|lock| lock.files.get(&inner));
            if written.is_some_and(|written| *written == digest(text.as_bytes())) {
                shut.insert(name.clone(), Shut::Generated);
            }
        }
    }
    Ok(shut)
}

/// The fixes that were made, one a line.
fn done(mended: &Mended) -> String {
    let mut text = String::new();
    for each in &mended.done {
        let says = each.fix.as_ref().map_or("", |fix| fix.says.as_str());
        let place = format!("{}:{}:{}", each.file, each.place.line, each.place.column);
        let word = paint::green("fixed");
        text.push_str(&format!("{word} {}: {}\n", plain::inline(&place), plain::inline(says)));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn show(args: &Args, input: &Input, mended: &Mended, report: &Report) -> Result<(), CliError> {
    let report = conceal(report, &input.texts()).report;
    let change = |(name, text): (&String, &String)| {
        let old = input.files.texts.get(name).map_or("", String::as_str);
        unified(name, &masked_file(name, old), &masked_file(name, text))
    };
    let text = match args.output {
        Form::Json => format!("{}\n", as_json(mended, &report)),
        Form::Sarif => sarif::text(&report),
        Form::Github => github::text(&report),
        Form::Human => mended.texts.iter().map(change).collect(),
    };
    terminal::result(&text)?;
    if args.output == Form::Human {
        let findings = paint::number(mended.done.len(), "finding");
        let files = paint::number(mended.texts.len(), "file");
        terminal::talk(&match mended.done.len() {
            0 => "nothing here has a fix that is certain\n".to_owned(),
            _ => format!("{findings} in {files} would be fixed; nothing was written\n"),
        });
        if mended.texts.iter().any(|(name, text)| shows(name, text)) {
            terminal::talk(
                "values of secrets are hidden: `--fix` makes the change, `patch` cannot\n",
            );
        }
    }
    Ok(())
}

/// What was left, and why.
fn tell(mended: &Mended, shut: &BTreeMap<String, Shut>) {
    for each in &mended.left {
        let place = format!("{}:{}", each.file, each.place.line);
        let says = each.fix.as_ref().map_or("", |fix| fix.says.as_str());
        terminal::talk(&format!(
            "{}: {}: not fixed: to {} would bring out another finding\n",
            paint::yellow("warning"),
            plain::inline(&place),
            plain::inline(says)
        ));
    }
    for (file, why) in shut {
        let open = mended.report.diagnostics.iter();
        let count = open.filter(|each| each.file == *file && each.fix.is_some()).count();
        if count == 0 {
            continue;
        }
        let reason = match why {
            Shut::NoFile => "it is no file that can be written",
            Shut::Generated => "linkspan wrote it: change linkspan.yml, then `linkspan generate`",
        };
        let file = plain::inline(file);
        terminal::talk(&format!("{}: {file}: not fixed: {reason}\n", paint::yellow("warning")));
    }
}

fn as_json(mended: &Mended, report: &Report) -> Value {
    let mut value: Value = serde_json::from_str(&to_json(report)).unwrap_or_default();
    if let Value::Object(map) = &mut value {
        map.insert("fixed".into(), json!(mended.done));
        map.insert("left".into(), json!(mended.left));
        map.insert("files".into(), json!(mended.texts.keys().collect::<Vec<_>>()));
    }
    value
}

/// Puts a text in the place of another in one step; a link stays a link.
fn write(path: &Path, old: &str, new: &str) -> Result<(), CliError> {
    let failed = |cause| CliError::Write { path: path.to_owned(), cause };
    let real = path.canonicalize().map_err(failed)?;
    if fs::read(&real).map_err(failed)? != old.as_bytes() {
        let cause = io::Error::other("it has changed since it was read");
        return Err(failed(cause));
    }
    let folder = real.parent().unwrap_or(Path::new("."));
    let mut staged =
        tempfile::Builder::new().prefix(".linkspan-").tempfile_in(folder).map_err(failed)?;
    staged.write_all(new.as_bytes()).map_err(failed)?;
    let rights = fs::metadata(&real).map_err(failed)?.permissions();
    fs::set_permissions(staged.path(), rights).map_err(failed)?;
    staged.persist(&real).map_err(|error| failed(error.error))?;
    Ok(())
}
