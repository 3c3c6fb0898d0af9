//! Ports of Thruster, which stands before Puma in images that `rails new` makes since 8.0.

use crate::check::context::{Spot, bool, given, int, items, text};
use crate::check::rails::dockerfile::Image;
use crate::check::rails::folder::Folder;
use crate::check::rails::process::{Process, Program};
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::facts::THRUSTER_PORTS;
use crate::yaml::Node;

rule! {
    pub(in crate::check) const THRUSTER_PORT: Rule = Rule {
        name: "thruster-port",
        tier: Rails,
        severity: Warning,
        says: "Thruster listens on another port than the one that requests are sent to, or on one that it may not open",
        why: "Requests go past its cache and compression, or the container ends as soon as it starts.",
    };
}

pub(super) fn check(folder: &Folder<'_, '_>, images: &[Image<'_>], found: &mut Vec<Diagnostic>) {
    for process in folder.processes.iter().filter(|each| !each.is_init) {
        let by_image = process.program == Program::Default
            && process.is_rails()
            && images.iter().any(|image| image.starts_thruster);
        if process.runs("thrust") || by_image {
            ports(folder, process, images, found);
        }
    }
}

fn ports(
    folder: &Folder<'_, '_>,
    process: &Process<'_, '_>,
    images: &[Image<'_>],
    found: &mut Vec<Diagnostic>,
) {
    let environment = &process.environment;
    let port = |name: &str, default: i64| match environment.number(name) {
        Some(number) => Some(number),
        None if environment.lacks(name) => Some(default),
        None => None,
    };
    let (own, behind) = THRUSTER_PORTS;
    let (Some(own), Some(behind)) = (port("HTTP_PORT", own), port("TARGET_PORT", behind)) else {
        return;
    };
    let spot = given(process.node, "name").unwrap_or(process.node);
    let mut tell = |severity, message: String, help: String, spot: &Node, path: &str| {
        let diagnostic = Diagnostic::new(&THRUSTER_PORT, message).help(help).severity(severity);
        folder.report(process, diagnostic, Spot::from(spot), path, found);
    };
    if own == behind {
        let message = format!("Thruster and the server behind it both want the port {own}");
        let help = "set HTTP_PORT and TARGET_PORT to different ports".to_owned();
        tell(Severity::Error, message, help, spot, "env");
        return;
    }
    let declared = items(process.node, "ports");
    let has = |number: i64| {
        declared.iter().find(|port| int(port, "containerPort") == Some(number.into()))
    };
    if let (None, Some(direct)) = (has(own), has(behind)) {
        let message = format!(
            "Thruster listens on {own}: who asks the port {behind} goes past it, without its compression and cache"
        );
        let help = format!("declare `containerPort: {own}`, or run Puma without Thruster");
        tell(Severity::Warning, message, help, direct, "ports");
    }
    if own < 1024 && is_plain_user(process, images) {
        let message = format!(
            "Thruster listens on {own}, which not every container runtime lets another user than root do"
        );
        let help = "set `HTTP_PORT: \"8080\"`, and the same `containerPort`".to_owned();
        tell(Severity::Warning, message, help, spot, "env");
    }
}

/// Whether the process is not root's, and has no right to low ports.
fn is_plain_user(process: &Process<'_, '_>, images: &[Image<'_>]) -> bool {
    let contexts = [process.node.get("securityContext"), process.pod.spec.get("securityContext")];
    let contexts = contexts.into_iter().flatten();
    let mut user = None;
    let mut is_root_refused = false;
    for context in contexts {
        user = user.or_else(|| int(context, "runAsUser"));
        is_root_refused |= bool(context, "runAsNonRoot") == Some(true);
        let added = context.at(&["capabilities", "add"]).map_or(&[][..], Node::items);
        let is_lowered = items(context, "sysctls")
            .iter()
            .any(|each| text(each, "name") == Some("net.ipv4.ip_unprivileged_port_start"));
        if is_lowered
            || added.iter().any(|each| matches!(each.text(), Some("NET_BIND_SERVICE" | "ALL")))
        {
            return false;
        }
    }
    match user {
        Some(user) => user != 0,
        None => {
            is_root_refused
                || images.iter().any(|image| image.user().is_some_and(|user| !user.is_root))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::rails::check;

    #[test]
    fn thruster_wants_a_port_that_it_may_have() {
        let thrust =
            |rest: &str| format!("          command: [bin/thrust, bin/rails, server]\n{rest}");
        let safe = "      securityContext: {runAsNonRoot: true, runAsUser: 1000}\n";
        check("", "", &thrust(""), &[]);
        check("", safe, &thrust(""), &["thruster-port"]);
        check("", safe, &thrust("          env: [{name: HTTP_PORT, value: \"8080\"}]\n"), &[]);
        check(
            "",
            safe,
            &thrust("          securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}\n"),
            &[],
        );
        check(
            "",
            "",
            &thrust("          env: [{name: HTTP_PORT, value: \"3000\"}]\n"),
            &["thruster-port"],
        );
    }
}
