//! The database in `DEPLOY.md`: its connections, and the care of one in the cluster.

use super::{code, data, settings};
use crate::facts::{CNPG_VERSION, MYSQL_CONNECTIONS, RESERVED_CONNECTIONS, USUAL_CONNECTIONS};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, DatabaseKind, Part, Plan, connections};
use std::fmt::Write;

/// What has to be there before the first deploy.
pub(super) fn once(plan: &Plan, text: &mut Text) {
    if plan.database_kind() != DatabaseKind::Cnpg {
        return;
    }
    let (namespace, name) = (&plan.namespace.value, name(plan));
    text.because(plan.database.kind.reason());
    text.push(
        "The operator CloudNativePG, a program in the cluster, runs the database. If the cluster has no CloudNativePG yet, install it:\n",
    );
    let (minor, _) = CNPG_VERSION.rsplit_once('.').unwrap_or((CNPG_VERSION, ""));
    code(
        text,
        format!(
            "kubectl apply --server-side -f https://raw.githubusercontent.com/cloudnative-pg/cloudnative-pg/release-{minor}/releases/cnpg-{CNPG_VERSION}.yaml\nkubectl --namespace cnpg-system rollout status deployment/cnpg-controller-manager"
        ),
    );
    text.push(format!("Then create the database, and wait for it. The operator writes its address into the Secret `{name}-app` by itself.\n"));
    code(
        text,
        format!(
            "kubectl apply --server-side --field-manager=linkspan -f config/kube/postgres.yml\nkubectl --namespace {namespace} wait --for=condition=Ready cluster.postgresql.cnpg.io/{name} --timeout=600s"
        ),
    );
}

pub(super) fn write(plan: &Plan, text: &mut Text) {
    if matches!(plan.database.adapter.value, Adapter::Sqlite | Adapter::None) {
        return;
    }
    text.because(plan.database.kind.reason());
    text.push("## Database\n");
    match plan.database_kind() {
        DatabaseKind::External => {}
        DatabaseKind::Cluster if plan.database.adapter.value == Adapter::Mysql => mysql(plan, text),
        DatabaseKind::Cluster => stateful_set(plan, text),
        DatabaseKind::Cnpg => cnpg(plan, text),
    }
    if let Some(most) = &plan.database.max_connections {
        text.because(most.reason());
    }
    sum(plan, text);
}

fn name(plan: &Plan) -> String {
    format!("{}-{}", plan.app.value, plan.database_part())
}

/// The programs of MySQL have other names in MariaDB's image; the password stands on no command line.
fn client(program: &str, other: &str, words: &str) -> String {
    format!(
        "sh -c 'run={program}; command -v $run >/dev/null || run={other}; MYSQL_PWD=\"$MYSQL_PASSWORD\" exec $run --user=app {words}'"
    )
}

/// MySQL or MariaDB as one pod.
fn mysql(plan: &Plan, text: &mut Text) {
    let (namespace, app, name) = (&plan.namespace.value, &plan.app.value, name(plan));
    let kubectl = format!("kubectl --namespace {namespace}");
    let exec = format!("{kubectl} exec statefulset/{name} --");
    text.push(format!("MySQL or MariaDB runs in the cluster: the StatefulSet `{name}`, one pod, its data on the volume `data-{name}-0`, which stays when the pod goes. While the pod is replaced, the app has no database for some seconds. To look inside:\n"));
    code(text, format!("{exec} {}", client("mysql", "mariadb", "--execute=\"SHOW TABLES\" app")));
    text.fixed(Guide::Application, "A volume is no backup.");
    text.push("**Nothing makes a backup by itself.** Run this from a machine outside the cluster, each night, and keep what it writes:\n");
    let words = "--single-transaction --no-tablespaces --skip-lock-tables DATABASE";
    let dump = client("mysqldump", "mariadb-dump", words);
    code(text, each(plan, &format!("{exec} {dump} >../{app}-DATABASE.sql")));
    text.push("To restore such a dump, these commands stop the app, put the data back, forget which revisions were migrated, and start the app again:\n");
    let restore = client("mysql", "mariadb", "DATABASE");
    let restore = format!("{} {restore} <../{app}-DATABASE.sql", reading(&exec));
    code(
        text,
        format!(
            "kubectl --namespace {namespace} scale deployment --selector app.kubernetes.io/instance={app} --replicas=0\n{}\nkubectl --namespace {namespace} delete configmap {app}-migrated --ignore-not-found\n./deploy.sh --config",
            each(plan, &restore)
        ),
    );
    text.because(plan.database.kind.reason());
    let password = plan.database.password();
    text.push(format!("To change the password, set the new {password} as above. The pod has the old one until it is replaced, so tell the database first, then the app:\n"));
    // By root: MariaDB's users may not alter themselves.
    let change = "sh -c 'read -r new; run=mysql; command -v $run >/dev/null || run=mariadb; printf \"ALTER USER app@\\\"%%\\\" IDENTIFIED BY \\\"%s\\\", root@localhost IDENTIFIED BY \\\"%s\\\"\" \"$new\" \"$new\" | MYSQL_PWD=\"$MYSQL_PASSWORD\" $run --user=root'";
    code(
        text,
        format!(
            "{kubectl} get secret {} -o go-template='{{{{.data.{password} | base64decode}}}}{{{{\"\\n\"}}}}' | {} {change}\n{kubectl} rollout restart statefulset/{name}\n{kubectl} rollout status statefulset/{name} --timeout=300s\n{kubectl} rollout restart deployment --selector app.kubernetes.io/instance={app}",
            plan.secret_name,
            reading(&exec)
        ),
    );
    text.because(plan.database.storage.reason());
    data::grow(plan, "mysql", &plan.database.storage, text);
    text.because(plan.database.image.reason());
    let settings = settings(plan);
    text.push(format!("A newer minor version is a new `database.image` and {settings}. Another line (8.4 to 9.7, MySQL to MariaDB) is safest by a dump: stop the app, delete the StatefulSet and the claim `data-{name}-0`, bring the new image with {settings}, and restore.\n"));
}

/// Extensions that came later than the data.
fn extensions(plan: &Plan, exec: &str, user: &str, text: &mut Text) {
    let all = &plan.database.extensions;
    if all.value.is_empty() {
        return;
    }
    text.because(all.reason());
    text.push("The superuser creates the extensions at the first start, in every database. One that is added to `database.extensions` later is created by hand:\n");
    let lines: Vec<String> = all
        .value
        .iter()
        .map(|name| {
            let line = format!("{exec} psql {user}--dbname=DATABASE --command='CREATE EXTENSION IF NOT EXISTS \"{name}\" CASCADE'");
            each(plan, &line)
        })
        .collect();
    code(text, lines.join("\n"));
}

fn stateful_set(plan: &Plan, text: &mut Text) {
    let (namespace, app, name) = (&plan.namespace.value, &plan.app.value, name(plan));
    let kubectl = format!("kubectl --namespace {namespace}");
    let exec = format!("{kubectl} exec statefulset/{name} --");
    text.push(format!("PostgreSQL runs in the cluster: the StatefulSet `{name}`, one pod, its data on the volume `data-{name}-0`, which stays when the pod goes. While the pod is replaced, the app has no database for some seconds. To look inside:\n"));
    code(text, format!("{exec} psql --username=postgres --dbname=app --command='\\dt+'"));
    extensions(plan, &exec, "--username=postgres ", text);
    dump(plan, &exec, "--username=postgres ", text);
    text.because(plan.database.kind.reason());
    text.push(format!(
        "To change the password, set the new {} as above, and tell PostgreSQL before the app:\n",
        plan.database.password()
    ));
    code(
        text,
        format!(
            "{kubectl} rollout restart statefulset/{name}\n{kubectl} rollout status statefulset/{name} --timeout=300s\n{} psql --username=postgres <<'SQL'\n\\getenv password POSTGRES_PASSWORD\nALTER ROLE app PASSWORD :'password';\nSQL\n{kubectl} rollout restart deployment --selector app.kubernetes.io/instance={app}",
            reading(&exec)
        ),
    );
    text.because(plan.database.storage.reason());
    data::grow(plan, "postgres", &plan.database.storage, text);
    text.because(plan.database.image.reason());
    let settings = settings(plan);
    text.push(format!("A newer minor version (18.6 to 18.7) is a new `database.image` and {settings}. Another major version does not start on this volume, and leaves it as it is: make a dump, stop the app, delete the StatefulSet and the claim `data-{name}-0`, bring the new image with {settings}, and restore.\n"));
}

fn cnpg(plan: &Plan, text: &mut Text) {
    let (namespace, name) = (&plan.namespace.value, name(plan));
    let kubectl = format!("kubectl --namespace {namespace}");
    let exec = format!(
        "{kubectl} exec --container=postgres \"$({kubectl} get cluster.postgresql.cnpg.io {name} -o jsonpath='{{.status.currentPrimary}}')\" --"
    );
    text.push(format!("CloudNativePG runs PostgreSQL as `{name}`: {} of its pods, one of which can be written to. How it is:\n", plan.database.instances.value));
    code(text, format!("{kubectl} get cluster.postgresql.cnpg.io {name}"));
    if plan.has_pooler() {
        text.because(plan.database.pooler.reason());
        text.push("The app goes through PgBouncer, which lends a connection for one transaction: prepared statements are off in its address, and what waits with LISTEN (Action Cable on PostgreSQL) or locks beyond a transaction needs an address of its own. The migration and workers of GoodJob go past it.\n");
    }
    extensions(plan, &exec, "", text);
    dump(plan, &exec, "", text);
    text.because(plan.database.storage.reason());
    text.push(format!("If your storage class lets volumes grow, set `database.storage`, generate, and {}: the operator does the rest, as for `database.instances` and a newer minor version in `database.image`. Another major version is an upgrade in place that stops the database for a while: read CloudNativePG's page about it, and make a dump before.\n", settings(plan)));
}

/// There is no backup but the one that somebody makes.
fn dump(plan: &Plan, exec: &str, user: &str, text: &mut Text) {
    let (namespace, app) = (&plan.namespace.value, &plan.app.value);
    text.fixed(Guide::Application, "A volume is no backup.");
    text.push("**Nothing makes a backup by itself.** Run this from a machine outside the cluster, each night, and keep what it writes:\n");
    // Extensions are the superuser's, and go and come with the rest; what is the app's in the dump is the app's again.
    let is_plain = plan.database.extensions.value.is_empty();
    let role = if is_plain { " --no-owner --role=app" } else { "" };
    let dump = format!("{exec} pg_dump {user}--format=custom DATABASE >../{app}-DATABASE.dump");
    code(text, each(plan, &dump));
    text.push("To restore such a dump, these commands stop the app, put the data back, forget which revisions were migrated, and start the app again:\n");
    code(
        text,
        format!(
            "kubectl --namespace {namespace} scale deployment --selector app.kubernetes.io/instance={app} --replicas=0\n{}\nkubectl --namespace {namespace} delete configmap {app}-migrated --ignore-not-found\n./deploy.sh --config",
            each(
                plan,
                &format!(
                    "{} pg_restore {user}--dbname=DATABASE --clean --if-exists{role} <../{app}-DATABASE.dump",
                    reading(exec)
                )
            )
        ),
    );
}

/// The same with an input. Without one it must not have any: it would read the commands that are pasted behind it.
pub(super) fn reading(exec: &str) -> String {
    exec.replacen(" exec ", " exec --stdin ", 1)
}

/// A command for each database of the server.
fn each(plan: &Plan, command: &str) -> String {
    let also = plan.database.also.value.iter().map(|also| format!("app_{also}"));
    let all: Vec<String> = std::iter::once("app".to_owned()).chain(also).collect();
    all.iter().map(|name| command.replace("DATABASE", name)).collect::<Vec<_>>().join("\n")
}

/// The table of connections.
fn sum(plan: &Plan, text: &mut Text) {
    let sum = connections(plan);
    let most = plan.database.max_connections.as_ref().map(|most| most.value);
    text.push("How many database connections the app opens at most, the additional pod during a rollout included; each thread holds one:\n");
    let mut table = String::from("| what | pods | each opens | connections |\n|---|---|---|---|");
    let row = |table: &mut String, part: &Part| {
        let _ =
            write!(table, "\n| {} | {} | {} | {} |", part.name, part.pods, part.each, part.all());
    };
    if !sum.pooled.is_empty() {
        sum.pooled.iter().for_each(|part| row(&mut table, part));
        let _ = write!(table, "\n| to PgBouncer | | | {} |", sum.clients());
    }
    sum.parts.iter().for_each(|part| row(&mut table, part));
    let needed = sum.needed();
    let allowed = sum.allowed.or(most);
    let of = allowed.map_or_else(String::new, |allowed| format!(" of {allowed}"));
    let _ = write!(table, "\n| to the database | | | {needed}{of} |\n");
    text.push(table);
    match (allowed, most) {
        (Some(allowed), Some(most)) if allowed != most => text.push(format!(
            "Of `max_connections`, {most}, PostgreSQL keeps {} for its superuser.\n",
            most - allowed
        )),
        (None, None) => unknown(plan, needed, text),
        _ => text,
    };
}

/// Nobody said how many connections a server elsewhere allows.
fn unknown<'a>(plan: &Plan, needed: i64, text: &'a mut Text) -> &'a mut Text {
    let (usual, reserved, ask) = match plan.database.adapter.value {
        Adapter::Mysql => (MYSQL_CONNECTIONS, 0, "SHOW VARIABLES LIKE 'max_connections'"),
        Adapter::Postgresql | Adapter::Sqlite | Adapter::None => {
            (USUAL_CONNECTIONS, RESERVED_CONNECTIONS, "SHOW max_connections")
        }
    };
    let warning = if needed > usual - reserved {
        " **The sum is above that**: connections will be refused unless yours allows more; lower `web.threads`, `web.processes` or the pods, or put a pooler between."
    } else {
        ""
    };
    text.push(format!("`{ask};` shows your server's limit: {usual} by default, often fewer on small plans of providers.{warning} Write the number into `database.max_connections`, and a `linkspan.yml` that needs more is refused.\n"))
}
