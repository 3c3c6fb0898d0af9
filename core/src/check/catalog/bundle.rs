//! Rules of what a bundle left behind: in its folder, and in the cluster.

use crate::diagnostic::rules;

rules! {
    pub const LEFT_OVER_FILE: Rule = Rule {
        name: "left-over-file",
        tier: Risky,
        severity: Warning,
        says: "a file that linkspan wrote is still there, and linkspan.yml does not ask for it any more",
        why: "What it holds is still applied: a scheduled job that was taken out of linkspan.yml goes on running. Remove the file, or take its line out of linkspan.lock to keep it as your own.",
        marks: [NoLine],
        example: none,
    };
    pub const NAMESPACE_LEFT: Rule = Rule {
        name: "namespace-left",
        tier: Broken,
        severity: Warning,
        says: "the app ran in a namespace that its bundle does not have any more",
        why: "What runs there goes on running and gets no more releases, and the next deploy starts the app anew, without its data.",
        example: none,
    };
    pub const STALE_BUNDLE: Rule = Rule {
        name: "stale-bundle",
        tier: Risky,
        severity: Warning,
        says: "linkspan.yml was changed, and its files were not generated again",
        why: "A release would go out without the change, so `linkspan apply` stops. linkspan.lock says which files linkspan wrote, and from which linkspan.yml; edits of yours do not count.",
        marks: [NoLine],
        example: none,
    };
}
