//! Label keys that every object carries, and names that more than one environment may not share.

use sha2::{Digest, Sha256};

/// The longest name of a namespace.
const LONGEST: usize = 63;

/// What the log agent, its namespace and its folder on each node are called. Nodes and cluster are common to all
/// environments, so each names its own; a name that is too long ends in a hash of the whole.
pub(super) fn agent_name(app: &str, environment: Option<&str>) -> String {
    let name = match environment {
        Some(environment) => format!("{app}-{environment}-logging"),
        None => format!("{app}-logging"),
    };
    if name.len() <= LONGEST {
        return name;
    }
    let digest = Sha256::digest(name.as_bytes());
    let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let room = LONGEST - digest.len() - 1;
    let stem: String = name.chars().take(room).collect();
    format!("{}-{digest}", stem.trim_end_matches('-'))
}

/// The app's name.
pub const LABEL_NAME: &str = "app.kubernetes.io/name";
/// One installation of the app.
pub const LABEL_INSTANCE: &str = "app.kubernetes.io/instance";
/// The part of the app: `web`, `migrate`, or a worker's name.
pub const LABEL_COMPONENT: &str = "app.kubernetes.io/component";
/// What it belongs to.
pub const LABEL_PART_OF: &str = "app.kubernetes.io/part-of";
/// Who made it.
pub const LABEL_MANAGED_BY: &str = "app.kubernetes.io/managed-by";
/// What a person wrote and a release took along: `true`; `kinds` at the list of their kinds.
pub const LABEL_OWN: &str = "linkspan/own";
/// The release.
pub const LABEL_VERSION: &str = "app.kubernetes.io/version";

/// The annotation of the migrate Job that tells `linkspan apply` what comes first.
pub const STRATEGY: &str = "linkspan/strategy";
/// The annotation of pods that started after this revision's migration.
pub const MIGRATED: &str = "linkspan/migrated";
/// The field manager of what is stopped while the database is migrated.
pub const DOWNTIME: &str = "linkspan-downtime";
/// The field manager of [`MIGRATED`].
pub const REFRESHED: &str = "linkspan-migrated";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_agents_fit_and_differ() {
        assert_eq!(agent_name("shop", None), "shop-logging");
        assert_eq!(agent_name("shop", Some("staging")), "shop-staging-logging");
        let [app, one, other] = ["a".repeat(40), "b".repeat(20), "b".repeat(19)];
        let long = agent_name(&app, Some(&one));
        assert!(long.len() <= LONGEST && long != agent_name(&app, Some(&other)), "{long}");
    }
}
