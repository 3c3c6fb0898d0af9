//! One script, several environments.

use crate::stage::{Stage, error, said};

const SPEC: &str = "app: shop\nimage: registry.example.com/acme/shop\nworkers: [{name: sidekiq}]\nenvironments:\n  staging: {secrets: [SMTP_PASSWORD]}\n  production: {migrate: {timeout: 60}}\n";

/// A docker that knows what was pushed.
const DOCKER: &str = "#!/usr/bin/env bash\necho \"docker $*\" >>\"$CALLS\"\ncase \"$1\" in\n  push | buildx) touch \"$ANSWERS/pushed\" ;;\n  manifest) [[ -e \"$ANSWERS/pushed\" ]] ;;\nesac\n";

fn stage() -> Stage {
    let stage = Stage::of(SPEC);
    stage.checkout.program("docker", DOCKER).unwrap();
    stage.answer("secret", " DATABASE_URL RAILS_MASTER_KEY REDIS_URL SMTP_PASSWORD ");
    stage
}

#[test]
fn each_environment_has_its_namespace_and_folder_and_one_build_serves_all() {
    let stage = stage();
    for environment in ["staging", "production"] {
        let output = stage.deploy(&[environment]);
        assert!(output.status.success(), "{}", error(&output));
        assert!(said(&output).contains(&format!("shop, {environment}, revision")));
        stage.in_order(&[
            &format!("--namespace shop-{environment} --request-timeout=15s get secret"),
            &format!("-f config/kube/{environment}/namespace.yml"),
            &format!("-f config/kube/{environment}/env.yml"),
            "get job shop-migrate-",
            "/release\n",
            &format!("/namespaces/shop-{environment}/leases/shop-deploy"),
        ]);
    }
    let calls = stage.read("calls");
    assert_eq!(calls.matches("docker build").count(), 1, "{calls}");
    assert_eq!(calls.matches("docker push").count(), 1, "{calls}");
}

#[test]
fn without_a_name_the_script_says_which_there_are() {
    let stage = stage();
    for args in [&[][..], &["prod"], &["--config"], &[""]] {
        let output = stage.deploy(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(error(&output).contains("name the environment: staging, production"), "{args:?}");
    }
    assert_eq!(stage.deploy(&["staging", "--what"]).status.code(), Some(2));
    for args in [&["--help"][..], &["staging", "--help"]] {
        let output = stage.deploy(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(said(&output).contains("./deploy.sh ENVIRONMENT --config"), "{}", said(&output));
    }
    assert_eq!(stage.read("calls"), "");
}

#[test]
fn each_environment_asks_for_its_own_keys() {
    let stage = stage();
    stage.answer("secret", " DATABASE_URL RAILS_MASTER_KEY REDIS_URL ");
    let output = stage.deploy(&["staging"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("lacks SMTP_PASSWORD"), "{}", error(&output));
    assert!(stage.deploy(&["production"]).status.success());
}

#[test]
fn an_image_built_anew_serves_all_too() {
    let stage = stage();
    for environment in ["staging", "production"] {
        let output = stage.command(&[environment]).env("REBUILD", "2648").output().unwrap();
        assert!(output.status.success(), "{}", error(&output));
    }
    let image = format!("registry.example.com/acme/shop:{}-2648", &stage.revision[..7]);
    let calls = stage.read("calls");
    assert_eq!(calls.matches(&format!("--tag {image} --push .")).count(), 1, "{calls}");
    assert_eq!(calls.matches(&format!("docker manifest inspect {image}")).count(), 2, "{calls}");
}

const PINNED: &str = "security: {pin_image: true}\n";

/// What the registry has, and what runs in an environment of the revision.
fn pinned(has: &str, runs: &str) -> Stage {
    let stage = Stage::of(&format!("{PINNED}{SPEC}"));
    let docker =
        DOCKER.replace("case ", "[[ \"$*\" != *imagetools* ]] || cat \"$ANSWERS/digest\"\ncase ");
    stage.checkout.program("docker", &docker).unwrap();
    stage.answer("secret", " DATABASE_URL RAILS_MASTER_KEY REDIS_URL SMTP_PASSWORD ");
    stage.answer("pushed", "");
    stage.answer("digest", has);
    let image = format!("registry.example.com/acme/shop:{}", stage.revision);
    let ran = format!("registry.example.com/acme/shop:older@{has}\n");
    let runs = if runs.is_empty() { ran } else { format!("{ran}{image}@{runs}\n") };
    stage.answer("images", &runs);
    stage
}

#[test]
fn an_image_that_is_there_already_is_pinned_to_what_runs() {
    let [ours, theirs] = ["0a", "0b"].map(|byte| format!("sha256:{}", byte.repeat(32)));
    for environment in ["staging", "production"] {
        let stage = pinned(&ours, &ours);
        let output = stage.deploy(&[environment]);
        assert!(output.status.success(), "{}", error(&output));
        assert!(said(&output).contains("it is not built again"), "{}", said(&output));
        assert!(stage.read("answers/applied-release").contains(&format!("@{ours}\n")));
        let calls = stage.read("calls");
        let asked =
            calls.contains("--namespace shop-staging --request-timeout=15s get replicasets");
        assert!(asked, "{calls}");

        let stage = pinned(&theirs, &ours);
        let output = stage.deploy(&[environment]);
        assert_eq!(output.status.code(), Some(1), "{environment}");
        let told = error(&output);
        assert!(told.contains("the registry has another image at"), "{told}");
        assert!(told.contains(&ours) && told.contains(&theirs), "{told}");
        stage.never("/release\n");
    }
}

#[test]
fn what_nobody_runs_is_built_whatever_the_registry_has() {
    let digest = format!("sha256:{}", "0a".repeat(32));
    let stage = pinned(&digest, "");
    let output = stage.deploy(&["staging"]);
    assert!(output.status.success(), "{}", error(&output));
    stage.in_order(&["docker build", "docker push", "docker image inspect"]);
}

#[test]
fn a_workflow_hands_the_digest_on() {
    let [ours, theirs] = ["0a", "0b"].map(|byte| format!("sha256:{}", byte.repeat(32)));
    let stage = pinned(&ours, &ours);
    stage.answer("refused-it", "--namespace shop-staging --request-timeout=15s get replicasets");
    let output = stage.deploy(&["production"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("say it by DIGEST="), "{}", error(&output));

    let file = stage.folder().join("digest");
    let mut command = stage.command(&["production"]);
    let output = command.env("DIGEST", &ours).env("DIGEST_FILE", &file).output().unwrap();
    assert!(output.status.success(), "{}", error(&output));
    assert_eq!(stage.read("digest"), format!("DIGEST={ours}\n"));
    let output = stage.command(&["production"]).env("DIGEST", &theirs).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("the registry has another image"), "{}", error(&output));
}
