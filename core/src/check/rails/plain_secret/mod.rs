//! What looks like a secret, in plain sight.

use crate::diagnostic::{Diagnostic, rule};
use crate::secret::looks_secret;

rule! {
    pub(in crate::check) const PLAIN_SECRET: Rule = Rule {
        name: "plain-secret",
        tier: Rails,
        severity: Warning,
        says: "what looks like a secret stands in a manifest or a ConfigMap",
        why: "It is in git for ever, and everybody who may look at the namespace can read it.",
        aliases: [
            "kube-linter/env-var-secret",
            "polaris/sensitiveConfigmapContent",
            "polaris/sensitiveContainerEnvVar",
            "trivy/configMap_with_secrets",
        ],
    };
}

/// Judges a value that stands in plain sight.
pub(super) fn judge(name: &str, value: &str, place: &str) -> Option<Diagnostic> {
    if looks_secret(name, value) {
        let message = format!("`{name}` looks like a secret, and {place} is no place for one");
        let help =
            "put it into a Secret that is not in git, and name it by `valueFrom.secretKeyRef`";
        return Some(Diagnostic::new(&PLAIN_SECRET, message).help(help));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::check::tests::rails::check;

    #[test]
    fn only_what_is_certain_is_a_secret() {
        for (value, expect) in [
            ("{name: SMTP_PASSWORD, value: hush}", &["plain-secret"][..]),
            ("{name: SMTP_PASSWORD, value: \"$(OTHER)\"}", &[]),
            ("{name: SMTP_PASSWORD, value: \"\"}", &[]),
            ("{name: DATABASE_URL, value: \"postgres://a:b@db.example.com/x\"}", &["plain-secret"]),
            ("{name: DATABASE_URL, value: \"postgres://a@db.example.com/x\"}", &[]),
            ("{name: REDIS_URL, value: \"redis://:$(PASSWORD)@redis.example.com\"}", &[]),
            ("{name: NOTES, value: \"see http://a:b@example.com\"}", &[]),
        ] {
            check("", "", &format!("          env: [{value}]\n"), expect);
        }
    }
}
