//! How scripts build the image: with the options that the spec names, or not at all.

use super::shell_quoted;
use super::text::Text;
use crate::plan::{ImageSource, Plan};
use std::borrow::Cow;

/// The end of every command that builds: the folder.
const FOLDER: &str = " . ||";
/// What says that a build begins, in deploy.sh and in release.sh.
const BEGINNINGS: [&str; 2] = ["  say \"Building $running\"\n", "  docker buildx build"];

/// Adds the options of `docker build` as assignments, where there are some.
pub(super) fn assign(plan: &Plan, text: &mut Text) {
    let build = &plan.build;
    let secrets = &build.secrets;
    if !has_options(plan) {
        return;
    }
    let mut options = Vec::new();
    let mut folder = "'.'".to_owned();
    text.because(build.source.reason());
    if build.source.value == ImageSource::Dockerfile {
        options.push(format!("--file {}", shell_quoted(&build.dockerfile.value)));
        if let Some(target) = &build.target {
            options.push(format!("--target {}", shell_quoted(&target.value)));
        }
        for (name, value) in &build.args {
            options
                .push(format!("--build-arg {}", shell_quoted(&format!("{name}={}", value.value))));
        }
        folder = shell_quoted(&build.context.value);
    }
    for name in &secrets.value {
        options.push(format!("--secret {}", shell_quoted(&format!("id={name},env={name}"))));
    }
    let line = format!("build=({} {folder})", options.join(" "));
    if line.contains('$') {
        text.push("# shellcheck disable=SC2016 # a dollar of the spec is a dollar");
    }
    text.push(line);
    if !secrets.value.is_empty() {
        text.because(secrets.because(
            "Their values come from the environment: on a command line, every process would see them.",
        ));
        let names: Vec<String> = secrets.value.iter().map(|name| shell_quoted(name)).collect();
        text.push(format!("build_secrets=({})", names.join(" ")));
    }
}

/// Whether `docker build` is told more than the folder.
fn has_options(plan: &Plan) -> bool {
    match plan.build.source.value {
        ImageSource::Published => false,
        ImageSource::Dockerfile => true,
        ImageSource::Generated => !plan.build.secrets.value.is_empty(),
    }
}

/// A script that builds with these options.
pub(super) fn adapted<'a>(plan: &Plan, body: Cow<'a, str>) -> Cow<'a, str> {
    if !has_options(plan) {
        return body;
    }
    let mut body = body.replace(FOLDER, " \"${build[@]}\" ||");
    if !plan.build.secrets.value.is_empty() {
        for beginning in BEGINNINGS {
            let asked = format!("{ASK}{beginning}");
            body = body.replacen(beginning, &asked, 1);
        }
    }
    Cow::Owned(body)
}

/// Before anything is built.
const ASK: &str = "  for each in \"${build_secrets[@]}\"; do
    [[ -n \"${!each:-}\" ]] || fail \"the build needs the secret $each: set the variable of this name\"
  done
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_in_the_scripts_is_there() {
        let (deploy, release) = (crate::files::deploy_sh::BODY, crate::files::release_sh::BODY);
        assert_eq!((deploy.matches(FOLDER).count(), release.matches(FOLDER).count()), (2, 1));
        for (body, beginning) in [deploy, release].into_iter().zip(BEGINNINGS) {
            assert_eq!(body.matches(beginning).count(), 1, "{beginning}");
        }
        assert!(!release.contains(BEGINNINGS[0]));
    }
}
