//! A namespace that an app had and its bundle has not any more: what runs there goes on, and no release reaches it.

use super::json;
use super::manifest::manifests;
use crate::check::Source;
use crate::check::catalog::bundle::NAMESPACE_LEFT;
use crate::diagnostic::Diagnostic;
use serde_json::Value;

/// Where an app lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The environment; empty where there is only one.
    pub environment: String,
    /// Its namespace.
    pub namespace: String,
}

/// The homes that the files of a bundle name, given by path and text: `config/kube/namespace.yml` or
/// `config/kube/staging/namespace.yml`, in whatever folder.
pub fn homes<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Home> {
    let mut found = Vec::new();
    for (path, text) in files {
        let Some(environment) = environment_of(path) else { continue };
        for manifest in manifests(&[Source { path, text }]) {
            if json::kind(&manifest.object) == "Namespace" {
                found.push(Home {
                    environment: environment.to_owned(),
                    namespace: json::name(&manifest.object).to_owned(),
                });
            }
        }
    }
    found
}

fn environment_of(path: &str) -> Option<&str> {
    let (_, inside) = path.rsplit_once("config/kube/")?;
    let folder = inside.strip_suffix("namespace.yml")?;
    let environment = folder.trim_end_matches('/');
    (!environment.contains('/')).then_some(environment)
}

/// The namespaces of live objects that Linkspan made for an app, each once.
#[must_use]
pub fn lived_in(app: &str, live: &[Value]) -> Vec<Home> {
    let ours = live.iter().filter(|object| json::is_ours(object, app));
    let mut found: Vec<String> =
        ours.map(|object| json::text(object, "/metadata/namespace").to_owned()).collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|namespace| Home { environment: String::new(), namespace }).collect()
}

/// What is told of each of these homes that the app had and whose namespace it has not now.
#[must_use]
pub fn left_behind(earlier: &[Home], now: &[Home]) -> Vec<Diagnostic> {
    let has =
        |homes: &[Home], namespace: &str| homes.iter().any(|home| home.namespace == namespace);
    let next: Vec<&Home> = now.iter().filter(|home| !has(earlier, &home.namespace)).collect();
    // An environment that takes the namespace in which the app ran before does what this asks for.
    let goes_on = |left: &Home| {
        now.iter().any(|home| home.environment == left.environment && has(earlier, &home.namespace))
    };
    let left = earlier.iter().filter(|home| !has(now, &home.namespace) && !goes_on(home));
    left.map(|home| told(home, &next)).collect()
}

fn told(left: &Home, next: &[&Home]) -> Diagnostic {
    let name = &left.namespace;
    let mut message = format!(
        "the namespace `{name}` is no longer in the bundle: what runs there goes on running, and gets no more releases"
    );
    // An environment that is gone has none; what ran without one goes on in any.
    let same: Vec<&Home> =
        next.iter().filter(|home| home.environment == left.environment).copied().collect();
    let next = if same.is_empty() && left.environment.is_empty() { next } else { same.as_slice() };
    let Some(heir) = heir(next) else {
        let help = format!(
            "to keep it, take its environment back into `linkspan.yml`; to end it, `kubectl delete namespace {name}` deletes its volumes and secrets too"
        );
        return finding("environments", message, &help);
    };
    let names: Vec<String> = next.iter().map(|home| format!("`{}`", home.namespace)).collect();
    message.push_str(&format!(
        "; its data and its secrets do not move to {}, where the app starts anew",
        names.join(" or ")
    ));
    let (field, keep) = match heir.environment.as_str() {
        "" => ("namespace".to_owned(), format!("namespace: {name}")),
        environment => (
            format!("environments.{environment}"),
            format!("environments: {{{environment}: {{namespace: {name}}}}}"),
        ),
    };
    let help = format!(
        "to go on where the app runs, write `{keep}` before the next deploy; to move, see DEPLOY.md"
    );
    finding(&field, message, &help)
}

/// The one that most likely is to go on with what runs: production, or the last.
fn heir<'a>(next: &[&'a Home]) -> Option<&'a Home> {
    let is_named =
        |home: &&&Home| matches!(home.environment.as_str(), "production" | "prod" | "live");
    next.iter().find(is_named).or(next.last()).copied()
}

fn finding(field: &str, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(&NAMESPACE_LEFT, message).help(help).path(field).file(crate::spec::FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(environment: &str, namespace: &str) -> Home {
        Home { environment: environment.to_owned(), namespace: namespace.to_owned() }
    }

    #[test]
    fn homes_stand_in_the_files_of_namespaces() {
        let text =
            |name: &str| format!("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {name}\n");
        let (one, two) = (text("shop"), text("shop-staging"));
        let files = [
            ("config/kube/namespace.yml", one.as_str()),
            ("apps/a/config/kube/staging/namespace.yml", two.as_str()),
            ("config/kube/logging/agent/namespace.yml", one.as_str()),
            ("config/kube/service.yml", one.as_str()),
            ("config/kube/live/namespace.yml", "kind: ["),
        ];
        assert_eq!(homes(files), [home("", "shop"), home("staging", "shop-staging")]);
    }

    #[test]
    fn what_is_left_behind_is_told_with_what_keeps_it() {
        let check = |earlier: &[Home], now: &[Home], expect: &[(&str, &str)]| {
            let found = left_behind(earlier, now);
            let told: Vec<(&str, &str)> =
                found.iter().map(|each| (each.path.as_str(), each.help.as_str())).collect();
            assert_eq!(told, expect, "{earlier:?} {now:?}");
        };
        let both = [home("staging", "shop-staging"), home("production", "shop-production")];
        let keep = "to go on where the app runs, write `environments: {production: {namespace: shop}}` before the next deploy; to move, see DEPLOY.md";
        let alone = home("", "shop");
        let alone = std::slice::from_ref(&alone);
        check(alone, &both, &[("environments.production", keep)]);
        check(alone, &[home("staging", "shop-staging"), home("production", "shop")], &[]);
        check(&both, &both, &[]);
        let kept = [home("", "shop"), home("production", "shop-production")];
        check(&kept, &[home("production", "shop")], &[]);
        check(&[], &both, &[]);
        let rename = "to go on where the app runs, write `namespace: shop` before the next deploy; to move, see DEPLOY.md";
        check(alone, &[home("", "store")], &[("namespace", rename)]);
        let end = "to keep it, take its environment back into `linkspan.yml`; to end it, `kubectl delete namespace shop-staging` deletes its volumes and secrets too";
        check(&both, &both[1..], &[("environments", end)]);
        // As a second run finds it, which sees the rest as it wrote it.
        check(&both[..1], &both[1..], &[("environments", end)]);
        let found = left_behind(alone, &both);
        let new = "do not move to `shop-staging` or `shop-production`, where the app starts anew";
        assert!(found[0].message.ends_with(new), "{}", found[0].message);
    }

    #[test]
    fn only_what_linkspan_made_for_the_app_says_where_it_lives() {
        let object = |namespace: &str, app: &str, by: &str| {
            serde_json::json!({"metadata": {"namespace": namespace, "labels": {
                "app.kubernetes.io/instance": app, "app.kubernetes.io/managed-by": by}}})
        };
        let live = [
            object("shop", "shop", "linkspan"),
            object("shop", "shop", "linkspan"),
            object("other", "other", "linkspan"),
            object("third", "shop", "helm"),
        ];
        assert_eq!(lived_in("shop", &live), [home("", "shop")]);
    }
}
