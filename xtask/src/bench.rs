//! `cargo xtask bench`: numbers of the project, each from a function of its own.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::{page, say, setup, weight};

/// One number.
struct Row {
    what: String,
    value: String,
}

/// A part of the bench: what it measures, and how.
struct Measurement {
    title: &'static str,
    measure: fn(&Project) -> Result<Vec<Row>>,
}

/// All measurements, in order.
const MEASUREMENTS: [Measurement; 1] = [Measurement { title: "page weight", measure: page_weight }];

/// Builds what is measured, measures it, and prints the rows.
pub(crate) fn bench(project: &Project) -> Result<ExitCode> {
    let ready = setup::setup(project, &page::NEEDS);
    page::build(project, &ready)?;
    for measurement in MEASUREMENTS {
        say::heading(measurement.title);
        let rows = (measurement.measure)(project).context(measurement.title)?;
        for row in rows {
            say::plain(&format!("  {:<48} {:>14}", row.what, row.value));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The bytes of each file of the page and of all, raw and gzipped.
fn page_weight(project: &Project) -> Result<Vec<Row>> {
    let mut weights = weight::weigh(&project.dist())?;
    weights.push(weight::total(&weights));
    let rows = weights.iter().flat_map(|one| {
        [("raw", one.raw), ("gzip", one.gzip)].map(|(kind, bytes)| Row {
            what: format!("{} {kind}", one.name),
            value: format!("{bytes} B"),
        })
    });
    Ok(rows.collect())
}
