//! The restricted level: what a hardened pod has to say. What a container leaves out is one
//! finding, whatever it is.

use super::field::{is, is_zero, of_container, of_pod};
use super::subject::{Level, Subject};
use crate::check::context::{Spot, items, text};
use crate::check::practice::finder::nearest;
use crate::check::practice::pod::Container;
use crate::yaml::Node;

const CONTEXT: &str = "securityContext";

/// Sources of volumes that a pod may have.
const SOURCES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// Everything that the restricted level forbids and the baseline level does not.
pub(super) fn check(subject: &mut Subject<'_, '_>) {
    volumes(subject);
    let pod_is_non_root = pod_user(subject);
    let profile = of_pod(subject, &["seccompProfile"]);
    let pod_has_profile = profile.is_some_and(|it| is_profile(it.node));
    for container in subject.containers.clone() {
        let mut missing = Vec::new();
        if subject.minor >= 8 && !subject.is_windows() {
            escalation(subject, &container, &mut missing);
        }
        if subject.minor >= 22 && !subject.is_windows() {
            let drop = of_container(&container, &["capabilities", "drop"]);
            let all = |node: &Node| node.items().iter().any(|each| each.text() == Some("ALL"));
            if !drop.is_some_and(|drop| all(drop.node)) {
                missing.push((&["capabilities", "drop"][..], "`capabilities: {drop: [ALL]}`"));
            }
        }
        if !subject.apart {
            user(subject, &container, pod_is_non_root, &mut missing);
        }
        if subject.minor >= 19
            && !subject.is_windows()
            && !pod_has_profile
            && of_container(&container, &["seccompProfile"]).is_none()
        {
            missing.push((&["seccompProfile"], "`seccompProfile: {type: RuntimeDefault}`"));
        }
        left_out(subject, &container, &missing);
    }
}

/// A field of the security context, and what to write there.
type Missing = (&'static [&'static str], &'static str);

/// One finding for all that a container leaves out.
fn left_out(subject: &mut Subject<'_, '_>, container: &Container<'_>, missing: &[Missing]) {
    let fields = match missing {
        [] => return,
        [(field, _)] => *field,
        _ => &[],
    };
    let keys: Vec<&str> = [CONTEXT].iter().chain(fields).copied().collect();
    let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
    let what = format!("a container without {}", listed(&words));
    let name = container.name();
    let help = if missing.len() == 1 {
        format!("write it in the `securityContext` of `{name}`")
    } else {
        format!("write them in the `securityContext` of `{name}`")
    };
    let spot: Spot = nearest(container.node, &keys);
    subject.forbid(Level::Restricted, (spot, container.path(&keys.join("."))), what, help);
}

fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

fn volumes(subject: &mut Subject<'_, '_>) {
    for (at, volume) in items(subject.pod.spec, "volumes").iter().enumerate() {
        let mut sources =
            volume.entries().iter().filter(|entry| entry.key != "name" && !entry.value.is_null());
        let Some(first) = sources.clone().next() else { continue };
        // The baseline level speaks of these already.
        if first.key == "hostPath" || sources.any(|entry| SOURCES.contains(&entry.key.as_str())) {
            continue;
        }
        let path = subject.path(&format!("volumes[{at}].{}", first.key));
        let what = format!("`{}` volumes", first.key);
        let help = "use a PersistentVolumeClaim of a CSI driver";
        subject.forbid(Level::Restricted, (first, path), what, help);
    }
}

/// The user of the whole pod; whether it is said not to be root.
fn pod_user(subject: &mut Subject<'_, '_>) -> bool {
    let non_root = of_pod(subject, &["runAsNonRoot"]);
    let said = non_root.as_ref().is_some_and(|it| is(it.node, true));
    if subject.apart {
        return said;
    }
    if let Some(it) = non_root.filter(|it| is(it.node, false)) {
        let at = (it.node, it.path);
        subject.forbid(Level::Restricted, at, "`runAsNonRoot: false`", "write `true`");
    }
    if let Some(it) = of_pod(subject, &["runAsUser"]).filter(|it| is_zero(it.node))
        && subject.minor >= 23
    {
        subject.forbid(Level::Restricted, (it.node, it.path), "`runAsUser: 0`", USER);
    }
    said
}

const USER: &str = "write the number of a user of the image, such as 1000";

fn user(
    subject: &mut Subject<'_, '_>,
    container: &Container<'_>,
    pod_is_non_root: bool,
    missing: &mut Vec<Missing>,
) {
    match of_container(container, &["runAsNonRoot"]) {
        Some(it) if is(it.node, false) => {
            let at = (it.node, it.path);
            subject.forbid(Level::Restricted, at, "`runAsNonRoot: false`", "write `true`");
        }
        None if !pod_is_non_root => missing.push((&["runAsNonRoot"], "`runAsNonRoot: true`")),
        _ => {}
    }
    if let Some(it) = of_container(container, &["runAsUser"]).filter(|it| is_zero(it.node))
        && subject.minor >= 23
    {
        subject.forbid(Level::Restricted, (it.node, it.path), "`runAsUser: 0`", USER);
    }
}

fn escalation(
    subject: &mut Subject<'_, '_>,
    container: &Container<'_>,
    missing: &mut Vec<Missing>,
) {
    const KEY: &[&str] = &["allowPrivilegeEscalation"];
    match of_container(container, KEY) {
        None => missing.push((KEY, "`allowPrivilegeEscalation: false`")),
        Some(it) if !is(it.node, false) => {
            let at = (it.node, it.path);
            let what = "`allowPrivilegeEscalation: true`";
            subject.forbid(Level::Restricted, at, what, "write `false`");
        }
        Some(_) => {}
    }
}

fn is_profile(node: &Node) -> bool {
    matches!(text(node, "type"), Some("RuntimeDefault" | "Localhost"))
}
