//! `deploy.sh` of an image that somebody else publishes: its version names the release, and nothing is built.

use crate::files::shell_quoted;
use crate::files::text::Text;
use crate::plan::Plan;
use std::borrow::Cow;

/// What finds the image and the name of its release, in place of git's revision.
const FUNCTIONS: [(&str, &str); 2] = [
    ("find_revision", include_str!("published/find_revision.sh.txt")),
    ("tag_of", include_str!("published/tag_of.sh.txt")),
];
/// What has nothing to do.
const UNUSED: [&str; 2] = ["build_and_push", "load_image"];
/// Pieces, and what stands in their place.
const PIECES: [(&str, &str); 9] = [
    (
        "Usage: ./deploy.sh                       build, push, migrate, roll out the current git revision\n",
        "Usage: ./deploy.sh                       migrate, roll out the version that linkspan.yml names\n",
    ),
    ("PLATFORM       platform of the image, such as linux/amd64; default: this machine's\n", ""),
    (
        "CACHE          image that keeps the layers of a build for the next one; default: this machine keeps them\n",
        "",
    ),
    (
        "REBUILD        up to four letters or digits: build this revision anew, under a tag that ends in them\n",
        "",
    ),
    (
        "image_form='[A-Za-z0-9][A-Za-z0-9._:/-]*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?'\n",
        "image_form='[A-Za-z0-9][A-Za-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?'\n",
    ),
    ("  preflight git docker ${load:+\"$load\"}\n", "  preflight ${pin:+docker}\n"),
    ("  build_and_push\n", "  pin_image\n"),
    ("  go_back \"${1:-}\"\n", "  tag_of \":${1:-}\"\n  go_back \"$tag\"\n"),
    ("\"$image:\"*", "\"$image\"[:@]*"),
];

/// The image, as the spec names it.
pub(super) fn assign(plan: &Plan, text: &mut Text) {
    if let (Some(image), Some(version)) = (plan.published_image(), plan.version()) {
        text.because(version.reason());
        text.push(format!("published={}", shell_quoted(&image)));
    }
}

/// The programs that the script needs.
pub(super) fn needs<'a>(plan: &Plan, needs: Cow<'a, str>) -> Cow<'a, str> {
    if !plan.build.is_published() {
        return needs;
    }
    let fewer = if plan.pin_image.value { "bash, docker" } else { "bash" };
    Cow::Owned(
        needs
            .replace("bash, git, docker,", &format!("{fewer},"))
            .replace("bash, git, docker", fewer),
    )
}

/// A part of the script for an image that is published.
pub(super) fn adapted<'a>(plan: &Plan, body: Cow<'a, str>) -> Cow<'a, str> {
    if !plan.build.is_published() {
        return body;
    }
    let mut body = body.into_owned();
    for (name, function) in FUNCTIONS {
        body = replaced(&body, name, &format!("{}\n", function.trim_end()));
    }
    for name in UNUSED {
        body = replaced(&body, name, "");
    }
    for (piece, other) in PIECES {
        body = body.replace(piece, other);
    }
    Cow::Owned(body)
}

/// A script with another function of this name, or none, and the comment above it alike.
fn replaced(script: &str, name: &str, function: &str) -> String {
    let head = format!("{name}() {{\n");
    let Some(start) = script.find(&format!("\n{head}")) else { return script.to_owned() };
    let (before, rest) = script.split_at_checked(start + 1).unwrap_or((script, ""));
    let Some((_, after)) = rest.split_once("\n}\n") else { return script.to_owned() };
    let mut before = before;
    while let Some((above, comment)) =
        before.strip_suffix('\n').and_then(|lines| lines.rsplit_once('\n'))
    {
        if !comment.starts_with('#') {
            break;
        }
        before = before.get(..=above.len()).unwrap_or(before);
    }
    let after = if function.is_empty() { after.trim_start_matches('\n') } else { after };
    format!("{before}{function}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::deploy_sh::BODY;

    #[test]
    fn each_place_in_the_script_is_there() {
        let downtime = include_str!("downtime.sh.txt");
        for (piece, _) in PIECES {
            assert!([BODY, downtime].iter().any(|body| body.contains(piece)), "{piece}");
        }
        for name in FUNCTIONS.map(|(name, _)| name).into_iter().chain(UNUSED) {
            assert_eq!(BODY.matches(&format!("\n{name}() {{\n")).count(), 1, "{name}");
        }
    }

    /// Whether a command of the script has this name.
    fn calls(script: &str, name: &str) -> bool {
        let lines = script.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let mut commands = lines.flat_map(|line| line.split(['|', '&', '(', ';']));
        commands.any(|command| {
            let mut words =
                command.split_whitespace().skip_while(|word| ["if", "!"].contains(word));
            words.next() == Some(name)
        })
    }

    #[test]
    fn nothing_is_called_that_went() {
        let stores = "redis: {kind: cluster}\ndatabase: {kind: cluster}\n";
        let standing = "processes: [{name: node, image: 'a/b:1', port: 4000}]\n";
        let steps = "migrate: {before: [a], after: [b]}\n";
        let strategy = |name: &str| format!("migrate: {{strategy: {name}}}\n");
        // `run` was gone once, and is called where data stores are waited for.
        for more in [
            String::new(),
            stores.to_owned(),
            standing.to_owned(),
            steps.to_owned(),
            strategy("deploy_then_migrate"),
            strategy("downtime"),
            "security: {pin_image: true}\n".to_owned(),
            "environments: {staging: {}, production: {}}\n".to_owned(),
        ] {
            let spec =
                format!("app: shop\nimage: a/b\nbuild: {{from: published, version: '1'}}\n{more}");
            let bundle = crate::generate(&spec).bundle;
            let script = bundle.files["deploy.sh"].text();
            for name in UNUSED.into_iter().chain(["run"]) {
                let is_there = script.contains(&format!("\n{name}() {{\n"));
                assert!(is_there || !calls(&script, name), "{name}: {more}");
            }
        }
    }

    #[test]
    fn a_function_goes_with_its_comment() {
        let script = "a=1\n\n# About\n# run.\nrun() {\n  x\n}\n\nother() {\n  y\n}\n";
        assert_eq!(replaced(script, "run", ""), "a=1\n\nother() {\n  y\n}\n");
        let new = "# New.\nrun() { z; }\n";
        assert_eq!(
            replaced(script, "run", new),
            "a=1\n\n# New.\nrun() { z; }\n\nother() {\n  y\n}\n"
        );
        assert_eq!(replaced(script, "none", ""), script);
    }
}
