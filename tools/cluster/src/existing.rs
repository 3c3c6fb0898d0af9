//! A cluster of kind or minikube that is there already. It is somebody's own, so it has to be named, and nothing in it is
//! started, ended or left behind: what runs with it makes dry runs only.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use anyhow::{Context, Result, bail};
use linkspan_machine::process::Call;

use super::place;
use super::running::Running;
use crate::Level;

/// Names the kubectl context, which confirms that it is meant.
const VARIABLE: &str = "LINKSPAN_CONTEXT";

/// The context that is named, if one is.
pub(super) fn named() -> Result<Option<String>> {
    let name = std::env::var(VARIABLE).ok().filter(|name| !name.is_empty());
    if let Some(name) = name.as_deref().filter(|name| !is_for_trying(name)) {
        bail!(
            "{VARIABLE} names `{name}`: only contexts of kind (`kind-…`) and `minikube` are taken, so that no other cluster is met by mistake"
        );
    }
    Ok(name)
}

/// The cluster behind a context of the user's own kubeconfig, of which the folder gets the part that leads to it.
pub(super) fn find(folder: &Path, kubectl: &Path, context: &str) -> Result<Running> {
    let view = ["config", "view", "--minify", "--flatten", "--context", context];
    let config = Call::new(kubectl)
        .args(view)
        .quiet()
        .with_context(|| format!("kubectl knows no context `{context}`"))?;
    place::make_private(folder)?;
    let kubeconfig = folder.join("kubeconfig");
    std::fs::write(&kubeconfig, config).context("writing the kubeconfig of one context")?;
    let ask = |words: &[&str]| {
        let call = Call::new(kubectl).args(words).env("KUBECONFIG", &kubeconfig);
        call.text().filter(|said| !said.is_empty())
    };
    let address = ask(&["config", "view", "-o", "jsonpath={.clusters[0].cluster.server}"])
        .context("the context names no server")?;
    if !is_near(&address) {
        bail!("`{context}` leads to {address}, which is not on this machine");
    }
    let said = ask(&["get", "--raw", "/version", "--request-timeout=5s"])
        .with_context(|| format!("the cluster of `{context}` does not answer at {address}"))?;
    let version = said.split("\"gitVersion\": \"v").nth(1).and_then(|rest| rest.split('"').next());
    Ok(Running {
        level: Level::Judge,
        version: version.context("the API server says no version")?.to_owned(),
        address,
        kubeconfig,
        kubectl: kubectl.to_owned(),
        processes: Vec::new(),
        room: None,
        more: vec![(VARIABLE, context.into())],
    })
}

/// Whether a context has the name that kind or minikube gives.
fn is_for_trying(context: &str) -> bool {
    context == "minikube" || context.strip_prefix("kind-").is_some_and(|name| !name.is_empty())
}

/// Whether a server is on this machine, or in a network of it: `https://127.0.0.1:6443`.
fn is_near(address: &str) -> bool {
    let rest = address.strip_prefix("https://").unwrap_or_default();
    let host = rest.rsplit_once(':').map_or(rest, |(host, _)| host);
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip == Ipv4Addr::UNSPECIFIED,
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        Err(_) => host == "localhost",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_that_could_be_in_use_is_not_taken() {
        for (context, expect) in [
            ("kind-kind", true),
            ("kind-shop", true),
            ("minikube", true),
            ("kind-", false),
            ("production", false),
            ("", false),
        ] {
            assert_eq!(is_for_trying(context), expect, "{context}");
        }
        for (address, expect) in [
            ("https://127.0.0.1:6443", true),
            ("https://192.168.49.2:8443", true),
            ("https://[::1]:6443", true),
            ("https://localhost:6443", true),
            ("https://203.0.113.4:6443", false),
            ("https://kube.example.com", false),
            ("", false),
        ] {
            assert_eq!(is_near(address), expect, "{address}");
        }
    }
}
