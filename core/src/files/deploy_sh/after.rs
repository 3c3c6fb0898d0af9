//! `deploy.sh` with a second migration behind the roll-out: the same function runs both, each by its own file.

/// What is written in the place of what, all over the body.
const CHANGES: [(&str, &str); 10] = [
    ("-e config/kube/jobs/migrate.yml ]]", "-e \"config/kube/jobs/$step.yml\" ]]"),
    (
        "  render config/kube/jobs/migrate.yml \"$running\"\n  state=\"$(job_state)\" || fail \"cannot read the Job $job\"\n  # Of an",
        "  render \"config/kube/jobs/$step.yml\" \"$running\"\n  state=\"$(job_state)\" || fail \"cannot read the Job $job\"\n  # Of an",
    ),
    ("\"$work/jobs/migrate.yml\"", "\"$work/jobs/$step.yml\""),
    ("  hold\n  job=\"$app-migrate-$revision\"", "  hold\n  job=\"$app-$step-$revision\""),
    ("      stop_migration \"", "      stop_step \""),
    (
        "[[ \"$mode $each\" == \"release $app-migrate-$revision\" ]]",
        "[[ \"$mode $each\" == \"release $app-migrate-$revision\" || \"$mode $each\" == \"release $app-after-$revision\" ]]",
    ),
    ("*\"$newline$revision$newline\"*", "*\"$newline$revision$mark$newline\"*"),
    ("number=1 all=\"$revision\"", "number=1 all=\"$revision$mark\""),
    ("  work=\"$(mktemp -d)\"\n", "  step=\"migrate\" mark=\"\"\n  work=\"$(mktemp -d)\"\n"),
    (
        "  change\n  narrow\n  clean_up\n  prune_settings\n",
        "  change\n  narrow\n  clean_up\n  prune_settings\n  after_rollout\n",
    ),
];

/// Before the function that migrates.
const FUNCTIONS: &str = include_str!("after.sh.txt");
const BEFORE: &str = "# A Job cannot be changed: one that exists is waited for";

/// The body with both.
pub(super) fn with_after(body: &str) -> String {
    let mut out = body.to_owned();
    for (from, to) in CHANGES {
        out = out.replace(from, to);
    }
    out.replacen(BEFORE, &format!("{FUNCTIONS}{BEFORE}"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_finds_its_place() {
        let body = super::super::BODY;
        for (from, _) in CHANGES {
            let times = if from.contains("stop_migration") { 3 } else { 1 };
            assert_eq!(body.matches(from).count(), times, "{from}");
        }
        assert_eq!(body.matches(BEFORE).count(), 1);
        assert!(!body.contains("$step") && !body.contains("$mark"));
    }
}
