//! Exit codes, the same for every command.

use std::process::{ExitCode, Termination};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// 0: done, and nothing of severity error was found.
    Done,
    /// 1: what was read has errors, or the files differ from the spec.
    Found,
    /// 2: could not run: wrong usage, a file that cannot be read or written, an archive in the way.
    CouldNotRun,
    /// 3: the migration failed.
    MigrationFailed,
    /// 4: the new pods do not run; those from before were put back.
    RolloutFailed,
    /// 5: somebody else deploys.
    Locked,
    /// 6: the cluster differs from the bundle.
    Differs,
    /// 129: its terminal went away.
    HungUp,
    /// 130: stopped by Ctrl-C.
    Interrupted,
    /// 131: told to quit.
    Quit,
    /// 143: told to stop.
    Terminated,
}

/// As `--help` explains it.
pub(crate) const HELP: &str = "\
Exit codes:
  0  done; nothing of severity error was found
  1  errors were found, or files differ from the spec (generate --check)
  2  could not run: wrong usage, a file that cannot be read or written,
     or one that exists and may not be overwritten (generate --archive, new)";

/// As `--help` of the commands that talk to a cluster explains it.
pub(crate) const CLUSTER_HELP: &str = "\
Exit codes:
  0    done
  1    the files have errors or are older than linkspan.yml, or the API server
       refuses them: nothing was changed;
       status: a part of the app is not running
  2    could not run: wrong usage, no cluster, a missing Secret or right
  3    the migration failed
  4    the new pods did not run: those from before came back
  5    another deploy or another migration of the app is running
  6    there are changes (plan --exit-code)
  130  stopped by Ctrl-C; 129 by SIGHUP, 131 by SIGQUIT, 143 by SIGTERM";

impl Exit {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::CouldNotRun => 2,
            Self::MigrationFailed => 3,
            Self::RolloutFailed => 4,
            Self::Locked => 5,
            Self::Differs => 6,
            Self::HungUp => 129,
            Self::Interrupted => 130,
            Self::Quit => 131,
            Self::Terminated => 143,
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self.code())
    }
}
