//! Job systems that run as a worker of kind `command`: how a command shows which one it is, what it needs, and how it ends.
//!
//! Sources, read 2026-11-30: the READMEs of delayed_job (`rake jobs:work`; after TERM it ends behind the running job), resque
//! (TERM ends the running job at once unless TERM_CHILD is set; then RESQUE_PRE_SHUTDOWN_TIMEOUT seconds pass before it is
//! told, and RESQUE_TERM_TIMEOUT seconds before it is killed), resque-pool (TERM as `--term-graceful-wait` and its like say),
//! shoryuken (`timeout` of its file after TERM, 8 seconds by itself), que (waits for running jobs), karafka (`shutdown_timeout`,
//! 60 seconds by itself), sneakers, and the page Active Job Basics of Rails' guides for the names of adapters.

/// Where a job system keeps its jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// In the app's database.
    Database,
    /// In Redis.
    Redis,
    /// In a service of its own: SQS, Kafka, RabbitMQ.
    Elsewhere,
}

/// A job system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobSystem {
    /// As people call it.
    pub name: &'static str,
    /// Programs and tasks that start its worker.
    pub starts: &'static [&'static str],
    /// Where its jobs are.
    pub keeps: Keeps,
    /// Its adapter of Active Job, where whoever runs it uses it for that.
    pub adapter: Option<&'static str>,
    /// Variables that give running jobs their time; `{timeout}` stands for the seconds of `timeout`.
    pub variables: &'static [(&'static str, &'static str)],
    /// What the app itself has to say for that, with `{timeout}` too; empty for nothing.
    pub end: &'static str,
}

/// Every one that is known.
const JOB_SYSTEMS: [JobSystem; 9] = [
    JobSystem {
        name: "Delayed Job",
        starts: &["jobs:work", "jobs:workoff", "delayed_job"],
        keeps: Keeps::Database,
        adapter: Some(":delayed_job"),
        variables: &[],
        end: "it ends behind the running job, so no job takes longer than {timeout} seconds.",
    },
    JobSystem {
        name: "Resque",
        starts: &["resque:work", "resque:workers", "resque-pool"],
        keeps: Keeps::Redis,
        adapter: Some(":resque"),
        variables: &[
            ("TERM_CHILD", "1"),
            ("RESQUE_PRE_SHUTDOWN_TIMEOUT", "{timeout}"),
            ("RESQUE_TERM_TIMEOUT", "5"),
        ],
        end: "a running job has {timeout} seconds, then it gets `Resque::TermException`; `resque-pool` is started with `--term-graceful-wait`.",
    },
    JobSystem {
        name: "Sidekiq",
        starts: &["sidekiq", "sidekiqswarm"],
        keeps: Keeps::Redis,
        adapter: Some(":sidekiq"),
        variables: &[],
        end: "its own time for running jobs (`-t`, or `:timeout:` in its file) is {timeout} seconds at the most.",
    },
    JobSystem {
        name: "GoodJob",
        starts: &["good_job"],
        keeps: Keeps::Database,
        adapter: Some(":good_job"),
        variables: &[("GOOD_JOB_SHUTDOWN_TIMEOUT", "{timeout}")],
        end: "",
    },
    JobSystem {
        name: "Solid Queue",
        starts: &["solid_queue:start"],
        keeps: Keeps::Database,
        adapter: Some(":solid_queue"),
        variables: &[],
        end: "`config.solid_queue.shutdown_timeout` is {timeout} seconds at the most.",
    },
    JobSystem {
        name: "Que",
        starts: &["que"],
        keeps: Keeps::Database,
        adapter: Some(":que"),
        variables: &[],
        end: "it waits for running jobs, so none takes longer than {timeout} seconds; it listens on connections of its own, which PgBouncer in transaction mode breaks.",
    },
    JobSystem {
        name: "Shoryuken",
        starts: &["shoryuken"],
        keeps: Keeps::Elsewhere,
        adapter: None,
        variables: &[],
        end: "`timeout:` in its file is {timeout} seconds: by itself it gives running jobs eight.",
    },
    JobSystem {
        name: "Karafka",
        starts: &["karafka"],
        keeps: Keeps::Elsewhere,
        adapter: None,
        variables: &[],
        end: "`config.shutdown_timeout` in `karafka.rb` is {timeout}_000 (milliseconds): by itself it takes a minute, and is killed before.",
    },
    JobSystem {
        name: "Sneakers",
        starts: &["sneakers:run", "sneakers"],
        keeps: Keeps::Elsewhere,
        adapter: None,
        variables: &[],
        end: "it ends within {timeout} seconds of the signal TERM.",
    },
];

/// The job system that a command starts, by its words.
#[must_use]
pub fn job_system(words: &[String]) -> Option<&'static JobSystem> {
    let program = |word: &String| word.rsplit('/').next().map(str::to_owned);
    let programs: Vec<String> = words.iter().filter_map(program).collect();
    JOB_SYSTEMS.iter().find(|each| {
        // A task may have arguments: `resque:work[high]`.
        let starts = |word: &String| each.starts.contains(&word.split('[').next().unwrap_or(word));
        programs.iter().any(starts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_shows_its_job_system() {
        for (line, expect) in [
            ("bundle exec rake jobs:work", Some("Delayed Job")),
            ("bin/delayed_job run", Some("Delayed Job")),
            ("bundle exec rake environment resque:work", Some("Resque")),
            ("bundle exec resque-pool --environment production", Some("Resque")),
            ("bundle exec sidekiq -C config/sidekiq.yml", Some("Sidekiq")),
            ("bundle exec shoryuken -R -C config/shoryuken.yml", Some("Shoryuken")),
            ("bundle exec que ./config/environment.rb", Some("Que")),
            ("bundle exec karafka server", Some("Karafka")),
            ("bundle exec rake resque:scheduler", None),
            ("bundle exec clockwork config/clock.rb", None),
            ("node ./streaming/index.js", None),
        ] {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert_eq!(job_system(&words).map(|each| each.name), expect, "{line}");
        }
    }
}
