//! Probes of an app that sends everybody to HTTPS.

use crate::check::context::{Spot, items, text};
use crate::check::rails::folder::{Folder, is_yes};
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const FORCE_SSL_PROBE: Rule = Rule {
        name: "force-ssl-probe",
        tier: Rails,
        severity: Warning,
        says: "a probe does not say that it came by HTTPS, and the app sends it there",
        why: "The pod never becomes ready, or is started again and again, though the app is well.",
    };
}

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes.iter().filter(|each| each.is_rails()) {
        let says = |names: [&str; 2]| {
            names.into_iter().any(|name| process.environment.value(name).is_some_and(is_yes))
        };
        // With `assume_ssl` Rails takes every request for one by HTTPS.
        if !says(["RAILS_FORCE_SSL", "FORCE_SSL"]) || says(["RAILS_ASSUME_SSL", "ASSUME_SSL"]) {
            continue;
        }
        for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
            let Some(get) = process.node.at(&[probe, "httpGet"]) else { continue };
            let is_told = items(get, "httpHeaders").iter().any(|header| {
                text(header, "name")
                    .is_some_and(|name| name.eq_ignore_ascii_case("x-forwarded-proto"))
            });
            if is_told || text(get, "scheme") == Some("HTTPS") {
                continue;
            }
            let message = "with `force_ssl` Rails answers this probe by sending it to HTTPS, where the pod does not listen";
            let help = "add `httpHeaders: [{name: X-Forwarded-Proto, value: https}]`, or exclude the path from the redirect in `config.ssl_options`";
            let diagnostic = Diagnostic::new(&FORCE_SSL_PROBE, message).help(help);
            folder.report(process, diagnostic, Spot::from(get), &format!("{probe}.httpGet"), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::rails::check;

    #[test]
    fn probes_are_sent_away_only_by_an_app_that_does() {
        let probe = |env: &str| {
            format!(
                "          command: [bundle, exec, puma]\n          env: [{env}]\n          ports: [{{containerPort: 3000}}]\n          livenessProbe: {{httpGet: {{path: /up, port: 3000}}}}\n"
            )
        };
        check("", "", &probe(""), &[]);
        check("", "", &probe("{name: RAILS_FORCE_SSL, value: \"true\"}"), &["force-ssl-probe"]);
        check(
            "",
            "",
            &probe(
                "{name: RAILS_FORCE_SSL, value: \"true\"}, {name: RAILS_ASSUME_SSL, value: \"1\"}",
            ),
            &[],
        );
        check("", "", &probe("{name: RAILS_FORCE_SSL, value: \"false\"}"), &[]);
    }
}
