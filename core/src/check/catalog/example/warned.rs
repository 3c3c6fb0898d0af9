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
    (
        "duplicate-port",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
      ports:
        - containerPort: 80
        - containerPort: 80
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
      ports:
        - containerPort: 80
        - containerPort: 81
"#,
        },
    ),
    (
        "empty-source",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: files
      projected:
        sources:
          - {}
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: files
      projected:
        sources:
          - configMap: {name: files}
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
        },
    ),
    (
        "finalizer-name",
        Example {
            bad: r#"apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: edge
  finalizers: [cleanup]
spec:
  controllerName: example.com/edge
"#,
            good: r#"apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: edge
  finalizers: [example.com/cleanup]
spec:
  controllerName: example.com/edge
"#,
        },
    ),
    (
        "fractional-bytes",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
      resources:
        limits: {memory: 512m}
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
      resources:
        limits: {memory: 512Mi}
"#,
        },
    ),
    (
        "negative-grace",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      terminationGracePeriodSeconds: -1
      containers:
        - name: web
          image: registry.example.com/web:1
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      terminationGracePeriodSeconds: 30
      containers:
        - name: web
          image: registry.example.com/web:1
"#,
        },
    ),
    (
        "history",
        Example {
            bad: r#"apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  revisionHistoryLimit: -1
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
        - name: db
          image: registry.example.com/db:1
"#,
            good: r#"apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  revisionHistoryLimit: 3
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
        - name: db
          image: registry.example.com/db:1
"#,
        },
    ),
    (
        "ignored-field",
        Example {
            bad: r#"apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: None
  sessionAffinity: ClientIP
  selector: {app: web}
  ports: [{port: 80}]
"#,
            good: r#"apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  sessionAffinity: ClientIP
  selector: {app: web}
  ports: [{port: 80}]
"#,
        },
    ),
    (
        "null-selector",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: DoNotSchedule
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: DoNotSchedule
      labelSelector:
        matchLabels: {app: web}
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
        },
    ),
    (
        "odd-address",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostAliases:
    - ip: "FD00::0A"
      hostnames: [db]
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostAliases:
    - ip: "fd00::a"
      hostnames: [db]
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
        },
    ),
    (
        "odd-label",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  affinity:
    nodeAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 1
          preference:
            matchExpressions:
              - key: disk
                operator: In
                values: ["fast disk"]
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  affinity:
    nodeAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 1
          preference:
            matchExpressions:
              - key: disk
                operator: In
                values: ["fast"]
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
        },
    ),
    (
        "overlapping-paths",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: files
      projected:
        sources:
          - configMap: {name: a, items: [{key: a, path: x}]}
          - secret: {name: b, items: [{key: b, path: x}]}
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: files
      projected:
        sources:
          - configMap: {name: a, items: [{key: a, path: x}]}
          - secret: {name: b, items: [{key: b, path: z}]}
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
        },
    ),
    (
        "pod-name",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web.shop
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
        },
    ),
    (
        "repeated-name",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  imagePullSecrets: [{name: registry}, {name: registry}]
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  imagePullSecrets: [{name: registry}]
  containers:
    - name: web
      image: registry.example.com/web:1
"#,
        },
    ),
];
