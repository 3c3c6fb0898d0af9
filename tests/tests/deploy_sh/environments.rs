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
