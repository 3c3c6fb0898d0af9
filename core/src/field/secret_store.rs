//! Names in secret managers, and public keys.

use super::wrong::{Wrong, wrong};

/// A name in a secret manager; `{name}` and `{dashed}` stand for the variable's.
pub(super) fn remote_key(text: &str) -> Result<(), Wrong> {
    let plain = text.replace("{name}", "a").replace("{dashed}", "a");
    if plain.contains(['{', '}']) {
        return wrong(
            "has a part in braces that stands for nothing",
            "write `{name}` for DATABASE_URL, or `{dashed}` for database-url",
        );
    }
    let fits = !text.is_empty()
        && text.len() <= 253
        && plain.chars().all(|c| c.is_ascii_alphanumeric() || "/-._@:+=".contains(c));
    if fits {
        return Ok(());
    }
    wrong(
        "is not a name in a secret manager",
        "use letters, digits, slashes, dots, dashes and underscores, such as production/shop",
    )
}

/// A public key of age.
pub(super) fn age_key(text: &str) -> Result<(), Wrong> {
    let help =
        "write the public key, `age1` and 58 letters and digits: `age-keygen -y FILE` prints it";
    if text.to_ascii_uppercase().starts_with("AGE-SECRET-KEY") {
        return wrong(
            "is a private key, which may stand in no file of the app",
            format!("make a new key, as this one is known now, and {help}"),
        );
    }
    // Bech32: no `1`, `b`, `i` and `o` after the first `1`.
    let is_key = text.strip_prefix("age1").is_some_and(|rest| {
        rest.len() == 58
            && rest
                .chars()
                .all(|c| (c.is_ascii_lowercase() || c.is_ascii_digit()) && !"1bio".contains(c))
    });
    if is_key { Ok(()) } else { wrong("is not a public key of age", help) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_secret_manager() {
        for good in
            ["shop", "production/shop", "shop-{dashed}", "{name}", "a/{name}/b", "secret/data/shop"]
        {
            assert_eq!(remote_key(good), Ok(()), "{good}");
        }
        for bad in ["", "{Name}", "a b", "{name", "a\"b", "${HOME}", "{{ x }}", "a\nb"] {
            assert!(remote_key(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_private_key_is_refused_without_being_shown() {
        assert_eq!(
            age_key("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"),
            Ok(())
        );
        for bad in ["", "age1", "ssh-ed25519 AAAA", "age1QL3Z7HJY"] {
            assert!(age_key(bad).is_err(), "{bad}");
        }
        let told = age_key("AGE-SECRET-KEY-1ABC").unwrap_err();
        assert!(told.message.contains("private key"));
        assert!(!format!("{told:?}").contains("1ABC"));
    }
}
