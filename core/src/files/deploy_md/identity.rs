//! What has to be done at the provider so that it knows the app's pods, in `DEPLOY.md`.

use super::code;
use crate::files::text::Text;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let Some((identity, name)) = plan.identity() else { return };
    let (namespace, app) = (&plan.namespace.value, &plan.app.value);
    // The parts of an ARN: `arn:aws:iam::123456789012:role/team/shop`.
    let mut parts = name.value.splitn(6, ':').skip(1);
    let partition = parts.next().unwrap_or_default();
    let account = parts.nth(2).unwrap_or_default();
    let role = name.value.rsplit('/').next().unwrap_or_default();
    let filled = |template: &str| {
        template
            .replace("{identity}", &name.value)
            .replace("{namespace}", namespace)
            .replace("{app}", app)
            .replace("{partition}", partition)
            .replace("{account}", account)
            .replace("{role}", role)
    };
    text.because(name.reason());
    text.push(format!(
        "## Identity at {}\n\nThe app's pods run as the ServiceAccount `{app}` of the namespace `{namespace}`, whose annotation `{}` names `{}`. {}\n",
        plan.provider.value.label,
        identity.annotation,
        name.value,
        filled(identity.about),
    ));
    for (sentence, commands) in identity.setup {
        text.push(format!("{}\n", filled(sentence)));
        code(text, filled(commands));
    }
    text.push("After the first deploy, this says who the pods are:\n");
    code(text, format!("./deploy.sh --task {}", identity.check));
}
