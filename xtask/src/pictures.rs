//! The pictures of the README: what a person sees who releases the sample app on a whole cluster.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_picture::{Cut, Line, Words, lines, svg};

use crate::live;

/// Where pictures go.
const FOLDER: &str = "docs/pictures";
/// Columns of the terminal: on a page, this is about as wide as its text.
const COLUMNS: u16 = 96;
/// The most bytes of a picture.
const HEAVIEST: usize = 20_000;

/// A recording of `tests/tests/node/pictures.rs`, and how it is shown.
struct Picture {
    name: &'static str,
    words: Words<'static>,
    cut: Cut,
}

/// Long parts are those of other programs: building and pushing.
const USUAL: Cut = Cut { longest: 13, first: 3, last: 2 };

const PICTURES: [Picture; 5] = [
    Picture {
        name: "deploy",
        words: Words {
            title: "./deploy.sh on a terminal",
            description: "It builds and pushes the image, applies what every release shares, migrates, and waits until \
                          the new pods are ready.",
        },
        cut: USUAL,
    },
    Picture {
        name: "plan",
        words: Words {
            title: "linkspan plan on a terminal",
            description: "What a release would change: one migration to run, and the image of three workloads.",
        },
        cut: USUAL,
    },
    Picture {
        name: "apply",
        words: Words {
            title: "linkspan apply on a terminal",
            description: "Checked, applied, migrated and rolled out: all pods of the new release are ready.",
        },
        cut: USUAL,
    },
    Picture {
        name: "status",
        words: Words {
            title: "linkspan status on a terminal",
            description: "Each workload with its revision and its ready pods, and the last migration.",
        },
        cut: USUAL,
    },
    Picture {
        name: "crash",
        words: Words {
            title: "linkspan apply of a release that does not boot",
            description: "The new pods end at once; their logs and events are shown, the workloads are put back, and \
                          those from before serve again.",
        },
        // Its end says why, and what was done about it.
        cut: Cut { longest: 16, first: 3, last: 12 },
    },
];

/// `cargo xtask pictures`: records and draws.
pub(crate) fn record(project: &Project) -> Result<()> {
    let folder = recordings(project);
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;
    let env = vec![
        ("LINKSPAN_PICTURES", std::path::absolute(&folder)?.into_os_string()),
        ("LINKSPAN_COLUMNS", OsString::from(COLUMNS.to_string())),
    ];
    live::run(project, &[], env)?;
    draw(project)
}

/// Where recordings lie.
fn recordings(project: &Project) -> PathBuf {
    project.wasm_target().with_file_name("pictures")
}

/// `cargo xtask pictures --again`: draws the last recordings.
pub(crate) fn draw(project: &Project) -> Result<()> {
    let recordings = recordings(project);
    let start = Instant::now();
    let folder = project.root.join(FOLDER);
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;
    let private = private(project);
    // All or none: a picture that may not be shown leaves those from before.
    let drawn: Vec<(PathBuf, String)> = PICTURES
        .iter()
        .map(|each| {
            Ok((folder.join(format!("{}.svg", each.name)), drawn(&recordings, each, &private)?))
        })
        .collect::<Result<_>>()?;
    for (path, svg) in &drawn {
        std::fs::write(path, svg).with_context(|| format!("writing `{}`", path.display()))?;
    }
    say::done(&format!("{} pictures in {FOLDER}", drawn.len()), start.elapsed());
    Ok(())
}

/// A picture from its recording, if nothing of this machine shows in it.
fn drawn(recordings: &Path, picture: &Picture, private: &[String]) -> Result<String> {
    let path = recordings.join(format!("{}.ansi", picture.name));
    let bytes = std::fs::read(&path).with_context(|| {
        format!("reading `{}`: `cargo xtask pictures` records it", path.display())
    })?;
    let lines = lines(&bytes, COLUMNS, picture.cut);
    if let Some((line, part)) = shows(&lines, private) {
        bail!("`{part}` is of this machine and shows in the picture `{}`: {line}", picture.name);
    }
    let svg = svg(&lines, COLUMNS, &picture.words);
    if svg.len() > HEAVIEST {
        bail!(
            "the picture `{}` has {} bytes, more than {HEAVIEST}: cut more of it",
            picture.name,
            svg.len()
        );
    }
    Ok(svg)
}

/// Texts that are this machine's own: its folders, its name, and that of its user where a command tells who runs it.
fn private(project: &Project) -> Vec<String> {
    let folders = [Some(project.root.clone()), Some(project.cache.clone()), std::env::home_dir()];
    let folders = folders.into_iter().flatten().map(|folder| folder.display().to_string());
    let scratch = std::env::temp_dir().join("").display().to_string();
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let names =
        [("@", host.trim().to_owned(), ""), ("", std::env::var("USER").unwrap_or_default(), "@")];
    let names = names.into_iter().filter(|(_, name, _)| !name.is_empty());
    let names = names.map(|(before, name, after)| format!("{before}{name}{after}"));
    folders.filter(|folder| folder.len() > 1).chain([scratch]).chain(names).collect()
}

/// The first line that shows one of these, and which.
fn shows<'a>(lines: &[Line], private: &'a [String]) -> Option<(String, &'a str)> {
    lines.iter().find_map(|line| {
        let text = line.text();
        let part = private.iter().find(|part| text.contains(part.as_str()))?;
        Some((text, part.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_this_machine_is_seen_even_over_two_rows() {
        let private = ["/home/ann".to_owned(), "@cellar".to_owned()];
        for (recording, expect) in [
            ("all is well\r\n", None),
            ("in /home/ann/shop\r\n", Some("/home/ann")),
            ("held by ann@cellar-12\r\n", Some("@cellar")),
            (&format!("{}/home/ann", "x".repeat(usize::from(COLUMNS) - 4)), Some("/home/ann")),
        ] {
            let lines = lines(recording.as_bytes(), COLUMNS, USUAL);
            assert_eq!(shows(&lines, &private).map(|(_, part)| part), expect, "{recording}");
        }
    }
}
