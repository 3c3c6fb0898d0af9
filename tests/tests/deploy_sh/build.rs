//! How the image is built on machines that keep nothing, and anew on another base image.

use crate::stage::{SPEC, Stage, error};

fn release(stage: &Stage, set: &[(&str, &str)]) -> std::process::Output {
    stage.command(&[]).envs(set.iter().copied()).output().unwrap()
}

#[test]
fn layers_are_kept_where_cache_says() {
    let stage = Stage::new();
    let output = release(&stage, &[("CACHE", "registry.example.com/acme/shop:cache")]);
    assert!(output.status.success(), "{}", error(&output));
    let cache = "type=registry,ref=registry.example.com/acme/shop:cache";
    let image = format!("registry.example.com/acme/shop:{}", stage.revision);
    stage.in_order(&[
        &format!("docker buildx build --pull --cache-from {cache} --cache-to {cache},mode=max --tag {image} --push ."),
        "/release\n",
    ]);
    stage.never("docker push");
}

#[test]
fn pods_are_pinned_to_what_was_pushed() {
    let stage = Stage::of(&format!("{SPEC}security: {{pin_image: true}}\n"));
    let digest = format!("sha256:{}", "0a".repeat(32));
    stage.answer("digest", &digest);
    let output = release(&stage, &[]);
    assert!(output.status.success(), "{}", error(&output));
    let image = format!("registry.example.com/acme/shop:{}", stage.revision);
    stage.in_order(&[
        &format!("docker push {image}"),
        &format!("docker buildx imagetools inspect {image} --format"),
        "/release\n",
    ]);
    let applied = stage.read("calls");
    assert!(applied.contains(&format!("shop-migrate-{}", stage.revision)), "{applied}");
    assert!(!applied.contains("@shop-migrate"), "{applied}");
    stage.answer("digest", "none");
    let output = release(&stage, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("a digest of"), "{}", error(&output));
}

/// A docker that says what it pushed, in each of its ways, and what the registry has by now.
const SAYS: &str = r#"#!/bin/bash
echo "docker $*" >>"$CALLS"
case "$*" in
  *imagetools*) cat "$ANSWERS/digest" ;;
  "image inspect"*) sed 's|^|registry.example.com/acme/shop@|' "$ANSWERS/built"; echo other/shop@sha256:1 ;;
  *--metadata-file*)
    file="$*"
    file="${file#*--metadata-file }"
    printf '{\n  "containerimage.config.digest": "x",\n  "containerimage.digest": "%s"\n}\n' "$(<"$ANSWERS/built")" >"${file%% *}"
    ;;
esac
"#;

#[test]
fn an_image_that_somebody_else_put_there_meanwhile_is_refused() {
    let [ours, theirs] = ["0a", "0b"].map(|byte| format!("sha256:{}", byte.repeat(32)));
    for set in [&[][..], &[("REBUILD", "2648")], &[("CACHE", "a/b:cache")]] {
        let stage = Stage::of(&format!("{SPEC}security: {{pin_image: true}}\n"));
        stage.checkout.program("docker", SAYS).unwrap();
        stage.answer("built", &format!("{ours}\n"));
        stage.answer("digest", &ours);
        let output = release(&stage, set);
        assert!(output.status.success(), "{set:?} {}", error(&output));
        assert!(stage.read("answers/applied-release").contains(&format!("@{ours}\n")));
        stage.answer("digest", &theirs);
        let output = release(&stage, set);
        assert_eq!(output.status.code(), Some(1), "{set:?}");
        let told = error(&output);
        assert!(told.contains("the registry has another image at"), "{told}");
        assert!(told.contains(&ours) && told.contains(&theirs), "{told}");
    }
}

#[test]
fn an_image_for_this_machine_is_put_onto_the_nodes() {
    for (program, context, call) in [
        ("kind", "kind-shop", "kind load docker-image IMAGE --name shop"),
        ("minikube", "minikube", "minikube image load IMAGE --profile minikube"),
    ] {
        let stage = Stage::of(&format!("{SPEC}provider: {program}\n"));
        let played = format!("#!/bin/sh\necho \"{program} $*\" >>\"$CALLS\"\n");
        stage.checkout.program(program, &played).unwrap();
        let set = [("KUBE_CONTEXT", context)];
        let output = release(&stage, &set);
        assert!(output.status.success(), "{}", error(&output));
        let image = format!("registry.example.com/acme/shop:{}", stage.revision);
        stage.in_order(&[
            &format!("docker build --tag {image} ."),
            &call.replace("IMAGE", &image),
            "/release\n",
        ]);
        stage.never("push");
        let output = release(&stage, &[set[0], ("REBUILD", "2648")]);
        assert!(output.status.success(), "{}", error(&output));
        let image = format!("registry.example.com/acme/shop:{}-2648", &stage.revision[..7]);
        stage.in_order(&[
            &format!("docker buildx build --pull --tag {image} --load ."),
            &call.replace("IMAGE", &image),
        ]);
        stage.never("push");
        stage.checkout.program(program, "#!/bin/sh\nexit 1\n").unwrap();
        let output = release(&stage, &set);
        assert_eq!(output.status.code(), Some(1));
        assert!(error(&output).contains("was not put onto the nodes"), "{}", error(&output));
    }
}

#[test]
fn a_program_that_puts_the_image_onto_the_nodes_has_to_be_there() {
    let stage = Stage::of(&format!("{SPEC}provider: minikube\n"));
    let output = release(&stage, &[("KUBE_CONTEXT", "minikube")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(error(&output).contains("minikube is not installed"), "{}", error(&output));
    stage.never("docker");
}

#[test]
fn a_revision_built_anew_has_a_tag_of_its_own() {
    let stage = Stage::new();
    let output = release(&stage, &[("REBUILD", "2648")]);
    assert!(output.status.success(), "{}", error(&output));
    let image = format!("registry.example.com/acme/shop:{}-2648", &stage.revision[..7]);
    stage.in_order(&[&format!("docker buildx build --pull --tag {image} --push .")]);
    for wrong in ["a b", "12345", "-", "A"] {
        let output = release(&stage, &[("REBUILD", wrong)]);
        assert_eq!(output.status.code(), Some(1), "{wrong}");
    }
}
