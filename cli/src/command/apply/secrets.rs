//! Whether the Secrets are there: names of keys, never values.

use super::context::Run;
use super::decrypt::Opened;
use crate::error::CliError;
use crate::exit::Exit;
use linkspan_core::internal::rollout::{Id, Need, awaited, has_made, needs};
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How long controllers may take to make Secrets.
const LIMIT: Duration = Duration::from_secs(120);
/// Between two looks.
const POLL: Duration = Duration::from_secs(1);

/// What is missing, with what to do about it.
pub(super) async fn missing(
    run: &Run<'_>,
    opened: Option<&Opened>,
) -> Result<Vec<(String, String)>, CliError> {
    let mut found = Vec::new();
    for need in needs(&run.release.manifests) {
        let id = secret(&need.namespace, &need.name);
        let own = opened.filter(|opened| opened.name == need.name);
        let there = match run.cluster.get(&id).await {
            _ if own.is_some() => own.map(|own| own.keys.clone()),
            Ok(secret) => secret.as_ref().map(keys),
            Err(error) if error.is_forbidden() => {
                run.board.warn(&format!(
                    "the Secret `{}` may not be read, so it is not known whether it has {}",
                    need.name,
                    listed(need.keys.iter())
                ));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let Some(there) = there else {
            found.push((
                format!("there is no Secret `{}` in the namespace `{}`", need.name, need.namespace),
                format!("{}, sections Once and Secrets, has the commands that make it", run.guide),
            ));
            continue;
        };
        let lacks: Vec<&String> = need.keys.iter().filter(|key| !there.contains(*key)).collect();
        if !lacks.is_empty() {
            found.push((
                format!("the Secret `{}` lacks {}", need.name, listed(lacks.into_iter())),
                format!("{}, section Secrets, has the command that sets each", run.guide),
            ));
        }
    }
    logins(run).await;
    Ok(found)
}

/// Waits for the Secrets that controllers make of what was just applied.
pub(super) async fn wait(run: &Run<'_>) -> Result<(), CliError> {
    let awaited = awaited(&run.release.manifests);
    let end = Instant::now() + LIMIT.min(run.timeout);
    for (need, maker) in &awaited {
        loop {
            let Some(why) = late(run, need, maker).await? else { break };
            if Instant::now() >= end {
                let message = format!("{maker} did not make the Secret `{}`: {why}", need.name);
                let help = format!(
                    "`kubectl --namespace {} describe {} {}` says more; {}, section Secrets, says where the values come from",
                    maker.namespace,
                    maker.kind.to_ascii_lowercase(),
                    maker.name,
                    run.guide
                );
                return Err(CliError::Ended(Exit::CouldNotRun, message, help));
            }
            tokio::time::sleep(POLL).await;
        }
        run.board.step("secrets", &format!("`{}` was made by {maker}", need.name));
    }
    Ok(())
}

/// Why a Secret is not made yet.
async fn late(run: &Run<'_>, need: &Need, maker: &Id) -> Result<Option<String>, CliError> {
    let Some(object) = run.cluster.get(maker).await? else {
        return Ok(Some("it is gone".to_owned()));
    };
    if let Err(why) = has_made(&object) {
        let why = if why.is_empty() { "no controller has looked at it".to_owned() } else { why };
        return Ok(Some(crate::paint::plain::inline(&why)));
    }
    let there = match run.cluster.get(&secret(&need.namespace, &need.name)).await {
        Ok(secret) => secret.as_ref().map(keys).unwrap_or_default(),
        // Whoever may not look takes the controller's word.
        Err(error) if error.is_forbidden() => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let lacks: Vec<&String> = need.keys.iter().filter(|key| !there.contains(*key)).collect();
    let lacks = (!lacks.is_empty()).then(|| listed(lacks.into_iter()));
    Ok(lacks.map(|keys| format!("it lacks {keys}")))
}

/// A missing login stops nothing: an image can be public.
async fn logins(run: &Run<'_>) {
    for manifest in &run.release.manifests {
        let pulls = manifest.object.get("imagePullSecrets").and_then(Value::as_array);
        for name in pulls.into_iter().flatten().filter_map(|each| each.get("name")?.as_str()) {
            if let Ok(None) = run.cluster.get(&secret(&manifest.id().namespace, name)).await {
                run.board.warn(&format!(
                    "there is no Secret `{name}`, the login to the registry: only public images can be pulled"
                ));
            }
        }
    }
}

fn secret(namespace: &str, name: &str) -> Id {
    Id {
        api: "v1".to_owned(),
        kind: "Secret".to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    }
}

fn keys(secret: &Value) -> BTreeSet<String> {
    let data = secret.get("data").and_then(Value::as_object);
    data.map(|data| data.keys().cloned().collect()).unwrap_or_default()
}

fn listed<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "what the pods need".to_owned() } else { names.join(", ") }
}
