//! How `deploy.sh` gives the cluster its secrets, where a command of DEPLOY.md does not.

use crate::plan::{Plan, SecretStoreKind};
use std::borrow::Cow;

const WAIT: &str = include_str!("deploy_secrets/wait.sh.txt");
const FILE: &str = include_str!("deploy_secrets/file.sh.txt");
const SOPS: &str = include_str!("deploy_secrets/sops.sh.txt");

/// What stands behind the function that looks at the Secret.
const NEXT: &str = "# One deploy at a time.";
/// The look at the Secret before anything is changed.
const CHECK: &str = "  [[ \"$mode\" == rollback ]] || check_secret\n";
/// The function that sets one value, and its line in the usage.
const SET: &str = include_str!("deploy_sh/body/secret.sh.txt");
const USAGE: &str = "       ./deploy.sh --secret NAME         set one key of the Secret; the value comes from the keyboard or a pipe\n";
/// In its place where values come another way.
const ELSEWHERE: &str = "secret() { stop 2 \"the values of the Secret $secret come from elsewhere: DEPLOY${environment:+-$environment}.md, section Secrets, has the commands\"; }\n";
/// The end of the function that begins every release.
const LOCKED: &str = "  take_lock\n}";

/// The body of the script with what this app's secrets need.
pub(super) fn body<'a>(plan: &Plan, body: &'a str) -> Cow<'a, str> {
    let elsewhere = || body.replacen(SET, ELSEWHERE, 1).replacen(USAGE, "", 1);
    let (functions, is_file, [kind, condition]) = match plan.secret_store.kind.value {
        SecretStoreKind::Kubectl | SecretStoreKind::Credentials => return Cow::Borrowed(body),
        SecretStoreKind::Sops if !plan.decrypts_secrets() => return Cow::Owned(elsewhere()),
        SecretStoreKind::ExternalSecrets => (WAIT.to_owned(), false, ["externalsecret", "Ready"]),
        SecretStoreKind::SealedSecrets => ([FILE, WAIT].concat(), true, ["sealedsecret", "Synced"]),
        SecretStoreKind::Sops => ([FILE, SOPS].concat(), true, ["", ""]),
    };
    let file = plan.secret_store.kind.value.file().unwrap_or("config/kube/external-secret.yml");
    let functions = functions.replace("FILE", file).replace("KIND", kind);
    let functions = functions.replace("CONDITION", condition);
    let check = if is_file { CHECK.replace("check_secret", "check_file") } else { String::new() };
    let provide = CHECK.replace("check_secret", "provide_secret");
    let provide = LOCKED.replace('}', &format!("{provide}}}"));
    Cow::Owned(
        elsewhere()
            .replacen(NEXT, &format!("{functions}{NEXT}"), 1)
            .replacen(CHECK, &check, 1)
            .replacen(LOCKED, &provide, 1),
    )
}

/// Programs beside bash, git, docker and kubectl.
pub(super) fn needs(plan: &Plan) -> &'static str {
    match plan.secret_store.kind.value {
        SecretStoreKind::Sops if plan.decrypts_secrets() => {
            "# Needs bash, git, docker, kubectl and sops. Secrets pass through it in memory alone.\n"
        }
        SecretStoreKind::Kubectl | SecretStoreKind::Credentials => {
            "# Needs bash, git, docker and kubectl. A secret passes through it with --secret alone, in memory.\n"
        }
        SecretStoreKind::ExternalSecrets
        | SecretStoreKind::SealedSecrets
        | SecretStoreKind::Sops => {
            "# Needs bash, git, docker and kubectl. No secret passes through it.\n"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_in_the_script_is_there_once() {
        let body = crate::files::deploy_sh::BODY;
        for place in [NEXT, CHECK, LOCKED, SET, USAGE] {
            assert_eq!(body.matches(place).count(), 1, "{place}");
        }
    }
}
