//! Which files of an app are read at all, told by paths alone, so that whoever walks its folder opens no others.

/// What is wanted of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// What it holds.
    Text,
    /// Only that it is there.
    Name,
    /// The same, of a file that lies in the app's own folder and has no name that is looked for: so many and no more.
    Beside,
}

/// Files that are read, by their whole path; `*` stands for any characters of one name.
const TEXTS: [&str; 66] = [
    "Gemfile",
    "Gemfile.lock",
    "gems.rb",
    "gems.locked",
    ".ruby-version",
    ".node-version",
    ".nvmrc",
    ".tool-versions",
    "mise.toml",
    ".mise.toml",
    "package.json",
    "Procfile",
    "Procfile.*",
    "app.json",
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.production.sample",
    ".env.production.example",
    "Dockerfile",
    "Containerfile",
    "Dockerfile.*",
    "*.Dockerfile",
    "docker/Dockerfile",
    "docker/*/Dockerfile",
    "docker/Dockerfile.*",
    ".dockerignore",
    "bin/docker-entrypoint",
    "config/application.rb",
    "config/boot.rb",
    "config/cable.yml",
    "config/cache.yml",
    "config/clock.rb",
    "config/database.yml",
    "config/database.*.yml",
    "config/database.yml.*",
    "config/environments/production.rb",
    "config/good_job.rb",
    "config/initializers/active_job.rb",
    "config/initializers/good_job.rb",
    "config/initializers/secret_token.rb",
    "config/initializers/session_store.rb",
    "config/initializers/sidekiq.rb",
    "config/initializers/sidekiq_cron.rb",
    "config/initializers/solid_queue.rb",
    "config/puma.rb",
    "config/queue.yml",
    "config/recurring.yml",
    "config/routes.rb",
    "config/routes/*.rb",
    "config/schedule.rb",
    "config/schedule.yml",
    "config/secrets.yml",
    "config/shoryuken.yml",
    "config/sidekiq.yml",
    "config/sidekiq_schedule.yml",
    "config/sidekiq_cron.yml",
    "config/solid_queue.yml",
    "config/storage.yml",
    "config/storage.*.yml",
    "config/resque-pool.yml",
    "config/unicorn.rb",
    "config/pitchfork.rb",
    "clock.rb",
    "db/schema.rb",
    "db/structure.sql",
];

/// Files and folders whose names count.
const NAMES: [&str; 28] = [
    ".kamal/hooks/*",
    "bin/*",
    "config/credentials.yml.enc",
    "config/credentials/*.yml.enc",
    "config/credentials/*.key",
    "config/master.key",
    "config/importmap.rb",
    "config.ru",
    "linkspan.yml",
    "yarn.lock",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "bun.lock",
    "bun.lockb",
    ".yarnrc.yml",
    "app/channels/*.rb",
    "app/jobs/*.rb",
    "app/assets/config/manifest.js",
    "config/environment.rb",
    "config/environments/*.rb",
    "config/kube/*.yml",
    "db/*schema.rb",
    "db/*_migrate/*.rb",
    ".env",
    ".env.*",
    "vendor/javascript/*",
];

/// What is wanted of the file of a path below the app's folder, if anything is.
#[must_use]
pub fn wanted(path: &str) -> Option<Wanted> {
    if path.is_empty() {
        return None;
    }
    let is_named = || NAMES.iter().any(|pattern| fits(pattern, path)).then_some(Wanted::Name);
    if is_private(path) {
        return is_named();
    }
    if TEXTS.iter().any(|pattern| fits(pattern, path)) || super::import::wants(path) {
        return Some(Wanted::Text);
    }
    is_named().or_else(|| (!path.contains('/')).then_some(Wanted::Beside))
}

/// Whether any file in a folder can be wanted. Paths have no `/` at the end; the app's own folder is empty.
#[must_use]
pub fn enters(folder: &str) -> bool {
    let count = folder.split('/').count();
    let leads = |pattern: &&'static str| {
        let mut parts = pattern.split('/');
        let folders = pattern.matches('/').count();
        folders >= count
            && folder.split('/').all(|name| parts.next().is_some_and(|part| wild(part, name)))
    };
    folder.is_empty() || TEXTS.iter().chain(&NAMES).any(leads) || super::import::enters(folder)
}

/// Whether a file holds values of secrets: nobody opens it.
pub(super) fn is_private(path: &str) -> bool {
    const EXAMPLES: [&str; 4] = [".example", ".sample", ".template", ".dist"];
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_env = name == ".env" || name.starts_with(".env.");
    name.ends_with(".key")
        || name.ends_with(".enc")
        || is_env && !EXAMPLES.iter().any(|end| name.ends_with(end))
}

/// Whether a path fits a pattern, in which `*` stands for any characters of one name.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let (mut parts, mut names) = (pattern.split('/'), path.split('/'));
    loop {
        match (parts.next(), names.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if wild(part, name) => {}
            _ => return false,
        }
    }
}

/// With one `*` at the most.
fn wild(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, tail)) => {
            name.len() >= head.len() + tail.len() && name.starts_with(head) && name.ends_with(tail)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_files_are_wanted() {
        for (path, expect) in [
            ("Gemfile.lock", Some(Wanted::Text)),
            ("config/database.yml", Some(Wanted::Text)),
            ("config/database.sqlite.yml", Some(Wanted::Text)),
            ("docker/web/Dockerfile", Some(Wanted::Text)),
            ("config/credentials/production.yml.enc", Some(Wanted::Name)),
            ("config/credentials/production.key", Some(Wanted::Name)),
            ("config/master.key", Some(Wanted::Name)),
            (".env", Some(Wanted::Name)),
            (".env.production", Some(Wanted::Name)),
            (".env.example", Some(Wanted::Text)),
            ("yarn.lock", Some(Wanted::Name)),
            ("db/queue_schema.rb", Some(Wanted::Name)),
            ("app/models/user.rb", None),
            ("vendor/bundle/Gemfile", None),
            ("config/locales/en.yml", None),
            ("postcss.config.js", Some(Wanted::Beside)),
            ("", None),
        ] {
            assert_eq!(wanted(path), expect, "{path}");
        }
        for (folder, expect) in [
            ("", true),
            ("config", true),
            ("config/environments", true),
            ("docker/web", true),
            ("app", true),
            ("app/models", false),
            ("node_modules", false),
            ("db/queue_migrate", true),
        ] {
            assert_eq!(enters(folder), expect, "{folder}");
        }
    }
}
