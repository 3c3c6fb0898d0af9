//! How the image is built.

use super::super::ledger::{Ledger, Part};
use super::Known;
use crate::secret;

pub(super) fn read(ledger: &mut Ledger<'_>, root: &Part<'_>, known: &mut Known) {
    let Some(builder) = root.get("builder") else { return };
    for (key, path) in [
        ("dockerfile", "build.dockerfile"),
        ("context", "build.context"),
        ("target", "build.target"),
    ] {
        if let Some(part) = builder.get(key)
            && let Some(text) = ledger.text(&part)
        {
            ledger.carry(&part, path, text.trim_start_matches("./"));
        }
    }
    let mut args = 0;
    for part in builder.get("args").iter().flat_map(Part::all) {
        let Some(text) = ledger.text(&part) else { continue };
        if secret::is_secret_name(&part.name) || secret::looks_secret(&part.name, &text) {
            ledger.notes.value_in_file(&part.name, part.at.clone());
            ledger.not_carried(
                &part,
                "everybody who can pull the image reads arguments: hand it over by `build.secrets`",
            );
            continue;
        }
        args += 1;
        ledger.carry(&part, &format!("build.args.{}", part.name), text);
    }
    let dockerfile = ["dockerfile", "target"].into_iter().find_map(|key| builder.get(key));
    let own = dockerfile.or_else(|| builder.get("args").filter(|_| args > 0));
    if let Some(part) = own.filter(|_| ledger.prefix.is_empty()) {
        ledger.notes.likely(
            "build.from",
            "dockerfile",
            part.at.clone(),
            "Kamal builds by the app's own Dockerfile",
        );
    }
    if let Some(part) = builder.get("secrets") {
        let names: Vec<String> = ledger.texts(&part).into_iter().map(|(text, _)| text).collect();
        for name in &names {
            known.asked.insert(name.clone(), "it is a secret of the build".to_owned());
        }
        if !names.is_empty() {
            ledger.carry(&part, "build.secrets", names);
        }
    }
}
