//! The app's Secret, decrypted by sops: its values pass through memory alone, and through no argument.

use super::context::Run;
use crate::command::bundle::Bundle;
use crate::error::CliError;
use crate::exit::Exit;
use linkspan_core::internal::rollout::{Id, encrypted_keys, secret_of};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// How long sops may take: key services are asked, and people for passphrases.
const LIMIT: Duration = Duration::from_secs(120);

/// A Secret that is written when nothing speaks against the release any more.
pub(super) struct Opened {
    pub(super) name: String,
    /// Names of its keys.
    pub(super) keys: BTreeSet<String>,
    object: Value,
}

fn ended(message: String, help: &str) -> CliError {
    CliError::Ended(Exit::CouldNotRun, message, help.to_owned())
}

/// Decrypts what the bundle has encrypted; nothing where its secrets come another way.
pub(super) async fn open(run: &Run<'_>, bundle: &Bundle) -> Result<Option<Opened>, CliError> {
    let Some((wanted, text)) = bundle.input.encrypted() else { return Ok(None) };
    let path = &wanted.path;
    let Some(text) = text else {
        let message = format!("there is no `{path}`, which holds the encrypted secrets");
        let help = format!("{}, section Secrets, has the commands that make it", run.guide);
        return Err(ended(message, &help));
    };
    let values = decrypted(text, path).await?;
    let (app, namespace) = (&run.release.app, &run.release.namespace);
    let object = secret_of(app, namespace, &wanted.secret, values).map_err(|why| {
        ended(format!("`{path}` makes no Secret: {why}"), "put every value in quotes: `sops edit`")
    })?;
    run.board.step("decrypt", &format!("`{path}`"));
    Ok(Some(Opened { name: wanted.secret.clone(), keys: encrypted_keys(text), object }))
}

/// What sops makes of a text, which it gets and gives by pipes.
async fn decrypted(text: &str, path: &str) -> Result<Value, CliError> {
    let mut child = Command::new("sops")
        .args(["decrypt", "--input-type", "yaml", "--output-type", "json", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|cause| match cause.kind() {
            io::ErrorKind::NotFound => ended(
                format!("the secrets stand encrypted in `{path}`, and `sops` is not installed"),
                "install sops (https://getsops.io) and give it your key (age: `SOPS_AGE_KEY_FILE`)",
            ),
            _ => ended(format!("sops cannot be started: {cause}"), ""),
        })?;
    let pipe = child.stdin.take();
    let talk = async {
        // One that ends before it has read everything says why itself.
        if let Some(mut pipe) = pipe {
            let _ = pipe.write_all(text.as_bytes()).await;
        }
        child.wait_with_output().await
    };
    let output = tokio::time::timeout(LIMIT, talk)
        .await
        .map_err(|_| ended("sops did not answer within two minutes".to_owned(), ""))?
        .map_err(|cause| ended(format!("sops cannot be read: {cause}"), ""))?;
    if !output.status.success() {
        let help = "sops says above why; it needs the private key of one that `.sops.yaml` names (age: `SOPS_AGE_KEY_FILE`)";
        return Err(ended(format!("sops cannot decrypt `{path}`"), help));
    }
    // What the parser would quote could be a value.
    serde_json::from_slice(&output.stdout)
        .map_err(|_| ended(format!("what sops makes of `{path}` cannot be read"), ""))
}

/// Writes the Secret. What the cluster answers to it is not shown: it could quote a value.
pub(super) async fn give(run: &Run<'_>, opened: &Opened) -> Result<(), CliError> {
    let id = Id::of(&opened.object);
    let written = match run.cluster.get(&id).await? {
        Some(_) => run.cluster.replace(&opened.object, LIMIT).await,
        None => match run.cluster.create(&opened.object).await {
            // Made by a call whose answer was lost.
            Err(error) if error.is_conflict() => run.cluster.replace(&opened.object, LIMIT).await,
            made => made,
        },
    };
    if let Err(error) = written {
        let why = if error.is_forbidden() { ": this user may not write it" } else { "" };
        let message = format!("the cluster did not take the Secret `{}`{why}", opened.name);
        return Err(ended(
            message,
            "nothing was changed; names of secrets may hold letters, digits, `_`, `-` and `.`",
        ));
    }
    run.board.step("secrets", &format!("`{}` was written", opened.name));
    Ok(())
}
