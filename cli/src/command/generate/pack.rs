//! `linkspan generate --archive`

use super::{Args, table};
use crate::ask;
use crate::command::Output;
use crate::error::{CliError, shown};
use crate::exit::Exit;
use crate::input::Loaded;
use crate::output::{self, Existing, State};
use crate::{paint, terminal};
use serde_json::json;
use std::fs;
use std::path::Path;

pub(super) fn run(args: &Args, archive: &Path, loaded: &Loaded) -> Result<Exit, CliError> {
    let bundle = &loaded.generated.bundle;
    let bytes = output::format(archive)?.pack(bundle);
    let name = shown(archive);
    let exists = archive.symlink_metadata().is_ok();
    let (state, word) = match exists {
        true if fs::read(archive).is_ok_and(|old| old == bytes) => (State::Same, "same"),
        true => (State::Different, "changed"),
        false => (State::Missing, "new"),
    };
    let writes = state != State::Same && !args.dry_run;
    if writes && exists && !args.force && !ask::yes(&format!("Overwrite `{name}`?"))? {
        return Err(CliError::Refused(
            format!("`{name}` is there already"),
            "overwrite it with `--force`, or choose another name".to_owned(),
        ));
    }
    if writes {
        let existing = if exists { Existing::Replace } else { Existing::Keep };
        output::write_one(archive, &bytes, existing)
            .map_err(|cause| CliError::Write { path: archive.to_owned(), cause })?;
    }
    let count = bundle.files.len();
    terminal::result(&match args.output {
        Output::Human => {
            format!("{}  {name}  {}\n", paint::green(word), paint::number(count, "file"))
        }
        Output::Json => {
            let path = archive.to_string_lossy();
            let value = json!({ "path": path, "state": state, "files": count });
            table::envelope(&loaded.generated.report, "archive", &value)
        }
    })?;
    let kept: Vec<String> = bundle.kept.keys().map(|path| format!("`{path}`")).collect();
    if !kept.is_empty() {
        terminal::talk(&format!("Not in it, as they are yours by `keep`: {}\n", kept.join(", ")));
    }
    if args.dry_run {
        terminal::talk("Nothing was written: this was a dry run.\n");
    } else if writes {
        terminal::talk("Next: unpack it in the app's folder and read DEPLOY.md.\n");
    }
    Ok(Exit::Done)
}
