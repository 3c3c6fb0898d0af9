//! Roles and their bindings.

use super::super::context::{Context, filled, given, items, text};
use super::super::names;
use crate::check::api::selector::SELECTOR;
use crate::diagnostic::{Diagnostic, Remedy, rules};
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;

rules! {
    pub(crate) const RBAC: Rule = Rule {
        name: "rbac",
        tier: Refused,
        severity: Error,
        says: "a role or binding refers to what it cannot refer to",
        why: "Groups and kinds of roles and subjects are fixed; the API server rejects the binding, and the account stays without its rights.",
    };
}

const GROUP: &str = "rbac.authorization.k8s.io";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Namespace,
    Cluster,
}

/// A Role.
pub(super) fn role(context: &mut Context<'_>, node: &Node) {
    rules(context, node, Reach::Namespace);
}

/// A ClusterRole.
pub(super) fn cluster_role(context: &mut Context<'_>, node: &Node) {
    rules(context, node, Reach::Cluster);
    let Some(aggregation) = given(node, "aggregationRule") else { return };
    let selectors = items(aggregation, "clusterRoleSelectors");
    if selectors.is_empty() {
        let message = "an aggregation needs at least one selector";
        let path = "aggregationRule.clusterRoleSelectors";
        context.report(&MISSING_FIELD, aggregation, path, message, "add a selector");
    }
    for (at, selector) in selectors.iter().enumerate() {
        if super::selector::is_broken(selector) {
            let path = format!("aggregationRule.clusterRoleSelectors[{at}]");
            let message = "the API server cannot read this selector";
            let help = "fix its keys, operators and values";
            context.report(&SELECTOR, selector, &path, message, help);
        }
    }
}

fn rules(context: &mut Context<'_>, node: &Node, reach: Reach) {
    for (at, rule) in items(node, "rules").iter().enumerate() {
        let mark = context.path.field("rules");
        context.path.index(at);
        let has = |key| !items(rule, key).is_empty();
        if has("nonResourceURLs") {
            let spot = given(rule, "nonResourceURLs").unwrap_or(rule);
            if reach == Reach::Namespace {
                let message = "a Role cannot speak of `nonResourceURLs`";
                context.report(&RBAC, spot, "nonResourceURLs", message, "use a ClusterRole");
            }
            if has("apiGroups") || has("resources") || has("resourceNames") {
                let message = "a rule speaks of resources or of `nonResourceURLs`, not of both";
                context.report(&RBAC, spot, "nonResourceURLs", message, "make it two rules");
            }
        } else {
            for key in ["apiGroups", "resources"] {
                if !has(key) {
                    let spot = given(rule, key).unwrap_or(rule);
                    let message = format!("`{key}` is missing");
                    let help = "name at least one; `\"\"` is the core group";
                    context.report(&MISSING_FIELD, spot, key, message, help);
                }
            }
        }
        context.path.back(mark);
    }
}

/// A RoleBinding.
pub(super) fn role_binding(context: &mut Context<'_>, node: &Node) {
    binding(context, node, Reach::Namespace);
}

/// A ClusterRoleBinding.
pub(super) fn cluster_role_binding(context: &mut Context<'_>, node: &Node) {
    binding(context, node, Reach::Cluster);
}

fn binding(context: &mut Context<'_>, node: &Node, reach: Reach) {
    if let Some(role) = given(node, "roleRef") {
        let kind = text(role, "kind").unwrap_or_default();
        let fine = kind == "ClusterRole" || (kind == "Role" && reach == Reach::Namespace);
        if let (false, false, Some(spot)) = (fine, kind.is_empty(), given(role, "kind")) {
            let message = format!("this binding cannot refer to a `{kind}`");
            let (help, kinds): (_, &[&str]) = match reach {
                Reach::Namespace => ("write `Role` or `ClusterRole`", &["Role", "ClusterRole"]),
                Reach::Cluster => {
                    ("write `ClusterRole`, or make this a RoleBinding", &["ClusterRole"])
                }
            };
            let meant = Remedy::in_case(kind, kinds.iter().copied());
            let finding = Diagnostic::new(&RBAC, message).help(help).remedy(meant);
            context.push(finding, spot.into(), "roleRef.kind");
        }
        let mark = context.path.field("roleRef");
        names::require(context, role, "name", "a role", names::path_segment);
        context.path.back(mark);
    }
    for (at, subject) in items(node, "subjects").iter().enumerate() {
        let mark = context.path.field("subjects");
        context.path.index(at);
        of_subject(context, subject, reach);
        context.path.back(mark);
    }
}

fn of_subject(context: &mut Context<'_>, subject: &Node, reach: Reach) {
    let kind = text(subject, "kind").unwrap_or_default();
    let account = kind == "ServiceAccount";
    let group = text(subject, "apiGroup").unwrap_or_default();
    let wanted = if account { "" } else { GROUP };
    let known = account || matches!(kind, "User" | "Group");
    if let (true, true, Some(spot)) =
        (known, !group.is_empty() && group != wanted, given(subject, "apiGroup"))
    {
        let message = format!("`{group}` is not the group of this subject");
        let (help, remedy) = if account {
            ("remove `apiGroup`".to_owned(), Remedy::Remove)
        } else {
            (format!("write `{GROUP}`, or leave it out"), Remedy::write(GROUP))
        };
        let finding = Diagnostic::new(&RBAC, message).help(help).remedy(remedy);
        context.push(finding, spot.into(), "apiGroup");
    }
    if account {
        names::require(context, subject, "name", "a ServiceAccount", names::dns_subdomain);
        if filled(subject, "namespace").is_none() && reach == Reach::Cluster {
            let message = "`namespace` is missing";
            let help = "name the namespace of the ServiceAccount";
            context.report(&MISSING_FIELD, subject, "namespace", message, help);
        }
    }
    if kind.is_empty() {
        let message = "`kind` is missing";
        let help = "write `ServiceAccount`, `User` or `Group`";
        context.report(&MISSING_FIELD, subject, "kind", message, help);
    }
}
