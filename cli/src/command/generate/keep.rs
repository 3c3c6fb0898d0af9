//! Files that are a person's for good, written into the spec.

use crate::error::CliError;
use crate::input::Loaded;
use crate::output::{Existing, write_one};
use crate::paint::plain;
use crate::terminal;
use linkspan_core::spec::with_kept;
use std::fs;

/// Writes these paths into `keep` of the spec; all else in it stays as it is.
pub(super) fn remember(loaded: &Loaded, paths: &[String]) -> Result<(), CliError> {
    let read = fs::read_to_string(&loaded.path);
    let before = read.map_err(|cause| CliError::Read { path: loaded.path.clone(), cause })?;
    let mut text = before;
    for path in paths {
        let Some(with) = with_kept(&text, path) else {
            return Err(CliError::Usage(
                format!("`{}` could not be written into `keep`", plain::inline(path)),
                format!("add it yourself: `keep: [{}]`", plain::inline(&paths.join(", "))),
            ));
        };
        text = with;
    }
    write_one(&loaded.path, text.as_bytes(), Existing::Replace)
        .map_err(|cause| CliError::Write { path: loaded.path.clone(), cause })?;
    let names: Vec<String> =
        paths.iter().map(|path| format!("`{}`", plain::inline(path))).collect();
    terminal::talk(&format!("{} in `keep` of linkspan.yml from now on\n", names.join(", ")));
    Ok(())
}
