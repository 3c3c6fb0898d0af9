//! What a step may need of the machine, and how each is got.

use anyhow::Result;
use linkspan_machine::project::Project;
use linkspan_machine::tool::Tool;

use crate::{browser, facts, judges, node, wasm};

/// Something that a step needs of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// A compiler that builds for wasm32, and its standard library.
    Wasm,
    /// Runs tests in a browser.
    Runner,
    /// Makes the module smaller.
    WasmOpt,
    /// Node.js, with npm.
    Node,
    /// Chromium or Chrome, and its driver.
    Browser,
    /// Programs of other people that judge what we write.
    Judges,
    /// Kubernetes' own tables and test data, which ours are compared with.
    Facts,
    /// Kubernetes' own client.
    Kubectl,
    /// etcd and kube-apiserver.
    ApiServer,
    /// A whole cluster with nodes.
    Nodes,
}

impl Need {
    /// All, in the order of setting up.
    pub(crate) const ALL: [Self; 10] = [
        Self::Wasm,
        Self::Runner,
        Self::WasmOpt,
        Self::Node,
        Self::Browser,
        Self::Judges,
        Self::Facts,
        Self::Kubectl,
        Self::ApiServer,
        Self::Nodes,
    ];

    /// What a person calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Wasm => "wasm32 target",
            Self::Runner => "wasm-bindgen's test runner",
            Self::WasmOpt => "wasm-opt",
            Self::Node => "Node.js",
            Self::Browser => "Chromium and ChromeDriver",
            Self::Judges => {
                "outside judges (hadolint, shellcheck, kubernetes-validate, PyYAML, kube-score, actionlint)"
            }
            Self::Facts => "Kubernetes' own tables (k8s.io/api, k8s.io/pod-security-admission)",
            Self::Kubectl => "kubectl",
            Self::ApiServer => "kube-apiserver and etcd",
            Self::Nodes => "a cluster with nodes",
        }
    }

    /// Finds it, or installs it.
    pub(crate) fn get(self, project: &Project) -> Result<Tool> {
        match self {
            Self::Wasm => wasm::get(project),
            Self::Runner => wasm::runner(project),
            Self::WasmOpt => node::wasm_opt(project),
            Self::Node => node::get(),
            Self::Browser => browser::get(),
            Self::Judges => judges::get(project),
            Self::Facts => facts::get(project),
            Self::Kubectl => linkspan_cluster::kubectl(project),
            Self::ApiServer => linkspan_cluster::get(project),
            Self::Nodes => linkspan_cluster::get_nodes(project),
        }
    }

    /// What a person can do when it could not be got.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::Wasm => {
                "run `rustup target add wasm32-unknown-unknown` (rustup: https://rustup.rs)"
            }
            Self::Runner => "run `cargo build --package linkspan-bindgen --features tests`",
            Self::WasmOpt => {
                "run `npm install --global binaryen`, or install Binaryen 116 or newer"
            }
            Self::Node => "install Node.js 20 or newer, which brings npm",
            Self::Browser => {
                "run `sudo apt-get install chromium chromium-driver`, or install Chrome and ChromeDriver \
                 of the same version and set CHROMIUM and CHROMEDRIVER to their paths"
            }
            Self::Judges => {
                "install Python 3.9 or newer with its venv module or pip, and Go for actionlint"
            }
            Self::Facts => "install Go 1.26 or newer, which fetches them",
            Self::Kubectl => "install kubectl 1.33 or newer, or Go 1.26 to build it with",
            Self::ApiServer => {
                "install Go 1.26 to build it with (10 minutes, once), or set KUBEBUILDER_ASSETS to a \
                 folder with etcd, kube-apiserver and kubectl"
            }
            Self::Nodes => {
                "run it as root on Linux with apt and Go 1.26: it makes namespaces, unpacks Debian's containerd and \
                 builds kubelet (about 10 minutes, once)"
            }
        }
    }
}
