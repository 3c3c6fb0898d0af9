//! Logging, autoscaling and monitoring in `DEPLOY.md`.

mod logging;
mod monitoring;
mod scale;

use crate::files::text::Text;
use crate::plan::Plan;

/// What the cluster needs before the first deploy, or it does not take the bundle.
pub(super) fn before(plan: &Plan, text: &mut Text) {
    scale::write(plan, text);
    monitoring::write(plan, text);
}

/// What can come at any time.
pub(super) fn after(plan: &Plan, text: &mut Text) {
    logging::write(plan, text);
}

/// A command that sets one key of a Secret to what `source` says, never on a command line.
fn set_key(namespace: &str, secret: &str, key: &str, source: &str) -> String {
    let manager = key.to_ascii_lowercase().replace('_', "-");
    format!(
        "(value=\"$({source})\" && [ -n \"$value\" ] && printf %s \"$value\" |\n  kubectl --namespace {namespace} create secret generic {secret} \\\n    --from-file={key}=/dev/stdin --dry-run=client --output yaml |\n  kubectl --namespace {namespace} apply --server-side --field-manager=secret-{manager} -f -)"
    )
}
