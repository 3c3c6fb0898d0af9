//! Rights.

use super::super::context::{filled, given, items, text};
use super::super::object::Object;
use super::finder::Finder;
use crate::diagnostic::rules;
use crate::yaml::Node;

rules! {
    pub(crate) const CLUSTER_ADMIN: Rule = Rule {
        name: "cluster-admin",
        tier: Risky,
        severity: Warning,
        says: "a binding gives the role `cluster-admin`",
        why: "Whoever takes over the program takes over the cluster, every secret in it included.",
        aliases: [
            "kube-linter/cluster-admin-role-binding",
            "polaris/clusterrolebindingClusterAdmin",
            "polaris/rolebindingClusterAdminClusterRole",
        ],
    };
    pub(crate) const POD_CREATION: Rule = Rule {
        name: "pod-creation",
        tier: Risky,
        severity: Hint,
        says: "a role may create pods",
        why: "A pod can mount any Secret of its namespace and run as any of its accounts: creating one is as good as having those rights.",
        aliases: ["kube-linter/access-to-create-pods"],
    };
    pub(crate) const POD_ENTRY: Rule = Rule {
        name: "pod-entry",
        tier: Risky,
        severity: Warning,
        says: "a role may enter pods",
        why: "A shell in a pod sees its secrets and acts in its name.",
        aliases: ["polaris/clusterrolePodExecAttach", "polaris/rolePodExecAttach"],
    };
    pub(crate) const RIGHT_ESCALATION: Rule = Rule {
        name: "right-escalation",
        tier: Risky,
        severity: Warning,
        says: "a role may bind, escalate or impersonate",
        why: "Whoever has the role can give itself any other right.",
        aliases: ["checkov/CKV_K8S_157", "checkov/CKV_K8S_158"],
    };
    pub(crate) const SECRET_ACCESS: Rule = Rule {
        name: "secret-access",
        tier: Risky,
        severity: Warning,
        says: "a role may read every Secret",
        why: "Secrets hold passwords, keys and the tokens of other accounts: an intruder in one program has all of them.",
        aliases: ["kube-linter/access-to-secrets"],
    };
    pub(crate) const SHARED_SUBJECT: Rule = Rule {
        name: "shared-subject",
        tier: Risky,
        severity: Warning,
        says: "rights are bound to a subject that many share",
        why: "The default account belongs to every pod without its own, and the groups of the system to everyone.",
        aliases: ["checkov/CKV_K8S_42"],
    };
    pub(crate) const WILDCARD_RIGHT: Rule = Rule {
        name: "wildcard-right",
        tier: Risky,
        severity: Warning,
        says: "a role allows `*`",
        why: "It covers what nobody thought of, and whatever a later version adds.",
        aliases: ["kube-linter/wildcard-in-rules", "checkov/CKV_K8S_49"],
    };
}

const CHANGES: [&str; 4] = ["create", "update", "patch", "*"];
const READS: [&str; 4] = ["get", "list", "watch", "*"];

/// What a rule allows.
struct Rights<'a> {
    rule: &'a Node,
    path: String,
}

impl Rights<'_> {
    fn has(&self, key: &str, words: &[&str]) -> bool {
        items(self.rule, key).iter().any(|each| each.text().is_some_and(|it| words.contains(&it)))
    }

    /// The first item of a list that is one of these words.
    fn item(&self, key: &str, words: &[&str]) -> Option<(&Node, String)> {
        let found = items(self.rule, key)
            .iter()
            .enumerate()
            .find(|(_, each)| each.text().is_some_and(|it| words.contains(&it)));
        found.map(|(at, node)| (node, format!("{}.{key}[{at}]", self.path)))
    }

    fn is_core(&self) -> bool {
        self.has("apiGroups", &["", "*"])
    }
}

/// Rights that lead to more rights, or to all secrets.
pub(super) fn role(finder: &mut Finder<'_>, object: &Object) {
    for (at, rule) in items(&object.root, "rules").iter().enumerate() {
        let rights = Rights { rule, path: format!("rules[{at}]") };
        let resources = rights.item("resources", &["*"]);
        let verbs = rights.item("verbs", &["*"]);
        let groups = rights.item("apiGroups", &["*"]);
        if let Some(place) = resources.or(verbs).or(groups) {
            let message = "`*` allows what exists today and whatever is added later";
            let help = "name the resources and the verbs that are used";
            finder.report(&WILDCARD_RIGHT, object, place, message, help);
            continue;
        }
        secrets(finder, object, &rights);
        pods(finder, object, &rights);
        if let Some((node, path)) = rights.item("verbs", &["bind", "escalate", "impersonate"]) {
            let verb = node.text().unwrap_or_default();
            let message = format!("`{verb}` lets its holder take rights that it was not given");
            let help = "leave it to the cluster's administrators";
            finder.report(&RIGHT_ESCALATION, object, (node, path), message, help);
        }
    }
}

fn secrets(finder: &mut Finder<'_>, object: &Object, rights: &Rights<'_>) {
    let named = !items(rights.rule, "resourceNames").is_empty();
    if named || !rights.is_core() || !rights.has("verbs", &READS) {
        return;
    }
    if let Some(place) = rights.item("resources", &["secrets"]) {
        let reach = if object.kind == "Role" { "the namespace" } else { "every namespace" };
        let message = format!("its holder can read every Secret of {reach}, where it is bound");
        let help = "name the Secrets in `resourceNames` and allow `get` only";
        finder.report(&SECRET_ACCESS, object, place, message, help);
    }
}

fn pods(finder: &mut Finder<'_>, object: &Object, rights: &Rights<'_>) {
    if !rights.is_core() || !rights.has("verbs", &CHANGES) && !rights.has("verbs", &["get"]) {
        return;
    }
    let into = ["pods/exec", "pods/attach", "pods/ephemeralcontainers", "pods/portforward"];
    if let Some((node, path)) = rights.item("resources", &into) {
        let message = format!(
            "`{}` opens every pod of the namespace, with the secrets in it",
            node.text().unwrap_or_default()
        );
        let help = "leave it to people who may see what the pods see";
        finder.report(&POD_ENTRY, object, (node, path), message, help);
    }
    if !rights.has("verbs", &["create", "*"]) {
        return;
    }
    if let Some(place) = rights.item("resources", &["pods"]) {
        let message = "who creates pods can mount any Secret and use any account of the namespace";
        let help = "let a Deployment or a Job create them, if its holder need not";
        finder.report(&POD_CREATION, object, place, message, help);
    }
}

/// A binding that makes an administrator, or that gives rights to whatever has no account.
pub(super) fn binding(finder: &mut Finder<'_>, object: &Object) {
    if let Some(role) = given(&object.root, "roleRef") {
        let admin = text(role, "name") == Some("cluster-admin");
        // The cluster's own binding of its administrators' group.
        let own = object.name == "cluster-admin";
        if let (true, false, Some(node)) = (admin, own, given(role, "name")) {
            let message = "`cluster-admin` may do everything, in every namespace where it is bound";
            let help = "write a Role with the rights that are used";
            finder.report(&CLUSTER_ADMIN, object, (node, "roleRef.name"), message, help);
        }
    }
    for (at, subject) in items(&object.root, "subjects").iter().enumerate() {
        let name = filled(subject, "name").unwrap_or_default();
        let message = match (text(subject, "kind"), name) {
            (Some("ServiceAccount"), "default") => {
                "every pod of the namespace without an account of its own gets these rights"
            }
            (Some("Group"), "system:unauthenticated" | "system:authenticated")
            | (Some("User"), "system:anonymous") => "these rights go to whoever reaches the API",
            _ => continue,
        };
        let Some(node) = given(subject, "name") else { continue };
        let help = "bind them to an account made for the one program that needs them";
        let path = format!("subjects[{at}].name");
        finder.report(&SHARED_SUBJECT, object, (node, path), message, help);
    }
}
