//! A namespace that the files of an earlier run had, and the new ones have not.

use super::Args;
use crate::command::Output;
use crate::input::Loaded;
use crate::output::{Comparison, State};
use crate::paint::{self, Sources};
use crate::terminal;
use linkspan_core::check::Settings;
use linkspan_core::diagnostic::Report;
use linkspan_core::internal::rollout::{homes, left_behind};

/// Says what happens to the namespace in which the app ran so far, if it is none of the bundle any more.
pub(super) fn tell(args: &Args, loaded: &mut Loaded, found: &Comparison) {
    let bundle = &loaded.generated.bundle.files;
    let texts: Vec<(&str, String)> =
        bundle.iter().map(|(path, file)| (path.as_str(), file.text())).collect();
    let now = homes(texts.iter().map(|(path, text)| (*path, text.as_str())));
    let changed = found.entries.iter().filter(|entry| entry.state != State::Same);
    let olds = changed.filter_map(|entry| {
        let old = std::str::from_utf8(entry.old.as_deref()?).ok()?;
        Some((entry.path.as_str(), old))
    });
    let earlier = homes(olds);
    let mut report = Report { diagnostics: left_behind(&earlier, &now), ..Report::default() };
    Settings::of(&loaded.generated.spec).apply_to_spec(&mut report);
    if args.output == Output::Human {
        terminal::talk(&paint::report(&report, &Sources::new()));
    }
    loaded.generated.report.diagnostics.extend(report.diagnostics);
}
