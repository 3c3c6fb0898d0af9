//! docs/sweep.md says what the sweep covers. `BLESS=1` writes it.

use crate::bundles::{Swept, swept};
use linkspan_tests::here;
use std::fmt::Write;

/// The sweep in figures.
pub fn figures(swept: &Swept) -> String {
    let choices: usize = swept.axes.iter().map(|axis| axis.values.len()).sum();
    format!(
        "{} fields with {choices} values, {} pairs of them in {} specs; {} pairs are refused by {} rules",
        swept.axes.len(),
        swept.sweep.covered,
        swept.sweep.specs.len(),
        swept.sweep.refused.values().sum::<usize>(),
        swept.sweep.refused.len(),
    )
}

fn text(swept: &Swept) -> String {
    let head = include_str!("page.md");
    let mut text = head.replace("{figures}", &figures(swept));
    for entry in &swept.list {
        let count = swept.sweep.refused.get(&entry.rule).copied().unwrap_or(0);
        writeln!(text, "| `{}` | {count} | {} |", entry.rule, entry.why).unwrap();
    }
    text
}

#[test]
fn the_page_is_not_stale() {
    let path = here().join("../docs/sweep.md");
    let text = text(swept());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "BLESS=1 writes it");
}
