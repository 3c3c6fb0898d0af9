//! Folders that last and files from elsewhere, and which process sees which.

use super::{Access, Decided, Plan};

/// The name of the volume that SQLite and local uploads share.
pub const STORAGE: &str = "storage";

/// A folder whose files outlive the pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Path of the group in the spec; empty for the volume that other fields ask for.
    pub at: String,
    /// Names its claim.
    pub name: Decided<String>,
    /// The whole path of the folder.
    pub path: Decided<String>,
    /// How much it holds.
    pub size: Decided<String>,
    /// Who may hold it.
    pub access: Decided<Access>,
    /// StorageClass; none for the cluster's default.
    pub class: Option<Decided<String>>,
    /// The processes that see it; none for all that run the app's image.
    pub of: Decided<Vec<String>>,
}

/// A file of the pods that the image lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path of the group in the spec.
    pub at: String,
    /// Names it in the pods.
    pub name: Decided<String>,
    /// Its whole path.
    pub path: Decided<String>,
    /// The key of the app's Secret that holds it.
    pub secret: Option<Decided<String>>,
    /// Its text.
    pub text: Option<Decided<String>>,
    /// The processes that see it; none for all that run the app's image.
    pub of: Decided<Vec<String>>,
}

impl Volume {
    /// Whether one node at a time holds it, so that whoever sees it runs on that one.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.access.value == Access::Once
    }
}

/// Pods that have to be on one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Together {
    /// All that run the app's image.
    All,
    /// These components.
    Only(Vec<String>),
}

impl Plan {
    /// The app's working folder.
    #[must_use]
    pub fn workdir(&self) -> &str {
        &self.container.workdir.value
    }

    /// Every part that runs pods, by its component.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let mut all = vec!["web".to_owned()];
        all.extend(self.workers.iter().map(|worker| worker.name.value.clone()));
        all.extend(self.processes.iter().map(|process| process.name.value.clone()));
        all.extend(self.cron.iter().map(|job| job.name.value.clone()));
        all.extend(self.migrate.iter().map(|_| "migrate".to_owned()));
        all.extend(["console", "task"].map(str::to_owned));
        if self.console.always.value {
            all.push(super::TERMINAL.to_owned());
        }
        all
    }

    /// Whether a list of processes means this component; an empty one means all that run the app's image.
    #[must_use]
    pub fn means(&self, of: &[String], component: &str) -> bool {
        if of.is_empty() {
            return !self.is_foreign(component);
        }
        let is_cron = || self.cron.iter().any(|job| job.name.value == component);
        of.iter().any(|each| match each.as_str() {
            "tasks" if component == "task" => true,
            "console" if component == super::TERMINAL => true,
            "cron" if is_cron() => true,
            each => each == component,
        })
    }

    /// Whether a component runs another image than the app's.
    #[must_use]
    pub fn is_foreign(&self, component: &str) -> bool {
        self.processes
            .iter()
            .any(|process| process.image.is_some() && process.name.value == component)
    }

    /// The volumes that a component sees.
    pub fn volumes_of<'a>(&'a self, component: &'a str) -> impl Iterator<Item = &'a Volume> {
        self.volumes.iter().filter(move |volume| self.means(&volume.of.value, component))
    }

    /// The files that a component sees.
    pub fn files_of<'a>(&'a self, component: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| self.means(&file.of.value, component))
    }

    /// Whether a component sees a volume that one node at a time holds: its next pod cannot start before the last one
    /// has let go of it.
    #[must_use]
    pub fn holds(&self, component: &str) -> bool {
        self.volumes_of(component).any(Volume::is_held)
    }

    /// The components that have to be on one node with this one, itself among them; none where it may be anywhere. Those
    /// of two volumes that a third one sees are all together.
    #[must_use]
    pub fn together(&self, component: &str) -> Option<Together> {
        let parts = self.parts();
        let held: Vec<&Volume> = self.volumes.iter().filter(|volume| volume.is_held()).collect();
        let mut members = vec![component.to_owned()];
        let mut seen = vec![false; held.len()];
        let mut is_all = false;
        loop {
            let before = members.len();
            for (volume, seen) in held.iter().zip(&mut seen) {
                let of = &volume.of.value;
                if *seen || !members.iter().any(|member| self.means(of, member)) {
                    continue;
                }
                *seen = true;
                is_all |= of.is_empty();
                for part in parts.iter().filter(|part| self.means(of, part)) {
                    if !members.contains(part) {
                        members.push(part.clone());
                    }
                }
            }
            if members.len() == before {
                break;
            }
        }
        if !seen.contains(&true) {
            return None;
        }
        if is_all && !members.iter().any(|member| self.is_foreign(member)) {
            return Some(Together::All);
        }
        Some(Together::Only(parts.into_iter().filter(|part| members.contains(part)).collect()))
    }
}
