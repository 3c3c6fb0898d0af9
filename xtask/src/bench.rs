//! `cargo xtask bench`: numbers of the project, each from a function of its own.

use anyhow::{Context, Result, bail};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;

use crate::need::Need;
use crate::page::Page;
use crate::setup::Ready;
use crate::wasm::TARGET;
use crate::{race, setup, steps, weight};

/// One number.
struct Row {
    what: String,
    value: String,
}

/// A part of the bench: what it measures, and how.
struct Measurement {
    title: &'static str,
    measure: fn(&Project, &Ready) -> Result<Vec<Row>>,
    /// Whether it needs the page.
    page: bool,
}

/// All measurements, in order.
const MEASUREMENTS: [Measurement; 7] = [
    of_page("page weight", page_weight),
    of_page("keystroke to repainted preview", keystroke),
    alone("generate as a whole process, beside its rivals", generate),
    alone("check as a whole process, beside its rivals", check),
    alone("documents checked a second, on one thread, all rules on", documents),
    alone("check in WASM, by Node", in_wasm),
    alone("check of hostile folders, the slowest first", hostile),
];

const fn of_page(
    title: &'static str,
    measure: fn(&Project, &Ready) -> Result<Vec<Row>>,
) -> Measurement {
    Measurement { title, measure, page: true }
}

const fn alone(
    title: &'static str,
    measure: fn(&Project, &Ready) -> Result<Vec<Row>>,
) -> Measurement {
    Measurement { title, measure, page: false }
}

/// What the measurements need together.
const NEEDS: [Need; 4] = [Need::Wasm, Need::WasmOpt, Need::Node, Need::Browser];

/// Rounds of the program that is timed in WASM, `core/examples/checked.rs`.
const ROUNDS_IN_WASM: &str = "200";

/// Builds what is measured, measures it, and prints the rows; of the measurements whose titles hold one of the
/// words, where words are given.
pub(crate) fn bench(project: &Project, words: &[String]) -> Result<()> {
    let is_wanted = |title: &str| words.is_empty() || words.iter().any(|word| title.contains(word));
    let wanted: Vec<Measurement> =
        MEASUREMENTS.into_iter().filter(|each| is_wanted(each.title)).collect();
    if wanted.is_empty() {
        bail!(
            "nothing that is measured has such a title: {}",
            MEASUREMENTS.map(|each| each.title).join("; ")
        );
    }
    let ready = setup::setup(project, &NEEDS);
    if wanted.iter().any(|each| each.page) {
        Page::Published.build(project, &ready)?;
    }
    for measurement in wanted {
        say::heading(measurement.title);
        let rows = (measurement.measure)(project, &ready).context(measurement.title)?;
        for row in rows {
            say::plain(&format!("  {:<58} {:>14}", row.what, row.value));
        }
    }
    Ok(())
}

/// The bytes of each file of the page and of all, raw and gzipped.
fn page_weight(project: &Project, _: &Ready) -> Result<Vec<Row>> {
    let mut weights = weight::weigh(&Page::Published.folder(project))?;
    weights.push(weight::total(&weights));
    let rows = weights.iter().flat_map(|one| {
        [("raw", one.raw), ("gzip", one.gzip)].map(|(kind, bytes)| Row {
            what: format!("{} {kind}", one.name),
            value: format!("{bytes} B"),
        })
    });
    Ok(rows.collect())
}

/// From the key to the changed page, in Chromium, on the largest preset.
fn keystroke(project: &Project, ready: &Ready) -> Result<Vec<Row>> {
    steps::drive(project, ready, "bench.mjs")?;
    Ok(Vec::new())
}

/// Times of whole processes, and how many times longer each rival takes.
fn generate(project: &Project, _: &Ready) -> Result<Vec<Row>> {
    let (times, missing) = race::race(project)?;
    Ok(ratios(&times, missing))
}

/// Times of whole processes that judge the same 16 manifests.
fn check(project: &Project, _: &Ready) -> Result<Vec<Row>> {
    let (times, missing) = race::check(project)?;
    Ok(ratios(&times, missing))
}

/// How many documents of golden bundles the checker judges a second, in folders of three sizes.
fn documents(project: &Project, _: &Ready) -> Result<Vec<Row>> {
    let printed = Call::new("cargo")
        .args(["bench", "--quiet", "--package", "linkspan-tests", "--bench", "check"])
        .dir(&project.root)
        .quiet()?;
    let rows = printed.lines().filter_map(|line| {
        let mut words = line.split('\t');
        let (size, each, bytes) = (words.next()?, words.next()?, words.next()?);
        let value = format!("{each} a second, {bytes} MB/s");
        Some(Row { what: format!("{size} documents"), value })
    });
    Ok(rows.collect())
}

/// How long the checker takes for the same 16 manifests in WASM, built as the page is.
fn in_wasm(project: &Project, ready: &Ready) -> Result<Vec<Row>> {
    let build = Call::new("cargo")
        .args(["build", "--quiet", "--profile", "wasm-judge", "--target", TARGET])
        .args(["--package", "linkspan-core", "--example", "checked"])
        .env("CARGO_TARGET_DIR", project.wasm_target())
        .dir(&project.root);
    ready.equip(build, &[Need::Wasm]).run()?;
    let module = project.wasm_target().join(TARGET).join("wasm-judge/examples/checked.wasm");
    let time = Call::new("node")
        .args([&project.root.join("xtask/src/wasm_check.mjs"), &module])
        .args([ROUNDS_IN_WASM])
        .quiet()?;
    Ok(vec![Row { what: "16 manifests".to_owned(), value: format!("{} ms", time.trim()) }])
}

/// How long the checker takes for folders that are made to hurt, and how much longer for the whole of one
/// than for its half: twice is in step with the size.
fn hostile(project: &Project, _: &Ready) -> Result<Vec<Row>> {
    let printed = Call::new("cargo")
        .args(["bench", "--quiet", "--package", "linkspan-tests", "--bench", "hostile"])
        .dir(&project.root)
        .quiet()?;
    let mut cases: Vec<(f64, Row)> = printed
        .lines()
        .filter_map(|line| {
            let words: Vec<&str> = line.split('\t').collect();
            let [name, _, whole, times] = words.as_slice() else { return None };
            let value = format!("{whole} ms, {times}x its half");
            Some((whole.parse().ok()?, Row { what: (*name).to_owned(), value }))
        })
        .collect();
    cases.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    Ok(cases.into_iter().map(|(_, row)| row).collect())
}

fn ratios(times: &[race::Time], missing: Vec<String>) -> Vec<Row> {
    for why in missing {
        say::missing(&why);
    }
    let ours = times.first().map_or(1.0, |time| time.median.as_secs_f64());
    let rows = times.iter().map(|time| Row {
        what: time.what.clone(),
        value: format!(
            "{:.1} ms  {:.1}x",
            time.median.as_secs_f64() * 1000.0,
            time.median.as_secs_f64() / ours
        ),
    });
    rows.collect()
}
