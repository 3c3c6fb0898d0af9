//! `deploy.sh` for several environments: what differs between them stands in one `case`.

use super::{BODY, write};
use crate::bundle::Line;
use crate::field::Guide;
use crate::files::text::Text;
use crate::files::{names, shell_quoted};
use crate::plan::{Migrate, Plan};

/// Before the function that builds: which image of the revision is ours.
const DIGESTS: &str = include_str!("environments.sh.txt");
/// Before a build.
const BUILT: &str = include_str!("built.sh.txt");

pub(in crate::files) fn write_environments(plans: &[Plan], spec: &str) -> Text {
    let mut text = Text::new(
        Guide::Delivery,
        "Deploys a release to one environment: the migration is a gate, and a failed rollout is undone.",
    );
    let heads: Vec<Parts> = plans.iter().map(|plan| parts(plan, spec)).collect();
    let Some(Parts { intro, assignments: first, body: same }) = heads.first() else { return text };
    text.lines.extend(intro.iter().cloned());
    let is_common = |line: &Line| {
        line.text.is_empty()
            || heads.iter().all(|head| head.assignments.iter().any(|each| each.text == line.text))
    };
    text.lines.extend(first.iter().filter(|line| is_common(line)).cloned());
    text.fixed(
        Guide::Delivery,
        "What differs between the environments; the first argument names one.",
    );
    text.push("environment=\"${1:-}\"\ncase \"$environment\" in");
    let mut before = Vec::new();
    for (plan, head) in plans.iter().zip(&heads) {
        let name = plan.environment.as_deref().unwrap_or_default();
        text.push(format!("  {})", shell_quoted(name)));
        for line in head.assignments.iter().filter(|line| !is_common(line)) {
            let indented = format!("    {}", line.text);
            text.lines.push(Line { text: indented.into(), ..line.clone() });
        }
        if plan.pin_image.value && !plan.build.is_published() {
            text.because(plan.pin_image.because("An image that they run comes here unchanged."));
            text.push(format!("    namespaces_before={}", shell_quoted(&before.join(" "))));
        }
        before.push(plan.namespace.value.as_str());
        text.push("    ;;");
    }
    let names = names(plans, ", ");
    text.push(format!("  -h | --help) ;;\n  *)\n    echo \"deploy.sh: name the environment: {names}\" >&2\n    exit 2\n    ;;\nesac\n"));
    // Where one environment alone has a second migration, the others do without its file.
    let after = plans.iter().position(|plan| plan.migrate.as_ref().is_some_and(Migrate::has_after));
    let same = after.and_then(|at| heads.get(at)).map_or(same, |head| &head.body);
    for line in same {
        text.because(line.reason.clone());
        text.push(adapted(&line.text));
    }
    text
}

/// The script of one environment alone.
struct Parts {
    /// The comments before everything.
    intro: Vec<Line>,
    assignments: Vec<Line>,
    body: Vec<Line>,
}

fn parts(plan: &Plan, spec: &str) -> Parts {
    let first = BODY.lines().next().unwrap_or_default();
    let mut intro = write(plan, spec).lines;
    let end = intro.iter().position(|line| line.text == first).unwrap_or(intro.len());
    let body = intro.split_off(end);
    let start = intro.iter().position(|line| line.text.is_empty()).map_or(0, |at| at + 1);
    let assignments = intro.split_off(start);
    Parts { intro, assignments, body }
}

/// A line of the body, with the folder of the environment in place of the only one.
fn adapted(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    if line == "main \"$@\"" {
        out.push_str("[[ \"$environment\" == -* ]] || shift\n");
    }
    let mut quoted = false;
    for (index, part) in line.split('"').enumerate() {
        if index > 0 {
            out.push('"');
            quoted = !quoted;
        }
        let folder =
            if quoted { "config/kube/$environment" } else { "config/kube/\"$environment\"" };
        // Inside `${1#...}` quotes are needed all the same: what stands there is a pattern.
        let part = part.replace("#config/kube/", "#CUT");
        out.push_str(
            &part
                .replace("config/kube", folder)
                .replace("#CUT", "#config/kube/\"$environment\"/")
                .replace("./deploy.sh", "./deploy.sh ENVIRONMENT")
                .replace("$app, revision", "$app, $environment, revision"),
        );
    }
    if line == "build_and_push() {" {
        return format!("{DIGESTS}\n{out}\n{}", BUILT.trim_end());
    }
    out
}
