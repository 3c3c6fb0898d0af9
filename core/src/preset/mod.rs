//! Specs to start from, each a whole `linkspan.yml`.

/// A spec to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Stable name, used in links.
    pub id: &'static str,
    /// As shown.
    pub label: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// The spec.
    pub text: &'static str,
}

/// Every preset; the first one is the sample app.
pub const PRESETS: [Preset; 6] = [
    Preset {
        id: "sidekiq",
        label: "Shop with Sidekiq",
        help: "A web app with background jobs in Sidekiq, PostgreSQL and Redis outside the cluster.",
        text: include_str!("sidekiq.yml"),
    },
    Preset {
        id: "guide",
        label: "The guide's app",
        help: "What the guide builds: four web pods, two Sidekiq pods, a load balancer.",
        text: include_str!("guide.yml"),
    },
    Preset {
        id: "rails8",
        label: "Rails 8 with Solid Queue",
        help: "What `rails new` makes today: Solid Queue, Cache and Cable in PostgreSQL, no Redis.",
        text: include_str!("rails8.yml"),
    },
    Preset {
        id: "api",
        label: "API only",
        help: "An API without assets, on MySQL.",
        text: include_str!("api.yml"),
    },
    Preset {
        id: "hobby",
        label: "Hobby on SQLite",
        help: "One pod, SQLite on a volume, jobs inside Puma: small and cheap.",
        text: include_str!("hobby.yml"),
    },
    Preset {
        id: "smallest",
        label: "The smallest spec",
        help: "App, image and hosts; everything else by default.",
        text: include_str!("smallest.yml"),
    },
];

/// The preset of that name.
#[must_use]
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}
