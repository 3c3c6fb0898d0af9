//! The front door: the certificate that a person puts into a Secret, the Ingress that names it, and the Service behind. No
//! Ingress controller can be had here, so a small program takes its part: it does what the live Ingress says.

use crate::cluster::{Cluster, LIMIT, good};
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;
use serde_json::{Value, json};
use std::process::Command;

/// The app's host, in the spec and in the certificate.
const HOST: &str = "quay.test";
const DOOR: &str = include_str!("door.rb");

/// A browser that trusts the certificate's maker gets the app's page, and its websocket.
pub(crate) fn own_certificate(story: &mut Story) {
    let cluster = &story.cluster;
    let shop = Shop::new(|spec| {
        let spec = spec.replace("app: shop", "app: quay").replace("shop.test", HOST);
        // The door needs the certificate's Secret, so it stands beside it.
        let spec = spec.replace("ingress_namespace: front", "ingress_namespace: quay");
        spec.replace("via: none", "via: ingress\n  ingress_class: none\n  tls: secret")
    });
    login(cluster, &shop);
    let mut secrets = secrets();
    for (name, value) in &mut secrets {
        if *name == "DATABASE_URL" {
            *value = "postgresql://postgres:only-for-tests@postgres.data:5432/quay";
        }
    }
    shop.prepare(cluster, &secrets);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (certificate, key) = (file("fullchain.pem"), file("privkey.pem"));
    let request = format!(
        "openssl req -x509 -newkey rsa:2048 -noenc -days 1 -subj /CN={HOST} -addext subjectAltName=DNS:{HOST} \
         -keyout {key} -out {certificate}"
    );
    good(Command::new("sh").args(["-c", &request]), "openssl");
    let documented = shop.documented("Front door");
    let (before, block) =
        documented.iter().find(|(_, block)| block.contains("create secret tls")).unwrap();
    assert!(before.contains("certificate"), "{before}");
    shop.paste(&block.replace("fullchain.pem", &certificate).replace("privkey.pem", &key), "");
    shop.deploy(&[]).expect(0, &[]);

    let address = open(cluster);
    let ask = |words: &[&str]| {
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error", "--http1.1", "--max-time", "20"]);
        command.args([
            "--cacert",
            &certificate,
            "--connect-to",
            &format!("{HOST}:443:{address}:8443"),
        ]);
        command.args(words);
        command
    };
    let page = format!("https://{HOST}/version");
    let version: Value = serde_json::from_str(&good(&mut ask(&[&page]), "curl")).unwrap();
    assert_eq!(version["release"], "first");
    // Whoever does not trust its maker is not let in, so it was this certificate that was looked at.
    let distrust = ask(&["--cacert", "/dev/null", &page]).output().unwrap();
    assert!(!distrust.status.success(), "any certificate would do");
    let upgrade = [
        "--include",
        "--max-time",
        "3",
        "--header",
        "Connection: Upgrade",
        "--header",
        "Upgrade: websocket",
        "--header",
        "Sec-WebSocket-Version: 13",
        "--header",
        "Sec-WebSocket-Key: bGlua3NwYW4tbGlua3NwYQ==",
        "--header",
        "Sec-WebSocket-Protocol: actioncable-v1-json",
    ];
    let origin = format!("Origin: https://{HOST}");
    let cable = format!("https://{HOST}/cable");
    let socket = ask(&[&upgrade[..], &["--header", &origin, &cable]].concat()).output().unwrap();
    let told = String::from_utf8_lossy(&socket.stdout);
    assert!(told.contains("101 Switching Protocols") && told.contains("welcome"), "{told}");
    cluster.ask("delete namespace quay --wait=false");
}

/// Starts the program with what the Ingress says; returns the address of its pod.
fn open(cluster: &Cluster) -> String {
    let ingress = cluster.get("ingress quay-web --namespace=quay");
    let spec = &ingress["spec"];
    assert_eq!(spec["rules"][0]["host"], HOST);
    assert_eq!(spec["tls"][0]["hosts"], json!([HOST]));
    let service = &spec["rules"][0]["http"]["paths"][0]["backend"]["service"];
    let name = service["name"].as_str().unwrap();
    let behind = cluster.get(&format!("service {name} --namespace=quay"));
    let ports = behind["spec"]["ports"].as_array().unwrap();
    let wanted = &service["port"];
    let port = ports
        .iter()
        .find(|port| port["name"] == wanted["name"] || port["port"] == wanted["number"])
        .unwrap();
    let web = cluster.get("deployment quay-web --namespace=quay");
    let template = &web["spec"]["template"]["spec"];
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "door", "namespace": "quay"},
        "spec": {
            "serviceAccountName": template["serviceAccountName"],
            "automountServiceAccountToken": false,
            "imagePullSecrets": template["imagePullSecrets"],
            "securityContext": template["securityContext"],
            "restartPolicy": "Never",
            "containers": [{
                "name": "door",
                "image": template["containers"][0]["image"],
                "command": ["ruby", "-e", DOOR, name, port["port"].to_string()],
                "securityContext": template["containers"][0]["securityContext"],
                "readinessProbe": {"tcpSocket": {"port": 8443}, "periodSeconds": 1},
                "volumeMounts": [{"name": "tls", "mountPath": "/tls", "readOnly": true}],
            }],
            "volumes": [{"name": "tls", "secret": {"secretName": spec["tls"][0]["secretName"]}}],
        },
    });
    cluster.apply(&pod.to_string());
    cluster.ask("wait --for=condition=Ready pod/door --namespace=quay --timeout=60s");
    cluster.wait("the door has an address", LIMIT, || {
        let pod = cluster.get("pod door --namespace=quay");
        pod["status"]["podIP"].as_str().map(str::to_owned)
    })
}
