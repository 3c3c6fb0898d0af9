//! A cluster that gives no answer: on a busy machine it may only be slow. It is waited for as long as others use it, and
//! cleared away when nobody does.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use linkspan_machine::say;

use super::place::Right;
use super::users::{Claim, Users};
use crate::Level;

/// How long it is left alone between two glances.
const PAUSE: Duration = Duration::from_secs(1);
/// How many glances a cluster gets that is to stay and that no program uses. Each takes up to ten seconds.
const GLANCES: usize = 30;
/// After how many glances it is said again what is waited for.
const SAY: usize = 30;

/// What a cluster shows of itself.
pub(super) trait Look {
    /// What leads to it.
    type Running;
    /// What runs, if it answers.
    fn answers(&self) -> Option<Self::Running>;
    /// Whether its programs still run.
    fn lives(&self) -> bool;
}

/// The right to a cluster, and what runs already.
pub(super) enum Turn<R> {
    /// It answers.
    Runs(Right, R),
    /// It does not, and nobody uses it: it can be cleared away and started.
    Free(Right),
}

/// Waits until it answers or until nobody uses it.
pub(super) fn take<L: Look>(
    place: &Path,
    users: &Users,
    level: Level,
    look: &L,
) -> Result<Turn<L::Running>> {
    wait(place, users, level, look, || std::thread::sleep(PAUSE))
}

fn wait<L: Look>(
    place: &Path,
    users: &Users,
    level: Level,
    look: &L,
    mut pause: impl FnMut(),
) -> Result<Turn<L::Running>> {
    let mut glances = 0;
    loop {
        let right = Right::to(place)?;
        if let Some(running) = look.answers() {
            users.served()?;
            return Ok(Turn::Runs(right, running));
        }
        let claim = if look.lives() { users.claim() } else { Claim::Nobody };
        glances += 1;
        let name = level.name();
        match claim {
            Claim::Nobody => return Ok(Turn::Free(right)),
            Claim::Kept if glances > GLANCES => bail!(
                "the {name} of this checkout was told to run on and gives no answer; `cargo xtask cluster down --{name}` ends it"
            ),
            Claim::Kept | Claim::Used if glances % SAY == 1 => say::doing(&format!(
                "the {name} of this checkout is in use and gives no answer yet: waiting (`cargo xtask cluster down --{name}` ends it)"
            )),
            Claim::Kept | Claim::Used => {}
        }
        // Without the right, nobody could stop using it.
        drop(right);
        pause();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkspan_machine::tree;
    use std::cell::Cell;
    use std::path::PathBuf;

    /// A cluster that answers after some glances.
    struct Slow {
        left: Cell<usize>,
        lives: bool,
    }

    impl Look for Slow {
        type Running = ();
        fn answers(&self) -> Option<()> {
            let left = self.left.get();
            self.left.set(left.saturating_sub(1));
            (left == 0).then_some(())
        }
        fn lives(&self) -> bool {
            self.lives
        }
    }

    /// A folder in which the first process of the machine, which never ends, uses a cluster.
    fn used(name: &str) -> Result<(PathBuf, Users, PathBuf)> {
        let place = std::env::temp_dir().join(format!("linkspan-{name}-{}", std::process::id()));
        let users = Users::of(&place, Level::Node);
        let other = users.note_of(1)?;
        std::fs::write(&other, crate::users::SERVED)?;
        Ok((place, users, other))
    }

    /// Whether the right can be had. A program that another test starts has a copy of it until it is itself.
    fn is_free(place: &Path) -> bool {
        (0..10_000).any(|_| {
            std::thread::yield_now();
            Right::at_once(place).is_ok_and(|right| right.is_some())
        })
    }

    #[test]
    fn a_slow_cluster_is_waited_for_while_it_is_used() -> Result<()> {
        let (place, users, _) = used("slow")?;
        let slow = Slow { left: Cell::new(3), lives: true };
        let mut pauses = 0;
        let turn = wait(&place, &users, Level::Node, &slow, || {
            pauses += 1;
            // Whoever wants to leave can.
            assert!(is_free(&place));
        })?;
        assert!(matches!(turn, Turn::Runs(_, ())) && pauses == 3);
        tree::remove(&place)
    }

    #[test]
    fn a_cluster_is_cleared_away_when_nobody_uses_it() -> Result<()> {
        let (place, users, other) = used("left")?;
        let slow = Slow { left: Cell::new(usize::MAX), lives: true };
        let mut pauses = 0;
        let turn = wait(&place, &users, Level::Node, &slow, || {
            pauses += 1;
            if pauses == 2 {
                // It is killed, and waits no more for anything.
                std::fs::remove_file(&other).unwrap();
            }
        })?;
        assert!(matches!(turn, Turn::Free(_)) && pauses == 2);
        tree::remove(&place)
    }

    #[test]
    fn what_has_ended_is_not_waited_for() -> Result<()> {
        let (place, users, other) = used("ended")?;
        let ended = Slow { left: Cell::new(usize::MAX), lives: false };
        let turn = wait(&place, &users, Level::Node, &ended, || panic!("nothing will answer"))?;
        assert!(matches!(turn, Turn::Free(_)));
        drop(turn);
        // Neither is what another waits for as we do.
        std::fs::write(&other, "")?;
        let slow = Slow { left: Cell::new(usize::MAX), lives: true };
        let turn = wait(&place, &users, Level::Node, &slow, || panic!("nobody uses it"))?;
        assert!(matches!(turn, Turn::Free(_)));
        tree::remove(&place)
    }

    #[test]
    fn what_was_told_to_stay_is_not_cleared_away() -> Result<()> {
        let (place, users, other) = used("kept")?;
        std::fs::remove_file(other)?;
        users.keep()?;
        let slow = Slow { left: Cell::new(usize::MAX), lives: true };
        let free = wait(&place, &users, Level::Node, &slow, || panic!("it never answered"))?;
        assert!(matches!(free, Turn::Free(_)));
        drop(free);
        users.served()?;
        let mut pauses = 0;
        let turn = wait(&place, &users, Level::Node, &slow, || pauses += 1);
        assert!(turn.is_err_and(|error| error.to_string().contains("cluster down --node")));
        assert_eq!(pauses, GLANCES);
        tree::remove(&place)
    }
}
