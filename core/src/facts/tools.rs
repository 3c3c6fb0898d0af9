//! Programs that people need on their machine, and the oldest version of each that works.
//!
//! Sources, read 2026-11-27 where no other day is named: kubectl 1.27 is what deploy.sh asks for (server-side apply and
//! the output of `kubectl version` as it reads it), and Kubernetes' version skew policy lets kubectl differ from the
//! cluster by one minor version. Docker 23.0 builds with BuildKit by itself (its release notes). Helm 3.8 reads charts
//! from registries (its release notes). sops 3.9 has the subcommands `edit` and `decrypt` (its release notes). bash 3.2
//! is macOS' own. The others have no version that we know of.

/// A program and why it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tool {
    /// As it is called.
    pub name: &'static str,
    /// The oldest version; empty for any.
    pub oldest: &'static str,
    /// What it does here.
    pub purpose: &'static str,
}

const fn tool(name: &'static str, oldest: &'static str, purpose: &'static str) -> Tool {
    Tool { name, oldest, purpose }
}

/// Talks to the cluster.
pub const KUBECTL: Tool =
    tool("kubectl", "1.27", "talks to the cluster; at most one minor version older or newer");
/// Runs the scripts.
pub const BASH: Tool = tool("bash", "3.2", "runs the scripts; on Windows that of WSL");
/// Names the release.
pub const GIT: Tool = tool("git", "", "names each image by its revision");
/// Builds and pushes.
pub const DOCKER: Tool = tool("docker", "23.0", "builds the image and pushes it");
/// Installs charts.
pub const HELM: Tool = tool("helm", "3.8", "installs cert-manager, where the cluster has none");
/// Encrypts values in git.
pub const SOPS: Tool = tool("sops", "3.9", "encrypts the secrets that are committed");
/// Makes keys for sops.
pub const AGE: Tool = tool("age-keygen", "", "makes the key that opens them");
/// Encrypts values for one cluster.
pub const KUBESEAL: Tool = tool("kubeseal", "", "encrypts the secrets that are committed");
/// Makes random passwords.
pub const OPENSSL: Tool = tool("openssl", "", "makes random passwords");
/// Sets the secrets of workflows.
pub const GH: Tool = tool("gh", "", "sets the secrets of the workflow");
