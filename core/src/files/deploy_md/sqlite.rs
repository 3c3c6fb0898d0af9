//! Backup and restore of SQLite's files.

use super::{code, database};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, Plan};

/// The files by their end, as Rails names them.
pub(super) const FILES: &str = "*.sqlite3";

pub(super) fn write(plan: &Plan, text: &mut Text) {
    if plan.database.adapter.value != Adapter::Sqlite {
        return;
    }
    let (app, namespace) = (&plan.app.value, &plan.namespace.value);
    let kubectl = format!("kubectl --namespace {namespace}");
    let exec = format!("{kubectl} exec deployment/{app}-web --");
    let folder = plan.container.path("storage");
    text.because(plan.database.adapter.because("A plain copy of a file in use can be torn."));
    text.push(format!("**Nothing makes a backup of the databases by itself.** Run this from a machine outside the cluster, each night, and keep what it writes: a text for each file `{FILES}` in the folder, whatever `config/database.yml` calls them. What that file names elsewhere is on no volume, and gone with its pod.\n"));
    code(
        text,
        format!(
            "for file in $({exec} sh -c 'cd {folder} && ls {FILES}'); do\n  file=\"${{file##*/}}\"\n  {exec} sqlite3 -readonly {folder}/\"$file\" .dump >../{app}-\"$file\".sql || echo \"No backup of $file\"\ndone\nls -l ../{app}-{FILES}.sql"
        ),
    );
    if !plan.build.is_generated() {
        text.because(plan.build.source.reason());
        text.push(
            "It needs the program `sqlite3` in the image, as Rails' own Dockerfile installs it.\n",
        );
    }
    text.fixed(Guide::Application, "A backup is worth what can be restored of it.");
    text.push("To restore them, these commands put the rows back while the app runs, a database at a time, forget which revisions were migrated, and replace the pods. Nothing is restored of a text that is empty or broken:\n");
    code(
        text,
        format!(
            "for dump in ../{app}-{FILES}.sql; do\n  file=\"${{dump##*/{app}-}}\"\n  {} sh -c 'rm -f /tmp/restored && sqlite3 -bail /tmp/restored && test -s /tmp/restored && sqlite3 \"$0\" \".restore /tmp/restored\"' {folder}/\"${{file%.sql}}\" <\"$dump\" || echo \"Not restored: $dump\"\ndone\n{kubectl} delete configmap {app}-migrated --ignore-not-found\n{kubectl} rollout restart deployment --selector app.kubernetes.io/instance={app}",
            database::reading(&exec),
        ),
    );
}
