//! `linkspan status`

use super::Output;
use crate::cluster::{self, Cluster, ClusterError, DeployLock, Where, around};
use crate::error::{CliError, shown};
use crate::exit::Exit;
use crate::input;
use crate::paint::{bold, dim, green, plain, red, yellow};
use crate::terminal;
use linkspan_core::internal::rollout::{
    Clock, Health, Id, Manifest, Release, Seen, Stage, State, Status, selector, status,
};
use linkspan_core::internal::workload;
use linkspan_core::plan::guide_of;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Show what of an app is running in a cluster, and what is wrong with what is not
///
/// Exits with 1 when a part of the app is not running, is stopped or scaled to nothing, or is in the
/// bundle and not in the cluster; also when no part of the app is there.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::exit::CLUSTER_HELP)]
pub(crate) struct Args {
    /// The bundle that says which app: its folder, or an archive
    #[arg(value_name = "DIR|ARCHIVE", default_value = ".")]
    path: PathBuf,
    /// The environment, if linkspan.yml has several
    #[arg(long, value_name = "NAME", conflicts_with = "app")]
    environment: Option<String>,
    /// The app's name, instead of a bundle
    #[arg(long, value_name = "NAME", conflicts_with = "path")]
    app: Option<String>,
    /// Its namespace; by default one of the same name
    #[arg(long, value_name = "NAME", requires = "app")]
    namespace: Option<String>,
    #[command(flatten)]
    at: Where,
    /// How to print the status
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

/// What an app is made of beside its workloads, with the group in which each kind is.
const KINDS: [(&str, &str); 6] = [
    ("networking.k8s.io", "Ingress"),
    ("gateway.networking.k8s.io", "Gateway"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("keda.sh", "ScaledObject"),
    ("", "Service"),
    ("", "PersistentVolumeClaim"),
];

/// Group and kind of everything that is looked at.
fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    let workloads = workload::ALL.iter().filter(|each| each.is_deployed);
    workloads.map(|each| (each.group(), each.kind)).chain(KINDS)
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let Which { app, namespace, release, guide } = which(args)?;
    cluster::block_on(async {
        let cluster = args.at.find().await?.connect().await?;
        let mut seen = read(&cluster, &app, &namespace).await?;
        if let Some(mut release) = release {
            release.fill_namespaces(|id| cluster.is_namespaced(id));
            seen.wanted = wanted(&release);
        }
        let now = cluster.now();
        let status = status(&app, &namespace, &seen, Clock { now, ..Clock::default() });
        terminal::result(&match args.output {
            Output::Json => json(&status, &cluster),
            Output::Human => human(&status, &cluster, &guide),
        })?;
        Ok(if status.is_deployed() && status.is_well() { Exit::Done } else { Exit::Found })
    })?
}

/// Which app, and what its bundle has, where there is one.
struct Which {
    app: String,
    namespace: String,
    release: Option<Release>,
    /// The file with the commands that deploy it.
    guide: String,
}

/// What should be there of the kinds that are looked at.
fn wanted(release: &Release) -> Vec<Id> {
    let is_looked_at = |id: &Id| {
        id.namespace == release.namespace
            && kinds().any(|(group, kind)| group == id.group() && kind == id.kind)
    };
    let applied = release.manifests.iter().filter(|each| each.stage != Stage::OnDemand);
    applied.map(Manifest::id).filter(is_looked_at).collect()
}

fn which(args: &Args) -> Result<Which, CliError> {
    if let Some(app) = &args.app {
        let namespace = args.namespace.clone().unwrap_or_else(|| app.clone());
        for name in [app, &namespace] {
            let fits =
                |each: char| each.is_ascii_lowercase() || each.is_ascii_digit() || each == '-';
            if name.is_empty() || !name.chars().all(fits) {
                return Err(CliError::Usage(
                    format!("`{}` is no name", plain::inline(name)),
                    "names have lower-case letters, digits and dashes".to_owned(),
                ));
            }
        }
        return Ok(Which { app: app.clone(), namespace, release: None, guide: guide_of(None) });
    }
    let mut input = input::gather(std::slice::from_ref(&args.path))?;
    input.choose(args.environment.as_deref())?;
    match Release::read(&input.manifests()) {
        Ok(release) => Ok(Which {
            app: release.app.clone(),
            namespace: release.namespace.clone(),
            release: Some(release),
            guide: input.guide(),
        }),
        Err(error) => Err(CliError::Usage(
            format!("`{}` is no bundle: {error}", shown(&args.path)),
            "name the app instead: `linkspan status --app NAME`".to_owned(),
        )),
    }
}

async fn read(cluster: &Cluster, app: &str, namespace: &str) -> Result<Seen, ClusterError> {
    let selector = selector(app);
    let ours = [("labelSelector", selector.as_str())];
    let mut objects = Vec::new();
    for (group, kind) in kinds() {
        if let Some(api) = cluster.preferred(group, kind) {
            objects.extend(cluster.list(&api, kind, namespace, &ours).await?);
        }
    }
    let jobs = cluster.list("batch/v1", "Job", namespace, &[]).await?;
    if objects.is_empty() && !jobs.iter().any(is_open) {
        return Ok(Seen::default());
    }
    // Jobs that have not succeeded need what stands around them too.
    let shown = objects.iter().chain(jobs.iter().filter(|job| is_open(job)));
    let scene = around(cluster, app, shown, BTreeSet::from([namespace])).await?;
    let lease = match DeployLock::read(cluster, app, namespace).await {
        Ok(lease) => lease,
        Err(error) if error.is_forbidden() => None,
        Err(error) => return Err(error),
    };
    Ok(Seen { objects, jobs, scene, lease, wanted: Vec::new() })
}

fn is_open(job: &Value) -> bool {
    job.pointer("/status/completionTime").is_none()
}

fn json(status: &Status, cluster: &Cluster) -> String {
    let mut value = serde_json::to_value(status).unwrap_or_default();
    if let Value::Object(map) = &mut value {
        map.insert("version".into(), 1.into());
        map.insert("context".into(), cluster.context.clone().into());
    }
    format!("{value}\n")
}

fn human(status: &Status, cluster: &Cluster, guide: &str) -> String {
    let mut text = format!(
        "{} {} in {} {}\n\n",
        bold(&status.app),
        what_runs(status),
        plain::inline(&cluster.context),
        dim(&format!("({}, namespace {})", cluster.server(), status.namespace)),
    );
    let mut rows: Vec<[String; 4]> = Vec::new();
    for each in &status.workloads {
        let mut words = colour(&each.health, &format!("{} of {} ready", each.ready, each.wanted));
        if each.health.state != State::Done || each.wanted == 0 {
            words = format!("{words}, {}", plain::inline(&each.health.words));
        }
        if each.restarts > 0 {
            words = format!("{words}, {}", crate::paint::number(count(each.restarts), "restart"));
        }
        let revision = each.revision.clone().unwrap_or_default();
        rows.push([each.kind.clone(), each.name.clone(), revision, words]);
    }
    for each in &status.cron {
        let mut words = format!("{} {}", each.schedule, each.time_zone).trim().to_owned();
        if each.stopped {
            words = format!("{words}, {}", red("stopped for a migration"));
        } else if each.suspended {
            words.push_str(", suspended");
        }
        if let Some(last) = &each.last {
            words = format!("{words}, last {last}");
        }
        if let Some(health) = &each.health {
            words = format!("{words}: {}", colour(health, &health.words));
        }
        rows.push(["CronJob".to_owned(), each.name.clone(), String::new(), words]);
    }
    // That a Service inside the cluster is there goes without saying.
    for each in status.others.iter().filter(|each| each.health.words != "is there") {
        let words = colour(&each.health, &plain::inline(&each.health.words));
        rows.push([each.kind.clone(), each.name.clone(), String::new(), words]);
    }
    for id in &status.missing {
        let words = red("is missing: the bundle has it; apply makes it");
        rows.push([id.kind.clone(), id.name.clone(), String::new(), words]);
    }
    text.push_str(&table(&rows));
    match &status.migration {
        Some(migration) => {
            let when = migration.when.as_ref().map(|when| format!(", {when}")).unwrap_or_default();
            let words = plain::inline(&migration.health.words);
            // It is past, and what runs is well.
            let is_past = migration.health.state == State::Failed && status.is_well();
            let words = if is_past { yellow(&words) } else { colour(&migration.health, &words) };
            text.push_str(&format!("\nlast migration: {} {words}{when}\n", migration.name));
            if is_past {
                text.push_str("  what runs is not affected; the next release migrates again\n");
            }
        }
        None if status.is_deployed() => text.push_str("\nlast migration: none is kept\n"),
        None => {}
    }
    if let Some(lock) = &status.lock {
        text.push_str(&format!("{}: {}\n", yellow("deploys now"), plain::inline(lock)));
    }
    text.push_str(&causes(status, guide));
    text
}

fn what_runs(status: &Status) -> String {
    match &status.revision {
        Some(revision) => format!("revision {}", plain::inline(revision)),
        None if !status.is_deployed() => "is not deployed".to_owned(),
        None if status.workloads.iter().any(|each| each.revision.is_some()) => {
            "several revisions".to_owned()
        }
        None => "without a revision".to_owned(),
    }
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

fn colour(health: &Health, words: &str) -> String {
    match health.state {
        State::Done => green(words),
        State::Progressing => yellow(words),
        State::Failed => red(words),
    }
}

/// Columns as wide as they have to be; the last one can hold colours.
fn table(rows: &[[String; 4]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let (kind, name, revision) = (width(0), width(1), width(2));
    rows.iter()
        .map(|[a, b, c, words]| {
            let gap = if revision == 0 { "" } else { "  " };
            format!(
                "  {}{:pad$}  {b:name$}{gap}{c:revision$}  {words}\n",
                dim(a),
                "",
                pad = kind - a.chars().count().min(kind)
            )
        })
        .collect()
}

/// What is in the way of what does not run.
fn causes(status: &Status, guide: &str) -> String {
    let workloads = status.workloads.iter().map(|each| &each.health);
    let others = status.others.iter().map(|each| &each.health);
    let migration = status.migration.iter().map(|each| &each.health);
    // A migration that failed is past, while what runs is well.
    let is_error = !status.is_well();
    let now = workloads.chain(others).map(|health| (health, true));
    let all = now.chain(migration.map(|health| (health, is_error)));
    let mut text = String::new();
    for (cause, is_error) in
        all.flat_map(|(health, is_error)| health.causes.iter().map(move |each| (each, is_error)))
    {
        let word = if cause.is_final && is_error { red("error") } else { yellow("warning") };
        let (object, message) = (plain::inline(&cause.object), plain::inline(&cause.message));
        text.push_str(&format!("\n{word}: {object}: {message}\n"));
        if !cause.help.is_empty() {
            text.push_str(&format!("{}: {}\n", green("help"), plain::inline(&cause.advice(guide))));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_line_says_which_revisions_run() {
        let deployment = |name: &str, labels: Value| {
            json!({"kind": "Deployment", "metadata": {"name": name, "labels": {
                    "app.kubernetes.io/managed-by": "linkspan", "app.kubernetes.io/instance": "shop"}},
                "spec": {"template": {"metadata": {"labels": labels}}}})
        };
        let of = |revision: &str| json!({"app.kubernetes.io/version": revision});
        let web = deployment("web", of("r1"));
        for (objects, expect) in [
            (vec![], "is not deployed"),
            // The migration of a first release failed.
            (vec![deployment("redis", json!({}))], "without a revision"),
            (vec![deployment("redis", json!({})), web.clone()], "revision r1"),
            (vec![web, deployment("worker", of("r2"))], "several revisions"),
        ] {
            let seen = Seen { objects, ..Seen::default() };
            let status = status("shop", "shop", &seen, Clock::default());
            assert_eq!(what_runs(&status), expect);
        }
    }
}
