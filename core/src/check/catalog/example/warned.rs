//! Examples for the rules of the tier.

use super::Example;

pub(super) const ALL: &[(&str, Example)] = &[
    (
        "deprecated",
        Example {
            bad: "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    kubernetes.io/ingress.class: traefik
spec:
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
            good: "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: traefik
  defaultBackend:
    service:
      name: web
      port:
        number: 80
",
        },
    ),
    (
        "duplicate-variable",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      env:
        - name: RAILS_ENV
          value: production
        - name: RAILS_ENV
          value: staging
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      env:
        - name: RAILS_ENV
          value: production
",
        },
    ),
    (
        "not-a-manifest",
        Example {
            bad: "services:
  web:
    image: acme/shop:1
",
            good: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data:
  PORT: "3000"
"#,
        },
    ),
];
