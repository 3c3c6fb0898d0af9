//! A Deployment of Rails, to which the tests of rules add their cases.

use super::Options;
use super::across::told;

fn deployment(spec: &str, pod: &str, container: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  selector: {{matchLabels: {{app: web}}}}\n{spec}  template:\n    metadata: {{labels: {{app: web}}}}\n    spec:\n{pod}      containers:\n        - name: web\n          image: shop:1\n{container}"
    )
}

/// The rules that speak about such a Deployment.
pub(in crate::check) fn check(spec: &str, pod: &str, container: &str, expect: &[&str]) {
    let text = deployment(spec, pod, container);
    let found = told(&text, &Options::default());
    let rules: Vec<&str> = found.iter().filter_map(|each| each.split(' ').next()).collect();
    assert_eq!(rules, expect, "{text}\n{found:?}");
}
