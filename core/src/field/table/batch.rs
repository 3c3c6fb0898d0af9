//! What runs once, or at given times.

use super::{Section, common, count, field, seconds, section};
use crate::field::Default::{Nothing, Required, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const CRON: Section = section(
    "cron",
    "Scheduled jobs",
    "Commands and jobs on a schedule.",
    &[
        field(
            "cron",
            "Scheduled jobs",
            "Commands or jobs that run at given times.",
            Accepts::Groups,
            Nothing,
            Guide::CronJobs,
        ),
        common(field(
            "cron[].name",
            "Name",
            "Names the job and, where it is a CronJob, its file; then it and the app's name may have 51 characters together.",
            Accepts::Name { longest: 60 },
            Required,
            Guide::CronJobs,
        )),
        common(field(
            "cron[].schedule",
            "Schedule",
            "Minute, hour, day of the month, month, day of the week, such as `0 6 * * *`, or @daily.",
            Accepts::Schedule,
            Required,
            Guide::CronJobs,
        )),
        common(field(
            "cron[].command",
            "Command",
            "What runs, such as `bin/rails orders:digest`, in a pod of its own each time; with Solid Queue, Ruby code.",
            Accepts::Command,
            Nothing,
            Guide::CronJobs,
        )),
        common(field(
            "cron[].class",
            "Job class",
            "Instead of a command, a job class that is put into its queue at these times, such as `DigestJob`: an Active Job, or with Sidekiq one of Sidekiq's own.",
            Accepts::Class,
            Nothing,
            Guide::CronJobs,
        )),
        field(
            "cron[].args",
            "Arguments",
            "What `perform` of the class is given, in order, such as `[1, \"full\"]`.",
            Accepts::Arguments,
            Nothing,
            Guide::CronJobs,
        ),
        field(
            "cron[].queue",
            "Queue",
            "The queue that the job is put into; by default that of its class.",
            Accepts::Queue,
            Nothing,
            Guide::CronJobs,
        ),
        common(field(
            "cron[].time_zone",
            "Time zone",
            "The time zone of the schedule. A time that does not exist on the day when summer time starts has no run.",
            Accepts::TimeZone,
            Value("Etc/UTC"),
            Guide::CronJobs,
        )),
        field(
            "cron[].timeout",
            "Time limit",
            "Seconds after which a run counts as failed (activeDeadlineSeconds).",
            seconds(10, 86400),
            Value("3600"),
            Guide::CronJobs,
        ),
        field(
            "cron[].start_within",
            "Start within",
            "Seconds that a run may start late; after that it is skipped (startingDeadlineSeconds).",
            seconds(30, 86400),
            Value("300"),
            Guide::CronJobs,
        ),
        field(
            "cron[].retries",
            "Retries",
            "How often a failed run is tried again before the next time (backoffLimit).",
            count(0, 10),
            Value("0"),
            Guide::CronJobs,
        ),
        field(
            "cron[].cpu",
            "CPU",
            "Reserved for each pod (resources.requests).",
            Accepts::Cpu,
            Value("250m"),
            Guide::CronJobs,
        ),
        field(
            "cron[].memory",
            "Memory",
            "Reserved for each pod (resources.requests).",
            Accepts::Memory,
            Value("512Mi"),
            Guide::CronJobs,
        ),
        field(
            "cron[].memory_limit",
            "Memory limit",
            "A pod that uses more memory is stopped (resources.limits).",
            Accepts::Memory,
            Value("1Gi"),
            Guide::CronJobs,
        ),
        field(
            "cron[].env",
            "Variables",
            "Plain environment variables of this job's pods alone; they win over those of `env`. No secrets.",
            Accepts::Map,
            Nothing,
            Guide::Environment,
        ),
    ],
);

pub(super) const MIGRATE: Section = section(
    "migrate",
    "Migrations",
    "The step between the new image and the new pods.",
    &[
        field(
            "migrate.strategy",
            "Order of a release",
            "Whether a release migrates first, replaces the pods first, or stops the app meanwhile.",
            Accepts::Choice(Strategy::CHOICES),
            Value("migrate_then_deploy"),
            Guide::Migrations,
        ),
        field(
            "migrate.command",
            "Migration command",
            "Runs once per release, in a Job. `db:prepare` loads schema and seeds into an empty database, and migrates one that is not.",
            Accepts::Command,
            Value("bin/rails db:prepare"),
            Guide::Migrations,
        ),
        field(
            "migrate.before",
            "Steps before",
            "Commands of the migration before the pods are replaced, one after the other, in place of `command`: the next runs when the one before it succeeded.",
            Accepts::Commands,
            Nothing,
            Guide::Migrations,
        ),
        field(
            "migrate.after",
            "Steps after",
            "Commands that run when the new pods serve, one after the other, in a Job of their own. One that fails undoes nothing: the new pods keep running, and the next deploy tries again.",
            Accepts::Commands,
            Nothing,
            Guide::Migrations,
        ),
        field(
            "migrate.timeout",
            "Migration time limit",
            "Seconds after which the migration counts as failed (activeDeadlineSeconds).",
            seconds(30, 86400),
            Value("900"),
            Guide::Migrations,
        ),
    ],
);

pub(super) const CONSOLE: Section = section(
    "console",
    "Console",
    "`./deploy.sh --console`: a Rails console in a pod of its own.",
    &[
        field(
            "console.command",
            "Console command",
            "What a console pod runs.",
            Accepts::Command,
            Value("bin/rails console"),
            Guide::Console,
        ),
        field(
            "console.always",
            "Console that stays",
            "Keeps a pod for consoles running all the time (a Deployment), beside the one that `--console` starts; it takes memory all the time too.",
            Accepts::Bool,
            Value("false"),
            Guide::Console,
        ),
        field(
            "console.timeout",
            "Console time limit",
            "Seconds after which a console pod is stopped (activeDeadlineSeconds).",
            seconds(60, 86400),
            Value("14400"),
            Guide::Console,
        ),
        field(
            "console.cpu",
            "CPU",
            "Reserved for each pod (resources.requests).",
            Accepts::Cpu,
            Value("250m"),
            Guide::Console,
        ),
        field(
            "console.memory",
            "Memory",
            "Reserved for each pod (resources.requests).",
            Accepts::Memory,
            Value("512Mi"),
            Guide::Console,
        ),
        field(
            "console.memory_limit",
            "Memory limit",
            "A pod that uses more memory is stopped (resources.limits).",
            Accepts::Memory,
            Value("1Gi"),
            Guide::Console,
        ),
    ],
);

pub(super) const TASKS: Section = section(
    "tasks",
    "Tasks",
    "`./deploy.sh --task COMMAND`: a Rake task or a script, once.",
    &[
        field(
            "tasks.timeout",
            "Task time limit",
            "Seconds after which a task counts as failed (activeDeadlineSeconds).",
            seconds(60, 604_800),
            Value("21600"),
            Guide::RakeTasks,
        ),
        field(
            "tasks.cpu",
            "CPU",
            "Reserved for each pod (resources.requests).",
            Accepts::Cpu,
            Value("250m"),
            Guide::RakeTasks,
        ),
        field(
            "tasks.memory",
            "Memory",
            "Reserved for each pod (resources.requests).",
            Accepts::Memory,
            Value("512Mi"),
            Guide::RakeTasks,
        ),
        field(
            "tasks.memory_limit",
            "Memory limit",
            "A pod that uses more memory is stopped (resources.limits).",
            Accepts::Memory,
            Value("1Gi"),
            Guide::RakeTasks,
        ),
    ],
);

choices! {
    /// What comes first in a release.
    pub enum Strategy {
        /// The migration; the old code runs on the new schema for a while.
        MigrateThenDeploy = "migrate_then_deploy", "Migrate, then deploy";
        /// The new pods; the new code runs on the old schema for a while.
        DeployThenMigrate = "deploy_then_migrate", "Deploy, then migrate";
        /// The end of all pods: no code runs while the schema changes.
        Downtime = "downtime", "Stop, migrate, start";
    }
}
