//! From a kubeconfig to a cluster.

use super::ask::Ask;
use super::failure::{ClusterError, deepest};
use super::kinds::Kinds;
use super::objects::Cluster;
use super::rest::Rest;
use kube::config::{Config, KubeConfigOptions, Kubeconfig};
use std::path::PathBuf;
use std::time::Duration;

/// Which cluster is meant; the same flags for every command that talks to one.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Where {
    /// Context of the kubeconfig; by default the current one
    #[arg(long, value_name = "NAME")]
    pub(crate) context: Option<String>,
    /// The kubeconfig; by default $KUBECONFIG, else ~/.kube/config
    #[arg(long, value_name = "FILE")]
    kubeconfig: Option<PathBuf>,
}

/// A cluster that nobody talked to yet.
pub(crate) struct Target {
    /// The context's name.
    pub(crate) context: String,
    /// The server's address.
    pub(crate) server: String,
    config: Config,
    login: Login,
}

/// Where credentials come from, to load them anew when the server does not take them any more.
pub(super) struct Login(Where);

impl Login {
    /// A client with what the kubeconfig and its login program say now.
    pub(super) async fn client(&self) -> Result<kube::Client, ClusterError> {
        let target = self.0.find().await?;
        client(&target.server, target.config)
    }
}

fn client(server: &str, config: Config) -> Result<kube::Client, ClusterError> {
    kube::Client::try_from(config).map_err(|error| ClusterError::of_client(server, &error))
}

/// The most that a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a cluster may be away before anything was said to it.
const FIRST: Duration = Duration::from_secs(3);

impl Where {
    /// Reads the kubeconfig, and runs the login program that it names, if it names one.
    pub(crate) async fn find(&self) -> Result<Target, ClusterError> {
        let kubeconfig = match &self.kubeconfig {
            Some(path) => Kubeconfig::read_from(path),
            None => Kubeconfig::read(),
        };
        let kubeconfig = match kubeconfig {
            Ok(kubeconfig) => kubeconfig,
            Err(error) => {
                // In a pod, the pod's own account is the login.
                let inside = Config::incluster().ok().filter(|_| self.is_unnamed());
                let config = inside.ok_or_else(|| no_kubeconfig(&error))?;
                return Ok(Target::new("in-cluster".to_owned(), config, Login(self.clone())));
            }
        };
        let context = match self.context.clone().or_else(|| kubeconfig.current_context.clone()) {
            Some(context) if !context.is_empty() => context,
            _ => {
                let message = "the kubeconfig names no current context".to_owned();
                return Err(ClusterError::Kubeconfig(message, known(&kubeconfig)));
            }
        };
        if !kubeconfig.contexts.iter().any(|each| each.name == context) {
            let shown = crate::paint::plain::inline(&context);
            let message = format!("the kubeconfig has no context `{shown}`");
            return Err(ClusterError::Kubeconfig(message, known(&kubeconfig)));
        }
        let options =
            KubeConfigOptions { context: Some(context.clone()), ..KubeConfigOptions::default() };
        let config =
            Config::from_custom_kubeconfig(kubeconfig, &options).await.map_err(|error| {
                let message =
                    format!("the context `{context}` cannot be used: {}", deepest(&error));
                ClusterError::Kubeconfig(
                    message,
                    "fix the kubeconfig, or fetch it again".to_owned(),
                )
            })?;
        // Whatever becomes the current context meanwhile, the release goes on where it began.
        let login = Login(Self { context: Some(context.clone()), ..self.clone() });
        Ok(Target::new(context, config, login))
    }

    fn is_unnamed(&self) -> bool {
        self.context.is_none() && self.kubeconfig.is_none()
    }
}

impl Target {
    fn new(context: String, mut config: Config, login: Login) -> Self {
        config.connect_timeout = Some(CONNECT);
        // Calls are tried again by `Rest`, which knows how long.
        config.default_retry = false;
        let server = config.cluster_url.to_string();
        Self { context, server: server.trim_end_matches('/').to_owned(), config, login }
    }

    /// Connects and asks which kinds the cluster knows.
    pub(crate) async fn connect(self) -> Result<Cluster, ClusterError> {
        let client = client(&self.server, self.config)?;
        let rest = Rest::new(client, self.login, self.server);
        rest.call(&Ask::get("/version").patience(FIRST)).await?;
        let kinds = Kinds::discover(&rest).await?;
        Ok(Cluster::new(self.context, rest, kinds))
    }
}

fn no_kubeconfig(error: &kube::config::KubeconfigError) -> ClusterError {
    ClusterError::Kubeconfig(
        format!("no kubeconfig could be read: {}", deepest(error)),
        "name one with `--kubeconfig FILE` or KUBECONFIG, or fetch one with your provider's tool"
            .to_owned(),
    )
}

fn known(kubeconfig: &Kubeconfig) -> String {
    let names: Vec<String> = kubeconfig
        .contexts
        .iter()
        .map(|each| format!("`{}`", crate::paint::plain::inline(&each.name)))
        .collect();
    if names.is_empty() {
        return "the kubeconfig is empty: fetch one with your provider's tool".to_owned();
    }
    format!("name one with `--context`: {}", names.join(", "))
}
