//! Everything that is there as soon as it is made, and the few kinds that are not.

use super::super::cause::{self, Cause};
use super::super::json::{self, list, text};
use super::super::moment::Clock;
use super::{Health, Scene, of_pods};
use serde_json::Value;

pub(super) fn judge(object: &Value, scene: &Scene, clock: Clock) -> Health {
    match json::kind(object) {
        "Pod" => pod(object, scene, clock),
        "PersistentVolumeClaim" => claim(object, scene),
        "Service" => service(object),
        "Ingress" | "Gateway" => front_door(object),
        "CronJob" => cron(object),
        "Cluster" if text(object, "/apiVersion").starts_with("postgresql.cnpg.io/") => {
            database(object)
        }
        "HorizontalPodAutoscaler" => scaler(object),
        "Namespace" if text(object, "/status/phase") == "Terminating" => {
            Health::progressing("is being deleted", Vec::new())
        }
        _ => Health::done("is there"),
    }
}

fn pod(object: &Value, scene: &Scene, clock: Clock) -> Health {
    match text(object, "/status/phase") {
        "Succeeded" => return Health::done("ended"),
        "Running" if json::holds(object, "Ready").is_some() => return Health::done("ready"),
        _ => {}
    }
    let causes = of_pods([object], scene, clock);
    if text(object, "/status/phase") == "Failed" {
        return Health::failed("failed", causes);
    }
    Health::progressing("starts", causes)
}

fn claim(object: &Value, scene: &Scene) -> Health {
    match text(object, "/status/phase") {
        "Bound" => Health::done("bound"),
        "Lost" => Health::failed("has lost its volume", Vec::new()),
        _ => {
            let events = cause::events_about(&scene.events, object);
            let failed =
                events.into_iter().find(|each| text(each, "/reason") == "ProvisioningFailed");
            let causes = failed.map(|failed| Cause {
                rule: "volume",
                object: json::called(object),
                message: format!("no volume can be made: {}", text(failed, "/message").trim()),
                help: "`kubectl get storageclass` lists what the cluster can make".to_owned(),
                section: None,
                log: None,
                is_final: false,
            });
            Health::progressing("waits for its first pod", causes.into_iter().collect())
        }
    }
}

fn service(object: &Value) -> Health {
    if text(object, "/spec/type") != "LoadBalancer" {
        return Health::done("is there");
    }
    match address(object) {
        Some(address) => Health::done(format!("reached at {address}")),
        None => Health::progressing("waits for an address from the cloud", Vec::new()),
    }
}

/// A database of CloudNativePG, which says in a phrase what it does.
fn database(object: &Value) -> Health {
    if json::holds(object, "Ready").is_some() {
        return Health::done("ready");
    }
    let phase = text(object, "/status/phase");
    Health::progressing(if phase.is_empty() { "waits for its operator" } else { phase }, Vec::new())
}

fn front_door(object: &Value) -> Health {
    match address(object) {
        Some(address) => Health::done(format!("reached at {address}")),
        None => Health::progressing("waits for its controller to take it up", Vec::new()),
    }
}

/// Where something is reached from outside.
fn address(object: &Value) -> Option<&str> {
    let ingress = list(object, "/status/loadBalancer/ingress").iter();
    let gateway = list(object, "/status/addresses").iter();
    ingress
        .flat_map(|each| [text(each, "/hostname"), text(each, "/ip")])
        .chain(gateway.map(|each| text(each, "/value")))
        .find(|address| !address.is_empty())
}

fn cron(object: &Value) -> Health {
    if json::is_true(object, "/spec/suspend") {
        return Health::done("is suspended");
    }
    Health::done(format!("runs at `{}`", text(object, "/spec/schedule")))
}

fn scaler(object: &Value) -> Health {
    let condition = json::condition(object, "ScalingActive");
    match condition.filter(|each| text(each, "/status") == "False") {
        Some(condition) => {
            let message = format!("it cannot scale: {}", text(condition, "/message"));
            let cause = Cause {
                rule: "scaling",
                object: json::called(object),
                message,
                help: "it needs metrics-server, and CPU requests on the pods".to_owned(),
                section: None,
                log: None,
                is_final: false,
            };
            Health::progressing("has no figures", vec![cause])
        }
        None => Health::done("is there"),
    }
}
