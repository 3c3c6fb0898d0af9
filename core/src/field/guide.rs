//! Sections of the guide "Deploying a Rails application to Kubernetes", the thread through it all.

/// A section of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guide {
    /// The Rails application
    Application,
    /// Docker image
    DockerImage,
    /// Cluster
    Cluster,
    /// Domain name and SSL
    Domain,
    /// Environment variables
    Environment,
    /// Secrets
    Secrets,
    /// Logging
    Logging,
    /// Background jobs
    BackgroundJobs,
    /// Cron jobs
    CronJobs,
    /// Console
    Console,
    /// Rake tasks
    RakeTasks,
    /// Database migrations
    Migrations,
    /// Continuous delivery
    Delivery,
    /// Monitoring
    Monitoring,
    /// Security updates
    Security,
}

impl Guide {
    /// The section's title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Application => "The Rails application",
            Self::DockerImage => "Docker image",
            Self::Cluster => "Cluster",
            Self::Domain => "Domain name and SSL",
            Self::Environment => "Environment variables",
            Self::Secrets => "Secrets",
            Self::Logging => "Logging",
            Self::BackgroundJobs => "Background jobs",
            Self::CronJobs => "Cron jobs",
            Self::Console => "Console",
            Self::RakeTasks => "Rake tasks",
            Self::Migrations => "Database migrations",
            Self::Delivery => "Continuous delivery",
            Self::Monitoring => "Monitoring",
            Self::Security => "Security updates",
        }
    }
}
