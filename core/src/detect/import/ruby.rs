//! Files in Ruby that are data: a Cuberfile, and Kuby's kuby.rb as far as nothing is worked out in it.

use super::super::app::App;
use super::super::finding::At;
use super::super::notes::Notes;
use super::super::process::Process;
use super::super::ruby::{Code, Known, Statement};
use super::kind::Tool;
use super::words;
use crate::secret;

/// What is said of a call whose values are worked out.
const OPEN: &str = "Ruby works it out when the tool runs";

/// Reads every Cuberfile and kuby.rb.
pub(super) fn read(app: &App, notes: &mut Notes) {
    for (path, text) in super::files(app, Tool::Cuberfile) {
        let code = Code::read(text);
        for statement in &code.statements {
            cuber(path, statement, notes);
        }
    }
    for (path, text) in super::files(app, Tool::Kuby) {
        let code = Code::read(text);
        for statement in &code.statements {
            kuby(path, &code, statement, notes);
        }
    }
}

/// A call while it is read.
struct Call<'s> {
    statement: &'s Statement,
    at: At,
    key: String,
}

impl Call<'_> {
    fn text(&self, number: usize) -> Option<String> {
        self.statement.text(number)
    }

    fn labelled(&self, label: &str) -> Option<String> {
        match self.statement.labelled(label) {
            Some(Known::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// A value and the call that says it.
    fn carry(&self, path: &str, value: Option<String>, notes: &mut Notes) {
        let Some(value) = value else {
            return notes.not_carried(&*self.key, self.at.clone(), OPEN);
        };
        self.put(path, value.into(), notes);
    }

    fn put(&self, path: &str, value: super::super::finding::Value, notes: &mut Notes) {
        let trust = super::super::finding::Trust::Read;
        match notes.try_claim(path, value, trust, vec![self.at.clone()], "") {
            Ok(()) => notes.carried(&*self.key, self.at.clone(), path),
            Err(message) => {
                let path = secret::masked(path);
                notes.not_carried(
                    &*self.key,
                    self.at.clone(),
                    format!("`{path}` cannot be that: it {message}"),
                );
            }
        }
    }

    fn not_needed(&self, why: &str, notes: &mut Notes) {
        notes.not_needed(&*self.key, self.at.clone(), why);
    }

    fn not_carried(&self, why: &str, notes: &mut Notes) {
        notes.not_carried(&*self.key, self.at.clone(), why);
    }
}

/// One line of a Cuberfile. Its words: the methods of `Cuber::CuberfileParser` in the documentation of the gem cuber, read
/// 2026-12-01.
fn cuber(path: &str, statement: &Statement, notes: &mut Notes) {
    let Some(name) = statement.call() else { return };
    let call = Call { statement, at: At::new(path, statement.line), key: name.to_owned() };
    match name {
        "app" => call.carry("app", call.text(0).map(|text| words::name(&text, 40)), notes),
        "image" => call.carry("image", call.text(0).map(|text| words::plain_repository(&text)), notes),
        "dockerfile" => call.carry("build.dockerfile", call.text(0), notes),
        "migrate" => call.carry("migrate.command", call.text(0), notes),
        "health" => match call.text(0).as_deref().and_then(|text| text.split_once("://")) {
            Some((_, rest)) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                notes.likely("hosts", vec![host.to_owned()], call.at.clone(), "the health check asks there");
                call.carry("web.health_path", Some(format!("/{path}")), notes);
            }
            None => call.carry("web.health_path", call.text(0), notes),
        },
        "proc" => process(call, notes),
        "cron" => {
            let name = call.text(0).map(|text| words::name(&text, 60)).unwrap_or_default();
            let at = |key: &str| format!("cron[{name}].{key}");
            let (Some(schedule), Some(command)) = (call.text(1), call.text(2)) else {
                return call.not_carried(OPEN, notes);
            };
            notes.read(&at("name"), name.as_str(), call.at.clone());
            notes.read(&at("schedule"), schedule, call.at.clone());
            call.carry(&at("command"), Some(command), notes);
        }
        "env" => variable(call, notes),
        "ssl" => call.put("expose.tls", "secret".into(), notes),
        "ingress" => call.not_needed("hosts make a front door", notes),
        "lb" => call.not_carried("annotations of the load balancer: `expose.annotations` takes them", notes),
        "buildpacks" => call.not_carried("buildpacks build nothing here: `build.from` knows a Dockerfile, or an image that is published", notes),
        "repo" | "dockerconfig" | "kubeconfig" => call.not_needed("deploy.sh runs in the repository, with your own logins", notes),
        "cache" => call.not_needed("docker keeps the layers of a build by itself", notes),
        "release" | "ruby" => call.not_needed("the release is the git revision", notes),
        "if" | "unless" | "end" | "require" | "puts" => {}
        _ => call.not_carried("the spec has nothing for it", notes),
    }
}

/// `proc :web, "bundle exec puma", scale: 2, cpu: 1, ram: 1, term: 60`
fn process(call: Call<'_>, notes: &mut Notes) {
    let (Some(name), Some(command)) = (call.text(0), call.text(1)) else {
        return call.not_carried(OPEN, notes);
    };
    let mut process = Process {
        is_web: name == "web",
        key: format!("proc {name}"),
        at: call.at.clone(),
        deployed: true,
        command,
        name,
        ..Process::default()
    };
    if let Some(scale) = call.labelled("scale") {
        process.fields.insert("replicas", scale);
    }
    if let Some(cpu) = call.labelled("cpu").and_then(|text| words::cpu(&text)) {
        process.fields.insert("cpu", cpu);
    }
    // Gibibytes.
    if let Some(memory) = call.labelled("ram") {
        let memory = if memory.contains('.') {
            words::cpu(&memory)
                .and_then(|text| text.trim_end_matches('m').parse::<u64>().ok())
                .map(|part| format!("{}Mi", part * 1024 / 1000))
        } else {
            words::memory(&format!("{memory}g"))
        };
        if let Some(memory) = memory {
            process.fields.insert("memory_limit", memory.clone());
            process.fields.insert("memory", memory);
        }
    }
    if let Some(term) = call.labelled("term") {
        process.fields.insert("timeout", term);
    }
    for label in ["env", "log"] {
        if call.statement.labelled(label).is_some() {
            notes.not_carried(
                format!("{}.{label}", process.key),
                call.at.clone(),
                "write it by hand: `env` of its process",
            );
        }
    }
    notes.process(process);
}

/// `env "NAME", "value", secret: true`
fn variable(call: Call<'_>, notes: &mut Notes) {
    let Some(name) = call.text(0) else { return call.not_carried(OPEN, notes) };
    let value = call.text(1).unwrap_or_default();
    let is_secret = call.labelled("secret").as_deref() == Some("true")
        || secret::is_secret_name(&name)
        || secret::looks_secret(&name, &value);
    let call = Call { key: format!("env {name}"), ..call };
    if is_secret {
        if !value.is_empty() {
            notes.value_in_file(&name, call.at.clone());
        }
        return call.carry(&format!("secrets.{name}"), Some(name.clone()), notes);
    }
    match name.as_str() {
        "WEB_CONCURRENCY" => call.carry("web.processes", call.text(1), notes),
        "RAILS_MAX_THREADS" => call.carry("web.threads", call.text(1), notes),
        "RAILS_ENV" | "RACK_ENV" | "PORT" | "RAILS_LOG_TO_STDOUT" => {
            call.not_needed("every bundle sets it", notes)
        }
        "DATABASE_URL" | "REDIS_URL" => call.not_needed("the bundle's own Secret has it", notes),
        _ => call.carry(&format!("env.{name}"), call.text(1), notes),
    }
}

/// What sets up a plugin of Kuby: for the first time, or once more.
const PLUGIN: [&str; 2] = ["configure_plugin", "add_plugin"];

/// One call of kuby.rb. Its words: kuby-core, `docs/docs/quick_start_guide.md`, read 2026-12-01.
fn kuby(path: &str, code: &Code, statement: &Statement, notes: &mut Notes) {
    let around: Vec<&str> = code.around(statement).filter_map(Statement::call).collect();
    // `Kuby.define("shop")` and `environment(:production)` stand around everything.
    let Some(name) = statement.call().map(str::to_owned) else {
        let words: Vec<&str> = statement.tokens.iter().map(|token| token.text.as_str()).collect();
        if let ["Kuby", ".", "define", "(", name, ..] | ["Kuby", ".", "define", name, ..] =
            words.as_slice()
        {
            notes.read("app", words::name(name, 40), At::new(path, statement.line));
            notes.carried("Kuby.define", At::new(path, statement.line), "app");
        }
        return;
    };
    let environment = code.around(statement).find(|opener| opener.call() == Some("environment"));
    let is_other =
        environment.and_then(|opener| opener.text(0)).is_some_and(|name| name != "production");
    let call = Call { statement, at: At::new(path, statement.line), key: name.clone() };
    if is_other && !matches!(name.as_str(), "environment" | "end") {
        return call.not_carried("only the environment `production` is read: write what differs in others into `environments`", notes);
    }
    match name.as_str() {
        "environment" | "docker" | "kubernetes" | "credentials" | "configure_plugin"
        | "database" | "if" | "end" | "require" | "unless" => {}
        "image_url" => call.carry("image", call.text(0), notes),
        "hostname" if around.iter().any(|call| PLUGIN.contains(call)) => {
            call.put(
                "hosts",
                super::super::finding::Value::List(call.text(0).into_iter().collect()),
                notes,
            );
        }
        "replicas" | "workers" => {
            let plugin = code
                .around(statement)
                .find(|opener| opener.call().is_some_and(|call| PLUGIN.contains(&call)))
                .and_then(|opener| opener.text(0));
            let path = if plugin.as_deref() == Some("rails_app") {
                "web.replicas"
            } else {
                "workers[sidekiq].replicas"
            };
            if path.starts_with("workers") {
                notes.read("workers[sidekiq].name", "sidekiq", call.at.clone());
            }
            call.carry(path, call.text(0), notes);
        }
        "add_plugin" => match call.text(0).as_deref() {
            Some("sidekiq") => {
                notes.read("workers[sidekiq].name", "sidekiq", call.at.clone());
                call.put("workers[sidekiq].kind", "sidekiq".into(), notes);
            }
            Some("rails_app" | "nginx_ingress" | "cert-manager" | "kube-db" | "external-dns") => {
                call.not_needed("the bundle has a way of its own", notes)
            }
            Some("redis" | "redis_instance") => call.put("redis.kind", "cluster".into(), notes),
            _ => call.not_carried("a plugin that the spec has nothing for", notes),
        },
        "user" | "username" | "password" if !around.contains(&"credentials") => {
            if call.text(0).is_some() && name == "password" {
                notes.value_in_file("password", call.at.clone());
            }
            call.not_needed("the bundle's own Secret has it", notes);
        }
        "username" | "password" | "email" => {
            if call.text(0).is_some() && name == "password" {
                notes.value_in_file("password", call.at.clone());
            }
            call.put("registry.private", "true".into(), notes);
        }
        "provider" => match call.text(0).as_deref() {
            Some("digitalocean") => call.put("provider", "digitalocean".into(), notes),
            Some("eks") => call.put("provider", "eks".into(), notes),
            Some("gke") => call.put("provider", "gke".into(), notes),
            Some("azure" | "aks") => call.put("provider", "aks".into(), notes),
            _ => call.not_carried("a provider that the spec does not know by this name", notes),
        },
        "tls_enabled" | "manage_database" => {
            call.not_needed("the bundle has a way of its own", notes)
        }
        _ => call.not_carried("the spec has nothing for it, or Ruby works it out", notes),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::finding::Fate;
    use super::super::super::{App, Given, detect, spec};
    use super::super::trial::has_line;

    #[test]
    fn a_cuberfile_becomes_a_spec() {
        let text = "app 'my_shop'\nrepo '.'\nimage 'registry.example.com/acme/shop:1'\nmigrate 'rails db:migrate', check: 'rails db:version'\n\
            proc :web, 'bundle exec puma', scale: 3, cpu: 0.7, ram: 1, term: 60\nproc :jobs, 'bundle exec sidekiq -c 4', ram: 0.5\n\
            cron :digest, '0 6 * * *', 'rails digest:send'\nenv 'TIDE', 'high'\nenv 'PILOT', 'hunter22hunter22', secret: true\nenv 'X', File.read('x')\n\
            health 'https://shop.example.com/ready'\nlb 'a', 'b'\n";
        let mut app = App::new("");
        app.add_text("Cuberfile", text);
        let findings = detect(&app, &Given::new());
        let told = spec(&findings);
        assert!(!format!("{findings:?}{told}").contains("hunter22"), "{told}");
        for line in [
            "app: my-shop",
            "image: registry.example.com/acme/shop",
            "hosts: [shop.example.com]",
            "  replicas: 3",
            "  cpu: 700m",
            "  memory_limit: 1Gi",
            "  shutdown_timeout: 60",
            "  TIDE: high",
            "secrets: [PILOT]",
            "  - name: jobs",
            "    memory_limit: 512Mi",
            "    command: rails digest:send",
            "  command: rails db:migrate",
        ] {
            has_line(&told, line);
        }
        let not: Vec<&str> = findings.not_carried().map(|(key, _)| key.key.as_str()).collect();
        assert_eq!(not, ["env X", "lb"]);
    }

    #[test]
    fn kuby_is_read_as_far_as_it_is_data() {
        let text = "require 'kuby'\nKuby.define('my-shop') do\n  environment(:production) do\n    docker do\n      image_url 'registry.example.com/acme/shop'\n      credentials do\n        username app_creds[:a]\n        password 'hunter22hunter22'\n      end\n    end\n\
            \x20   kubernetes do\n      provider :digitalocean do\n        access_token app_creds[:b]\n      end\n      add_plugin :sidekiq do\n        replicas 2\n      end\n      add_plugin(:rails_app) do\n        hostname 'shop.example.com'\n        replicas 3\n        database do\n          user app_creds[:c]\n          password app_creds[:d]\n        end\n      end\n    end\n  end\nend\n";
        let mut app = App::new("");
        app.add_text("kuby.rb", text);
        let findings = detect(&app, &Given::new());
        let told = spec(&findings);
        assert!(!format!("{findings:?}{told}").contains("hunter22"), "{told}");
        for line in [
            "app: my-shop",
            "image: registry.example.com/acme/shop",
            "hosts: [shop.example.com]",
            "provider: digitalocean",
            "  replicas: 3",
            "  - name: sidekiq",
            "    replicas: 2",
        ] {
            has_line(&told, line);
        }
        assert!(findings.keys.iter().any(|key| key.key == "access_token" && matches!(key.fate, Fate::NotCarried { .. })));
    }
}
