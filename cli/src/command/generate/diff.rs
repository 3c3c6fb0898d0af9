//! `linkspan generate --diff FILE`

use super::Args;
use crate::error::CliError;
use crate::exit::Exit;
use crate::input::Loaded;
use crate::output;
use crate::paint::plain;
use crate::terminal;
use linkspan_core::field::nearest;

/// Shows how a file that is there differs from what the spec gives, whether it is kept or not.
pub(super) fn run(args: &Args, path: &str, loaded: &Loaded) -> Result<Exit, CliError> {
    let bundle = &loaded.generated.bundle;
    let path = path.trim_start_matches("./");
    let Some(file) = bundle.made(path) else {
        let names = || bundle.files.keys().chain(bundle.kept.keys()).map(String::as_str);
        let help = match nearest(path, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`linkspan generate --dry-run` lists the files".to_owned(),
        };
        return Err(CliError::Usage(
            format!("`{}` is no file of the bundle", plain::inline(path)),
            help,
        ));
    };
    let old = output::found(&args.out, path)?.unwrap_or_default();
    let new = file.text().into_bytes();
    if old == new {
        terminal::result(&format!("{} is as linkspan writes it\n", plain::inline(path)))?;
        return Ok(Exit::Done);
    }
    terminal::result(&output::shown_diff(path, &old, &new))?;
    Ok(Exit::Done)
}
