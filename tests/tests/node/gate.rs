//! A front door of NGINX, as a controller that is built on it makes one of the live Ingress: its paths, and the limits that its
//! annotations say. The controller itself cannot be had here; the limits are kept by NGINX itself.

use crate::app::App;
use crate::cluster::Cluster;
use serde_json::{Value, json};

/// Settings apart from what the Ingress says: `{limits}` and `{paths}`.
const SETTINGS: &str = "
daemon off;
pid /tmp/nginx.pid;
error_log /dev/stderr;
events {}
http {
  access_log off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server {
    listen 8080;
    proxy_set_header Host $host;
{limits}{paths}  }
}
";
/// What the annotations of ingress-nginx are called in NGINX.
const LIMITS: [(&str, &str); 3] = [
    ("proxy-body-size", "client_max_body_size"),
    ("proxy-read-timeout", "proxy_read_timeout"),
    ("proxy-send-timeout", "proxy_send_timeout"),
];

/// Opens it in the namespace of the front, for an app whose namespace is its name.
pub(crate) fn open(cluster: &Cluster, app: &str) -> App {
    let settings = settings(cluster, app);
    let start = "printf %s \"$0\" >/tmp/nginx.conf && exec nginx -c /tmp/nginx.conf";
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "gate", "namespace": "front"},
        "spec": {"nodeName": "node1", "terminationGracePeriodSeconds": 0, "containers": [{
            "name": "gate",
            "image": "docker.io/library/nginx:1.26",
            "command": ["sh", "-c", start, settings],
            "readinessProbe": {"tcpSocket": {"port": 8080}, "periodSeconds": 1, "timeoutSeconds": 10},
        }]},
    });
    cluster.apply(&pod.to_string());
    cluster.ask("wait --for=condition=Ready pod/gate --namespace=front --timeout=120s");
    let ip = cluster.get("pod gate --namespace=front")["status"]["podIP"].clone();
    App::at(&format!("{}:8080", ip.as_str().unwrap()))
}

/// Takes it away.
pub(crate) fn close(cluster: &Cluster) {
    cluster.ask("delete pod gate --namespace=front --wait=false");
}

/// What the live Ingress says.
fn settings(cluster: &Cluster, app: &str) -> String {
    let ingress = cluster.get(&format!("ingress {app}-web --namespace={app}"));
    assert_eq!(ingress["spec"]["ingressClassName"], "nginx");
    let said = &ingress["metadata"]["annotations"];
    let limit = |(annotation, directive): (&str, &str)| {
        let value = &said[format!("nginx.ingress.kubernetes.io/{annotation}")];
        let value = value.as_str().unwrap_or_else(|| panic!("no {annotation}: {said}"));
        format!("    {directive} {value};\n")
    };
    let rules = ingress["spec"]["rules"].as_array().unwrap();
    let paths = rules.iter().flat_map(|rule| rule["http"]["paths"].as_array().unwrap());
    let paths: String = paths.map(|path| locations(cluster, app, path)).collect();
    let limits: String = LIMITS.into_iter().map(limit).collect();
    SETTINGS.replace("{limits}", &limits).replace("{paths}", &paths)
}

/// Requests for a path and for what is below it.
fn locations(cluster: &Cluster, app: &str, path: &Value) -> String {
    assert_eq!(path["pathType"], "Prefix", "{path}");
    let service = &path["backend"]["service"];
    let name = service["name"].as_str().unwrap();
    let port = &service["port"];
    let behind = cluster.get(&format!("service {name} --namespace={app}"));
    let ports = behind["spec"]["ports"].as_array().unwrap();
    let is_meant = |each: &&Value| each["name"] == port["name"] || each["port"] == port["number"];
    let number = &ports.iter().find(is_meant).unwrap()["port"];
    let pass = format!("{{ proxy_pass http://{name}.{app}.svc.cluster.local.:{number}; }}");
    let path = path["path"].as_str().unwrap().trim_end_matches('/');
    let itself =
        if path.is_empty() { String::new() } else { format!("    location = {path} {pass}\n") };
    format!("{itself}    location {path}/ {pass}\n")
}
