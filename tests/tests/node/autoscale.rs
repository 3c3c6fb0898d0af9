//! An autoscaler on a real cluster: metrics-server says what pods use, the HorizontalPodAutoscaler of the bundle adds pods, and
//! a release keeps their number.

use crate::app::App;
use crate::apply;
use crate::cluster::{Cluster, LIMIT};
use crate::load::Load;
use crate::releases::PATHS;
use crate::story::Story;
use serde_json::Value;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Where it listens in the cluster's network.
const ADDRESS: &str = "198.18.0.1";
/// Its Service, and who may ask: the API server passes questions on without a name, as it was given no certificate for it.
const SERVICE: &str = include_str!("metrics_server.yml");
/// Two readings of the metrics, two looks of the autoscaler, and pods that start.
const SCALES: Duration = Duration::from_secs(240);

/// More people, more pods; a release by either way keeps them; without autoscaler the spec's number is back.
pub(crate) fn keeps_its_number(story: &mut Story) {
    let Some(program) = std::env::var_os("LINKSPAN_METRICS_SERVER") else {
        panic!("LINKSPAN_METRICS_SERVER names no program; `cargo xtask live` does");
    };
    let folder = tempfile::tempdir().unwrap();
    let _server = start(&story.cluster, &program, folder.path());
    let before = std::fs::read_to_string(story.shop().path().join("linkspan.yml")).unwrap();
    let autoscaled = "replicas: 2\n  autoscale: {max: 4, cpu: 50}\n  cpu: 100m";
    story.shop().respec(|spec| spec.replace("replicas: 2\n  cpu: 100m", autoscaled));
    story.shop().deploy(&[]).expect(0, &[]);
    let app = App::of(&story.cluster, "shop");
    let load = Load::begin(&app.address, &PATHS, Duration::ZERO);
    let begun = std::time::Instant::now();
    let chosen = story.cluster.wait("the autoscaler adds pods", SCALES, || {
        Some(wanted(&story.cluster)).filter(|pods| *pods > 2)
    });
    let took = format!("{chosen} of 2 pods after {:.0} s", begun.elapsed().as_secs_f64());
    story.figure("an autoscaler under load", &took);

    story.shop().release("second");
    story.shop().deploy(&[]).expect(0, &[]);
    let by_script = wanted(&story.cluster);
    assert!(by_script >= chosen, "deploy.sh took {chosen} pods back to {by_script}");
    let revision = story.shop().release("first");
    apply::push(story, &revision);
    apply::linkspan(story, &["apply", "--yes", "--revision", &revision]).expect(0, &[]);
    let by_apply = wanted(&story.cluster);
    assert!(by_apply >= chosen, "linkspan apply took {chosen} pods back to {by_apply}");
    let tally = load.end();
    story.figure("releases beside an autoscaler", &tally.line());
    tally.all_answered();

    story.shop().respec(|_| before);
    story.shop().deploy(&[]).expect(0, &[]);
    assert_eq!(wanted(&story.cluster), 2, "the spec's number is back");
    let left = "get hpa --namespace=shop --output=name";
    assert_eq!(story.cluster.ask(left), "", "the autoscaler is gone");
}

/// How many pods the Deployment is to have.
fn wanted(cluster: &Cluster) -> u64 {
    let deployment = cluster.get("deployment shop-web --namespace=shop");
    deployment["spec"]["replicas"].as_u64().unwrap()
}

/// A process that ends with what holds it.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(cluster: &Cluster, program: &std::ffi::OsStr, folder: &std::path::Path) -> Server {
    cluster.apply(&SERVICE.replace("ADDRESS", ADDRESS));
    let log = std::fs::File::create(folder.join("log")).unwrap();
    let config = std::env::var("LINKSPAN_NODE_KUBECONFIG").unwrap();
    let who =
        ["", "authentication-", "authorization-"].map(|of| format!("--{of}kubeconfig={config}"));
    let child = Command::new(program)
        .args(who)
        .arg(format!("--cert-dir={}", folder.display()))
        .args(["--bind-address", ADDRESS, "--secure-port=4443"])
        .args(["--metric-resolution=10s", "--kubelet-request-timeout=5s"])
        .args(["--authentication-skip-lookup", "--kubelet-insecure-tls"])
        .arg("--kubelet-preferred-address-types=InternalIP")
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let server = Server(child);
    cluster.wait("metrics-server tells what pods use", LIMIT, || {
        let words = "get --raw /apis/metrics.k8s.io/v1beta1/namespaces/shop/pods";
        let output = cluster.kubectl(words).output().unwrap();
        let list: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        list["items"].as_array().is_some_and(|pods| !pods.is_empty()).then_some(())
    });
    server
}
