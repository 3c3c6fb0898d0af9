//! Grace periods: how long a pod may take to stop, against what its process needs to stop well.

use crate::check::context::{Context, Spot, given, int, items};
use crate::check::rails::folder::Folder;
use crate::check::rails::process::{Process, Program};
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::facts::{
    DEFAULT_GRACE, EXIT_SECONDS, REQUEST_SECONDS, SIDEKIQ_TIMEOUT, SOLID_QUEUE_TIMEOUT,
};
use crate::yaml::Node;

rule! {
    pub(in crate::check) const GRACE_PERIOD: Rule = Rule {
        name: "grace-period",
        tier: Rails,
        severity: Warning,
        says: "a pod is killed before its process has had the time that it takes to stop",
        why: "Requests end in the middle, and jobs are lost or run twice.",
    };
}

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes.iter().filter(|each| !each.is_init && each.is_rails()) {
        let spec = process.pod.spec;
        let field = "terminationGracePeriodSeconds";
        let grace =
            int(spec, field).and_then(|grace| i64::try_from(grace).ok()).unwrap_or(DEFAULT_GRACE);
        let sleep = process.node.at(&["lifecycle", "preStop"]).map_or(0, slept);
        let (work, whose) = match process.program {
            Program::Sidekiq => (sidekiq(process), "Sidekiq gives its jobs"),
            Program::SolidQueue => (Some(solid_queue(process)), "Solid Queue gives its jobs"),
            Program::GoodJob => (good_job(process), "GoodJob gives its jobs"),
            Program::Puma => (Some(REQUEST_SECONDS), "running requests should have"),
            Program::Default => (Some(0), "the process has"),
            Program::Rails | Program::Other => continue,
        };
        let Some(work) = work.filter(|work| *work >= 0) else { continue };
        let exit = if process.program == Program::Default { 1 } else { EXIT_SECONDS };
        let needed = sleep.saturating_add(work).saturating_add(exit);
        // Less than nothing is warned of as such.
        if grace >= needed || grace < 0 {
            continue;
        }
        let before = if sleep > 0 { format!("{sleep} s of `preStop`, ") } else { String::new() };
        let (severity, message) = if sleep >= grace {
            let message = format!(
                "after {grace} s the pod is killed, while it still sleeps for {sleep} s in `preStop`"
            );
            (Severity::Error, message)
        } else {
            let message = format!(
                "after {grace} s the pod is killed, which is less than {before}the {work} s that {whose}, and {exit} s to end"
            );
            (Severity::Warning, message)
        };
        let help = format!("set `{field}: {needed}` or more");
        let diagnostic = Diagnostic::new(&GRACE_PERIOD, message).help(help).severity(severity);
        let set = given(spec, field).map(Spot::from);
        let spot = set.or_else(|| given(process.node, "name").map(Spot::from));
        let mut context = Context::new(process.pod.object, folder.options.kubernetes, found);
        context.path.field(process.pod.path);
        context.push(diagnostic, spot.unwrap_or(Spot::from(process.node)), field);
    }
}

/// What a config file says is not known here.
fn sidekiq(process: &Process<'_, '_>) -> Option<i64> {
    let own = process.flag("-t", "--timeout");
    let configured = process.words.iter().any(|word| word == "-C" || word.starts_with("--config"));
    own.or((!configured).then_some(SIDEKIQ_TIMEOUT))
}

/// The variable is read by the initializer that Linkspan writes; other apps have no variable for it.
fn solid_queue(process: &Process<'_, '_>) -> i64 {
    process.environment.number("SOLID_QUEUE_SHUTDOWN_TIMEOUT").unwrap_or(SOLID_QUEUE_TIMEOUT)
}

/// Without a limit GoodJob waits for its jobs until it is killed.
fn good_job(process: &Process<'_, '_>) -> Option<i64> {
    let flag = process.words.iter().find_map(|word| word.strip_prefix("--shutdown-timeout="));
    let flag = flag.and_then(|value| value.parse().ok());
    flag.or_else(|| process.environment.number("GOOD_JOB_SHUTDOWN_TIMEOUT"))
}

/// Seconds that a hook sleeps.
fn slept(hook: &Node) -> i64 {
    if let Some(seconds) = hook.get("sleep").and_then(|sleep| int(sleep, "seconds")) {
        return i64::try_from(seconds).unwrap_or(0);
    }
    let words: Vec<&str> = hook
        .get("exec")
        .map_or(&[][..], |exec| items(exec, "command"))
        .iter()
        .filter_map(Node::text)
        .flat_map(str::split_whitespace)
        .collect();
    let mut pairs = words.iter().zip(words.iter().skip(1));
    let found = pairs.find(|(word, _)| **word == "sleep" || word.ends_with("/sleep"));
    found.and_then(|(_, seconds)| seconds.trim_end_matches([';', 's']).parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::rails::check;

    #[test]
    fn grace_is_counted_with_what_comes_before() {
        let sidekiq = |args: &str| format!("          command: [bundle, exec, sidekiq{args}]\n");
        let grace = |seconds: u32| format!("      terminationGracePeriodSeconds: {seconds}\n");
        check("", "", &sidekiq(""), &[]);
        check("", &grace(29), &sidekiq(""), &["grace-period"]);
        check("", &grace(29), &sidekiq(", -C, config/sidekiq.yml"), &[]);
        check("", "", &sidekiq(", --timeout, \"26\""), &["grace-period"]);
        let hook = |seconds: u32| {
            format!(
                "          command: [bundle, exec, puma]\n          lifecycle: {{preStop: {{exec: {{command: [sh, -c, \"sleep {seconds}\"]}}}}}}\n"
            )
        };
        check("", "", &hook(20), &[]);
        check("", "", &hook(21), &["grace-period"]);
        check("", &grace(60), &hook(40), &[]);
        check(
            "",
            "",
            "          command: [bin/jobs]\n          lifecycle: {preStop: {sleep: {seconds: 40}}}\n",
            &["grace-period", "probe"],
        );
        check("", &grace(1), "          command: [nginx]\n", &[]);
    }
}
