//! Folders in folders, made of paths.

/// The folder of the manifests.
const MANIFESTS: &str = "config/kube/";

/// A folder of the bundle.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Folder<'a> {
    /// Its path with a slash at the end; empty for the bundle's own files.
    pub(super) path: String,
    /// What it is called: folders that hold one folder and nothing else share a line.
    pub(super) name: String,
    /// Paths of the files in it.
    pub(super) files: Vec<&'a str>,
    /// The folders in it.
    pub(super) folders: Vec<Self>,
}

impl Folder<'_> {
    /// How many files it holds, at any depth.
    pub(super) fn count(&self) -> usize {
        self.files.len() + self.folders.iter().map(Self::count).sum::<usize>()
    }

    /// Whether a file is in it, at any depth.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.files.contains(&path) || self.folders.iter().any(|inner| inner.holds(path))
    }
}

/// The folders of the bundle: its manifests, its own files, then the rest.
pub(super) fn folders<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Folder<'a>> {
    let mut root = Folder::default();
    let mut manifests =
        Folder { path: MANIFESTS.to_owned(), name: MANIFESTS.to_owned(), ..Folder::default() };
    for path in paths {
        match path.strip_prefix(MANIFESTS) {
            Some(rest) => put(&mut manifests, path, rest),
            None => put(&mut root, path, path),
        }
    }
    let own = Folder {
        name: "./".to_owned(),
        files: std::mem::take(&mut root.files),
        ..Folder::default()
    };
    let some = |each: &Folder<'_>| each.count() > 0;
    let others = root.folders.into_iter().map(join);
    [join(manifests), own].into_iter().filter(some).chain(others).collect()
}

fn put<'a>(folder: &mut Folder<'a>, path: &'a str, rest: &'a str) {
    let Some((name, rest)) = rest.split_once('/') else {
        folder.files.push(path);
        return;
    };
    let at = folder.folders.iter().position(|each| each.name.trim_end_matches('/') == name);
    let at = at.unwrap_or_else(|| {
        let inner = format!("{}{name}/", folder.path);
        folder.folders.push(Folder { path: inner, name: format!("{name}/"), ..Folder::default() });
        folder.folders.len() - 1
    });
    if let Some(inner) = folder.folders.get_mut(at) {
        put(inner, path, rest);
    }
}

/// A folder that holds one folder and nothing else becomes that one, with both names.
fn join(mut folder: Folder<'_>) -> Folder<'_> {
    folder.folders = folder.folders.into_iter().map(join).collect();
    if folder.files.is_empty()
        && folder.folders.len() == 1
        && let Some(mut inner) = folder.folders.pop()
    {
        inner.name = format!("{}{}", folder.name, inner.name);
        return inner;
    }
    folder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(folders: &[Folder<'_>], depth: usize, out: &mut Vec<String>) {
        for each in folders {
            out.push(format!("{}{} {}", " ".repeat(depth), each.name, each.files.join(" ")));
            lines(&each.folders, depth + 1, out);
        }
    }

    #[test]
    fn folders_stand_in_folders_and_manifests_come_first() {
        let paths = [
            ".github/workflows/deploy.yml",
            "Dockerfile",
            "config/queue.yml",
            "bin/entry",
            "config/kube/staging/env.yml",
            "config/kube/staging/jobs/task.yml",
        ];
        let mut out = Vec::new();
        lines(&folders(paths.into_iter()), 0, &mut out);
        assert_eq!(
            out,
            [
                "config/kube/staging/ config/kube/staging/env.yml",
                " jobs/ config/kube/staging/jobs/task.yml",
                "./ Dockerfile",
                ".github/workflows/ .github/workflows/deploy.yml",
                "config/ config/queue.yml",
                "bin/ bin/entry",
            ]
        );
        let all = folders(paths.into_iter());
        assert_eq!(all.iter().map(Folder::count).sum::<usize>(), paths.len());
        assert!(all.iter().any(|each| each.holds("config/kube/staging/jobs/task.yml")));
    }
}
