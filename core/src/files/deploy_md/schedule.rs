//! Scheduled jobs in `DEPLOY.md`.

use super::code;
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    if plan.cron.is_empty() {
        return;
    }
    let (app, namespace) = (&plan.app.value, &plan.namespace.value);
    text.fixed(Guide::CronJobs, "What runs at given times, and how to run it now.");
    text.push("## Scheduled jobs\n\nWhen each runs next and ran last:\n");
    code(text, format!("kubectl --namespace {namespace} get cronjobs,jobs"));
    for job in &plan.cron {
        let name = format!("{app}-{}", job.name.value);
        text.because(job.schedule.reason());
        text.push(format!(
            "`{name}`, at `{}` ({}). To run it now:\n",
            job.schedule.value, job.time_zone.value
        ));
        code(
            text,
            format!(
                "run=\"{name}-$(date +%s)\"\nkubectl --namespace {namespace} create job --from=cronjob/{name} \"$run\"\nuntil kubectl --namespace {namespace} logs --follow \"job/$run\"; do sleep 2; done"
            ),
        );
    }
}
