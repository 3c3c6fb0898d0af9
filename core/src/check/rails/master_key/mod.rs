//! The key of the credentials in plain sight.

use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const MASTER_KEY: Rule = Rule {
        name: "master-key",
        tier: Rails,
        severity: Error,
        says: "the key of the credentials stands in a manifest",
        why: "Whoever can read the repository or the ConfigMap can open all credentials of the app.",
    };
}

/// Judges a value that stands in plain sight.
pub(super) fn judge(name: &str, value: &str, place: &str) -> Option<Diagnostic> {
    if value.is_empty() {
        return None;
    }
    let is_master = name == "RAILS_MASTER_KEY"
        || name == "master.key"
        || name.ends_with("/master.key")
        || (name.ends_with(".key") && is_rails_key(value.trim()));
    if is_master && !value.contains("$(") {
        let message =
            format!("the key of the app's credentials stands in {place}, and opens all of them");
        let help =
            "put it into a Secret that is not in git, and change the key: this one has been seen";
        return Some(Diagnostic::new(&MASTER_KEY, message).help(help));
    }
    None
}

/// Rails' keys are 16 bytes in hexadecimal.
fn is_rails_key(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|each| each.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use crate::check::tests::rails::check;

    #[test]
    fn the_key_of_the_credentials_is_one() {
        check("", "", "          env: [{name: RAILS_MASTER_KEY, value: abc}]\n", &["master-key"]);
    }
}
