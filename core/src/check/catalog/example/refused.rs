//! Examples for the rules of the tier.

use super::Example;

pub(super) const ALL: &[(&str, Example)] = &[
    (
        "claim",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  resourceClaims:
    - name: gpu
      resourceClaimName: gpu
  containers:
    - name: web
      image: registry.example.com/web:1
      resources:
        claims: [{name: card}]
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  resourceClaims:
    - name: gpu
      resourceClaimName: gpu
  containers:
    - name: web
      image: registry.example.com/web:1
      resources:
        claims: [{name: gpu}]
"#,
        },
    ),
    (
        "duplicate-entry",
        Example {
            bad: r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
spec:
  rules:
    - filters:
        - type: RequestHeaderModifier
          requestHeaderModifier:
            set:
              - {name: a, value: b}
              - {name: a, value: c}
"#,
            good: r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
spec:
  rules:
    - filters:
        - type: RequestHeaderModifier
          requestHeaderModifier:
            set:
              - {name: a, value: b}
              - {name: c, value: c}
"#,
        },
    ),
    (
        "finalizer",
        Example {
            bad: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  finalizers: [orphan, foregroundDeletion]
"#,
            good: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  finalizers: [orphan]
"#,
        },
    ),
    (
        "gateway",
        Example {
            bad: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: edge
  listeners:
    - name: web
      port: 80
      protocol: HTTP
      tls: {mode: Terminate, certificateRefs: [{name: shop}]}
"#,
            good: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: edge
  listeners:
    - name: web
      port: 80
      protocol: HTTP
"#,
        },
    ),
    (
        "length",
        Example {
            bad: r#"apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: edge
spec:
  controllerName: example.com/edge
  description: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
"#,
            good: r#"apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: edge
spec:
  controllerName: example.com/edge
  description: The edge
"#,
        },
    ),
    (
        "owner",
        Example {
            bad: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  ownerReferences:
    - apiVersion: apps/v1
      kind: Deployment
      name: ""
      uid: 3f1c
"#,
            good: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  ownerReferences:
    - apiVersion: apps/v1
      kind: Deployment
      name: web
      uid: 3f1c
"#,
        },
    ),
    (
        "quota",
        Example {
            bad: r#"apiVersion: v1
kind: ResourceQuota
metadata:
  name: all
spec:
  hard:
    pods: 10
  scopes: [BestEffort, NotBestEffort]
"#,
            good: r#"apiVersion: v1
kind: ResourceQuota
metadata:
  name: all
spec:
  hard:
    pods: 10
  scopes: [BestEffort]
"#,
        },
    ),
    (
        "windows",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  os:
    name: windows
  hostPID: true
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  os:
    name: linux
  hostPID: true
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
        },
    ),
];
