//! What of a file, an archive or a bundle is judged.

use super::KUBE;
use super::kind::{Kind, is_encrypted, is_json, is_kustomization, is_spec_name, is_yaml, kind};
use super::tool::{Tool, Tools};
use crate::archive::{self, ArchiveError};
use crate::bundle::Bundle;
use crate::check::{Source, companion, is_private};
use crate::yaml::{MAX_BYTES, SPLIT};
use std::collections::BTreeMap;

/// Why a file is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Larger than what is read.
    TooLarge,
    /// Not UTF-8.
    NotText,
    /// Encrypted by sops.
    Encrypted,
    /// Read by Kustomize, by no API server.
    Kustomize,
    /// A Helm chart.
    Helm,
    /// A file of an archive that holds no Kubernetes objects.
    NoObjects,
    /// An archive that cannot be opened.
    Archive(ArchiveError),
}

impl Why {
    /// One lower-case sentence.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::TooLarge => {
                format!("it is larger than {} MiB: {SPLIT}", MAX_BYTES / 1024 / 1024)
            }
            Self::NotText => "it is not text in UTF-8: save it as UTF-8".to_owned(),
            Self::Encrypted => "sops has encrypted it".to_owned(),
            Self::Kustomize => "it is for Kustomize: check what Kustomize writes".to_owned(),
            Self::Helm => "it is a Helm chart: check what `helm template` writes".to_owned(),
            Self::NoObjects => "it holds no Kubernetes objects".to_owned(),
            Self::Archive(error) => error.to_string(),
        }
    }
}

/// A file that is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: Why,
}

/// What was taken of what a person gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Texts by path.
    pub texts: BTreeMap<String, String>,
    /// What was left.
    pub left: Vec<Left>,
}

impl Taken {
    /// Takes over what another file gave.
    pub fn extend(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.left.extend(other.left);
    }
}

/// What of a file is judged: of an archive the specs, the manifests and what stands beside them, and any other file
/// that is text, for somebody chose it.
#[must_use]
pub fn take(name: &str, bytes: Vec<u8>) -> Taken {
    if bytes.len() <= MAX_BYTES {
        match archive::open(&bytes) {
            Ok(files) => return several(files),
            Err(ArchiveError::Unknown) => {}
            Err(error) => return left(name, Why::Archive(error)),
        }
    }
    match text(bytes) {
        Ok(text) => Taken { texts: BTreeMap::from([(name.to_owned(), text)]), left: Vec::new() },
        Err(why) => left(name, why),
    }
}

/// What of a bundle is judged.
#[must_use]
pub fn of_bundle(bundle: &Bundle) -> Taken {
    let files = bundle.files.iter();
    let texts: Vec<(String, Vec<u8>)> =
        files.map(|(path, file)| (path.clone(), file.text().into_bytes())).collect();
    several(texts)
}

fn several(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Taken {
    let files: Vec<(String, Vec<u8>)> = files.into_iter().collect();
    let is_bundle = files.iter().any(|(path, _)| path.starts_with(KUBE));
    let kustomizations = files.iter().filter(|(path, _)| is_kustomization(path));
    let kustomizations = kustomizations
        .filter_map(|(path, bytes)| Some(Source { path, text: std::str::from_utf8(bytes).ok()? }));
    let tools = Tools::new(files.iter().map(|(path, _)| path.as_str()), kustomizations);
    let mut taken = Taken::default();
    let charts = tools.charts.iter().map(|chart| format!("{chart}Chart.yaml"));
    taken.left.extend(charts.map(|path| Left { path, why: Why::Helm }));
    for (path, bytes) in files {
        if tools.of(&path) == Some(Tool::Helm) {
            continue;
        }
        // That it is there is enough.
        if is_private(&path) && !is_encrypted(&path) {
            taken.texts.insert(path, String::new());
            continue;
        }
        let is_companion = companion(&path).is_some();
        let is_manifest = !is_bundle || is_spec_name(&path) || path.starts_with(KUBE);
        let is_known =
            is_yaml(&path) || is_json(&path) || is_encrypted(&path) || is_kustomization(&path);
        // Of a whole app, everything else is none of the checker's business.
        if !(is_companion || is_manifest && is_known) {
            continue;
        }
        if is_encrypted(&path) {
            taken.left.push(Left { path, why: Why::Encrypted });
        } else if tools.of(&path).is_some() && !is_kustomization(&path) {
            taken.left.push(Left { path, why: Why::Kustomize });
        } else {
            match text(bytes) {
                // What it names is known when all are judged.
                Ok(text) if is_kustomization(&path) => {
                    taken.texts.insert(path, text);
                }
                Ok(text) if is_companion || is_bundle || kind(&path, &text) != Kind::Other => {
                    taken.texts.insert(path, text);
                }
                Ok(_) => taken.left.push(Left { path, why: Why::NoObjects }),
                Err(why) => taken.left.push(Left { path, why }),
            }
        }
    }
    taken
}

fn text(bytes: Vec<u8>) -> Result<String, Why> {
    if bytes.len() > MAX_BYTES {
        return Err(Why::TooLarge);
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or(Why::NotText)
}

fn left(path: &str, why: Why) -> Taken {
    Taken { texts: BTreeMap::new(), left: vec![Left { path: path.to_owned(), why }] }
}
