//! What Kubernetes' nouns, and ours, mean to somebody who knows Rails: for DEPLOY.md a line each, for `explain` a
//! paragraph.

/// A word that has to be known before a sentence with it is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// In lower case: `pod`.
    pub name: &'static str,
    /// Other words for it, in lower case.
    pub also: &'static [&'static str],
    /// One line, to stand behind the name.
    pub short: &'static str,
    /// What else a person wants to know of it.
    pub more: &'static str,
}

/// What people say and what it is.
const fn noun(
    name: &'static str,
    also: &'static [&'static str],
    short: &'static str,
    more: &'static str,
) -> Noun {
    Noun { name, also, short, more }
}

/// The cluster that a command talks to.
pub const CONTEXT: Noun = noun(
    "context",
    &["kubeconfig", "kube_context"],
    "a named entry of `~/.kube/config`: which cluster a command talks to, and as whom",
    "`kubectl config get-contexts` lists them, `kubectl config use-context NAME` chooses one. deploy.sh takes the current one, or the one in KUBE_CONTEXT; `linkspan apply` asks before it uses the current one, unless `--context` names it.",
);
/// The app's own area.
pub const NAMESPACE: Noun = noun(
    "namespace",
    &["ns"],
    "the app's own area in the cluster: what it holds is found by its name, and is deleted with it",
    "Two apps, or staging and production, use the same names in two namespaces and do not meet. Every kubectl command of DEPLOY.md names it with `--namespace`. Deleting a namespace deletes the pods, the Secret and the volumes in it.",
);
/// A process with its image.
pub const POD: Noun = noun(
    "pod",
    &["pods", "container"],
    "a running copy of the image: one Puma, or one Sidekiq, with an address and a log of its own",
    "A pod is what a dyno is at Heroku. It is replaced, never repaired: its files are gone with it, so uploads and SQLite need a volume or a store elsewhere. `kubectl get pods` lists them; `READY 0/1` means that the health check does not pass yet, `CrashLoopBackOff` that the app ends as soon as it starts, `ImagePullBackOff` that the image cannot be fetched.",
);
/// What keeps pods running.
pub const DEPLOYMENT: Noun = noun(
    "deployment",
    &["deployments", "deploy", "rollout"],
    "keeps a number of pods of one image running, and replaces them one by one for a release",
    "There is one for the web server and one for each group of workers. Where systemd or a Procfile keeps a process running on one server, a Deployment does it on all. A rollout is the replacement of its pods: new ones start, and old ones stop once the new ones answer.",
);
/// A command that runs once.
pub const JOB: Noun = noun(
    "job",
    &["jobs"],
    "a pod that runs one command to its end: the migration, a rake task. Not an Active Job",
    "A release starts a Job for `bin/rails db:prepare` and waits until it has succeeded. Active Jobs are run by workers, which are Deployments.",
);
/// A command that runs by the clock.
pub const CRON_JOB: Noun = noun(
    "cronjob",
    &["cronjobs", "cron job"],
    "a line of a crontab: starts a Job at its times",
    "Each item of `cron` in linkspan.yml is one, unless `scheduler.kind` hands the schedule to Sidekiq or Solid Queue. `kubectl get cronjobs` says when each ran last.",
);
/// One address before many pods.
pub const SERVICE: Noun = noun(
    "service",
    &["services", "svc"],
    "one address inside the cluster in front of all pods of a kind, as an nginx upstream is in front of its servers",
    "Pods come and go with other addresses; the Service's name stays, such as `shop-web`. It sends requests only to pods whose health check passes.",
);
/// The way in.
pub const INGRESS: Noun = noun(
    "ingress",
    &["ingresses", "ingress class", "ingressclass", "ingress controller"],
    "what an nginx virtual host is: which host name leads to which Service, and with which certificate",
    "An Ingress is only a description. An ingress controller, a proxy such as Traefik or nginx that runs in the cluster, reads it and serves it; the ingress class names which one. `kubectl get ingressclass` lists those of a cluster.",
);
/// The newer way in.
pub const GATEWAY: Noun = noun(
    "gateway",
    &["gateways", "gateway api", "httproute", "httproutes"],
    "the newer way in: the Gateway is the proxy with its ports and certificates, an HTTPRoute leads a host name to a Service",
    "It does what an Ingress does. The gateway class names the controller that serves it; `kubectl get gatewayclass` lists those of a cluster.",
);
/// What holds passwords.
pub const SECRET: Noun = noun(
    "secret",
    &["secrets"],
    "environment variables with the app's passwords and keys; made by the commands of DEPLOY.md, never in git",
    "Pods read it when they start, so a changed value needs a restart of them. `./deploy.sh --secret NAME` sets one value, unless `secret_store` says that values come from elsewhere. It is the place for RAILS_MASTER_KEY and DATABASE_URL. Whoever may read Secrets in the namespace can read the values.",
);
/// What holds settings.
pub const CONFIG_MAP: Noun = noun(
    "configmap",
    &["configmaps", "config map", "cm"],
    "environment variables that are no secret: what `env` of linkspan.yml sets, and what Linkspan adds",
    "Its files are in the bundle and in git. A changed value makes a ConfigMap of another name, so that an older release keeps the settings that it ran with.",
);
/// A disk.
pub const VOLUME: Noun = noun(
    "volume",
    &["volumes", "persistentvolumeclaim", "pvc", "persistentvolume"],
    "a disk that outlives the pod it is attached to",
    "A PersistentVolumeClaim asks for one by size, and the storage class of the cluster makes it. Most can be attached to one node at a time, so pods that share one run on one node.",
);
/// A pod that keeps its disk.
pub const STATEFUL_SET: Noun = noun(
    "statefulset",
    &["statefulsets", "stateful set"],
    "a Deployment for what keeps data: each pod has a name and a volume of its own",
    "Databases, Redis and a search engine in the cluster are StatefulSets. Deleting one leaves its volumes.",
);
/// A machine.
pub const NODE: Noun = noun(
    "node",
    &["nodes"],
    "one of the servers that make the cluster; pods run on them",
    "Kubernetes chooses the node of a pod, by the CPU and memory that the pod requests. `Pending` in `kubectl get pods` often means that no node has as much left.",
);
/// Whom cert-manager asks.
const ISSUER: Noun = noun(
    "clusterissuer",
    &["issuer", "cert-manager", "cert manager", "certificate"],
    "where cert-manager, which makes and renews certificates in the cluster, gets them: Let's Encrypt, for most",
    "It proves that a host name is yours by answering a request to it, so the DNS record has to lead to the cluster first. `expose.issuer` names the one that is asked.",
);
/// The installer of others' programs.
const HELM: Noun = noun(
    "helm",
    &["chart", "charts"],
    "a package manager for Kubernetes: `helm upgrade --install` is its apt-get",
    "Linkspan's own files need no helm. DEPLOY.md uses it to install what others package, such as cert-manager.",
);
/// A text of Kubernetes.
const MANIFEST: Noun = noun(
    "manifest",
    &["manifests", "object", "objects", "resource", "resources"],
    "a YAML file that says what should be in the cluster; `kubectl apply` makes it so",
    "Kubernetes compares what is written with what runs and changes what differs, as a migration to a wanted state. Each document in such a file is one object, with a kind and a name.",
);
/// Our input.
const SPEC: Noun = noun(
    "spec",
    &["linkspan.yml", "specs"],
    "linkspan.yml: the short file that you write, and the only one to edit",
    "`linkspan generate` makes all other files from it. `linkspan explain` lists its fields. In a manifest, `spec` is the part that says what is wanted.",
);
/// Our output.
const BUNDLE: Noun = noun(
    "bundle",
    &["bundles"],
    "all files that `linkspan generate` writes: Dockerfile, manifests, deploy.sh, DEPLOY.md",
    "Commit it with the app. A file of it that you edited is left alone by the next `generate`, which tells you so. A bundle never holds a secret's value.",
);
/// A version of the app.
const RELEASE: Noun = noun(
    "release",
    &["releases", "revision", "revisions"],
    "one git revision of the app, built as an image and rolled out",
    "The image has the first twelve characters of the revision as its tag. `./deploy.sh --rollback` goes back to the release before; migrations stay.",
);

/// Every noun, in the order of the alphabet.
pub const NOUNS: &[Noun] = &[
    BUNDLE,
    ISSUER,
    CONFIG_MAP,
    CONTEXT,
    CRON_JOB,
    DEPLOYMENT,
    GATEWAY,
    HELM,
    INGRESS,
    JOB,
    MANIFEST,
    NAMESPACE,
    NODE,
    POD,
    RELEASE,
    SECRET,
    SERVICE,
    SPEC,
    STATEFUL_SET,
    VOLUME,
];

/// The noun of this name, in whatever letters.
#[must_use]
pub fn find(word: &str) -> Option<&'static Noun> {
    let word = word.trim().to_ascii_lowercase();
    NOUNS.iter().find(|noun| noun.name == word || noun.also.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{NOUNS, find};

    #[test]
    fn each_word_leads_to_one_noun() {
        let mut seen = std::collections::BTreeSet::new();
        for noun in NOUNS {
            for word in std::iter::once(&noun.name).chain(noun.also) {
                assert!(seen.insert(*word), "{word} stands twice");
                assert_eq!(find(&word.to_uppercase()), Some(noun));
            }
            assert!(!noun.short.ends_with('.') && noun.more.ends_with('.'), "{}", noun.name);
        }
        assert_eq!(find("podling"), None);
    }
}
