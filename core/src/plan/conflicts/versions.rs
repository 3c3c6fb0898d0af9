//! Versions that get no fixes any more, or do not go together.

use crate::diagnostic::{Diagnostic, rules};
use crate::facts::{Program, RUBY, Version, node_ended};
use crate::plan::{ImageSource, JavaScript, Plan};

rules! {
    pub(crate) const KUBERNETES_ENDED: Rule = Rule {
        name: "kubernetes-ended",
        tier: Risky,
        severity: Hint,
        says: "this version of Kubernetes gets no fixes any more",
        why: "Security holes stay open unless the provider fixes them itself.",
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
    pub(crate) const RAILS_UNKNOWN: Rule = Rule {
        name: "rails-unknown",
        tier: Rails,
        severity: Hint,
        says: "this version of Rails is newer than what is known of it here",
        why: "The files are written as for the newest version that is known; what a newer one asks for may be missing.",
    };
    pub(crate) const RUBY_AFTER_RAILS: Rule = Rule {
        name: "ruby-after-rails",
        tier: Rails,
        severity: Hint,
        says: "Ruby is newer than the last release of this version of Rails",
        why: "Nobody upstream runs the two together; what breaks is not fixed.",
    };
    pub(crate) const RUBY_BEFORE_RAILS: Rule = Rule {
        name: "ruby-before-rails",
        tier: Rails,
        severity: Error,
        says: "Ruby is older than what this Rails runs on",
        why: "Bundler refuses to install Rails, so the image cannot be built.",
    };
    pub(crate) const RUBY_ENDED: Rule = Rule {
        name: "ruby-ended",
        tier: Rails,
        severity: Hint,
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
    pub(crate) const RUBY_UNKNOWN: Rule = Rule {
        name: "ruby-unknown",
        tier: Rails,
        severity: Hint,
        says: "this version of Ruby is newer than what is known of it here, or not released yet",
        why: "An image of it may not be there, and then the build fails at its first line.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    kubernetes(plan, found);
    if !plan.build.is_published() {
        rails(plan, found);
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

/// The word about support is a hint: whoever deploys an old app knows its age.
fn rails(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let written = &plan.build.rails.value;
    let (Some(facts), Some(version)) =
        (plan.build.facts(), Version::parse(Program::Rails, written))
    else {
        return;
    };
    let line = version.line();
    let at = |rule, message: String, help: &str| {
        Diagnostic::new(rule, message).help(help).path("rails.version")
    };
    if line > facts.line {
        let message = format!(
            "Rails {written} is newer than {}, the last that is known here: files are written as for that",
            facts.name
        );
        found.push(at(
            &RAILS_UNKNOWN,
            message,
            "compare the Dockerfile and DEPLOY.md with what `rails new` of that version writes",
        ));
    } else if line < facts.line {
        let message = format!(
            "Rails {written} has had no security fixes for years: files are written as for {}",
            facts.name
        );
        found.push(at(
            &RAILS_ENDED,
            message,
            "plan the upgrade to 8.1, one version after the other",
        ));
    } else if !facts.ended.is_empty() {
        let message =
            format!("Rails {} has had no security fixes since {}", facts.name, facts.ended);
        found.push(at(&RAILS_ENDED, message, "plan the upgrade to 8.1"));
    }
}

fn ruby(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let ruby = &plan.build.ruby.value;
    let Some(version) = Version::parse(Program::Ruby, ruby) else { return };
    let line = version.line();
    let at = |rule, message: String, help: &str| {
        Diagnostic::new(rule, message).help(help).path("rails.ruby")
    };
    let (oldest, newest) = (RUBY.first(), RUBY.last());
    let rails = plan.build.facts();
    // Of an image that others build, only they know what is in it.
    let builds = plan.build.source.value == ImageSource::Generated;
    let too_old = rails.filter(|rails| builds && line < rails.oldest_ruby);
    if let Some(rails) = too_old {
        let (major, minor) = rails.oldest_ruby;
        let message =
            format!("Rails {} runs on Ruby {major}.{minor} and later, not on {ruby}", rails.name);
        let help = format!(
            "use Ruby {major}.{minor} or later, as .ruby-version has it, or name the app's version of Rails"
        );
        found.push(at(&RUBY_BEFORE_RAILS, message, &help));
    } else if oldest.is_some_and(|branch| line < branch.minor) {
        let message = format!("Ruby {ruby} gets no fixes any more");
        found.push(at(&RUBY_ENDED, message, "plan the upgrade to 3.4 or 4.0"));
    }
    let is_early = ruby.contains(|c: char| c.is_ascii_alphabetic());
    if is_early || newest.is_some_and(|branch| line > branch.minor) {
        let message = format!("Ruby {ruby} is not out yet, or newer than what is known here");
        found.push(at(
            &RUBY_UNKNOWN,
            message,
            "see that there is an image of it: `docker pull docker.io/library/ruby:...-slim`; or name one as `rails.base_image`",
        ));
    }
    let Some(branch) = RUBY.iter().find(|branch| branch.minor == line) else { return };
    if branch.ends_soon {
        let message = format!("Ruby {ruby} gets its last security fixes on {}", branch.ends);
        found.push(at(&RUBY_ENDS, message, "plan the upgrade to 3.4 or 4.0"));
    }
    if let Some(rails) = rails
        && !rails.mended_until.is_empty()
        && rails.mended_until < branch.born
    {
        let (major, minor) = branch.minor;
        let message = format!(
            "Ruby {major}.{minor} came out on {}, after the last release of Rails {}, on {}: nobody upstream tests them together",
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
    let line = plan.build.node_line();
    let ended = match node_ended(line) {
        Some(day) => format!("since {day}"),
        None if line < 14 => "for years".to_owned(),
        None => return,
    };
    if is_used {
        let message = format!("Node.js {} has had no fixes {ended}", node.value);
        found.push(
            Diagnostic::new(&NODE_ENDED, message)
                .help("use 24, or 22 if a package wants it")
                .path("rails.node"),
        );
    }
}
