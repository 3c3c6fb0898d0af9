//! `linkspan generate --archive`

use super::Args;
use crate::ask;
use crate::error::{CliError, shown};
use crate::exit::Exit;
use crate::input::Loaded;
use crate::output::{self, Existing};
use crate::{paint, terminal};
use std::fs;
use std::path::Path;

pub(super) fn run(args: &Args, archive: &Path, loaded: &Loaded) -> Result<Exit, CliError> {
    let bundle = &loaded.generated.bundle;
    let bytes = output::format(archive)?.pack(bundle);
    let files = paint::number(bundle.files.len(), "file");
    let name = shown(archive);
    if fs::read(archive).is_ok_and(|old| old == bytes) {
        terminal::result(&format!("same  {name}  {files}\n"))?;
        return Ok(Exit::Done);
    }
    let exists = archive.symlink_metadata().is_ok();
    if args.dry_run {
        let word = if exists { "changed" } else { "new" };
        terminal::result(&format!("{word}  {name}  {files}\n"))?;
        return Ok(Exit::Done);
    }
    let replace = args.force || exists && ask::yes(&format!("Overwrite `{name}`?"))?;
    if exists && !replace {
        return Err(CliError::Refused(
            format!("`{name}` is there already"),
            "overwrite it with `--force`, or choose another name".to_owned(),
        ));
    }
    let existing = if exists { Existing::Replace } else { Existing::Keep };
    output::write_one(archive, &bytes, existing)
        .map_err(|cause| CliError::Write { path: archive.to_owned(), cause })?;
    let word = if exists { "changed" } else { "new" };
    terminal::result(&format!("{}  {name}  {files}\n", paint::green(word)))?;
    terminal::talk("Next: unpack it in the app's folder and read DEPLOY.md.\n");
    Ok(Exit::Done)
}
