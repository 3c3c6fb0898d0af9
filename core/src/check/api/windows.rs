//! What belongs to Windows and what to Linux.

use super::super::context::{Context, bool, given, items, text};
use super::super::names;
use crate::check::api::shared::none_of;
use crate::check::names::NAME;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;

rules! {
    pub(crate) const WINDOWS: Rule = Rule {
        name: "windows",
        tier: Refused,
        severity: Error,
        says: "a field of Linux in a pod for Windows, or one of Windows in a pod for Linux",
        why: "Nodes of the one system cannot do what the field asks, and the server rejects the pod.",
    };
}

const HOST_PROCESS: [&str; 3] = ["securityContext", "windowsOptions", "hostProcess"];

fn is_true(node: &Node) -> Option<bool> {
    match crate::yaml::resolve(node)? {
        crate::yaml::Scalar::Bool(value) => Some(value),
        _ => None,
    }
}

/// The system that a pod names, and containers that are processes of a Windows host.
pub(super) fn judge(context: &mut Context<'_>, node: &Node) {
    host_processes(context, node);
    let Some(system) = given(node, "os").and_then(|os| given(os, "name")) else { return };
    match system.text().unwrap_or_default() {
        "" => {}
        "linux" => only(context, node, "linux", &["windowsOptions"], &["windowsOptions"], &[]),
        "windows" => only(
            context,
            node,
            "windows",
            &[
                "appArmorProfile",
                "seLinuxOptions",
                "seccompProfile",
                "fsGroup",
                "fsGroupChangePolicy",
                "sysctls",
                "runAsUser",
                "runAsGroup",
                "supplementalGroups",
                "supplementalGroupsPolicy",
                "seLinuxChangePolicy",
            ],
            &[
                "appArmorProfile",
                "seLinuxOptions",
                "seccompProfile",
                "capabilities",
                "readOnlyRootFilesystem",
                "privileged",
                "allowPrivilegeEscalation",
                "procMount",
                "runAsUser",
                "runAsGroup",
            ],
            &["hostUsers", "hostPID", "hostIPC", "shareProcessNamespace", "resources"],
        ),
        other => {
            let message = format!("`{other}` is no operating system of pods");
            let help = "write `linux` or `windows`";
            none_of(context, system, "os", message, help, &["linux", "windows"]);
        }
    }
}

fn only(
    context: &mut Context<'_>,
    node: &Node,
    system: &str,
    of_pod: &[&str],
    of_container: &[&str],
    of_spec: &[&str],
) {
    let mut found = Vec::new();
    for key in of_spec {
        let Some(spot) = given(node, key) else { continue };
        let off = matches!(*key, "hostPID" | "hostIPC") && bool(node, key) != Some(true);
        let new = *key == "resources" && context.version < Kubernetes::V1_34;
        if !off && !new {
            found.push((spot, (*key).to_owned(), *key));
        }
    }
    if let Some(own) = given(node, "securityContext") {
        for key in of_pod {
            if let Some(spot) =
                given(own, key).filter(|spot| *key != "sysctls" || !spot.items().is_empty())
            {
                found.push((spot, format!("securityContext.{key}"), *key));
            }
        }
    }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for (at, container) in items(node, list).iter().enumerate() {
            let Some(own) = given(container, "securityContext") else { continue };
            for key in of_container {
                if let Some(spot) = given(own, key) {
                    found.push((spot, format!("{list}[{at}].securityContext.{key}"), *key));
                }
            }
        }
    }
    for (spot, path, key) in found {
        if path == "resources" {
            context.forget("resources");
        }
        let message = format!("a pod of `{system}` has no `{key}`");
        context.report(&WINDOWS, spot, &path, message, format!("remove `{key}`"));
    }
}

fn host_processes(context: &mut Context<'_>, node: &Node) {
    let whole = node.at(&HOST_PROCESS).and_then(is_true);
    let (mut count, mut hosted) = (0, 0);
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for (at, container) in items(node, list).iter().enumerate() {
            count += 1;
            let own = container.at(&HOST_PROCESS).and_then(|spot| Some((spot, is_true(spot)?)));
            if let (Some(whole), Some((spot, own))) = (whole, own)
                && whole != own
            {
                let path = format!("{list}[{at}].securityContext.windowsOptions.hostProcess");
                let message = "`hostProcess` of pod and container differ";
                context.report(&WINDOWS, spot, &path, message, "make both the same");
            }
            if own.map_or(whole == Some(true), |(_, own)| own) {
                hosted += 1;
            }
        }
    }
    if hosted == 0 {
        return;
    }
    if hosted != count {
        let message = "either all containers of a pod are processes of the host, or none";
        context.report(&WINDOWS, node, "", message, "set `hostProcess` for the pod");
    }
    if bool(node, "hostNetwork") != Some(true) {
        let spot = given(node, "hostNetwork").unwrap_or(node);
        let message = "processes of the host need `hostNetwork: true`";
        context.report(&WINDOWS, spot, "hostNetwork", message, "add `hostNetwork: true`");
    }
}

/// What Windows asks of a user and of credentials.
pub(super) fn options(context: &mut Context<'_>, node: &Node) {
    if let Some(spot) = given(node, "gmsaCredentialSpecName")
        && let Some(help) = names::dns_subdomain(spot.text().unwrap_or_default())
    {
        let message = "this cannot be the name of credentials";
        context.report(&NAME, spot, "gmsaCredentialSpecName", message, help);
    }
    if let Some(spot) = given(node, "gmsaCredentialSpec")
        && !(1..=65_536).contains(&spot.text().unwrap_or_default().len())
    {
        let message = "credentials have 1 to 65536 characters";
        context.report(&WINDOWS, spot, "gmsaCredentialSpec", message, "write the credentials");
    }
    if let Some(spot) = given(node, "runAsUserName")
        && !is_user(text(node, "runAsUserName").unwrap_or_default())
    {
        let message = format!("`{}` is no user of Windows", spot.text().unwrap_or_default());
        let help = "write it as `DOMAIN\\user` or `ContainerUser`";
        context.report(&WINDOWS, spot, "runAsUserName", message, help);
    }
}

fn is_user(name: &str) -> bool {
    let (domain, user) = match name.split_once('\\') {
        Some((domain, user)) => (Some(domain), user),
        None => (None, name),
    };
    let is_net_bios = |domain: &str| {
        (1..=15).contains(&domain.chars().count())
            && !domain.starts_with('.')
            && !domain.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|'])
    };
    let is_dns = |domain: &str| {
        domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|each| each.is_ascii_alphanumeric() || each == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
    };
    !name.chars().any(char::is_control)
        && domain.is_none_or(|domain| domain.len() < 256 && (is_net_bios(domain) || is_dns(domain)))
        && (1..=104).contains(&user.len())
        && !user.chars().all(|each| matches!(each, '.' | ' '))
        && !user.contains([
            '"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']',
        ])
}
