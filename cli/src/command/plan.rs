//! `linkspan plan`

use super::bundle::{self, Bundle};
use super::running::keep_revisions;
use super::{Output, stale, trial};
use crate::cluster::{self, Cluster, Where};
use crate::error::CliError;
use crate::exit::Exit;
use crate::paint::{bold, dim, green, plain, red, yellow};
use crate::terminal;
use linkspan_core::internal::rollout::{
    Change, Difference, Id, Op, Release, Revision, SETTINGS, Stage, Takeover, homes, left_behind,
    lived_in, selector,
};
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

/// Show what `linkspan apply` would change in a cluster
///
/// The cluster's API server tries every object without writing it, and says what would change. Values
/// of Secrets are never shown.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::exit::CLUSTER_HELP)]
pub(crate) struct Args {
    /// The bundle: the app's folder, or an archive
    #[arg(value_name = "DIR|ARCHIVE", default_value = ".")]
    path: PathBuf,
    /// The environment, if linkspan.yml has several
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// The revision to plan for; by default `build.version` of a published image, else the one that
    /// runs, without its migration
    #[arg(long, value_name = "REVISION", value_parser = Revision::parse)]
    revision: Option<Revision>,
    #[command(flatten)]
    at: Where,
    /// Exit with 6 when there are changes
    #[arg(long)]
    exit_code: bool,
    /// How to print the plan
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

/// Within a version, keys are only added.
#[derive(Serialize)]
struct Plan<'a> {
    version: u32,
    app: &'a str,
    namespace: &'a str,
    context: &'a str,
    revision: Option<&'a str>,
    changes: &'a [Change],
    takeovers: Vec<Taken<'a>>,
    warnings: &'a [String],
    /// Whether only the namespace could be tried, because it is not there.
    partial: bool,
}

#[derive(Serialize)]
struct Taken<'a> {
    #[serde(flatten)]
    id: &'a Id,
    #[serde(flatten)]
    takeover: &'a Takeover,
}

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let bundle = bundle::read(&args.path, args.environment.as_deref(), args.output)?;
    cluster::block_on(async {
        let cluster = args.at.find().await?.connect().await?;
        plan(args, &bundle, &cluster).await
    })?
}

async fn plan(args: &Args, bundle: &Bundle, cluster: &Cluster) -> Result<Exit, CliError> {
    let mut release = bundle.release.clone();
    release.fill_namespaces(|id| cluster.is_namespaced(id));
    let wanted = args.revision.clone().or_else(|| bundle.input.version());
    let is_wanted = wanted.is_some();
    let revision = match wanted {
        Some(revision) => {
            release.put(&revision);
            Some(revision)
        }
        None => keep_revisions(cluster, &mut release).await?,
    };
    let is_there = namespace_is_there(cluster, &release).await?;
    let with_gate = is_wanted || revision.is_none();
    let trial = trial::run(cluster, &release, |stage| match stage {
        Stage::Namespace => true,
        Stage::OnDemand => false,
        Stage::Gate | Stage::After => is_there && with_gate,
        _ => is_there,
    })
    .await?;
    if trial.report.has_errors() {
        let consequence = "apply would change nothing";
        return Err(bundle::refuse(&bundle.input, &trial.report, args.output, consequence));
    }
    let mut changes: Vec<Change> = trial.tried.iter().map(|tried| tried.change.clone()).collect();
    if is_there {
        changes.extend(trial::left(cluster, &release).await?.into_iter().map(Change::delete));
    } else {
        let rest = release
            .manifests
            .iter()
            .filter(|each| !matches!(each.stage, Stage::Namespace | Stage::OnDemand));
        changes
            .extend(rest.map(|each| linkspan_core::internal::rollout::change(None, &each.object)));
    }
    name_settings(cluster, &release, &mut changes).await?;
    let mut warnings = stale::warnings(&args.path, &bundle.stale);
    warnings.extend(cluster.take_warnings());
    if !runs_here(cluster, &release).await? {
        warnings.extend(elsewhere(cluster, bundle).await?);
    }
    let plan = Plan {
        version: 1,
        app: &release.app,
        namespace: &release.namespace,
        context: &cluster.context,
        revision: revision.as_ref().map(Revision::as_str),
        changes: &changes,
        takeovers: trial.takeovers().map(|(id, takeover)| Taken { id, takeover }).collect(),
        warnings: &warnings,
        partial: !is_there,
    };
    terminal::result(&match args.output {
        Output::Json => format!("{}\n", serde_json::to_string(&plan).unwrap_or_default()),
        Output::Human => human(&plan, cluster),
    })?;
    let differs = changes.iter().any(Change::is_any);
    Ok(if args.exit_code && differs { Exit::Differs } else { Exit::Done })
}

/// Says of new settings which of them differ from those in whose place they come.
async fn name_settings(
    cluster: &Cluster,
    release: &Release,
    changes: &mut [Change],
) -> Result<(), CliError> {
    let all = changes.to_vec();
    for change in changes {
        let Some(before) = change.replaces(&all) else { continue };
        let wanted = release.manifests.iter().find(|each| each.id().is_same(&change.id));
        if let (Some(wanted), Some(before)) = (wanted, cluster.get(&before).await?) {
            change.settings(&before, &wanted.object);
        }
    }
    Ok(())
}

/// Whether the app was released to this namespace before.
async fn runs_here(cluster: &Cluster, release: &Release) -> Result<bool, CliError> {
    let selector = selector(&release.app);
    let ours = [("labelSelector", selector.as_str())];
    match cluster.list("apps/v1", "Deployment", &release.namespace, &ours).await {
        Ok(found) => Ok(!found.is_empty()),
        Err(error) if error.is_forbidden() || error.is_not_found() => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// What is told where the app runs in a namespace that is none of the bundle. Whoever may not look into all of them is
/// told nothing.
async fn elsewhere(cluster: &Cluster, bundle: &Bundle) -> Result<Vec<String>, CliError> {
    let app = &bundle.release.app;
    let selector = selector(app);
    let ours = [("labelSelector", selector.as_str())];
    let live = match cluster.list("apps/v1", "Deployment", "", &ours).await {
        Ok(live) => live,
        Err(error) if error.is_forbidden() => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let now =
        homes(bundle.input.files.texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let told = left_behind(&lived_in(app, &live), &now);
    Ok(told.into_iter().map(|each| format!("{}; {}", each.message, each.help)).collect())
}

async fn namespace_is_there(cluster: &Cluster, release: &Release) -> Result<bool, CliError> {
    let id = Id {
        api: "v1".to_owned(),
        kind: "Namespace".to_owned(),
        namespace: String::new(),
        name: release.namespace.clone(),
    };
    match cluster.get(&id).await {
        Ok(found) => Ok(found.is_some()),
        Err(error) if error.is_forbidden() => Ok(true),
        Err(error) => Err(error.into()),
    }
}

fn human(plan: &Plan<'_>, cluster: &Cluster) -> String {
    let mut text = format!(
        "{} {} in {} {}\n\n",
        bold(plan.app),
        plan.revision
            .map_or_else(|| "without a revision".to_owned(), |it| format!("revision {it}")),
        plain::inline(plan.context),
        dim(&format!("({})", cluster.server())),
    );
    let mut counts = [0_usize; 5];
    for change in plan.changes {
        if let Some(count) = counts.get_mut(change.op as usize) {
            *count += 1;
        }
        text.push_str(&entry(change, plan.changes));
    }
    for taken in &plan.takeovers {
        text.push_str(&format!(
            "{}: `{}` of {} was set by `{}`; apply takes the bundle's value\n",
            yellow("note"),
            taken.takeover.path,
            taken.id,
            plain::inline(&taken.takeover.manager)
        ));
    }
    for warning in plan.warnings {
        text.push_str(&format!("{}: {}\n", yellow("warning"), plain::inline(warning)));
    }
    if plan.partial {
        text.push_str(&format!(
            "{}: the namespace `{}` does not exist yet, so the API server could try nothing else\n",
            yellow("note"),
            plan.namespace
        ));
    }
    let words = ["to create", "to change", "to run", "to delete", "unchanged"];
    let parts: Vec<String> = counts
        .iter()
        .zip(words)
        .filter(|(count, _)| **count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if plan.changes.iter().any(Change::is_any) {
        text.push_str(&format!("\n{}\n", parts.join(", ")));
    } else {
        text.push_str(&format!("{}: {}\n", green("nothing to do"), parts.join(", ")));
    }
    text
}

fn entry(change: &Change, all: &[Change]) -> String {
    let id = plain::inline(&change.id.to_string());
    let mut text = match change.op {
        Op::Same => return String::new(),
        Op::Create => format!("  {} {id}\n", green("+")),
        Op::Run => format!("  {} {id} {}\n", green(">"), dim("runs once, before any pod changes")),
        Op::Delete => format!("  {} {id} {}\n", red("-"), dim("is no longer in the bundle")),
        Op::Change => format!("  {} {id}\n", yellow("~")),
    };
    for field in &change.fields {
        let told = match settings(field, all) {
            Some(names) => format!("settings: {}", names.join(", ")),
            None => format!("{}{}", plain::inline(&field.label), values(field)),
        };
        text.push_str(&format!("      {told}\n"));
    }
    text
}

/// The names of the settings that differ, where a field names the ConfigMap that holds them.
fn settings(field: &Difference, all: &[Change]) -> Option<Vec<String>> {
    let named = field.to.as_ref().filter(|_| field.path.ends_with(SETTINGS))?.as_str()?;
    let made = all.iter().find(|each| each.op == Op::Create && each.id.name == named)?;
    let name = |each: &Difference| plain::inline(each.path.trim_start_matches("data."));
    let names: Vec<String> = made.fields.iter().map(name).collect();
    (!names.is_empty()).then_some(names)
}

/// The old and the new value, where they are short; a Secret's are not there.
fn values(field: &Difference) -> String {
    match (field.from.as_ref().map(short), field.to.as_ref().map(short)) {
        (None, None) => String::new(),
        (None, Some(to)) => format!(" {} {to}", green("+")),
        (Some(_), None) => format!(" {}", red("is removed")),
        (Some(from), Some(to)) => format!(": {from} {} {to}", dim("->")),
    }
}

/// A value in a few words.
fn short(value: &Value) -> String {
    let secret = ["/valueFrom/secretKeyRef/name", "/secretKeyRef/name"]
        .iter()
        .find_map(|at| value.pointer(at)?.as_str());
    match (value, secret, value.get("value").filter(|text| text.is_string())) {
        (Value::String(text), ..) => plain::inline(text),
        (_, Some(secret), _) => format!("from the Secret `{}`", plain::inline(secret)),
        (_, _, Some(text)) => short(text),
        (Value::Object(_) | Value::Array(_), ..) => "…".to_owned(),
        (other, ..) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkspan_core::internal::rollout::change;
    use serde_json::json;

    #[test]
    fn a_changed_setting_and_a_new_secret_are_told_by_name() {
        let pod = |env: Value, settings: &str| {
            json!({"apiVersion": "apps/v1", "kind": "Deployment",
                "metadata": {"name": "web", "namespace": "shop"},
                "spec": {"containers": [{"name": "web", "env": env,
                    "envFrom": [{"configMapRef": {"name": settings}}]}]}})
        };
        let map = |name: &str, value: &str| {
            json!({"apiVersion": "v1", "kind": "ConfigMap",
                "metadata": {"name": name, "namespace": "shop"}, "data": {"GREETING": value}})
        };
        let key = json!({"name": "STRIPE_KEY",
            "valueFrom": {"secretKeyRef": {"name": "shop-secrets", "key": "STRIPE_KEY"}}});
        let web = change(Some(&pod(json!([]), "env-1")), &pod(json!([key]), "env-2"));
        let mut made = change(None, &map("env-2", "hello"));
        made.settings(&map("env-1", "hi"), &map("env-2", "hello"));
        let all = [made, web];
        let text: String = all.iter().map(|change| entry(change, &all)).collect();
        let (made, changed, to) = (green("+"), yellow("~"), dim("->"));
        assert_eq!(
            text,
            format!(
                "  {made} ConfigMap env-2\n      data.GREETING: hi {to} hello\n  {changed} Deployment web\n      spec.containers[web].env[STRIPE_KEY] {made} from the Secret `shop-secrets`\n      settings: GREETING\n"
            )
        );
    }
}
