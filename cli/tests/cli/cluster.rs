//! Commands that talk to a cluster, where none answers.

use crate::folder::Folder;

const CONFIG: &str = r#"{"apiVersion": "v1", "kind": "Config", "current-context": "away",
    "clusters": [{"name": "away", "cluster": {"server": "https://127.0.0.1:1"}}],
    "users": [{"name": "me", "user": {"token": "hush"}}],
    "contexts": [{"name": "away", "context": {"cluster": "away", "user": "me"}},
        {"name": "other", "context": {"cluster": "nowhere", "user": "me"}}]}"#;

fn with_bundle() -> Folder {
    let folder = Folder::with_spec();
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    folder.write("config.json", CONFIG);
    folder
}

#[test]
fn a_cluster_that_cannot_be_reached_is_a_reason() {
    let folder = with_bundle();
    folder.write("broken.json", "{");
    folder.write("none.json", r#"{"apiVersion": "v1", "kind": "Config"}"#);
    let apply = &["apply", "--revision", "r1"][..];
    for (command, more, said, help) in [
        (
            &["plan"][..],
            "--kubeconfig=config.json",
            "cannot reach the cluster at https://127.0.0.1:1: connection refused",
            "check that the cluster runs",
        ),
        (
            &["status"][..],
            "--kubeconfig=config.json",
            "cannot reach the cluster",
            "check that the cluster runs",
        ),
        (&["plan"][..], "--kubeconfig=gone.json", "no kubeconfig could be read", "KUBECONFIG"),
        (&["plan"][..], "--kubeconfig=broken.json", "no kubeconfig could be read", "KUBECONFIG"),
        (
            &["plan"][..],
            "--kubeconfig=none.json",
            "names no current context",
            "the kubeconfig is empty",
        ),
        (
            &["plan", "--context", "prod"][..],
            "--kubeconfig=config.json",
            "has no context `prod`",
            "`away`, `other`",
        ),
        (
            &["plan", "--context", "other"][..],
            "--kubeconfig=config.json",
            "the context `other` cannot be used",
            "fix the kubeconfig",
        ),
        (
            apply,
            "--kubeconfig=config.json",
            "the context `away` (https://127.0.0.1:1) is not confirmed",
            "--context away",
        ),
    ] {
        let mut command = command.to_vec();
        command.push(more);
        let ran = folder.run(&command);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(said) && ran.err.contains(help), "{command:?}: {}", ran.err);
        assert!(ran.out.is_empty() && !ran.err.contains("hush"), "{ran:?}");
    }
}

#[test]
fn what_is_wrong_with_the_command_is_said_before_the_cluster_is_asked() {
    let folder = with_bundle();
    folder.write("other.yml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n");
    for (command, code, said) in [
        (&["apply"][..], 2, "--revision"),
        (&["apply", "--revision", "a:1"][..], 2, "the tag of an image"),
        (&["apply", "--revision", "unreleased"][..], 2, "stands for no revision"),
        (&["apply", "--revision", "r1", "--config-only"][..], 2, "cannot be used with"),
        (&["apply", "--revision", "r1", "--timeout", "5"][..], 2, "such as 90s"),
        (&["status", "--app", "Shop"][..], 2, "`Shop` is no name"),
        (&["plan", "other.yml"][..], 2, "is no bundle: no object carries the label"),
        (&["plan", "nowhere"][..], 2, "cannot read `nowhere`"),
    ] {
        let ran = folder.run(command);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert!(ran.err.contains(said), "{command:?}: {}", ran.err);
    }
}
