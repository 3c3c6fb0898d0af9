//! Examples for the rules of the tier.

use super::Example;

pub(super) const ALL: &[(&str, Example)] = &[
    (
        "allow",
        Example {
            bad: r#"# linkspan: allow duplicate-variable because the second is for the console
apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data:
  PORT: "3000"
"#,
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
        "budget-size",
        Example {
            bad: "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  unhealthyPodEvictionPolicy: AlwaysAllow
",
            good: "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  maxUnavailable: 1
",
        },
    ),
    (
        "cluster-admin",
        Example {
            bad: "apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
",
            good: "apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
",
        },
    ),
    (
        "cpu-request",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      resources:
        limits:
          memory: 512Mi
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      resources:
        requests:
          cpu: 250m
        limits:
          memory: 512Mi
",
        },
    ),
    (
        "cron-deadline",
        Example {
            bad: r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 6 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: shop:1
"#,
            good: r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 6 * * *"
  startingDeadlineSeconds: 300
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: shop:1
"#,
        },
    ),
    (
        "cron-overlap",
        Example {
            bad: r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 6 * * *"
  startingDeadlineSeconds: 300
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: shop:1
"#,
            good: r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 6 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: shop:1
"#,
        },
    ),
    (
        "default-account",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  automountServiceAccountToken: false
  containers:
    - name: web
      image: shop:1
",
        },
    ),
    (
        "default-namespace",
        Example {
            bad: "apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: default
spec:
  ports:
    - port: 80
",
            good: "apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  ports:
    - port: 80
",
        },
    ),
    (
        "deprecated-api",
        Example {
            bad: "apiVersion: storage.k8s.io/v1beta1
kind: VolumeAttributesClass
metadata:
  name: fast
driverName: ebs.csi.aws.com
",
            good: "apiVersion: storage.k8s.io/v1
kind: VolumeAttributesClass
metadata:
  name: fast
driverName: ebs.csi.aws.com
",
        },
    ),
    (
        "disruption-budget",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  maxUnavailable: 1
",
        },
    ),
    (
        "docker-socket",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: docker
      hostPath:
        path: /var/run/docker.sock
  containers:
    - name: web
      image: shop:1
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: docker
      emptyDir: {}
  containers:
    - name: web
      image: shop:1
",
        },
    ),
    (
        "eviction-policy",
        Example {
            bad: "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  maxUnavailable: 1
",
            good: "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
",
        },
    ),
    (
        "exposed-service",
        Example {
            bad: "apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: LoadBalancer
  selector:
    app: postgres
  ports:
    - port: 5432
",
            good: "apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ClusterIP
  selector:
    app: postgres
  ports:
    - port: 5432
",
        },
    ),
    (
        "external-ip",
        Example {
            bad: "apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  externalIPs: [203.0.113.7]
  ports:
    - port: 80
",
            good: "apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 80
",
        },
    ),
    (
        "image-tag",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:latest
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:3f2a91c
",
        },
    ),
    (
        "impatient-liveness",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
          readinessProbe:
            httpGet:
              path: /up
              port: 3000
          livenessProbe:
            httpGet:
              path: /up
              port: 3000
            failureThreshold: 3
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
          readinessProbe:
            httpGet:
              path: /up
              port: 3000
          livenessProbe:
            httpGet:
              path: /up
              port: 3000
            failureThreshold: 6
",
        },
    ),
    (
        "ingress-tls",
        Example {
            bad: "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
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
  tls:
    - hosts: [shop.example.com]
      secretName: shop-tls
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
",
        },
    ),
    (
        "job-ttl",
        Example {
            bad: "apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: shop:1
",
            good: "apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  ttlSecondsAfterFinished: 86400
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: shop:1
",
        },
    ),
    (
        "memory-limit",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      resources:
        requests:
          cpu: 250m
          memory: 512Mi
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      resources:
        requests:
          cpu: 250m
        limits:
          memory: 512Mi
",
        },
    ),
    (
        "network-isolation",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
spec:
  podSelector:
    matchLabels:
      app: redis
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
spec:
  podSelector:
    matchLabels:
      app: web
",
        },
    ),
    (
        "nginx-snippet",
        Example {
            bad: r#"apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    nginx.ingress.kubernetes.io/server-snippet: "deny all;"
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
"#,
            good: "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  annotations:
    nginx.ingress.kubernetes.io/denylist-source-range: 203.0.113.0/24
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
",
        },
    ),
    (
        "old-account-field",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  serviceAccount: shop
  containers:
    - name: web
      image: shop:1
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  serviceAccountName: shop
  containers:
    - name: web
      image: shop:1
",
        },
    ),
    (
        "pod-creation",
        Example {
            bad: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [create]
"#,
            good: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [get, list]
"#,
        },
    ),
    (
        "pod-entry",
        Example {
            bad: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [""]
    resources: [pods/exec]
    verbs: [create]
"#,
            good: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [""]
    resources: [pods/log]
    verbs: [get]
"#,
        },
    ),
    (
        "pod-security-baseline",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: true
  containers:
    - name: web
      image: shop:1
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
",
        },
    ),
    (
        "pod-security-enforced",
        Example {
            bad: "apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: shop:1
",
            good: "apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: web
      image: shop:1
      securityContext:
        allowPrivilegeEscalation: false
        runAsNonRoot: true
        capabilities:
          drop: [ALL]
        seccompProfile:
          type: RuntimeDefault
",
        },
    ),
    (
        "pod-security-restricted",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      securityContext:
        runAsNonRoot: true
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      securityContext:
        allowPrivilegeEscalation: false
        runAsNonRoot: true
        capabilities:
          drop: [ALL]
        seccompProfile:
          type: RuntimeDefault
",
        },
    ),
    (
        "privileged-port",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      ports:
        - containerPort: 80
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      ports:
        - containerPort: 3000
",
        },
    ),
    (
        "pull-policy",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      imagePullPolicy: Never
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      imagePullPolicy: IfNotPresent
",
        },
    ),
    (
        "readiness-probe",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
          readinessProbe:
            httpGet:
              path: /up
              port: 3000
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
        },
    ),
    (
        "revision-history",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  revisionHistoryLimit: 0
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
",
        },
    ),
    (
        "right-escalation",
        Example {
            bad: "apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [roles]
    verbs: [escalate]
",
            good: "apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [roles]
    verbs: [get]
",
        },
    ),
    (
        "secret-access",
        Example {
            bad: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [""]
    resources: [secrets]
    verbs: [get, list]
"#,
            good: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [shop]
    verbs: [get]
"#,
        },
    ),
    (
        "sensitive-mount",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: node
      hostPath:
        path: /etc/kubernetes
  containers:
    - name: web
      image: shop:1
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: node
      emptyDir: {}
  containers:
    - name: web
      image: shop:1
",
        },
    ),
    (
        "shared-subject",
        Example {
            bad: "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: shop
subjects:
  - kind: ServiceAccount
    name: default
    namespace: shop
",
            good: "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: shop
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
",
        },
    ),
    (
        "single-replica",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
        },
    ),
    (
        "ssh-port",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      ports:
        - containerPort: 22
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      ports:
        - containerPort: 3000
",
        },
    ),
    (
        "topology-spread",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: web
      containers:
        - name: web
          image: shop:1
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
",
        },
    ),
    (
        "update-strategy",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  strategy:
    type: RollingUpdate
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: shop:1
",
        },
    ),
    (
        "wildcard-right",
        Example {
            bad: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: ["*"]
"#,
            good: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: shop
rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get]
"#,
        },
    ),
    (
        "writable-root",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      securityContext:
        runAsNonRoot: true
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: shop:1
      securityContext:
        readOnlyRootFilesystem: true
",
        },
    ),
];
