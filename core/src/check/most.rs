//! A bound on what is said about one file: nobody reads more.

use crate::check::catalog::file::TOO_LARGE;
use crate::diagnostic::{Diagnostic, Report, Severity, Tier};

/// So many findings of one file are kept, errors before the others.
const MOST: usize = 1_000;

/// Cuts a sorted report, and says where it did.
pub(super) fn keep(report: &mut Report) {
    if report.diagnostics.len() <= MOST {
        return;
    }
    let mut kept = Vec::new();
    let mut rest = std::mem::take(&mut report.diagnostics).into_iter().peekable();
    while let Some(first) = rest.next() {
        let file = first.file.clone();
        let mut of_file = vec![first];
        while let Some(next) = rest.next_if(|next| next.file == file) {
            of_file.push(next);
        }
        kept.extend(shortened(of_file));
    }
    report.diagnostics = kept;
    report.sort();
}

fn shortened(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if found.len() <= MOST {
        return found;
    }
    let message = format!("this file has {} findings; {MOST} of them are shown", found.len());
    found.sort_by_key(|each| std::cmp::Reverse(each.severity));
    found.truncate(MOST);
    let notice = Diagnostic::new(&TOO_LARGE, message)
        .tier(Tier::Warned)
        .severity(Severity::Warning)
        .help("fix these, and check again");
    let last = found.iter().map(|each| each.place).max().unwrap_or_default();
    let file = found.first().map(|each| each.file.clone()).unwrap_or_default();
    found.push(notice.file(file).at(last, 1));
    found
}
