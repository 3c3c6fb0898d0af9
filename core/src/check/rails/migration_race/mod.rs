//! Migrations that run in several pods at once.

use crate::check::companion::{Companion, folder, of_kind};
use crate::check::context::{Spot, given};
use crate::check::rails::folder::Folder;
use crate::check::rails::migration::task;
use crate::check::rails::process::{Process, Program};
use crate::check::shell;
use crate::diagnostic::{Diagnostic, Place, rule};

rule! {
    pub(in crate::check) const MIGRATION_RACE: Rule = Rule {
        name: "migration-race",
        tier: Rails,
        severity: Warning,
        says: "each of several pods changes the schema when it starts",
        why: "Rails lets one migrate at a time: the others fail with ConcurrentMigrationError, start again, and meet a schema that is half new.",
    };
}

const HELP: &str =
    "run it once for each release, in a Job that is waited for before the pods change";

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes {
        let pods = folder.most(process);
        if pods <= 1 {
            continue;
        }
        let argument = process.arguments.iter().find_map(|each| Some((each, task(each.text)?)));
        if let Some((argument, task)) = argument {
            let message = format!("`{task}` runs in each of {}, at the same time", several(pods));
            let diagnostic = Diagnostic::new(&MIGRATION_RACE, message).help(HELP);
            folder.report(process, diagnostic, Spot::from(argument.node), &argument.path, found);
        }
    }
    entrypoints(folder, found);
}

fn several(pods: i128) -> String {
    if pods == i128::from(i32::MAX) { "the pods".to_owned() } else { format!("up to {pods} pods") }
}

/// An entrypoint migrates in every pod that starts with it, often in those of the web server only.
fn entrypoints(all: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for source in of_kind(all.companions, Companion::Entrypoint) {
        let commands = shell::read(source.text, Place { line: 1, column: 1 });
        let mut words = commands.iter().flat_map(|command| &command.words);
        let Some((word, task)) = words.find_map(|word| Some((word, task(&word.text)?))) else {
            continue;
        };
        let of_server = source.text.contains("server");
        let base = folder(source.path).trim_end_matches("bin/");
        let starts = |process: &&Process<'_, '_>| {
            process.pod.object.file.starts_with(base)
                && !process.is_init
                && process.is_rails()
                && given(process.node, "command").is_none()
                && (process.program == Program::Default
                    || !of_server
                    || process.words.ends_with(&["server".to_owned()]))
        };
        let started = all.processes.iter().filter(starts);
        let Some((process, pods)) =
            started.map(|each| (each, all.most(each))).find(|(_, pods)| *pods > 1)
        else {
            continue;
        };
        let object = process.pod.object;
        let message = format!(
            "`{task}` runs in each of {} of the {} `{}`, at the same time",
            several(pods),
            object.kind,
            object.name
        );
        let diagnostic = Diagnostic::new(&MIGRATION_RACE, message).help(HELP);
        found.push(diagnostic.file(source.path).at(word.place, word.width));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::{WEB, rules};
    use crate::check::tests::rails::check;

    #[test]
    fn migrations_race_only_where_there_are_several_pods() {
        let init = "      initContainers: [{name: migrate, image: \"shop:1\", args: [bin/rails, \"db:migrate\"]}]\n";
        let puma = "          command: [bundle, exec, puma]\n";
        check("", init, puma, &[]);
        check("  replicas: 2\n", init, puma, &["migration-race"]);
        check("  replicas: 2\n", &init.replace("db:migrate", "db:migrate:status"), puma, &[]);
        check("  replicas: 2\n", &init.replace("db:migrate", "db:seed"), puma, &[]);
    }

    #[test]
    fn an_entrypoint_that_migrates_does_so_in_every_pod() {
        let entrypoint = "#!/bin/bash -e\nif [ \"${@: -2:1}\" == \"./bin/rails\" ] && [ \"${@: -1:1}\" == \"server\" ]; then\n  ./bin/rails db:prepare\nfi\nexec \"${@}\"\n";
        let files = [("bin/docker-entrypoint", entrypoint), ("k8s/web.yml", WEB)];
        assert_eq!(rules(&files), ["migration-race 3:15"]);
        let alone = WEB.replace("replicas: 2", "replicas: 1");
        assert_eq!(
            rules(&[("bin/docker-entrypoint", entrypoint), ("k8s/web.yml", &alone)]),
            Vec::<String>::new()
        );
        let other =
            WEB.replace("image: \"shop:1\",", "image: \"shop:1\", command: [bundle, exec, puma],");
        assert_eq!(
            rules(&[("bin/docker-entrypoint", entrypoint), ("k8s/web.yml", &other)]),
            Vec::<String>::new()
        );
    }
}
