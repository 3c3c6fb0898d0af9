//! Names that deploy.sh uses: our own script lists them at its top, any other writes them behind kubectl.

mod kubectl;
mod listed;
mod unknown;

use crate::check::companion::{Companion, folder, of_kind};
use crate::check::index::Index;
use crate::check::shell;
use crate::check::source::Source;
use crate::diagnostic::{Diagnostic, Place, rule};
use unknown::Unknown;

rule! {
    pub(in crate::check) const SCRIPT_NAME: Rule = Rule {
        name: "script-name",
        tier: Broken,
        severity: Warning,
        says: "deploy.sh names what no manifest has",
        why: "The script ends in the middle of a release, or waits for a rollout that never begins.",
        files: ["deploy.sh", "web.yml"],
    };
}

/// Judges every script that deploys manifests of the folder.
pub(super) fn check(index: &Index<'_>, companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    for source in of_kind(companions, Companion::DeployScript) {
        let base = folder(source.path);
        if !index.objects.iter().any(|object| object.file.starts_with(base)) {
            continue;
        }
        let commands = shell::read(source.text, Place { line: 1, column: 1 });
        let mut unknown = Vec::new();
        listed::check(index, base, &commands, &mut unknown);
        kubectl::check(index, &commands, &mut unknown);
        found.extend(unknown.into_iter().map(|Unknown { place, width, message, help }| {
            let diagnostic = Diagnostic::new(&SCRIPT_NAME, message).help(help);
            diagnostic.file(source.path).at(place, width)
        }));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::script;

    #[test]
    fn names_are_those_of_manifests() {
        script("kubectl -n shop rollout status deployment/web --timeout=5m", &[]);
        script("kubectl rollout status deploy wbe", &["script-name 3:31"]);
        script("kubectl set image deployment/web rails=\"shop:$tag\"", &[]);
        script("kubectl set image deployment/web web=\"shop:$tag\"", &["script-name 3:34"]);
        script("kubectl exec deploy/wbe -- bin/rails about", &["script-name 3:14"]);
        script("kubectl create job x --from=cronjob/digest", &["script-name 3:22"]);
        script("kubectl rollout status \"deployment/$name\"", &[]);
        script(
            "kubectl apply -f migrate.yml\nkubectl wait --for=condition=complete job/migrate\nkubectl apply -f k8s",
            &["script-name 4:39"],
        );
    }
}
