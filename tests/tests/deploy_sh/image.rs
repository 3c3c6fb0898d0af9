//! An image that a Dockerfile of the user's builds, and one that somebody else publishes.

use crate::stage::{SPEC, Stage, error};

const OWN: &str = "build: {from: dockerfile, dockerfile: docker/Dockerfile, context: web, target: app, args: {A: \"it's $HOME\"}, secrets: [KEY_ONE]}\n";

#[test]
fn a_dockerfile_of_the_users_is_built_with_its_options_and_secrets() {
    let stage = Stage::of(&format!("{SPEC}{OWN}"));
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("the build needs the secret KEY_ONE"), "{}", error(&output));
    stage.never("docker");
    let options = "--file docker/Dockerfile --target app --build-arg A=it's $HOME --secret id=KEY_ONE,env=KEY_ONE web";
    let image = format!("registry.example.com/acme/shop:{}", stage.revision);
    let output = stage.command(&[]).env("KEY_ONE", "hush").output().unwrap();
    assert!(output.status.success(), "{}", error(&output));
    let build = format!("docker build --tag {image} {options}");
    stage.in_order(&[&build, &format!("docker push {image}"), "/release\n"]);
    let output = stage.command(&[]).env("KEY_ONE", "hush").env("REBUILD", "2648").output().unwrap();
    assert!(output.status.success(), "{}", error(&output));
    let image = format!("registry.example.com/acme/shop:{}-2648", &stage.revision[..7]);
    let build = format!("docker buildx build --pull --tag {image} --push {options}");
    stage.in_order(&[&build, "/release\n"]);
    stage.never("hush");
}

#[test]
fn a_published_image_is_released_by_its_version() {
    let digest = format!("sha256:{}", "0a".repeat(32));
    for (version, name, image) in [
        ("V4.3_1", "v4-3-1", "registry.example.com/acme/shop:V4.3_1".to_owned()),
        (&digest, "sha256-0a0a0a0a0a0a", format!("registry.example.com/acme/shop@{digest}")),
    ] {
        for strategy in ["migrate_then_deploy", "deploy_then_migrate", "downtime"] {
            let published = format!("build: {{from: published, version: '{version}'}}\n");
            let strategy = format!("migrate: {{strategy: {strategy}}}\n");
            let stage = Stage::of(&format!("{SPEC}{published}{strategy}"));
            let output = stage.deploy(&[]);
            assert!(output.status.success(), "{}", error(&output));
            stage.never("docker");
            let job = stage.read("answers/applied-job");
            assert!(job.contains(&format!("name: shop-migrate-{name}\n")), "{job}");
            assert!(job.contains(&format!("version: \"{name}\"\n")), "{job}");
            assert!(
                job.contains(&format!("image: \"{image}\"\n"))
                    || job.contains(&format!("image: {image}\n")),
                "{job}"
            );
            let release = stage.read("answers/applied-release");
            assert!(release.matches(&image).count() >= 2, "{release}");
        }
    }
}

#[test]
fn settings_of_a_published_image_keep_what_runs() {
    let published = "build: {from: published, version: v2}\n";
    let stage = Stage::of(&format!("{SPEC}{published}"));
    let digest = format!("sha256:{}", "0b".repeat(32));
    stage.answer("image", &format!("registry.example.com/acme/shop@{digest}"));
    let output = stage.deploy(&["--config"]);
    assert!(output.status.success(), "{}", error(&output));
    let release = stage.read("answers/applied-release");
    assert!(release.contains(&format!("shop@{digest}")), "{release}");
    assert!(!release.contains("shop:v2"), "{release}");
}
