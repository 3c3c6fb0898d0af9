//! The user of a workflow: what deploy.sh and `linkspan apply` do in the namespace, and nothing in any other.
//!
//! Read from both, call by call. An apply is a PATCH, which also asks for the right to create. Names are given where the
//! API can keep to them: not for lists and not for what is created. Consoles need more rights than a release, and people
//! have their own.

use super::labels::{explain_cluster_metadata, explain_metadata, metadata};
use super::{BASE, JOBS, RELEASE, put};
use crate::field::Guide;
use crate::plan::{Ci, GitOps, Plan, Reason};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{Secret, ServiceAccount};
use k8s_openapi::api::rbac::v1::{
    ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::{BTreeMap, BTreeSet};

/// What an administrator applies, once.
pub(crate) const ACCESS: &str = "config/kube/access";

const GROUP: &str = "rbac.authorization.k8s.io";
const COMPONENT: &str = "deployer";

/// What a script looks through for left-overs, whether the bundle has the kind or not.
const LISTED: &[(&str, &str)] = &[
    ("", "services"),
    ("", "configmaps"),
    ("apps", "deployments"),
    ("apps", "statefulsets"),
    ("apps", "daemonsets"),
    ("apps", "replicasets"),
    ("autoscaling", "horizontalpodautoscalers"),
    ("batch", "cronjobs"),
    ("batch", "jobs"),
    ("networking.k8s.io", "ingresses"),
    ("networking.k8s.io", "networkpolicies"),
    ("policy", "poddisruptionbudgets"),
];
/// Kinds of others that are looked through too, where the bundle has them.
const LISTED_OF_OTHERS: &[&str] =
    &["keda.sh", "gateway.networking.k8s.io", "monitoring.coreos.com"];
/// The file that lists kinds of manifests that are taken along.
const OWN_KINDS: &str = "config/kube/own-kinds.yml";
/// What holds data stays when it is no longer in the bundle; nobody makes DaemonSets here.
const KEPT: &[&str] = &["statefulsets", "daemonsets"];

/// The name of the user, of its role and of its token.
fn name(plan: &Plan) -> String {
    format!("{}-{COMPONENT}", plan.app.value)
}

/// Behind everything else: the rights follow from what the bundle holds.
pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.delivery.ci.value == Ci::None || plan.delivery.gitops.value != GitOps::None {
        return;
    }
    let kinds = kinds(bundle);
    let own = own_kinds(bundle);
    account(plan, bundle);
    token(plan, bundle);
    role(plan, (&kinds, &own), bundle);
    binding(plan, bundle);
    if kinds.contains(&("scheduling.k8s.io".into(), "priorityclasses".into())) {
        cluster_role(plan, bundle);
        cluster_binding(plan, bundle);
    }
}

type Kinds = BTreeSet<(String, String)>;

/// Group and plural of what a release applies or makes.
fn kinds(bundle: &Objects<'_>) -> Kinds {
    let mut found = Kinds::new();
    for (path, file) in &bundle.files {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if ![BASE, RELEASE, JOBS].contains(&folder) {
            continue;
        }
        let value = |key: &str| {
            file.lines.iter().find_map(|line| line.text.strip_prefix(key)).unwrap_or_default()
        };
        let (api, kind) = (value("apiVersion: "), value("kind: "));
        let group = api.split_once('/').map_or("", |(group, _)| group);
        // A console is a person's.
        if !kind.is_empty() && kind != "Pod" {
            found.insert((group.to_owned(), plural(kind)));
        }
    }
    // What was migrated is written down.
    found.insert((String::new(), "configmaps".to_owned()));
    found
}

/// Those of manifests that are taken along.
fn own_kinds(bundle: &Objects<'_>) -> Kinds {
    let Some(file) = bundle.files.get(OWN_KINDS) else { return Kinds::new() };
    let rows =
        file.lines.iter().filter_map(|line| line.path.strip_prefix("data[")?.strip_suffix(']'));
    let plain = file.lines.iter().filter_map(|line| line.path.strip_prefix("data."));
    rows.chain(plain)
        .map(|key| {
            let (kind, group) = key.split_once('.').unwrap_or((key, ""));
            (group.to_owned(), plural(kind))
        })
        .collect()
}

/// As the API spells a kind in its addresses.
pub(super) fn plural(kind: &str) -> String {
    let low = kind.to_ascii_lowercase();
    match low.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None if low.ends_with('s') => format!("{low}es"),
        None => format!("{low}s"),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn rule(group: &str, resources: &[&str], names: &[&str], verbs: &[&str]) -> PolicyRule {
    PolicyRule {
        api_groups: Some(words(&[group])),
        resources: Some(words(resources)),
        resource_names: (!names.is_empty()).then(|| words(names)),
        verbs: words(verbs),
        ..PolicyRule::default()
    }
}

/// Rules of one group with the same verbs are one.
fn rules_of_kinds(kinds: &Kinds, own: &Kinds) -> Vec<PolicyRule> {
    let cluster_wide = ["namespaces", "priorityclasses"];
    let mut all: BTreeMap<(String, Vec<&str>), Vec<String>> = BTreeMap::new();
    let listed = LISTED.iter().map(|(group, plural)| ((*group).to_owned(), (*plural).to_owned()));
    let every: Kinds = kinds.iter().cloned().chain(listed).collect();
    for (group, plural) in every {
        if cluster_wide.contains(&plural.as_str()) {
            continue;
        }
        let is_listed = LISTED.contains(&(group.as_str(), plural.as_str()))
            || LISTED_OF_OTHERS.contains(&group.as_str())
            || own.contains(&(group.clone(), plural.clone()));
        let is_made = kinds.contains(&(group.clone(), plural.clone()));
        let mut verbs = vec!["get"];
        if is_listed {
            verbs.push("list");
        }
        if plural == "statefulsets" {
            // `kubectl rollout status` follows them.
            verbs.push("watch");
        }
        if is_made {
            verbs.extend(["create", "patch"]);
        }
        if is_listed && !KEPT.contains(&plural.as_str()) {
            verbs.push("delete");
        }
        all.entry((group, verbs)).or_default().push(plural);
    }
    all.into_iter()
        .map(|((group, verbs), plurals)| {
            let plurals: Vec<&str> = plurals.iter().map(String::as_str).collect();
            rule(&group, &plurals, &[], &verbs)
        })
        .collect()
}

fn rules(plan: &Plan, (kinds, own): (&Kinds, &Kinds)) -> Items<PolicyRule> {
    let namespace = plan.namespace.value.as_str();
    let lock = format!("{}-deploy", plan.app.value);
    let mut secrets = vec![plan.secret_name.as_str()];
    secrets.extend(plan.pull_secret.as_ref().map(|secret| secret.value.as_str()));
    let mut rules = Items::default();
    rules.comment(
        rule("", &["namespaces"], &[namespace], &["get"]),
        Guide::Security,
        "This namespace alone, which has to be there: it may not be made, changed or deleted. Its labels say what pods may do, so only an administrator changes them.",
    );
    rules.push(rule("", &["pods"], &[], &["get", "list", "delete"]));
    rules.push(rule("", &["pods/log"], &[], &["get"]));
    rules.push(rule("", &["events"], &[], &["list"]));
    rules.fixed(
        rule("", &["secrets"], &secrets, &["get"]),
        Guide::Secrets,
        "Whether the keys are there is looked at before a release.",
    );
    let leases = ["leases"];
    rules.fixed(
        rule("coordination.k8s.io", &leases, &[], &["create"]),
        Guide::Delivery,
        "The lock that lets one deploy run at a time.",
    );
    rules.push(rule(
        "coordination.k8s.io",
        &leases,
        &[&lock],
        &["get", "update", "patch", "delete"],
    ));
    if plan.decrypts_secrets() {
        rules.push(rule("", &["secrets"], &[], &["create"]));
        rules.push(rule("", &["secrets"], &[&plan.secret_name], &["update"]));
    }
    rules.extend(rules_of_kinds(kinds, own));
    rules
}

fn notes(plan: &Plan, about: &str) -> Notes {
    let mut notes = Notes::new(Reason::fixed(Guide::Delivery, about));
    explain_metadata(plan, &mut notes);
    notes
}

fn account(plan: &Plan, bundle: &mut Objects<'_>) {
    let account = ServiceAccount {
        metadata: metadata(plan, &name(plan), COMPONENT),
        automount_service_account_token: Some(false),
        ..ServiceAccount::default()
    };
    let mut notes = notes(
        plan,
        "The user that the workflow deploys as. An administrator applies this folder, once, and again when the bundle holds a new kind; deploy.sh leaves it alone.",
    );
    notes.fixed("automountServiceAccountToken", Guide::Security, "No pod works as this user.");
    put(bundle, ACCESS, "service-account", &account, &notes);
}

fn token(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut metadata = metadata(plan, &name(plan), COMPONENT);
    metadata.annotations =
        Some([("kubernetes.io/service-account.name".to_owned(), name(plan))].into());
    let secret = Secret {
        metadata,
        type_: Some("kubernetes.io/service-account-token".into()),
        ..Secret::default()
    };
    let notes = notes(
        plan,
        "Kubernetes writes the user's key into this Secret. Deleted, the key no longer opens anything.",
    );
    put(bundle, ACCESS, "token", &secret, &notes);
}

fn role(plan: &Plan, kinds: (&Kinds, &Kinds), bundle: &mut Objects<'_>) {
    let mut notes = notes(
        plan,
        "What a release does in this namespace: it opens no console and reads no Secret but those named. But whoever may make pods here can have them use every Secret and every service account of the namespace: guard this user's key as you guard those.",
    );
    let role = Role {
        metadata: metadata(plan, &name(plan), COMPONENT),
        rules: Some(notes.list("rules", rules(plan, kinds))),
    };
    put(bundle, ACCESS, "role", &role, &notes);
}

/// The user, to whom a binding gives the rights of a role.
fn subjects(plan: &Plan, notes: &mut Notes) -> Option<Vec<Subject>> {
    let mut user = Part::from(Subject {
        kind: "ServiceAccount".into(),
        name: name(plan),
        namespace: Some(plan.namespace.value.clone()),
        ..Subject::default()
    });
    user.reasons.decided("namespace", &plan.namespace);
    Some(notes.list("subjects", [user].into_iter().collect()))
}

fn role_ref(kind: &str, name: String) -> RoleRef {
    RoleRef { api_group: GROUP.into(), kind: kind.into(), name }
}

fn binding(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut notes = notes(plan, "Gives the user what the role says.");
    let binding = RoleBinding {
        metadata: metadata(plan, &name(plan), COMPONENT),
        role_ref: role_ref("Role", name(plan)),
        subjects: subjects(plan, &mut notes),
    };
    put(bundle, ACCESS, "role-binding", &binding, &notes);
}

/// Unlike anything else in the bundle, a PriorityClass belongs to the whole cluster; so does its name.
fn cluster_name(plan: &Plan) -> String {
    format!("{}-{}", plan.namespace.value, name(plan))
}

fn cluster_metadata(plan: &Plan) -> ObjectMeta {
    ObjectMeta { namespace: None, ..metadata(plan, &cluster_name(plan), COMPONENT) }
}

fn cluster_notes(plan: &Plan, about: &str) -> Notes {
    let mut notes = Notes::new(Reason::fixed(Guide::Delivery, about));
    explain_cluster_metadata(plan, &mut notes);
    notes
}

fn cluster_role(plan: &Plan, bundle: &mut Objects<'_>) {
    let Some(class) = &plan.web.priority_class else { return };
    let mut notes =
        cluster_notes(plan, "The app's PriorityClass, which belongs to the whole cluster.");
    let group = "scheduling.k8s.io";
    let mut named =
        Part::from(rule(group, &["priorityclasses"], &[&class.value], &["get", "patch"]));
    named.reasons.decided("resourceNames", class);
    let mut rules = Items::default();
    rules.push(rule(group, &["priorityclasses"], &[], &["create"]));
    rules.push(named);
    let role = ClusterRole {
        metadata: cluster_metadata(plan),
        rules: Some(notes.list("rules", rules)),
        ..ClusterRole::default()
    };
    put(bundle, ACCESS, "cluster-role", &role, &notes);
}

fn cluster_binding(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut notes = cluster_notes(plan, "Gives the user what that role says.");
    let binding = ClusterRoleBinding {
        metadata: cluster_metadata(plan),
        role_ref: role_ref("ClusterRole", cluster_name(plan)),
        subjects: subjects(plan, &mut notes),
    };
    put(bundle, ACCESS, "cluster-role-binding", &binding, &notes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_spelled_as_in_addresses() {
        for (kind, expect) in [
            ("Deployment", "deployments"),
            ("NetworkPolicy", "networkpolicies"),
            ("Ingress", "ingresses"),
            ("Gateway", "gateways"),
            ("PriorityClass", "priorityclasses"),
            ("GCPBackendPolicy", "gcpbackendpolicies"),
        ] {
            assert_eq!(plural(kind), expect);
        }
    }
}
