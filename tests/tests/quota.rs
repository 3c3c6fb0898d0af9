//! What a quota has to leave room for is what the pods of the bundle take.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic, its helpers too"
)]

use linkspan_core::generate;
use linkspan_core::plan::{demand, resolve};
use linkspan_core::spec;
use serde::Deserialize;
use serde_json::Value;

/// A number of CPUs in thousandths, or of bytes.
fn amount(text: &str) -> u128 {
    let at = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    let number: u128 = text[..at].parse().unwrap();
    number
        * match &text[at..] {
            "m" => 1,
            "" => 1000,
            "Mi" => 1 << 20,
            "Gi" => 1 << 30,
            unit => panic!("{unit}"),
        }
}

/// What all pods take at once: CPU, memory, pods.
fn taken(text: &str) -> (u128, u128, u128) {
    let (mut milli, mut bytes, mut pods) = (0, 0, 0);
    for (path, file) in &generate(text).bundle.files {
        if !path.starts_with("config/kube/") || path.contains("/jobs/") {
            continue;
        }
        for part in serde_yaml::Deserializer::from_str(&file.text()) {
            let object = Value::deserialize(part).unwrap();
            let (template, count) = match object["kind"].as_str().unwrap() {
                "Deployment" | "StatefulSet" => {
                    let count = object["spec"]["replicas"].as_u64().unwrap();
                    let surge = object["spec"]["strategy"]["rollingUpdate"]["maxSurge"].as_u64();
                    (&object["spec"]["template"], count + surge.unwrap_or(0))
                }
                "CronJob" => (&object["spec"]["jobTemplate"]["spec"]["template"], 1),
                _ => continue,
            };
            let count = u128::from(count);
            pods += count;
            for list in ["containers", "initContainers"] {
                for each in template["spec"][list].as_array().into_iter().flatten() {
                    let said = |at: &str| each.pointer(at).and_then(Value::as_str).map(amount);
                    milli += count * said("/resources/requests/cpu").unwrap();
                    bytes += count * said("/resources/limits/memory").unwrap();
                }
            }
        }
    }
    (milli, bytes, pods)
}

#[test]
fn the_demand_is_the_sum_of_all_pods() {
    let base = "app: shop\nimage: registry.example.com/acme/shop\n";
    for more in [
        "",
        "workers: [{name: sidekiq, replicas: 2}]\nredis: {kind: cluster}\n",
        "monitoring: {metrics: prometheus_exporter, check: cron}\nworkers: [{name: sidekiq}]\n",
        "cron: [{name: digest, schedule: '0 6 * * *', command: bin/rails digest}]\nconsole: {always: true}\n",
        "database: {kind: cluster}\nweb: {replicas: 3}\n",
    ] {
        let text = format!("{base}{more}");
        let plan = resolve(&spec::read(&text).spec);
        let sum = demand(&plan);
        assert_eq!((sum.milli, sum.bytes, sum.pods), taken(&text), "{more}");
    }
}
