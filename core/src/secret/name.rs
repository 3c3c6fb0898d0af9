//! Which names say that their value is a secret.

/// Last words of such names, whatever stands before them.
const LAST: [&str; 17] = [
    "REQUIREPASS",
    "MASTERAUTH",
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "PASS",
    "PWD",
    "PGPASS",
    "SECRET",
    "TOKEN",
    "DSN",
    "CREDENTIAL",
    "CREDENTIALS",
    "APIKEY",
    "PEPPER",
    "PASSCODE",
    "JWT",
];

/// Ends of a last word: `MYSQLPASSWORD`, `AUTHTOKEN`.
const ENDS: [&str; 6] = ["PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY"];

/// What stands before `KEY` where the key is one to keep.
const KEYS: [&str; 32] = [
    "API",
    "MASTER",
    "PRIVATE",
    "ACCESS",
    "SECRET",
    "ENCRYPTION",
    "SIGNING",
    "SIGNATURE",
    "LICENSE",
    "DEPLOY",
    "SSH",
    "ACCOUNT",
    "AUTH",
    "SERVICE",
    "HMAC",
    "DETERMINISTIC",
    "SHARED",
    "STORAGE",
    "CRYPT",
    "CIPHER",
    "AES",
    "RSA",
    "JWT",
    "SESSION",
    "COOKIE",
    "ADMIN",
    "TLS",
    "SSL",
    "CLIENT",
    "WRITE",
    "AGE",
    "LOCKBOX",
];

/// Runs of words at the end of such names.
const RUNS: [&[&str]; 5] = [
    &["SECRET", "KEY", "BASE"],
    &["ENCRYPTION", "PRIMARY", "KEY"],
    &["KEY", "DERIVATION", "SALT"],
    &["CLIENT", "KEY", "DATA"],
    &["SERVICE", "ACCOUNT", "JSON"],
];

/// Last words that say which of several it is.
const WHICH: [&str; 16] = [
    "OLD",
    "NEW",
    "PREVIOUS",
    "NEXT",
    "CURRENT",
    "LIVE",
    "TEST",
    "PROD",
    "PRODUCTION",
    "STAGING",
    "SANDBOX",
    "DEVELOPMENT",
    "BASE64",
    "B64",
    "DEFAULT",
    "ENCODED",
];

/// Whether a name says that its value is a secret: `SMTP_PASSWORD`, `pgpass`, `stripe.apiKey`. It goes by the last
/// words: `SECRET_NAME` and `PASSWORD_MIN_LENGTH` are none.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    // Bundler reads the login of a gem server from a variable with the server's name.
    if name.strip_prefix("BUNDLE_").is_some_and(|host| host.contains("__")) {
        return true;
    }
    let all = words(name);
    let is_which = |word: &String| {
        WHICH.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let kept = all.iter().rposition(|word| !is_which(word)).map_or(0, |last| last + 1);
    let words: Vec<&str> = all.iter().take(kept).map(String::as_str).collect();
    if RUNS.iter().any(|run| words.ends_with(run)) {
        return true;
    }
    match words.as_slice() {
        // The shell's own.
        ["PWD" | "OLDPWD"] => false,
        [.., kind, "KEY" | "KEYS"] => KEYS.contains(kind),
        [.., last] => LAST.contains(last) || ENDS.iter().any(|end| last.ends_with(end)),
        [] => false,
    }
}

/// Whether a field of a manifest or a spec only names a Secret: `tls_secret: shop-tls`, `auth-secret: default/basic`.
pub(super) fn names_object(name: &str, value: &str) -> bool {
    const BEFORE: [&str; 6] = ["AUTH", "TLS", "SSL", "PULL", "EXISTING", "SEALED"];
    let is_field = name.bytes().any(|byte| byte.is_ascii_lowercase());
    let fits = match words(name).as_slice() {
        [.., before, last] => last == "SECRET" && BEFORE.contains(&before.as_str()),
        [last] => last == "SECRET",
        [] => false,
    };
    let label =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-./".contains(&byte);
    is_field && fits && (value.bytes().all(label) || is_variable(value))
}

/// Whether a text is the name of a variable, of several words as no key of a random generator is: `SIGNING_KEY`.
fn is_variable(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.contains('_')
        && text.bytes().all(fits)
}

/// Whether a name ends in a key of whatever kind; its value has to say whether it is a secret.
pub(super) fn may_be_secret(name: &str) -> bool {
    const OPEN: [&str; 9] = [
        "PUBLIC",
        "PUBLISHABLE",
        "SITE",
        "CACHE",
        "PARTITION",
        "ROUTING",
        "SORT",
        "FOREIGN",
        "IDEMPOTENCY",
    ];
    match words(name).as_slice() {
        [.., kind, last] => last == "KEY" && !OPEN.contains(&kind.as_str()),
        [last] => last == "KEY",
        [] => false,
    }
}

/// Whether a name says that its value only names something: `ZONE_ID`, `GIT_SHA`, `config/checksum`.
pub(super) fn is_identifier(name: &str) -> bool {
    const LAST: [&str; 15] = [
        "ID",
        "UID",
        "UUID",
        "GUID",
        "SHA",
        "SHA1",
        "SHA256",
        "MD5",
        "DIGEST",
        "HASH",
        "CHECKSUM",
        "VERSION",
        "REVISION",
        "COMMIT",
        "FINGERPRINT",
    ];
    let words = words(name);
    words.iter().any(|word| word == "CHECKSUM" || word == "HASH")
        || words.last().is_some_and(|last| LAST.contains(&last.as_str()))
}

/// The words of a name in capitals: `smtp-password`, `SMTP_PASSWORD` and `smtpPassword` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for each in name.chars() {
        let starts = before.is_ascii_lowercase() && each.is_ascii_uppercase();
        if starts || !each.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| each.is_alphanumeric()) {
            word.extend(each.to_uppercase());
        }
        before = each;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_by_their_last_words() {
        for name in [
            "SMTP_PASSWORD",
            "SMTP_PASSWD",
            "DB_PASS",
            "PGPASS",
            "PGPASSWORD",
            "MYSQL_PWD",
            "password",
            "smtpPassword",
            "smtp.password",
            "STRIPE_API_KEY",
            "STRIPE_SECRET",
            "JWT_SECRET",
            "GH_TOKEN",
            "TOKEN",
            "AUTHTOKEN",
            "RAILS_MASTER_KEY",
            "SECRET_KEY_BASE",
            "SECRET_KEY_BASE_OLD",
            "SENTRY_DSN",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_ACCESS_KEY",
            "master.key",
            "config/master.key",
            "tls.key",
            "ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY",
            "ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT",
            "BUNDLE_GEMS__CONTRIBSYS__COM",
            "API_KEY_2",
            "apiKey",
            "client-key-data",
            "DEPLOY_KEY",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "",
            "RAILS_ENV",
            "SECRET_NAME",
            "PASSWORD_MIN_LENGTH",
            "TOKEN_TTL",
            "KEY",
            "PRIMARY_KEY",
            "PUBLIC_KEY",
            "STRIPE_PUBLISHABLE_KEY",
            "CACHE_KEY",
            "PWD",
            "OLDPWD",
            "BYPASS",
            "COMPASS_URL",
            "MAX_TOKENS",
            "SECRET_KEY_BASE_DUMMY",
            "AWS_ACCESS_KEY_ID",
            "KEYBOARD",
            "DATABASE_URL",
            "LICENSE",
            "BUNDLE_PATH",
            "PASSWORD_FILE",
            "secretName",
            "HOSTED_ZONE_ID",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
