//! The pods of the admission plugin's own tests, each judged as it judges them: level/version/{pass,fail}.

use linkspan_core::check::{Options, Source, check};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_tests::{facts, texts_below};

/// Whether a namespace that enforces this level takes the pod.
fn passes(text: &str, level: &str, minor: u32) -> bool {
    let namespace = format!(
        "apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: {level}
    pod-security.kubernetes.io/enforce-version: v1.{minor}
"
    );
    let pod = text.replacen("\nmetadata:\n", "\nmetadata:\n  namespace: shop\n", 1);
    assert_ne!(pod, text);
    let sources = [
        Source { path: "namespace.yml", text: &namespace },
        Source { path: "pod.yml", text: &pod },
    ];
    let options = Options { kubernetes: *Kubernetes::ALL.last().unwrap(), ..Options::default() };
    check(&sources, &options).diagnostics.iter().all(|each| each.rule != "pod-security-enforced")
}

#[test]
fn the_admission_plugin_and_we_agree() {
    let Some(module) = facts::module("k8s.io/pod-security-admission") else { return };
    let (mut count, mut differ) = (0, Vec::new());
    for level in ["baseline", "restricted"] {
        for minor in 0..=37 {
            for verdict in ["pass", "fail"] {
                let folder = module.join(format!("test/testdata/{level}/v1.{minor}/{verdict}"));
                for (path, text) in texts_below(&folder, ".yaml").unwrap() {
                    count += 1;
                    if passes(&text, level, minor) != (verdict == "pass") {
                        differ.push(format!("{level} v1.{minor} {verdict} {path}"));
                    }
                }
            }
        }
    }
    assert_eq!(differ, Vec::<String>::new(), "of {count}");
    eprintln!("{count} pods judged alike");
    assert!(count > 4000, "{count}");
}
