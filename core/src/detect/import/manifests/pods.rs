//! What runs pods: the web Deployment, workers, the migration, scheduled jobs, data stores.

use super::super::super::process::Process;
use super::super::ledger::{Ledger, Part};
use super::super::mount::folder;
use super::super::program;
use super::super::store::{Found, Stores};
use super::super::variables::{LOW_PORT, Of, Variable, place};
use super::super::words;
use super::{All, Object};
use crate::field::shell_word;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// The command of a container on one line; empty for the image's own.
pub(super) fn command(container: &Node) -> String {
    let words: Vec<String> = ["command", "args"]
        .iter()
        .filter_map(|key| container.get(key))
        .flat_map(|node| node.items().iter().filter_map(Node::text))
        .map(shell_word)
        .collect();
    words.join(" ")
}

fn down<'n>(root: &Part<'n>, keys: &[&str]) -> Option<Part<'n>> {
    keys.iter().try_fold(root.clone(), |part, key| part.get(key))
}

/// An object that runs the app's image.
pub(super) fn own(
    ledger: &mut Ledger<'_>,
    root: &Part<'_>,
    object: &Object,
    all: &All<'_>,
    stores: &Stores,
    shared: &mut Vec<(String, Option<String>)>,
) {
    let Some(pod) = object.pods().and_then(|keys| down(root, keys)) else { return };
    let Some(containers) = pod.get("containers") else { return };
    let Some(container) = containers.all().into_iter().next() else { return };
    let is_web = object.name == all.web && !matches!(object.kind.as_str(), "Job" | "CronJob");
    if let Some(part) = container.get("image")
        && let Some(text) =
            ledger.sheet.text(part.node).or_else(|| words::known_repository(part.node.text()))
    {
        ledger.carry(&part, "image", words::plain_repository(&text));
    }
    for part in [container.get("name"), container.get("imagePullPolicy")].into_iter().flatten() {
        ledger.leave(&part);
    }
    let list = match object.kind.as_str() {
        "CronJob" => format!("cron[{}]", words::name(&object.name, 60)),
        _ if is_web => "web".to_owned(),
        _ => "workers[]".to_owned(),
    };
    let mut fields = BTreeMap::new();
    sizes(ledger, &container, &list, &mut fields);
    let mut env = BTreeMap::new();
    variables(ledger, &container, all, stores, shared, is_web, &mut env);
    health(ledger, &container, is_web);
    pod_keys(ledger, &pod, &container, is_web, &mut fields);
    mounts(ledger, &pod, &container, all);
    for other in containers.all().iter().skip(1) {
        ledger.not_carried(other, "a further container of the pod: name it in `sidecars`");
    }
    for step in pod.get("initContainers").iter().flat_map(Part::all) {
        ledger.not_carried(
            &step,
            "a step before the start: name it in `init`, or in `migrate` if it migrates",
        );
    }
    let line = super::super::compose::tidy(&object.command());
    for part in ["command", "args"].iter().filter_map(|key| container.get(key)) {
        ledger.leave(&part);
    }
    let at = container
        .get("command")
        .or_else(|| container.get("args"))
        .unwrap_or_else(|| container.clone())
        .at;
    match object.kind.as_str() {
        "CronJob" => return cron(ledger, root, object, &container, &line, fields, env),
        "Job" if !line.contains("db:") => {
            return ledger.not_carried(
                root,
                "a Job that runs once: `./deploy.sh --task` runs such commands",
            );
        }
        _ => {}
    }
    if let Some(part) = down(root, &["spec", "replicas"])
        && let Some(text) = ledger.text(&part)
        && object.kind != "Job"
    {
        ledger.carried(&part, &format!("{list}.replicas"));
        fields.insert("replicas", text);
    }
    if line.is_empty() && !is_web {
        let why = "it runs the image's own command, which no file says: name it in `workers` or `processes`";
        return ledger.not_carried(&container, why);
    }
    if object.kind == "Job"
        && let Some(spec) = root.get("spec")
    {
        for key in ["backoffLimit", "ttlSecondsAfterFinished", "completions", "parallelism"] {
            if let Some(part) = spec.get(key) {
                ledger.not_needed(&part, "the bundle sets up its migration by itself");
            }
        }
        if let Some(part) = spec.get("activeDeadlineSeconds")
            && let Some(text) = ledger.text(&part)
        {
            ledger.carry(&part, "migrate.timeout", text);
        }
    }
    ledger.notes.process(Process {
        name: short(&object.name, &all.web),
        key: format!("{}{}.command", ledger.head, container.key),
        at,
        command: line,
        is_web,
        is_release: object.kind == "Job",
        deployed: true,
        fields,
        env,
        ..Process::default()
    });
}

/// The name of a worker without the app's: `shop-sidekiq` beside `shop-web` is `sidekiq`.
fn short(name: &str, web: &str) -> String {
    let head = web.strip_suffix("-web").unwrap_or(web);
    let own = name.strip_prefix(head).and_then(|rest| rest.strip_prefix('-'));
    own.filter(|own| !own.is_empty()).unwrap_or(name).to_owned()
}

fn sizes(
    ledger: &mut Ledger<'_>,
    container: &Part<'_>,
    list: &str,
    fields: &mut BTreeMap<&'static str, String>,
) {
    for (keys, key) in [
        (["resources", "requests", "cpu"], "cpu"),
        (["resources", "requests", "memory"], "memory"),
        (["resources", "limits", "memory"], "memory_limit"),
    ] {
        if let Some(part) = down(container, &keys)
            && let Some(text) = ledger.text(&part)
        {
            ledger.carried(&part, &format!("{list}.{key}"));
            fields.insert(key, text);
        }
    }
    if let Some(part) = down(container, &["resources", "limits", "cpu"]) {
        ledger.not_needed(&part, "no limit of CPU is set, because it slows requests down");
    }
}

fn variables(
    ledger: &mut Ledger<'_>,
    container: &Part<'_>,
    all: &All<'_>,
    stores: &Stores,
    shared: &mut Vec<(String, Option<String>)>,
    is_web: bool,
    env: &mut BTreeMap<String, String>,
) {
    let mut found: Vec<Variable<'_>> = Vec::new();
    for part in container.get("envFrom").iter().flat_map(Part::all) {
        from(ledger, &part, all, &mut found);
    }
    for part in container.get("env").iter().flat_map(Part::all) {
        let Some(name) = part.get("name").and_then(|name| ledger.sheet.text(name.node)) else {
            continue;
        };
        let value = part.get("value");
        if let Some(value) = value {
            match ledger.text(&value) {
                Some(text) => {
                    ledger.leave(&part);
                    found.push(Variable { name, value: Some(text), part: value });
                }
                None => continue,
            }
        } else if let Some(key) = down(&part, &["valueFrom", "secretKeyRef", "key"]) {
            let kept = ledger.sheet.text(key.node).unwrap_or_default();
            if kept != name && !crate::secret::is_value(&kept) {
                let says = format!("`{name}` is kept under the key `{kept}`");
                ledger.notes.remark(
                    part.at.clone(),
                    says,
                    "the bundle's Secret has it under the variable's own name",
                );
            }
            found.push(Variable { name, value: None, part });
        } else if let Some(reference) = down(&part, &["valueFrom", "configMapKeyRef"]) {
            let get = |key: &str| {
                reference.get(key).and_then(|part| ledger.sheet.text(part.node)).unwrap_or_default()
            };
            let object = all.find("ConfigMap", &get("name"));
            let value = object
                .and_then(|object| object.at(&["data", &get("key")])?.text().map(str::to_owned));
            match value {
                Some(value) => found.push(Variable { name, value: Some(value), part }),
                None => ledger.not_carried(
                    &part,
                    "the ConfigMap is not among the files: put the value into `env`",
                ),
            }
        } else {
            ledger
                .not_carried(&part, "a value that the cluster tells: `patches` add such variables");
        }
    }
    let mut own = Vec::new();
    for variable in found {
        if shared.iter().any(|(name, value)| *name == variable.name && *value == variable.value) {
            ledger.not_needed(&variable.part, "the web pods have the same");
        } else {
            own.push(variable);
        }
    }
    if is_web {
        shared.extend(own.iter().map(|each| (each.name.clone(), each.value.clone())));
        place(ledger, own, stores, Of::App);
    } else {
        place(ledger, own, stores, Of::Process(env, "workers[].env"));
    }
}

/// All variables of a ConfigMap, or the names of those of a Secret.
fn from<'n>(
    ledger: &mut Ledger<'_>,
    part: &Part<'n>,
    all: &All<'_>,
    found: &mut Vec<Variable<'n>>,
) {
    let name = |key: &str| {
        part.get(key)
            .and_then(|part| part.get("name"))
            .and_then(|part| ledger.sheet.text(part.node))
    };
    if let Some(map) = name("configMapRef") {
        let Some(object) = all.find("ConfigMap", &map) else {
            return ledger.not_carried(
                part,
                "the ConfigMap is not among the files: put its values into `env`",
            );
        };
        let data = object.at(&["data"]).map(Node::entries).unwrap_or_default();
        for entry in data.iter().take(500) {
            let Some(text) = object.sheet.text(&entry.value) else { continue };
            let mut inner = part.clone();
            inner.key = format!("{}.{}", part.key, entry.key);
            inner.at =
                super::super::super::finding::At::new(object.file.clone(), entry.key_start().line);
            found.push(Variable { name: entry.key.to_string(), value: Some(text), part: inner });
        }
        return ledger.carried(part, "env");
    }
    if let Some(secret) = name("secretRef") {
        if let Some(object) = all.find("Secret", &secret) {
            let data = ["data", "stringData"].into_iter().filter_map(|key| object.at(&[key]));
            for entry in data.flat_map(Node::entries).take(500) {
                let mut inner = part.clone();
                inner.key = format!("{}.{}", part.key, entry.key);
                inner.at = super::super::super::finding::At::new(
                    object.file.clone(),
                    entry.key_start().line,
                );
                found.push(Variable { name: entry.key.to_string(), value: None, part: inner });
            }
            return ledger.carried(part, "secrets");
        }
        if ["SealedSecret", "ExternalSecret"].iter().any(|kind| all.find(kind, &secret).is_some()) {
            return ledger.carried(part, "secrets");
        }
        return ledger.not_carried(
            part,
            "the Secret is not among the files: list the names of its keys in `secrets`",
        );
    }
    ledger.not_carried(part, "it is neither a ConfigMap nor a Secret");
}

fn health(ledger: &mut Ledger<'_>, container: &Part<'_>, is_web: bool) {
    for key in ["readinessProbe", "startupProbe", "livenessProbe"] {
        let Some(probe) = container.get(key) else { continue };
        if !is_web {
            ledger.not_needed(&probe, "workers are asked for their health in a way of their own");
            continue;
        }
        if let Some(part) = down(&probe, &["httpGet", "path"])
            && let Some(text) = ledger.text(&part)
        {
            if key == "readinessProbe" || ledger.notes.best("web.health_path").is_none() {
                ledger.carry(&part, "web.health_path", text);
            } else {
                ledger.not_needed(&part, "one path answers all probes of the bundle");
            }
        } else if let Some(part) = probe.get("tcpSocket") {
            ledger.likely(&part, "web.probe", "tcp", "the port alone is asked");
        }
        for part in probe.all() {
            if part.name != "httpGet" || part.get("path").is_none() {
                ledger.not_needed(&part, "the bundle asks in its own rhythm");
            } else {
                for inner in part.all() {
                    ledger.not_needed(&inner, "the bundle asks in its own rhythm");
                }
            }
        }
    }
    for part in container.get("ports").iter().flat_map(Part::all) {
        let port = part.get("containerPort").and_then(|part| ledger.sheet.text(part.node));
        match port {
            Some(port) if is_web && port.parse::<u16>().is_ok_and(|port| port < 1024) => {
                ledger.not_needed(&part, LOW_PORT);
            }
            Some(port) if is_web && ledger.notes.best("web.port").is_none() => {
                ledger.carry(&part, "web.port", port)
            }
            _ => ledger.not_needed(&part, "nobody reaches it from outside"),
        }
    }
}

fn pod_keys(
    ledger: &mut Ledger<'_>,
    pod: &Part<'_>,
    container: &Part<'_>,
    is_web: bool,
    fields: &mut BTreeMap<&'static str, String>,
) {
    let number = |keys: &[&str], path: &str, from: &Part<'_>, ledger: &mut Ledger<'_>| {
        if let Some(part) = down(from, keys)
            && let Some(text) = ledger.text(&part)
        {
            ledger.carry(&part, path, text);
        }
    };
    for from in [pod, container] {
        number(&["securityContext", "runAsUser"], "container.user", from, ledger);
        number(&["securityContext", "runAsGroup"], "container.group", from, ledger);
        if let Some(part) = from.get("securityContext") {
            for inner in part.all() {
                ledger.not_needed(&inner, "the bundle sets it for all pods (`security`)");
            }
        }
    }
    number(&["workingDir"], "container.workdir", container, ledger);
    if let Some(part) = pod.get("terminationGracePeriodSeconds")
        && let Some(text) = ledger.text(&part)
    {
        ledger.carried(&part, if is_web { "web.grace" } else { "workers[].grace" });
        fields.insert("grace", text);
    }
    if let Some(part) = pod.get("priorityClassName")
        && let Some(text) = ledger.text(&part)
    {
        ledger
            .carried(&part, if is_web { "web.priority_class" } else { "workers[].priority_class" });
        fields.insert("priority_class", text);
    }
    for part in pod.get("imagePullSecrets").iter().flat_map(Part::all) {
        if let Some(name) = part.get("name").and_then(|name| ledger.sheet.text(name.node)) {
            ledger.notes.read("registry.private", "true", part.at.clone());
            ledger.carry(&part, "registry.pull_secret", name);
        }
    }
    for (key, why) in [
        ("serviceAccountName", "the bundle has one of its own"),
        ("automountServiceAccountToken", "the bundle's pods have no token"),
        ("restartPolicy", "it follows from what runs the pods"),
        ("enableServiceLinks", "the bundle turns it off"),
        ("dnsPolicy", "the cluster's own holds"),
        ("schedulerName", "the cluster's own holds"),
    ] {
        if let Some(part) = pod.get(key) {
            ledger.not_needed(&part, why);
        }
    }
    if let Some(part) = container.get("lifecycle") {
        ledger.not_needed(&part, "`web.drain` keeps a stopping pod answering");
    }
}

fn mounts(ledger: &mut Ledger<'_>, pod: &Part<'_>, container: &Part<'_>, all: &All<'_>) {
    let volumes = pod.get("volumes").map(|part| part.all()).unwrap_or_default();
    for mount in container.get("volumeMounts").iter().flat_map(Part::all) {
        let get = |key: &str| {
            mount.get(key).and_then(|part| ledger.sheet.text(part.node)).unwrap_or_default()
        };
        let (name, target) = (get("name"), get("mountPath"));
        let volume = volumes.iter().find(|each| {
            each.get("name").and_then(|part| ledger.sheet.text(part.node)).as_deref() == Some(&name)
        });
        let Some(volume) = volume else {
            ledger.not_carried(&mount, "its volume is not in the file");
            continue;
        };
        ledger.leave(volume);
        if volume.get("emptyDir").is_some() {
            ledger.not_needed(
                &mount,
                "tmp and log can be written to; `container.writable` names more",
            );
        } else if let Some(claim) = down(volume, &["persistentVolumeClaim", "claimName"]) {
            let claim = ledger.sheet.text(claim.node).unwrap_or_default();
            folder(ledger, &mount, "", &target, false);
            if let Some(object) = all.find("PersistentVolumeClaim", &claim)
                && let Some(size) = object.at(&["spec", "resources", "requests", "storage"])
                && let Some(text) = object.sheet.text(size)
                && let Some(path) = ledger.notes.claims.last().map(|claim| claim.path.clone())
            {
                let path = match path.as_str() {
                    "active_storage.service" => "active_storage.storage".to_owned(),
                    path if path.starts_with("volumes[") => path.replace("].path", "].size"),
                    _ => continue,
                };
                ledger.notes.read(&path, text, object.sheet.at(size));
                let access =
                    object.at(&["spec", "accessModes"]).and_then(|node| node.items().first());
                if let (Some(node), true) = (access, path.starts_with("volumes["))
                    && let Some(text) = object.sheet.text(node)
                {
                    let path = path.replace("].size", "].access");
                    ledger.notes.read(&path, text, object.sheet.at(node));
                }
            }
        } else {
            ledger.not_carried(&mount, "files of a ConfigMap or Secret: name each in `files`");
        }
    }
}

fn cron(
    ledger: &mut Ledger<'_>,
    root: &Part<'_>,
    object: &Object,
    container: &Part<'_>,
    line: &str,
    fields: BTreeMap<&'static str, String>,
    env: BTreeMap<String, String>,
) {
    let name = words::name(&object.name, 60);
    let Some(spec) = root.get("spec") else { return };
    let at = |key: &str| format!("cron[{name}].{key}");
    ledger.notes.read(&at("name"), name.as_str(), spec.at.clone());
    for (keys, key) in [
        (&["schedule"][..], "schedule"),
        (&["timeZone"], "time_zone"),
        (&["startingDeadlineSeconds"], "start_within"),
        (&["jobTemplate", "spec", "activeDeadlineSeconds"], "timeout"),
        (&["jobTemplate", "spec", "backoffLimit"], "retries"),
    ] {
        if let Some(part) = down(&spec, keys)
            && let Some(text) = ledger.text(&part)
        {
            ledger.carry(&part, &at(key), text);
        }
    }
    for (key, value) in
        fields.iter().filter(|(key, _)| matches!(**key, "cpu" | "memory" | "memory_limit"))
    {
        ledger.notes.read(&at(key), value.as_str(), container.at.clone());
    }
    if !env.is_empty() {
        ledger.notes.read(
            &at("env"),
            super::super::super::finding::Value::Map(env),
            container.at.clone(),
        );
    }
    for key in ["concurrencyPolicy", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
        if let Some(part) = spec.get(key) {
            ledger.not_needed(&part, "the bundle runs no two at once, and keeps a few of them");
        }
    }
    if let Some(part) =
        spec.get("suspend").filter(|part| ledger.sheet.text(part.node).as_deref() == Some("true"))
    {
        ledger
            .not_carried(&part, "the job stands still: leave it out, or suspend it in the cluster");
    }
    if line.is_empty() {
        return ledger
            .not_carried(container, "it runs the image's own command: a scheduled job needs one");
    }
    for part in ["command", "args"].iter().filter_map(|key| container.get(key)) {
        ledger.unleave(&part);
    }
    if let Some(part) = container.get("command").or_else(|| container.get("args")) {
        ledger.carry(&part, &at("command"), line);
        if let Some(rest) = container.get("args") {
            ledger.carried(&rest, &at("command"));
        }
    }
}

/// An object that runs another image: a data store, a front door, another program.
pub(super) fn other(
    ledger: &mut Ledger<'_>,
    root: &Part<'_>,
    object: &Object,
    stores: &mut Stores,
) {
    let container = object
        .pods()
        .and_then(|keys| down(root, keys))
        .and_then(|pod| pod.get("containers")?.all().into_iter().next());
    let image = container.as_ref().and_then(|part| part.get("image"));
    let (Some(part), Some(text)) = (&image, object.image()) else {
        return ledger.not_carried(root, "it names no image");
    };
    if let Some(why) = program::use_of(text) {
        return ledger.not_needed(root, why);
    }
    let hosts = vec![object.name.clone()];
    match stores.add(ledger, part, text, hosts) {
        Found::Carried(_) => ledger.not_needed(root, "the bundle sets up its stores by itself"),
        Found::Second => ledger.not_carried(
            root,
            "it is a second store of its kind: keep it as `manifests` of your own",
        ),
        Found::Unknown => ledger.not_carried(
            root,
            "another program: keep it as `manifests` of your own, or name it in `processes`",
        ),
    }
}
