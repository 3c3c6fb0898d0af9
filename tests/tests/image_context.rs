//! What of an app's folder goes into the image: `.dockerignore`, read as Docker reads it.

use linkspan_core::generate;

const SPEC: &str = "app: shop\nimage: registry.example.com/acme/shop\n";

fn ignored(more: &str) -> String {
    generate(&format!("{SPEC}{more}")).bundle.files[".dockerignore"].text()
}

/// Whether a part of a path fits a part of a pattern with stars.
fn part_fits(pattern: &[u8], part: &[u8]) -> bool {
    match (pattern.split_first(), part.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => {
            part_fits(rest, part) || !part.is_empty() && part_fits(pattern, &part[1..])
        }
        (Some((one, pattern)), Some((other, part))) => one == other && part_fits(pattern, part),
        _ => false,
    }
}

fn fits(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            fits(rest, path) || !path.is_empty() && fits(pattern, &path[1..])
        }
        (Some((one, pattern)), Some((other, path))) => {
            part_fits(one.as_bytes(), other.as_bytes()) && fits(pattern, path)
        }
        _ => false,
    }
}

/// The last pattern that fits the path, or a folder around it, decides.
fn stays_out(text: &str, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let mut out = false;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let pattern = line.trim_start_matches('!');
        let pattern: Vec<&str> = pattern.trim_matches('/').split('/').collect();
        if (1..=parts.len()).any(|end| fits(&pattern, &parts[..end])) {
            out = !line.starts_with('!');
        }
    }
    out
}

#[test]
fn no_key_kubeconfig_or_dump_goes_into_the_image() {
    let text = ignored("");
    let mut wrong = Vec::new();
    for path in [
        ".env",
        ".env.production",
        "config/master.key",
        "config/credentials/production.key",
        "config/certs/server.key",
        "server.pem",
        "config/certs/tls-key.pem",
        "config/keys/private.pem",
        "deploy/id_ed25519",
        "keys.txt",
        ".sops.yaml",
        "kubeconfig",
        "kubeconfig.yml",
        "kubeconfig-production.yaml",
        "ops/kubeconfig.yaml",
        "ops/prod.kubeconfig",
        ".kube/config",
        ".aws/credentials",
        ".config/gcloud/credentials.db",
        ".docker/config.json",
        ".ssh/id_rsa",
        ".netrc",
        ".npmrc",
        ".pgpass",
        ".git-credentials",
        "gha-creds-0123456789abcdef.json",
        "terraform/terraform.tfstate",
        "terraform/terraform.tfstate.backup",
        "shop.dump",
        "db/shop.dump",
        "db/shop.dump.gz",
        "production.sql",
        "tmp/latest.dump",
        "backup/shop.sql.gz",
        "db/production_dump.sql",
        "db/development.sqlite3",
        "dump.rdb",
        "shop-storage.tar.gz",
        "storage/ab/cd/upload",
        "config/kube/secrets/shop.yaml",
    ] {
        if !stays_out(&text, path) {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?} would go into the image");
}

#[test]
fn what_build_and_app_need_goes_in() {
    let mut wrong = Vec::new();
    let text = ignored("rails: {javascript: npm}\n");
    for path in [
        "Gemfile.lock",
        ".ruby-version",
        ".npmrc",
        "package-lock.json",
        "config/credentials.yml.enc",
        "config/database.yml",
        "config/initializers/kubeconfig.rb",
        "config/rds-ca.pem",
        "config/keys/jwt_public_key.pem",
        "db/schema.rb",
        "db/structure.sql",
        "db/queue_schema.rb",
        "db/views/reports_v01.sql",
        "app/queries/totals.sql.erb",
        "app/models/key.rb",
        "lib/dump.rb",
        "public/keys.txt",
    ] {
        if stays_out(&text, path) {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?} would be missing in the image");
}

/// The settings of a package manager are there while packages are installed, and may hold a login.
#[test]
fn the_login_of_a_package_manager_does_not_stay() {
    let kept = "rails: {javascript: yarn, node_in_image: true}\n";
    let each =
        ["npm", "pnpm", "yarn", "bun"].map(|name| format!("rails: {{javascript: {name}}}\n"));
    for more in each.iter().map(String::as_str).chain([kept]) {
        let made = generate(&format!("{SPEC}{more}"));
        let text = made.bundle.files["Dockerfile"].text();
        let install = text.find("COPY --from=packages").unwrap();
        for file in [".npmrc", "'.yarnrc*'", "bunfig.toml"] {
            assert!(
                text[..install].contains(&format!("! -name {file}")),
                "{file} is missing:\n{text}"
            );
            let removed = text.lines().find(|line| line.contains("-exec rm -rf {} +"));
            assert!(removed.is_some_and(|line| line.contains(&format!("-name {file}"))), "{text}");
        }
        let removed = text.rfind("-exec rm -rf {} +").unwrap();
        assert!(text.rfind("COPY . .").unwrap() < removed);
        assert_eq!(text.contains("\\( -name node_modules"), more != kept, "{text}");
    }
    assert!(stays_out(&ignored(""), ".npmrc"));
}

/// Each workspace has its own, made on this machine for this machine.
#[test]
fn installed_packages_stay_out() {
    for (more, path) in [
        ("", "node_modules/a/index.js"),
        ("rails: {javascript: pnpm}\n", "node_modules/a/index.js"),
        ("rails: {javascript: pnpm}\n", "frontend/node_modules/a/index.js"),
        ("build: {lock: false}\n", "Gemfile.lock"),
    ] {
        assert!(stays_out(&ignored(more), path), "{path} would go into the image");
    }
}

/// Whoever takes a copy of the data, or a way into the cluster, as DEPLOY.md says does not put it into the app's folder.
#[test]
fn deploy_md_writes_no_secret_into_the_folder_of_the_app() {
    for (app, spec) in linkspan_tests::apps().unwrap() {
        for (path, file) in generate(&spec).bundle.files {
            if !path.ends_with(".md") {
                continue;
            }
            for block in file.text().split("```bash\n").skip(1) {
                let block = block.split("```").next().unwrap();
                let targets = block.split_whitespace().filter_map(|word| word.strip_prefix('>'));
                for target in targets.filter(|target| !target.is_empty()) {
                    // `&` names a stream that is open: nothing is made in the folder.
                    let outside = ["../", "\"$login/", "\"$KUBECONFIG\"", "/dev/null", "&"];
                    let fits = outside.iter().any(|start| target.starts_with(start));
                    assert!(fits, "{app}, {path}: `>{target}` in\n{block}");
                }
            }
        }
    }
}
