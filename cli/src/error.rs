//! Why a command could not run, in words for the person who started it.

use crate::cluster::ClusterError;
use crate::exit::Exit;
use crate::paint::plain;
use std::io;
use std::path::{Path, PathBuf};

/// Every reason ends with exit code 2, unless it says another one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("cannot read `{}`: {}", shown(.path), reason(.cause))]
    Read { path: PathBuf, cause: io::Error },
    #[error("cannot write `{}`: {}", shown(.path), reason(.cause))]
    Write { path: PathBuf, cause: io::Error },
    #[error("cannot write the output: {}", reason(.0))]
    Output(io::Error),
    #[error("there is no `{}`", shown(.0))]
    NoSpec(PathBuf),
    #[error("no manifests in {0}")]
    NoManifests(String),
    #[error("`{}` is in the way: {reason}", shown(.path))]
    InTheWay { path: PathBuf, reason: &'static str, help: String },
    #[error("{0}: nothing was written")]
    Refused(String, String),
    #[error("{0}")]
    Usage(String, String),
    #[error("stopped: nothing was written")]
    Stopped,
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// A command ends early for a reason that has an exit code of its own.
    #[error("{1}")]
    Ended(Exit, String, String),
}

impl CliError {
    /// What to do about it; empty where nothing helps.
    pub(crate) fn help(&self) -> String {
        match self {
            Self::NoSpec(_) => {
                "write one with `linkspan new`, or name one with `--spec FILE`".to_owned()
            }
            Self::NoManifests(_) => {
                "name a linkspan.yml, a bundle, or a folder with .yml, .yaml or .json files"
                    .to_owned()
            }
            Self::Cluster(error) => error.help(),
            Self::Ended(_, _, help)
            | Self::Refused(_, help)
            | Self::Usage(_, help)
            | Self::InTheWay { help, .. } => help.clone(),
            Self::Write { .. } => "nothing was changed".to_owned(),
            Self::Read { .. } | Self::Output(_) | Self::Stopped => String::new(),
        }
    }

    /// How the command ends.
    pub(crate) const fn exit(&self) -> Exit {
        match self {
            Self::Ended(exit, ..) => *exit,
            _ => Exit::CouldNotRun,
        }
    }

    /// Whether the reader of our output went away, which is no error.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(cause) if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// A path as it can be shown: never a control character, never too long.
pub(crate) fn shown(path: &Path) -> String {
    plain::inline(&path.to_string_lossy())
}

/// The system's reason without its number.
fn reason(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is not a folder".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::StorageFull => "no space is left".to_owned(),
        _ => {
            let text = cause.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            plain::inline(text.get(..end).unwrap_or(&text)).to_lowercase()
        }
    }
}
