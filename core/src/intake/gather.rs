//! Which of the files that a person hands over are judged.

use super::app::{self, Apps};
use super::kind::{Kind, is_archive, is_encrypted, is_kustomization, kind};
use super::layout::{Layout, Wanted};
use super::left::{Left, Unreadable, Why, text};
use super::tool::{Tool, Tools};
use crate::archive::{self, ArchiveError};
use crate::bundle::Bundle;
use crate::check::{Source, companion, is_private};
use std::collections::{BTreeMap, BTreeSet};

/// What a person hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A file that was named, dropped or pasted: judged whatever it holds. An archive is opened.
    File {
        /// As it shall stand in findings.
        name: String,
        /// What it holds, or more than is judged.
        bytes: Vec<u8>,
        /// What goes before the paths of an archive; nothing where no other file can have the same ones.
        within: String,
    },
    /// What a folder's [`Layout`] wants of it.
    Folder {
        /// What goes before the paths, with its `/`; nothing for the working folder.
        within: String,
        /// How it is laid out.
        layout: Layout,
        /// By path below the folder.
        files: BTreeMap<String, Content>,
    },
    /// What stands around a file that was named and says what it is for: a kustomization or the `Chart.yaml` of a chart.
    Around {
        /// As it would stand in findings.
        name: String,
        /// Its text; for a chart that it is there is enough.
        text: String,
    },
    /// The spec of the app that a path lies in: it is not judged, but says what its manifests refer to, and what findings
    /// of a rule count as.
    Above {
        /// As it is told.
        name: String,
        /// Its text.
        text: String,
    },
}

/// What was read of a file in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// What it holds, or more than is judged.
    Bytes(Vec<u8>),
    /// Nothing: that it is there is enough.
    Name,
    /// The system does not let it be read.
    Unreadable(Unreadable),
}

impl Given {
    /// A file by its name; the paths of an archive stand below it.
    #[must_use]
    pub fn file(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let name = name.into();
        let within = format!("{name}/");
        Self::File { name, bytes, within }
    }

    /// The only file: the paths of an archive stand as they are in it.
    #[must_use]
    pub fn only(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self::File { name: name.into(), bytes, within: String::new() }
    }

    /// A bundle that was just made.
    #[must_use]
    pub fn bundle(bundle: &Bundle) -> Self {
        let files = bundle.files.iter();
        let files: BTreeMap<String, Vec<u8>> =
            files.map(|(path, file)| (path.clone(), file.text().into_bytes())).collect();
        Self::unpacked(String::new(), files)
    }

    /// Files by path, as they were in an archive.
    fn unpacked(within: String, files: BTreeMap<String, Vec<u8>>) -> Self {
        let layout = Layout::of(|path| match path.ends_with('/') {
            true => files.keys().any(|each| each.starts_with(path)),
            false => files.contains_key(path),
        });
        let content = |path: &str, bytes| match layout.wants(path)? {
            Wanted::Text => Some(Content::Bytes(bytes)),
            Wanted::Name => Some(Content::Name),
        };
        let files = files.into_iter();
        let files = files.filter_map(|(path, bytes)| Some((content(&path, bytes)?, path)));
        let files = files.map(|(content, path)| (path, content)).collect();
        Self::Folder { within, layout, files }
    }
}

/// The files that are judged together, and those that were left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// What is judged, by path: manifests, specs, and files that say how the app is built and deployed.
    pub texts: BTreeMap<String, String>,
    /// What only says what others are for, by path: texts of kustomizations, and empty ones of charts and of files that
    /// no image may hold.
    pub around: BTreeMap<String, String>,
    /// Texts that sops has encrypted, by path.
    pub encrypted: BTreeMap<String, String>,
    /// What the folders of apps hold, for whoever compares it with their specs.
    pub apps: Apps,
    /// Specs above what is judged, in the order in which they were met: name and text.
    pub above: Vec<(String, String)>,
    /// What is not judged.
    pub left: Vec<Left>,
}

impl Gathered {
    /// Everything that judging takes: the texts, and what says what they are for.
    #[must_use]
    pub fn sources(&self) -> Vec<Source<'_>> {
        let all = self.texts.iter().chain(&self.around);
        all.map(|(path, text)| Source { path, text }).collect()
    }
}

/// Which of some files are judged.
#[must_use]
pub fn gather(given: Vec<Given>) -> Gathered {
    let mut gathering = Gathering::default();
    for each in given {
        gathering.take(each);
    }
    gathering.finish()
}

#[derive(Default)]
struct Gathering {
    all: Gathered,
    /// Every path that was met: what is judged can be a part of a chart that nothing else is judged of.
    met: BTreeSet<String>,
}

impl Gathering {
    fn take(&mut self, given: Given) {
        match given {
            Given::File { name, bytes, within } => self.file(name, bytes, within),
            Given::Folder { within, layout, files } => {
                for (inner, content) in files {
                    self.inner(&within, layout, &inner, content);
                }
            }
            Given::Around { name, text } => {
                self.met.insert(name.clone());
                self.all.around.insert(name, text);
            }
            Given::Above { name, text } => self.all.above.push((name, text)),
        }
    }

    fn file(&mut self, name: String, bytes: Vec<u8>, within: String) {
        match archive::open(&bytes) {
            Ok(files) => return self.take(Given::unpacked(within, files)),
            Err(ArchiveError::Unknown) if !is_archive(&name) => {}
            Err(ArchiveError::TooLarge) if !is_archive(&name) => {}
            Err(error) => return self.leave(Left::new(name, Why::Archive(error))),
        }
        self.met.insert(name.clone());
        if is_private(&name) && !is_encrypted(&name) {
            self.all.around.insert(name, String::new());
            return;
        }
        match text(&name, bytes) {
            Ok(text) if is_kustomization(&name) => {
                self.all.around.insert(name.clone(), text);
                self.leave(Left::new(name, Why::Kustomize));
            }
            Ok(text) => drop(self.all.texts.insert(name, text)),
            Err(left) => self.leave(left),
        }
    }

    /// A file of a folder or an archive.
    fn inner(&mut self, within: &str, layout: Layout, inner: &str, content: Content) {
        if layout.knows(inner).is_some() {
            let text = match &content {
                Content::Bytes(bytes) => Some(String::from_utf8_lossy(bytes)),
                Content::Name | Content::Unreadable(_) => None,
            };
            app::add(&mut self.all.apps, within, inner, text.as_deref());
        }
        if layout.judges(inner).is_none()
            && !matches!(content, Content::Unreadable(Unreadable::Folder))
        {
            return;
        }
        let path = format!("{within}{inner}");
        self.met.insert(path.clone());
        let bytes = match content {
            Content::Bytes(bytes) => bytes,
            Content::Name => return drop(self.all.around.insert(path, String::new())),
            Content::Unreadable(what) => {
                let path = if path.is_empty() { "." } else { path.trim_end_matches('/') };
                return self.leave(Left::new(path, Why::Unreadable(what)));
            }
        };
        // An app has files of other programs under the same endings.
        let is_sure = !layout.sifts(inner);
        match text(&path, bytes) {
            Ok(text) if is_encrypted(inner) => {
                self.all.encrypted.insert(path.clone(), text);
                self.leave(Left::new(path, Why::Encrypted));
            }
            Ok(text) if is_kustomization(inner) => drop(self.all.around.insert(path, text)),
            Ok(text) if is_sure || companion(inner).is_some() => {
                self.all.texts.insert(path, text);
            }
            Ok(text) if kind(inner, &text) == Kind::Manifests => {
                self.all.texts.insert(path, text);
            }
            Ok(_) => self.leave(Left::new(path, Why::NoObjects)),
            // A script or an encrypted file that is no text is for others to complain of.
            Err(left) if is_sure && !is_encrypted(inner) && companion(inner).is_none() => {
                self.leave(left);
            }
            Err(_) => {}
        }
    }

    fn leave(&mut self, left: Left) {
        self.all.left.push(left);
    }

    /// Leaves what is for Helm and Kustomize to them.
    fn finish(mut self) -> Gathered {
        let around = self.all.around.iter().filter(|(path, _)| is_kustomization(path));
        let around = around.map(|(path, text)| Source { path, text });
        let tools = Tools::new(self.met.iter().map(String::as_str), around);
        let Gathered { texts, around, left, apps, .. } = &mut self.all;
        left.retain(|each| match tools.of(&each.path) {
            Some(Tool::Helm) => false,
            Some(Tool::Kustomize) => each.why == Why::Kustomize,
            None => true,
        });
        let charts =
            tools.charts.iter().map(|chart| Left::new(format!("{chart}Chart.yaml"), Why::Helm));
        left.extend(charts);
        texts.retain(|path, _| match tools.of(path) {
            Some(tool) => {
                if tool == Tool::Kustomize {
                    left.push(Left::new(path.clone(), Why::Kustomize));
                }
                false
            }
            None => true,
        });
        // Of a chart, a kustomization is a template.
        around.retain(|path, _| !is_kustomization(path) || tools.of(path) != Some(Tool::Helm));
        app::settle(apps);
        left.sort_by(|one, other| one.path.cmp(&other.path));
        left.dedup();
        self.all
    }
}
