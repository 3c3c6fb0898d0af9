//! What a field accepts.

use crate::facts::Program;

/// What a field accepts; see [`super::check`] for the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Any text.
    Text,
    /// A DNS label: lower-case letters, digits and dashes, a letter first.
    Name {
        /// The most characters it may have.
        longest: usize,
    },
    /// An image without tag or digest: `registry.example.com/acme/shop`.
    Image,
    /// An image with a tag or a digest: `docker.io/valkey/valkey:8.1.10`.
    PinnedImage,
    /// The address of a git repository: `https://git.example.com/acme/shop.git`.
    Repository,
    /// What a provider calls something: a name, an id, an ARN.
    Reference,
    /// A folder or file of a pod: from the app's working folder, or by its whole path.
    Place,
    /// A list of them.
    Places,
    /// The text of a file.
    Body,
    /// A host name.
    Host,
    /// A name of an environment variable.
    EnvName,
    /// A list of names of processes.
    Processes,
    /// A tag or a digest of an image: `v4.3.1`, `sha256:...`.
    ImageVersion,
    /// A file or folder of the app's repository, from the folder of `linkspan.yml`: `docker/Dockerfile`.
    RepoPath,
    /// A list of them.
    RepoPaths,
    /// A folder of the image by its whole path: `/rails`.
    Folder,
    /// A path that starts with `/`.
    UrlPath,
    /// `http://` or `https://`, a host, a port where it is another, and nothing else.
    Url,
    /// A whole number.
    Int {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// What it counts.
        unit: Unit,
    },
    /// A version of a program, as the files of an app write it: `8.1.3`, `ruby-3.4.4`, `v20`.
    Version(Program),
    /// `true` or `false`.
    Bool,
    /// One of a few words.
    Choice(&'static [Choice]),
    /// CPU in Kubernetes' units: `500m`, `1`, `1.5`.
    Cpu,
    /// Memory in Kubernetes' units: `512Mi`, `1Gi`.
    Memory,
    /// Words of a command, as a shell would split them, without a shell.
    Command,
    /// A list of commands, each as a shell reads it: `cp a b && ls`.
    ShellCommands,
    /// The version of a program, whole or its first numbers: `9`, `1.22.22`.
    ProgramVersion,
    /// A list of such commands, one after the other.
    Commands,
    /// A cron schedule: `0 6 * * *` or `@daily`.
    Schedule,
    /// A name of the tz database: `Europe/Berlin`.
    TimeZone,
    /// The `kind` of an object: `Deployment`.
    ObjectKind,
    /// A patch of an object, as YAML: the fields that change, or the operations of a JSON patch.
    Patch,
    /// A list of host names.
    Hosts,
    /// A list of names of environment variables.
    EnvNames,
    /// A list of queue names, with `:weight` where wanted.
    Queues,
    /// One queue, without a weight: `low`.
    Queue,
    /// Arguments of a job, on one line: `[1, "full"]`.
    Arguments,
    /// A list of names of databases in `config/database.yml`: `queue`.
    Databases,
    /// A list of names of stores, each of which makes a variable: `cache` makes CACHE_REDIS_URL.
    Stores,
    /// A list of extensions of PostgreSQL: `postgis`, `vector`.
    Extensions,
    /// A list of Sidekiq's capsules: `name:threads:queue,queue`.
    Capsules,
    /// A Ruby class: `Reports::DigestJob`.
    Class,
    /// A list of package names of the base image's distribution.
    Packages,
    /// A list of port numbers.
    Ports,
    /// A list of addresses or ranges, each with a port: `169.254.170.23:80`, `10.0.0.0/8:5432`.
    Addresses,
    /// A name in a secret manager, `{name}` or `{dashed}` standing for the variable's.
    RemoteKey,
    /// A list of public keys of age: `age1...`.
    AgeKeys,
    /// Names and texts: environment variables.
    Map,
    /// Annotations of an object: keys and texts.
    Annotations,
    /// Names of rules of the checker, each with what its findings count as.
    Rules,
    /// A list of groups; their fields have paths that start with this one and `[].`.
    Groups,
    /// Names of environments, each with the fields that differ in it.
    Environments,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Seconds.
    Seconds,
    /// A port.
    Port,
}

/// A word that a field accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As written in the spec.
    pub value: &'static str,
    /// As shown in the form.
    pub label: &'static str,
}

impl Accepts {
    /// Whether the value is a list of texts.
    #[must_use]
    pub const fn is_list(self) -> bool {
        matches!(
            self,
            Self::Hosts
                | Self::EnvNames
                | Self::Queues
                | Self::Databases
                | Self::Packages
                | Self::Capsules
                | Self::Ports
                | Self::Addresses
                | Self::AgeKeys
                | Self::Places
                | Self::Processes
                | Self::Commands
                | Self::Extensions
                | Self::Stores
                | Self::RepoPaths
                | Self::ShellCommands
        )
    }
}
