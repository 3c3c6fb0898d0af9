//! The Gateway API: what its definitions ask.

use super::edit;
use super::findings;
use crate::facts::Kubernetes;

const EDGE: &str = r#"apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: edge
spec:
  controllerName: example.com/edge
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: edge
  listeners:
    - name: web
      port: 80
      protocol: HTTP
    - name: secure
      port: 443
      protocol: HTTPS
      tls:
        certificateRefs:
          - name: shop-tls
---
apiVersion: v1
kind: Secret
metadata:
  name: shop-tls
type: kubernetes.io/tls
data:
  tls.crt: YQ==
  tls.key: YQ==
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
spec:
  parentRefs:
    - name: edge
      sectionName: secure
  hostnames: [shop.example.com]
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /shop
          headers:
            - name: version
              value: two
      filters:
        - type: URLRewrite
          urlRewrite:
            path:
              type: ReplacePrefixMatch
              replacePrefixMatch: /
      timeouts:
        request: 10s
        backendRequest: 5s
    - filters:
        - type: RequestRedirect
          requestRedirect:
            scheme: https
            statusCode: 301
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata:
  name: calls
spec:
  parentRefs:
    - name: edge
  rules:
    - matches:
        - method:
            service: shop.Cart
            method: Add
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata:
  name: routes
spec:
  from:
    - group: gateway.networking.k8s.io
      kind: HTTPRoute
      namespace: shop
  to:
    - group: ""
      kind: Service
"#;

#[test]
fn gateways_are_those_of_their_definitions() {
    let own: Vec<_> = findings(EDGE, Kubernetes::V1_36);
    assert_eq!(own, []);
    for (from, to, rule, path) in [
        ("example.com/edge", "edge", "name", "spec.controllerName"),
        ("  gatewayClassName: edge\n", "", "missing-field", "spec.gatewayClassName"),
        ("name: secure\n      port", "name: web\n      port", "gateway", "spec.listeners"),
        ("name: secure", "name: Secure", "name", "spec.listeners[1].name"),
        ("port: 443", "port: 70000", "range", "spec.listeners[1].port"),
        (
            "protocol: HTTP\n",
            "protocol: HTTP\n      tls: {mode: Passthrough}\n",
            "gateway",
            "spec.listeners",
        ),
        (
            "tls:\n        certificateRefs:\n          - name: shop-tls",
            "tls: {}",
            "gateway",
            "spec.listeners[1].tls",
        ),
    ] {
        edit(EDGE, from, to, rule, path);
    }
}

#[test]
fn routes_are_those_of_their_definitions() {
    let first = "spec.rules[0]";
    for (from, to, rule, path) in [
        ("value: /shop", "value: shop", "gateway", format!("{first}.matches[0].path")),
        ("value: /shop", "value: /shop//x", "gateway", format!("{first}.matches[0].path")),
        ("type: PathPrefix", "type: Prefix", "choice", format!("{first}.matches[0].path.type")),
        ("type: URLRewrite", "type: RequestMirror", "gateway", format!("{first}.filters[0]")),
        ("request: 10s", "request: 1s", "gateway", format!("{first}.timeouts")),
        ("request: 10s", "request: ten", "name", format!("{first}.timeouts.request")),
        (
            "statusCode: 301",
            "statusCode: 300",
            "choice",
            "spec.rules[1].filters[0].requestRedirect.statusCode".into(),
        ),
        ("[shop.example.com]", "[\"*\"]", "name", "spec.hostnames[0]".into()),
        (
            "service: shop.Cart\n            method: Add",
            "type: Exact",
            "gateway",
            format!("{first}.matches[0].method"),
        ),
        (
            "namespace: shop\n",
            "namespaces: shop\n",
            "unknown-field",
            "spec.from[0].namespaces".into(),
        ),
    ] {
        edit(EDGE, from, to, rule, &path);
    }
}
