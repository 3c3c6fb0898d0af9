//! Exit codes, the same for every command.

use std::process::{ExitCode, Termination};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// 0: done, and nothing of severity error was found.
    Done,
    /// 1: what was read has errors, or the files differ from the spec.
    Found,
    /// 2: could not run: wrong usage, a file that cannot be read or written, files in the way.
    CouldNotRun,
}

/// As `--help` explains it.
pub(crate) const HELP: &str = "\
Exit codes:
  0  done; nothing of severity error was found
  1  errors were found, or files differ from the spec (generate --check)
  2  could not run: wrong usage, a file that cannot be read or written,
     or files in the way that nobody allowed to overwrite";

impl Exit {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::CouldNotRun => 2,
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}
