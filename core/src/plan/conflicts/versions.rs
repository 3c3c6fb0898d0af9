//! Versions that get no fixes any more, or do not go together.

use crate::diagnostic::{Diagnostic, rules};
use crate::facts::{self, RUBY, node_ended};
use crate::plan::{JavaScript, Plan};

rules! {
    pub(crate) const KUBERNETES_ENDED: Rule = Rule {
        name: "kubernetes-ended",
        tier: Risky,
        severity: Hint,
        says: "the project no longer mends this version of Kubernetes",
        why: "Security holes stay open unless the provider mends them on its own account.",
    };
    pub(crate) const NODE_ENDED: Rule = Rule {
        name: "node-ended",
        tier: Risky,
        severity: Hint,
        says: "the version of Node.js gets no fixes any more",
        why: "Packages are installed with it while the image is built; holes that become known in it stay open.",
    };
    pub(crate) const RAILS_ENDED: Rule = Rule {
        name: "rails-ended",
        tier: Rails,
        severity: Hint,
        says: "this version of Rails gets no security fixes any more",
        why: "Known holes stay open.",
    };
    pub(crate) const RUBY_AFTER_RAILS: Rule = Rule {
        name: "ruby-after-rails",
        tier: Rails,
        severity: Hint,
        says: "Ruby is newer than the last mending of this Rails",
        why: "Nobody upstream runs the two together; what breaks is not mended.",
    };
    pub(crate) const RUBY_ENDED: Rule = Rule {
        name: "ruby-ended",
        tier: Rails,
        severity: Error,
        says: "this version of Ruby gets no fixes any more",
        why: "Known holes stay open, and its image is no longer built.",
    };
    pub(crate) const RUBY_ENDS: Rule = Rule {
        name: "ruby-ends",
        tier: Rails,
        severity: Hint,
        says: "this version of Ruby soon gets its last fixes",
        why: "After that day known holes stay open.",
    };
    pub(crate) const RUBY_VERSION: Rule = Rule {
        name: "ruby-version",
        tier: Rails,
        severity: Error,
        says: "the version of Ruby cannot be read",
        why: "It becomes the tag of the base image.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    kubernetes(plan, found);
    if let Some(facts) = facts::rails(&plan.build.rails.value)
        && !facts.ended.is_empty()
        && !plan.build.is_published()
    {
        let message =
            format!("Rails {} has had no security fixes since {}", facts.name, facts.ended);
        found.push(
            Diagnostic::new(&RAILS_ENDED, message)
                .help("plan the upgrade to 8.1")
                .path("rails.version"),
        );
    }
    if plan.build.is_generated() {
        ruby(plan, found);
        node(plan, found);
    }
}

fn kubernetes(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let version = plan.kubernetes.value;
    if !version.ended().is_empty() {
        let (name, ended) = (version.name(), version.ended());
        let message = format!("Kubernetes {name} has had no fixes from its project since {ended}");
        found.push(
            Diagnostic::new(&KUBERNETES_ENDED, message)
                .help("upgrade the cluster, one minor version at a time; some clouds sell fixes for longer")
                .path("kubernetes"),
        );
    }
}

fn ruby(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let ruby = &plan.build.ruby.value;
    let at = |rule, message: String, help: &str| {
        Diagnostic::new(rule, message).help(help).path("rails.ruby")
    };
    let Some(minor) = minor(ruby) else {
        let message = format!("`{ruby}` is not a version of Ruby");
        found.push(at(&RUBY_VERSION, message, "write it as 3.4 or 3.4.7"));
        return;
    };
    let oldest = RUBY.first().map_or((0, 0), |branch| branch.minor);
    if minor < oldest {
        let message = format!("Ruby {ruby} gets no fixes any more");
        found.push(at(&RUBY_ENDED, message, "use 3.3, 3.4 or 4.0"));
    }
    let soon = RUBY.iter().find(|branch| branch.minor == minor && branch.ends_soon);
    if let Some(branch) = soon {
        let message = format!("Ruby {ruby} gets its last security fixes on {}", branch.ends);
        found.push(at(&RUBY_ENDS, message, "plan the upgrade to 3.4 or 4.0"));
    }
    let branch = RUBY.iter().find(|branch| branch.minor == minor);
    if let (Some(branch), Some(rails)) = (branch, facts::rails(&plan.build.rails.value))
        && !rails.mended_until.is_empty()
        && rails.mended_until < branch.born
    {
        let message = format!(
            "Ruby {ruby} came out on {}, after the last mending of Rails {}, on {}: nobody upstream makes them go together",
            branch.born, rails.name, rails.mended_until
        );
        found.push(at(
            &RUBY_AFTER_RAILS,
            message,
            "use an older Ruby until the upgrade of Rails, or let your tests run on this one first",
        ));
    }
}

/// Node.js installs packages while the image is built, from the network.
fn node(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let node = &plan.build.node;
    let is_used = matches!(
        plan.build.javascript.value,
        JavaScript::Npm | JavaScript::Yarn | JavaScript::Pnpm
    );
    if let Some(ended) = node_ended(node.value).filter(|_| is_used) {
        let message = format!("Node.js {} has had no fixes since {ended}", node.value);
        found.push(
            Diagnostic::new(&NODE_ENDED, message)
                .help("use 24, or 22 if a package wants it")
                .path("rails.node"),
        );
    }
}

fn minor(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.parse().ok()?;
    match parts.next() {
        Some(patch) if !patch.bytes().next()?.is_ascii_digit() => None,
        _ => Some((major, minor)),
    }
}
