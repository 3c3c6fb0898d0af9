//! Every choice of the spec meets every other: each bundle passes our own checker and every judge that is there.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic, its helpers too")]

mod bundles;
mod judges;
mod live;
mod page;

use bundles::{is_manifest, swept};
use linkspan_core::check::{Options, Source, check};
use linkspan_core::internal::facts::Kubernetes;

#[test]
fn every_pair_is_had_or_refused_for_a_written_reason() {
    let swept = swept();
    println!("{}", page::figures(swept));
    let unexpected = &swept.sweep.unexpected;
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
}

#[test]
fn every_bundle_is_sound_and_the_same_again() {
    for bundle in &swept().bundles {
        assert!(bundle.errors.is_empty(), "{}\n{:#?}", bundle.spec, bundle.errors);
        assert!(bundle.is_twice_the_same, "{}", bundle.spec);
        let manifests = bundle.files.iter().filter(|(path, _)| is_manifest(path));
        let sources: Vec<Source<'_>> =
            manifests.map(|(path, (text, _))| Source { path, text }).collect();
        for kubernetes in Kubernetes::ALL {
            let options =
                Options { kubernetes, outside: bundle.outside.clone(), ..Options::default() };
            let findings = check(&sources, &options).diagnostics;
            assert!(findings.is_empty(), "{}\n{findings:#?}", bundle.spec);
        }
    }
}
