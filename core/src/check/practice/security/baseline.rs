//! The baseline level: the known ways out of a container.

use super::field::{Setting, everywhere, in_containers, is, is_zero};
use super::subject::{Level, Subject};
use crate::check::context::{bool, entries, entry, given, items, text};
use crate::check::practice::pod::metadata;
use crate::yaml::Node;

/// Capabilities that a container may add.
const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Settings of the kernel that are a pod's own, and since when the standards say so.
const SYSCTLS: [(&str, u32); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
    ("net.ipv4.tcp_notsent_lowat", 37),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
];

/// SELinux types that a container may take, and since when.
const TYPES: [(&str, u32); 5] = [
    ("", 0),
    ("container_init_t", 0),
    ("container_kvm_t", 0),
    ("container_t", 0),
    ("container_engine_t", 31),
];

/// Everything that the baseline level forbids.
pub(super) fn check(subject: &mut Subject<'_, '_>) {
    host(subject);
    volumes(subject);
    sysctls(subject);
    privileges(subject);
    profiles(subject);
    annotations(subject);
    selinux(subject);
    if subject.minor >= 34 {
        handlers(subject);
    }
}

fn host(subject: &mut Subject<'_, '_>) {
    for key in ["hostNetwork", "hostPID", "hostIPC"] {
        if let (Some(true), Some(node)) =
            (bool(subject.pod.spec, key), given(subject.pod.spec, key))
        {
            let at = (node, subject.path(key));
            subject.forbid(Level::Baseline, at, format!("`{key}: true`"), "remove the line");
        }
    }
    for container in subject.containers.clone() {
        for (at, port) in items(container.node, "ports").iter().enumerate() {
            let Some(node) = given(port, "hostPort").filter(|node| !is_zero(node)) else {
                continue;
            };
            let what = format!("`hostPort: {}`", node.text().unwrap_or_default());
            let at = (node, container.path(&format!("ports[{at}].hostPort")));
            subject.forbid(Level::Baseline, at, what, "remove it and let a Service lead here");
        }
    }
}

fn volumes(subject: &mut Subject<'_, '_>) {
    for (at, volume) in items(subject.pod.spec, "volumes").iter().enumerate() {
        let Some(entry) = entry(volume, "hostPath").filter(|entry| !entry.value.is_null()) else {
            continue;
        };
        let path = subject.path(&format!("volumes[{at}].hostPath"));
        let help = "use an `emptyDir` or a PersistentVolumeClaim";
        subject.forbid(Level::Baseline, (entry, path), "`hostPath` volumes", help);
    }
}

fn sysctls(subject: &mut Subject<'_, '_>) {
    let Some(context) = given(subject.pod.spec, "securityContext") else { return };
    for (at, sysctl) in items(context, "sysctls").iter().enumerate() {
        let name = text(sysctl, "name").unwrap_or_default();
        if SYSCTLS.iter().any(|(safe, since)| *safe == name && *since <= subject.minor) {
            continue;
        }
        let path = subject.path(&format!("securityContext.sysctls[{at}].name"));
        let help = "remove it; the node's administrator can set it for the node";
        let spot = sysctl.get("name").unwrap_or(sysctl);
        subject.forbid(Level::Baseline, (spot, path), format!("the sysctl `{name}`"), help);
    }
}

fn privileges(subject: &mut Subject<'_, '_>) {
    for Setting { node, path } in in_containers(subject, &["privileged"]) {
        if is(node, true) {
            let help = "remove the line; add the one capability that is needed";
            subject.forbid(Level::Baseline, (node, path), "`privileged: true`", help);
        }
    }
    for Setting { node, path } in in_containers(subject, &["capabilities", "add"]) {
        for (at, each) in node.items().iter().enumerate() {
            let name = each.text().unwrap_or_default();
            let level = match name {
                "NET_BIND_SERVICE" => continue,
                _ if !CAPABILITIES.contains(&name) => Level::Baseline,
                // The restricted level speaks of capabilities since 1.22.
                _ if subject.minor >= 22 && !subject.is_windows() => Level::Restricted,
                _ => continue,
            };
            let at = (each, format!("{path}[{at}]"));
            subject.forbid(level, at, format!("the capability `{name}`"), "remove the line");
        }
    }
    let level = if subject.apart { Level::Restricted } else { Level::Baseline };
    for Setting { node, path } in in_containers(subject, &["procMount"]) {
        if node.text() != Some("Default") {
            let what = format!("`procMount: {}`", node.text().unwrap_or_default());
            subject.forbid(level, (node, path), what, "remove the line");
        }
    }
    for Setting { node, path } in everywhere(subject, &["windowsOptions", "hostProcess"]) {
        if is(node, true) {
            subject.forbid(Level::Baseline, (node, path), "`hostProcess: true`", "remove the line");
        }
    }
}

/// AppArmor's and seccomp's: a profile that is named has to be one.
fn profiles(subject: &mut Subject<'_, '_>) {
    for (key, since) in [("appArmorProfile", 0), ("seccompProfile", 19)] {
        if subject.minor < since {
            continue;
        }
        for Setting { node, path } in everywhere(subject, &[key]) {
            let kind = text(node, "type").unwrap_or_default();
            if !matches!(kind, "RuntimeDefault" | "Localhost") {
                let at = (node.get("type").unwrap_or(node), format!("{path}.type"));
                let what = format!("the type `{kind}` of `{key}`");
                subject.forbid(Level::Baseline, at, what, "write `RuntimeDefault`");
            }
        }
    }
}

/// Profiles as they were named before there were fields.
fn annotations(subject: &mut Subject<'_, '_>) {
    let (Some(metadata), path) = metadata(subject.pod) else { return };
    for entry in entries(metadata, "annotations") {
        let value = entry.value.text().unwrap_or_default();
        let is_seccomp = entry.key == "seccomp.security.alpha.kubernetes.io/pod"
            || entry
                .key
                .strip_prefix("container.seccomp.security.alpha.kubernetes.io/")
                .is_some_and(|name| subject.containers.iter().any(|each| each.name() == name));
        let local = value.starts_with("localhost/") || value == "runtime/default";
        let fine = if entry.key.starts_with("container.apparmor.security.beta.kubernetes.io/") {
            local || value.is_empty()
        } else if is_seccomp && subject.minor < 19 {
            local || value == "docker/default"
        } else {
            true
        };
        if !fine {
            let at = (&entry.value, format!("{path}.annotations[{}]", entry.key));
            let what = format!("the profile `{value}`");
            subject.forbid(Level::Baseline, at, what, "write `runtime/default`");
        }
    }
}

fn selinux(subject: &mut Subject<'_, '_>) {
    for Setting { node, path } in everywhere(subject, &["seLinuxOptions"]) {
        for key in ["type", "user", "role"] {
            let Some(value) = given(node, key) else { continue };
            let word = value.text().unwrap_or_default();
            let fine = if key == "type" {
                TYPES.iter().any(|(fine, since)| *fine == word && *since <= subject.minor)
            } else {
                word.is_empty()
            };
            if !fine {
                let at = (value, format!("{path}.{key}"));
                let what = format!("the SELinux {key} `{word}`");
                subject.forbid(Level::Baseline, at, what, "remove the line");
            }
        }
    }
}

/// Probes and hooks by which a node is sent to another host.
fn handlers(subject: &mut Subject<'_, '_>) {
    const HANDLERS: [&[&str]; 5] = [
        &["livenessProbe"],
        &["readinessProbe"],
        &["startupProbe"],
        &["lifecycle", "postStart"],
        &["lifecycle", "preStop"],
    ];
    for container in subject.containers.clone() {
        for keys in HANDLERS {
            for action in ["httpGet", "tcpSocket"] {
                let host = container.node.at(keys).and_then(|it| it.at(&[action, "host"]));
                if let Some(node) = host.filter(|node| is_named(node)) {
                    let path = container.path(&format!("{}.{action}.host", keys.join(".")));
                    let what = format!("the host `{}` here", node.text().unwrap_or_default());
                    let help = "remove the line: the pod itself is asked";
                    subject.forbid(Level::Baseline, (node, path), what, help);
                }
            }
        }
    }
}

fn is_named(node: &Node) -> bool {
    !node.is_null() && node.text().is_some_and(|text| !text.is_empty())
}
