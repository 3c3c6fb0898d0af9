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
pub const PRESETS: [Preset; 14] = [
    Preset {
        id: "sidekiq",
        label: "Shop with Sidekiq",
        help: "A web app with background jobs in Sidekiq, PostgreSQL and Redis outside the cluster.",
        text: include_str!("sidekiq.yml"),
    },
    Preset {
        id: "guide",
        label: "The guide's app",
        help: "What the guide builds: a load balancer, Sidekiq with sidekiq-cron, a console that stays, logs to Logz.io.",
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
        label: "Hobby on k3s and SQLite",
        help: "One small server with k3s: one pod, SQLite on a volume, jobs inside Puma.",
        text: include_str!("hobby.yml"),
    },
    Preset {
        id: "smallest",
        label: "The smallest spec",
        help: "App, image and hosts; everything else by default.",
        text: include_str!("smallest.yml"),
    },
    Preset {
        id: "digitalocean",
        label: "On DigitalOcean",
        help: "A load balancer with DigitalOcean's certificate, its registry, Redis in the cluster.",
        text: include_str!("digitalocean.yml"),
    },
    Preset {
        id: "eks",
        label: "On Amazon EKS",
        help: "An Application Load Balancer that finds its certificate by the host names.",
        text: include_str!("eks.yml"),
    },
    Preset {
        id: "gke",
        label: "On Google GKE",
        help: "Google's Gateway with a certificate map, uploads on a volume.",
        text: include_str!("gke.yml"),
    },
    Preset {
        id: "aks",
        label: "On Azure AKS",
        help: "The Gateway of application routing, certificates by cert-manager, Solid Cable.",
        text: include_str!("aks.yml"),
    },
    Preset {
        id: "hetzner",
        label: "On Hetzner Cloud",
        help: "A load balancer that makes its own certificate.",
        text: include_str!("hetzner.yml"),
    },
    Preset {
        id: "k3s",
        label: "On k3s",
        help: "The Traefik that k3s brings, a certificate of your own, Redis in the cluster.",
        text: include_str!("k3s.yml"),
    },
    Preset {
        id: "minikube",
        label: "Try it on minikube",
        help: "On your own machine, with uploads on a volume.",
        text: include_str!("minikube.yml"),
    },
    Preset {
        id: "kind",
        label: "Try it on kind",
        help: "On your own machine, through a forwarded port.",
        text: include_str!("kind.yml"),
    },
];

/// The preset of that name.
#[must_use]
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}
