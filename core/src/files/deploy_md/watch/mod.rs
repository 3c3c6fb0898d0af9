//! Logging, autoscaling and monitoring in `DEPLOY.md`.

mod logging;
mod monitoring;
mod rails;
mod scale;

pub(super) use rails::rails;

use crate::files::text::Text;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    logging::write(plan, text);
    scale::write(plan, text);
    monitoring::write(plan, text);
}

/// A command that sets one key of a Secret to what `source` says, never on a command line.
fn set_key(namespace: &str, secret: &str, key: &str, source: &str) -> String {
    let manager = key.to_ascii_lowercase().replace('_', "-");
    format!(
        "(value=\"$({source})\" && [ -n \"$value\" ] && printf %s \"$value\" |\n  kubectl --namespace {namespace} create secret generic {secret} \\\n    --from-file={key}=/dev/stdin --dry-run=client --output yaml |\n  kubectl --namespace {namespace} apply --server-side --field-manager=secret-{manager} -f -)"
    )
}
