//! What DEPLOY.md says of databases in the cluster.

use crate::generate;

/// The lines of DEPLOY.md that hold a word.
fn lines(database: &str, word: &str) -> Vec<String> {
    let made =
        generate(&format!("app: shop\nimage: a/b\nhosts: [a.example]\ndatabase: {database}\n"));
    assert!(!made.report.has_errors(), "{database}: {:?}", made.report.diagnostics);
    let text = made.bundle.files["DEPLOY.md"].text();
    text.lines().filter(|line| line.contains(word)).map(str::to_owned).collect()
}

/// A dump holds extensions, which belong to the superuser: the app's role may neither drop nor create them.
#[test]
fn a_dump_with_extensions_is_restored_by_the_superuser() {
    for (database, expect) in [
        ("{kind: cluster}", " --clean --if-exists --no-owner --role=app <../shop-app.dump"),
        ("{kind: cluster, extensions: [postgis]}", " --clean --if-exists <../shop-app.dump"),
        ("{kind: cnpg, extensions: [vector]}", " --clean --if-exists <../shop-app.dump"),
    ] {
        let lines = lines(database, "pg_restore");
        assert!(lines.iter().any(|line| line.ends_with(expect)), "{database}: {lines:?}");
    }
}

/// MariaDB knows no `ALTER USER USER()`, and its users may not alter themselves.
#[test]
fn root_changes_the_passwords_of_mysql() {
    let lines = lines("{adapter: mysql, kind: cluster}", "ALTER USER");
    let statement = r#"printf "ALTER USER app@\"%%\" IDENTIFIED BY \"%s\", root@localhost IDENTIFIED BY \"%s\"" "$new" "$new" | MYSQL_PWD="$MYSQL_PASSWORD" $run --user=root'"#;
    assert!(lines.iter().any(|line| line.ends_with(statement)), "{lines:?}");
}
