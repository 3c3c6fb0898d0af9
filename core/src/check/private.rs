//! Files that no image may hold, told by their names: what lies beside the app on the machine of whoever builds it.

/// Whether a file is one that opens something or holds people's data: a kubeconfig, a login, a key, a dump.
#[must_use]
pub fn is_private(path: &str) -> bool {
    const NAMES: [&str; 15] = [
        ".env",
        ".git-credentials",
        ".my.cnf",
        ".netrc",
        ".pgpass",
        ".vault-token",
        "admin.conf",
        "age.key",
        "dump.rdb",
        "id_dsa",
        "id_ecdsa",
        "id_ed25519",
        "id_rsa",
        "kubeconfig",
        "service-account.json",
    ];
    const ENDS: [&str; 12] = [
        ".dump",
        ".jks",
        ".kubeconfig",
        ".p12",
        ".pfx",
        ".pgdump",
        ".sql.bz2",
        ".sql.gz",
        ".sql.xz",
        ".sql.zst",
        "_key.pem",
        "-key.pem",
    ];
    const PATHS: [&str; 3] = [".aws/credentials", ".docker/config.json", ".kube/config"];
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_env = name.strip_prefix(".env.").is_some_and(|kind| {
        !["default", "defaults", "example", "sample", "template", "dist", "test", "erb"]
            .iter()
            .any(|shared| kind == *shared || kind.ends_with(&format!(".{shared}")))
    });
    let is_dump = name.ends_with(".sql") && (name.contains("dump") || name.contains("backup"));
    let is_config = name.starts_with("kubeconfig.") || name.starts_with("kubeconfig-");
    NAMES.contains(&name)
        || ENDS.iter().any(|end| name.ends_with(end))
        || PATHS.iter().any(|end| path == *end || path.ends_with(&format!("/{end}")))
        || is_env
        || is_dump
        || is_config
        || name.ends_with(".key") && name != ".key"
}

#[cfg(test)]
mod tests {
    use super::is_private;

    #[test]
    fn names_say_what_is_private() {
        for path in [
            "kubeconfig.yml",
            "kubeconfig",
            "prod.kubeconfig",
            ".kube/config",
            "a/.kube/config",
            ".env",
            ".env.production",
            "latest.dump",
            "db/prod.sql.gz",
            "backup-1.sql",
            "id_rsa",
            "tls.key",
            "config/credentials/production.key",
            ".aws/credentials",
            "server-key.pem",
        ] {
            assert!(is_private(path), "{path}");
        }
        for path in [
            ".env.example",
            ".env.default",
            ".env.defaults",
            ".env.test",
            "db/structure.sql",
            "config/rds-ca.pem",
            "id_rsa.pub",
            "Dockerfile",
            "config/kube/web.yml",
            ".sops.yaml",
            "config/credentials.yml.enc",
            "kubeconfigs.md",
        ] {
            assert!(!is_private(path), "{path}");
        }
    }
}
