//! Secrets in `DEPLOY.md`: the commands that give each value to whatever keeps it.

use super::{code, stores};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, Decided, Plan, RedisKind, SecretStore, SecretStoreKind, StoreScope};

const SEALED: &str = "config/kube/sealed-secrets.yml";

pub(super) fn write(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Secrets, "Values go from a file or the keyboard into the cluster; none is in this bundle or on a command line.");
    text.push("## Secrets\n");
    match plan.secret_store.kind.value {
        SecretStoreKind::Kubectl => commands(plan, text),
        SecretStoreKind::Credentials => credentials(plan, text),
        SecretStoreKind::ExternalSecrets => external(plan, text),
        SecretStoreKind::SealedSecrets => sealed(plan, text),
        SecretStoreKind::Sops => sops(plan, text),
    }
    text.fixed(Guide::Secrets, "Pods read their environment when they start.");
    text.push("Before the first deploy that is all. Later, after a change of a value, restart the pods, which read it when they start:\n");
    let mut names: Vec<String> =
        super::deployments(plan).iter().map(|name| format!("deployment/{name}")).collect();
    if plan.has_redis() {
        let parts = plan.redis_parts().into_iter().rev();
        parts.for_each(|part| names.insert(0, format!("statefulset/{}-{part}", plan.app.value)));
    }
    code(
        text,
        format!("kubectl --namespace {} rollout restart {}", plan.namespace.value, names.join(" ")),
    );
}

fn commands(plan: &Plan, text: &mut Text) {
    text.push(format!(
        "The Secret `{}` holds the app's passwords and keys; pods get them as environment variables. Each command sets one of them and leaves the others alone. It reads the value from a file, another command or the keyboard, so that none ends up in the shell's history: where it waits, paste the value, which is not shown, press Enter, then Ctrl-D.\n",
        plan.secret_name
    ));
    for name in plan.secret_keys() {
        let source = about(plan, name, text);
        let set = format!("./deploy.sh --secret {}", name.value);
        let command = match source.strip_prefix("cat") {
            Some("") => set,
            Some(file) => format!("{set} <{}", file.trim_start()),
            None => format!("{source} | {set}"),
        };
        code(text, command);
    }
}

/// Says what a value is; gives the command that prints it.
fn about(plan: &Plan, name: &Decided<String>, text: &mut Text) -> &'static str {
    text.because(name.reason());
    let (source, about) = source(plan, &name.value);
    text.push(format!("`{}`: {about}\n", name.value));
    source
}

/// The command that seals one value, read from where it is and handed on as the manifest of a Secret.
fn seal(plan: &Plan, name: &Decided<String>, text: &mut Text) {
    let source = about(plan, name, text);
    code(
        text,
        format!(
            "(value=\"$({source})\" && [ -n \"$value\" ] && printf %s \"$value\" |\n  kubectl --namespace {} create secret generic {} \\\n    --from-file={}=/dev/stdin --dry-run=client --output yaml |\n  kubeseal --format yaml --merge-into {SEALED})",
            plan.namespace.value, plan.secret_name, name.value
        ),
    );
}

fn credentials(plan: &Plan, text: &mut Text) {
    text.because(plan.secret_store.kind.reason());
    text.push("The app reads its secrets from `config/credentials.yml.enc`, so the cluster needs the key of that file and little else. Write them into it:\n");
    code(text, "bin/rails credentials:edit");
    text.push("```yaml");
    let url = match plan.database.adapter.value {
        Adapter::Postgresql => "postgresql://USER:PASSWORD@HOST:5432/DATABASE",
        Adapter::Mysql => "mysql2://USER:PASSWORD@HOST:3306/DATABASE",
        Adapter::Sqlite | Adapter::None => "",
    };
    if !url.is_empty() {
        text.push(format!("database_url: {url}"));
    }
    if plan.redis.kind.value == RedisKind::External {
        text.push("redis_url: redis://:PASSWORD@HOST:6379/0");
    }
    text.push("secret_key_base: SOMETHING_LONG\n```\n\nand read them where they are used:\n");
    if !url.is_empty() {
        text.push("- `config/database.yml`, under `production`: `url: <%= Rails.application.credentials.database_url %>`");
    }
    if plan.redis.kind.value == RedisKind::External {
        text.push("- wherever the app connects to Redis, such as Sidekiq's initializer, `config/cable.yml` and the cache: `Rails.application.credentials.redis_url`");
    }
    text.push("- the image is built without the key, so code that runs at build time, such as an initializer, must work when they are `nil`\n");
    commands(plan, text);
}

fn external(plan: &Plan, text: &mut Text) {
    let store = &plan.secret_store;
    let (namespace, secret) = (&plan.namespace.value, &plan.secret_name);
    text.because(store.kind.reason());
    let name = store.name.as_ref().map_or("", |name| name.value.as_str());
    let (kind, command) = match store.scope.value {
        StoreScope::Cluster => ("ClusterSecretStore", "kubectl".to_owned()),
        StoreScope::Namespace => ("SecretStore", format!("kubectl --namespace {namespace}")),
    };
    text.push(format!("External Secrets, which has to be installed in the cluster, makes the Secret `{secret}` of what the {kind} `{name}` reads. That has to say `Valid`:\n"));
    code(text, format!("{command} get {} {name}", kind.to_ascii_lowercase()));
    text.push("Put each value into the secret manager, by its own commands or pages:\n");
    text.push("| Variable | Entry | Property | What |\n| --- | --- | --- | --- |");
    for variable in plan.secret_keys() {
        let entry = SecretStore::fill(&store.key.value, &variable.value);
        let property = store.property.as_ref().map_or_else(String::new, |pattern| {
            format!("`{}`", SecretStore::fill(&pattern.value, &variable.value))
        });
        let (source, about) = source(plan, &variable.value);
        let about = about.trim_end_matches('.');
        let made = if source == "cat" { String::new() } else { format!(" (`{source}` prints it)") };
        text.because(variable.reason());
        text.push(format!("| `{}` | `{entry}` | {property} | {about}{made} |", variable.value));
    }
    text.because(store.refresh.reason());
    text.push(format!("\nBoth deploy.sh and `linkspan apply` wait for the Secret to be made. Values are read again every {} seconds; to read them at once, and to see how that went:\n", store.refresh.value));
    code(
        text,
        format!(
            "kubectl --namespace {namespace} annotate externalsecret {secret} force-sync=\"$(date +%s)\" --overwrite\nkubectl --namespace {namespace} get externalsecret {secret}"
        ),
    );
}

fn sealed(plan: &Plan, text: &mut Text) {
    let (namespace, secret) = (&plan.namespace.value, &plan.secret_name);
    text.because(plan.secret_store.kind.reason());
    text.push(format!("Values stand encrypted in `{SEALED}`, which is committed: the controller of Sealed Secrets, which has to be installed in the cluster, alone can decrypt them, for this namespace and this name alone. `kubeseal` asks it for its public key. Make the file, once:\n"));
    code(
        text,
        format!(
            "[ -e {SEALED} ] || kubectl --namespace {namespace} create secret generic {secret} --dry-run=client --output yaml |\n  kubeseal --allow-empty-data --format yaml --sealed-secret-file {SEALED}"
        ),
    );
    text.push("Each command seals one value into it and leaves the others alone. The value comes from a file or from the keyboard, never from the command line: where a command waits, paste the value, press Enter and then Ctrl-D.\n");
    for name in plan.secret_keys() {
        seal(plan, name, text);
    }
    text.push("A Secret that is there from before is not taken over until it says so itself:\n");
    code(
        text,
        format!(
            "kubectl --namespace {namespace} get secret {secret} --ignore-not-found --output name |\n  xargs -I {{}} kubectl --namespace {namespace} annotate {{}} sealedsecrets.bitnami.com/managed=true"
        ),
    );
    text.push("Commit the file; deploy.sh applies it and waits until the Secret is made. Keep a copy of the controller's own key in a safe place: without it nothing can be decrypted in another cluster.\n");
}

fn sops(plan: &Plan, text: &mut Text) {
    let store = &plan.secret_store;
    let (namespace, secret) = (&plan.namespace.value, &plan.secret_name);
    let file = store.kind.value.file().unwrap_or_default();
    text.because(store.kind.reason());
    text.push(format!("Values stand encrypted in `{file}`, which is committed. `sops` opens it in an editor and encrypts it again:\n"));
    if store.age.value.is_empty() {
        text.push("Who can decrypt it, a file `.sops.yaml` says: name public keys in `secret_store.age` of `linkspan.yml` to have one written, or write it for the key service of your cloud.\n");
    }
    code(text, format!("mkdir -p config/kube/secrets\nsops edit {file}"));
    let indent = if plan.decrypts_secrets() {
        text.push("One line for each, every value in quotes:\n\n```yaml");
        ""
    } else {
        text.push("Every value in quotes:\n");
        text.push(format!("```yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: {secret}\n  namespace: {namespace}\nstringData:"));
        "  "
    };
    for variable in plan.secret_keys() {
        text.because(variable.reason());
        text.push(format!("{indent}{}: \"...\"", variable.value));
    }
    text.push("```\n");
    for variable in plan.secret_keys() {
        text.because(variable.reason());
        let (source, about) = source(plan, &variable.value);
        let made = if source == "cat" { String::new() } else { format!(" `{source}` prints it.") };
        text.push(format!("- `{}`: {about}{made}", variable.value));
    }
    text.because(store.kind.reason());
    if plan.decrypts_secrets() {
        text.push("\nCommit the file. deploy.sh and `linkspan apply` decrypt it on each release, with the private key of whoever runs them (age: `SOPS_AGE_KEY_FILE`), and hand the Secret to the cluster; the program `sops` has to be there. To do that alone:\n");
    } else {
        text.push(format!(
            "\nCommit the file. Flux decrypts it in the cluster. {}\n",
            flux_key(plan)
        ));
        return;
    }
    code(
        text,
        format!(
            "(set -o pipefail; values=\"$(sops decrypt --output-type json {file})\" &&\n  printf '{{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{{\"name\":\"{secret}\"}},\"stringData\":%s}}' \"$values\" |\n  kubectl --namespace {namespace} apply --server-side --field-manager=sops -f -)"
        ),
    );
}

/// What Flux decrypts with.
fn flux_key(plan: &Plan) -> String {
    let own = plan.environment.as_ref().map(|name| format!("-{name}")).unwrap_or_default();
    let (app, age) = (&plan.app.value, &plan.secret_store.age.value);
    if age.is_empty() {
        "It has to be let in by the key service of your cloud, as the service account `kustomize-controller` in the namespace `flux-system`.".to_owned()
    } else {
        format!(
            "It needs the private key of one that `secret_store.age` names, from the file that `age-keygen` wrote:\n\n```bash\nkubectl --namespace flux-system create secret generic {app}{own}-sops --from-file=age.agekey=/dev/stdin <keys.txt\n```"
        )
    }
}

/// Where a value comes from, and one sentence about it.
fn source(plan: &Plan, name: &str) -> (&'static str, String) {
    if let Some(about) = stores::about(plan, name) {
        return about;
    }
    match name {
        "RAILS_MASTER_KEY" => ("cat config/master.key", "opens `config/credentials.yml.enc` (use the key file of your production credentials, if they have their own).".into()),
        // Who runs an image of others has no app to ask.
        "SECRET_KEY_BASE" if plan.build.is_published() => {
            ("openssl rand -hex 64", "signs cookies and sessions.".into())
        }
        "SECRET_KEY_BASE" => ("bin/rails secret", "signs cookies and sessions.".into()),
        "NEW_RELIC_LICENSE_KEY" => ("cat", "the licence key of your New Relic account.".into()),
        _ => match plan.files.iter().find(|file| file.secret.as_ref().is_some_and(|key| key.value == name)) {
            Some(file) => ("cat", format!("the text of the file `{}`.", file.path.value)),
            None => ("cat", "one of `secrets` in `linkspan.yml`.".into()),
        },
    }
}
