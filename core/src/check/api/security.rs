//! Security contexts.

use super::super::context::{Context, as_int, bool, given, items, text};
use super::field::within;
use super::number::between;
use crate::check::api::shared::{RANGE, none_of};
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;

rules! {
    pub(crate) const SECURITY_CONTEXT: Rule = Rule {
        name: "security-context",
        tier: Refused,
        severity: Error,
        says: "rights that a container is given and denied at once",
        why: "`allowPrivilegeEscalation: false` and `privileged: true` cannot both hold; the API server rejects the pod.",
    };
}

const HIGHEST: i128 = i32::MAX as i128;

/// Of a pod.
pub(super) fn pod(context: &mut Context<'_>, node: &Node) {
    for key in ["runAsUser", "runAsGroup", "fsGroup"] {
        between(context, node, key, 0, HIGHEST);
    }
    for (at, group) in items(node, "supplementalGroups").iter().enumerate() {
        if let Some(number) = as_int(group).filter(|number| !(0..=HIGHEST).contains(number)) {
            let message = format!("`{number}` cannot be the number of a group");
            let help = format!("write a number from 0 to {HIGHEST}");
            context.report(&RANGE, group, &format!("supplementalGroups[{at}]"), message, help);
        }
    }
    // The other way to label volumes is open since 1.37.
    let both = context.version >= Kubernetes::V1_37;
    if let Some(spot) = given(node, "seLinuxChangePolicy") {
        let policy = spot.text().unwrap_or_default();
        if policy != "Recursive" && !(both && policy == "MountOption") {
            let message = format!("`{policy}` is no way to label volumes here");
            let (help, words): (_, &[&str]) = if both {
                ("write `Recursive` or `MountOption`", &["Recursive", "MountOption"])
            } else {
                ("write `Recursive`", &["Recursive"])
            };
            none_of(context, spot, "seLinuxChangePolicy", message, help, words);
        }
    }
}

/// Of a container.
pub(super) fn container(context: &mut Context<'_>, node: &Node) {
    for key in ["runAsUser", "runAsGroup"] {
        between(context, node, key, 0, HIGHEST);
    }
    if bool(node, "allowPrivilegeEscalation") != Some(false) {
        return;
    }
    let spot = given(node, "allowPrivilegeEscalation").unwrap_or(node);
    let added = node.at(&["capabilities", "add"]).map_or(&[][..], Node::items);
    let admin = added.iter().any(|each| matches!(each.text(), Some("CAP_SYS_ADMIN")));
    for (clash, what) in
        [(bool(node, "privileged") == Some(true), "`privileged: true`"), (admin, "`CAP_SYS_ADMIN`")]
    {
        if clash {
            let message = format!("`allowPrivilegeEscalation: false` and {what} contradict");
            let help = format!("remove {what}");
            context.report(&SECURITY_CONTEXT, spot, "", message, help);
        }
    }
}

/// A profile of one's own, or none.
pub(super) fn app_armor(context: &mut Context<'_>, node: &Node) {
    local_profile(context, node);
    let local = text(node, "type") == Some("Localhost");
    if let Some(spot) = given(node, "localhostProfile").filter(|_| local) {
        let name = spot.text().unwrap_or_default();
        if name.trim() != name || name.is_empty() || name.len() > 4095 {
            let message = "the name of a profile has 1 to 4095 characters and no outer space";
            let help = "write the name of a profile on the node";
            context.report(&SECURITY_CONTEXT, spot, "localhostProfile", message, help);
        }
    }
}

/// A file of one's own, or none.
pub(super) fn seccomp(context: &mut Context<'_>, node: &Node) {
    local_profile(context, node);
    if text(node, "type") == Some("Localhost") {
        within(context, node, "localhostProfile", "localhostProfile");
    }
}

fn local_profile(context: &mut Context<'_>, node: &Node) {
    let kind = text(node, "type").unwrap_or_default();
    let local = kind == "Localhost";
    // Of AppArmor an unknown type ends the judgement.
    let is_armor = context.path.last() == Some("appArmorProfile");
    let is_unknown = !matches!(kind, "Localhost" | "RuntimeDefault" | "Unconfined");
    match given(node, "localhostProfile") {
        None if local => {
            let message = "`Localhost` needs `localhostProfile`";
            let help = "add `localhostProfile`, or use `RuntimeDefault`";
            context.report(&MISSING_FIELD, node, "localhostProfile", message, help);
        }
        Some(spot) if !(local || is_armor && is_unknown) => {
            let message = "`localhostProfile` belongs to the type `Localhost`";
            let help = "remove it";
            context.report(&SECURITY_CONTEXT, spot, "localhostProfile", message, help);
        }
        _ => {}
    }
}
