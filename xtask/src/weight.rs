//! What the page weighs: raw, and as a server sends it.

use std::path::Path;

use anyhow::{Result, bail};
use linkspan_machine::{say, tree};

/// What the wasm, JavaScript, CSS and HTML that the page starts with should weigh together at most, gzipped.
const BUDGET: usize = 670 * 1024;
/// The same for what is loaded when somebody checks something.
const LATER_BUDGET: usize = 610 * 1024;
/// By how much a budget may be missed: it is told then, with what weighs how much, and beyond that the step fails.
const MISSED: usize = 320 * 1024;
/// What is loaded then.
const LATER: [&str; 3] = ["checker.js", "judge.js", "judge_bg.wasm"];
/// The strongest compression, which is what a server of static files does once.
const LEVEL: u8 = 9;
/// The bytes that gzip writes around the deflated content.
const GZIP_FRAME: usize = 18;

/// One file of the page.
#[derive(Debug)]
pub(crate) struct Weight {
    /// Its path in the page's folder.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) raw: usize,
    /// Its bytes, gzipped.
    pub(crate) gzip: usize,
}

/// Weighs each file that the page's budget counts.
pub(crate) fn weigh(folder: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in tree::files(folder)? {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if matches!(extension, Some("wasm" | "js" | "css" | "html")) {
            let content = std::fs::read(&path)?;
            let gzip = miniz_oxide::deflate::compress_to_vec(&content, LEVEL).len() + GZIP_FRAME;
            let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            weights.push(Weight { name, raw: content.len(), gzip });
        }
    }
    Ok(weights)
}

/// The sum of all, as a weight of its own.
pub(crate) fn total(weights: &[Weight]) -> Weight {
    sum("total", weights.iter())
}

fn sum<'a>(name: &str, weights: impl Iterator<Item = &'a Weight> + Clone) -> Weight {
    Weight {
        name: name.to_owned(),
        raw: weights.clone().map(|weight| weight.raw).sum(),
        gzip: weights.map(|weight| weight.gzip).sum(),
    }
}

/// What the page starts with, and what is loaded later.
fn parts(weights: &[Weight]) -> [(Weight, usize); 2] {
    let later = |weight: &&Weight| LATER.contains(&weight.name.as_str());
    let first = weights.iter().filter(move |weight| !later(weight));
    [
        (sum("at the start", first), BUDGET),
        (sum("when something is checked", weights.iter().filter(later)), LATER_BUDGET),
    ]
}

/// Shows what each file weighs, and how far a budget is missed; too far is an error.
pub(crate) fn check(folder: &Path) -> Result<()> {
    let weights = weigh(folder)?;
    let parts = parts(&weights);
    say::plain(&table(&weights, &parts));
    for (part, budget) in &parts {
        let Some(over) = part.gzip.checked_sub(*budget).filter(|over| *over > 0) else { continue };
        let told = format!(
            "what the page loads {} weighs {} gzipped: {} more than its budget of {}",
            part.name,
            kilobytes(part.gzip),
            kilobytes(over),
            kilobytes(*budget)
        );
        if over > MISSED {
            bail!("{told}");
        }
        say::missing(&told);
    }
    if !weights.iter().any(|weight| weight.name.ends_with(".wasm")) {
        bail!("`{}` has no wasm file, so it is not the page", folder.display());
    }
    Ok(())
}

/// The weights as a table for people.
fn table(weights: &[Weight], parts: &[(Weight, usize)]) -> String {
    let row = |weight: &Weight| {
        format!(
            "  {:<44} {:>10} {:>10}",
            weight.name,
            kilobytes(weight.raw),
            kilobytes(weight.gzip)
        )
    };
    let head = format!("  {:<44} {:>10} {:>10}", "file", "raw", "gzip");
    let rows = weights.iter().map(row);
    let sums = parts.iter().flat_map(|(part, budget)| {
        [row(part), format!("  {:<44} {:>10} {:>10}", "  its budget", "", kilobytes(*budget))]
    });
    [head].into_iter().chain(rows).chain(sums).collect::<Vec<_>>().join("\n")
}

/// Bytes as kilobytes (1024) with one decimal.
fn kilobytes(bytes: usize) -> String {
    format!("{}.{} KB", bytes / 1024, bytes % 1024 * 10 / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilobytes_are_of_1024_bytes() {
        assert_eq!(kilobytes(1536), "1.5 KB");
        assert_eq!(kilobytes(BUDGET), "670.0 KB");
    }

    #[test]
    fn only_what_the_budget_counts_is_weighed() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("linkspan-weight-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("sub"))?;
        std::fs::write(folder.join("a.wasm"), vec![0; 100_000])?;
        std::fs::write(folder.join("sub/b.css"), "b")?;
        std::fs::write(folder.join("c.png"), "c")?;
        let weights = weigh(&folder)?;
        let names: Vec<&str> = weights.iter().map(|weight| weight.name.as_str()).collect();
        assert_eq!(names, ["a.wasm", "sub/b.css"]);
        let total = total(&weights);
        assert_eq!(total.raw, 100_001);
        assert!(total.gzip < 1000);
        std::fs::write(folder.join("judge_bg.wasm"), "later")?;
        let [(first, _), (later, _)] = parts(&weigh(&folder)?);
        assert_eq!((first.raw, later.raw), (100_001, 5));
        tree::remove(&folder)
    }
}
