//! Examples for the rules of the tier.

use super::Example;

pub(super) const ALL: &[(&str, Example)] = &[
    (
        "address",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  dnsConfig:
    nameservers: [10.0.0.256]
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  dnsConfig:
    nameservers: [10.0.0.10]
",
        },
    ),
    (
        "affinity",
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
          image: acme/shop:1
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              matchLabelKeys: [pod-template-hash]
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
          image: acme/shop:1
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  app: web
              matchLabelKeys: [pod-template-hash]
",
        },
    ),
    (
        "annotation",
        Example {
            bad: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: env
  annotations:
    build id: "42"
"#,
            good: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: env
  annotations:
    build-id: "42"
"#,
        },
    ),
    (
        "base64",
        Example {
            bad: "apiVersion: v1
kind: Secret
metadata:
  name: shop
data:
  KEY: hello!
",
            good: "apiVersion: v1
kind: Secret
metadata:
  name: shop
stringData:
  KEY: hello!
",
        },
    ),
    (
        "budget",
        Example {
            bad: "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  minAvailable: 1
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
",
            good: "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
",
        },
    ),
    (
        "choice",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      ports:
        - containerPort: 3000
          protocol: tcp
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      ports:
        - containerPort: 3000
          protocol: TCP
",
        },
    ),
    (
        "cidr",
        Example {
            bad: "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/33
",
            good: "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/8
",
        },
    ),
    (
        "config-key",
        Example {
            bad: "apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data:
  LOG LEVEL: info
",
            good: "apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data:
  LOG_LEVEL: info
",
        },
    ),
    (
        "dns",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  dnsPolicy: None
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  dnsPolicy: None
  dnsConfig:
    nameservers: [10.0.0.10]
",
        },
    ),
    (
        "duplicate-key",
        Example {
            bad: "apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data:
  RAILS_LOG_LEVEL: info
  RAILS_LOG_LEVEL: info
",
            good: "apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data:
  RAILS_LOG_LEVEL: info
",
        },
    ),
    (
        "duplicate-name",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      ports:
        - name: http
          containerPort: 3000
        - name: http
          containerPort: 9394
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      ports:
        - name: http
          containerPort: 3000
        - name: metrics
          containerPort: 9394
",
        },
    ),
    (
        "environment",
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
        - name: HOST
          value: shop.example.com
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
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
        - name: HOST
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
",
        },
    ),
    (
        "field-version",
        Example {
            bad: "apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  scheduling: {}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: acme/shop:1
",
            good: "apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: acme/shop:1
",
        },
    ),
    (
        "host",
        Example {
            bad: "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
    - host: www_shop.example.com
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
  rules:
    - host: www.example.com
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
        "image",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: "acme/shop:1 "
"#,
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: "acme/shop:1"
"#,
        },
    ),
    (
        "ingress",
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
          - path: up
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
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /up
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
        "init-container",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  initContainers:
    - name: wait
      image: busybox:1
      readinessProbe:
        exec:
          command: [test, -f, /tmp/done]
",
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  initContainers:
    - name: wait
      image: busybox:1
      command: [sleep, "1"]
"#,
        },
    ),
    (
        "job",
        Example {
            bad: "apiVersion: batch/v1
kind: Job
metadata:
  name: import
spec:
  backoffLimitPerIndex: 1
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: import
          image: acme/shop:1
",
            good: "apiVersion: batch/v1
kind: Job
metadata:
  name: import
spec:
  completions: 4
  completionMode: Indexed
  backoffLimitPerIndex: 1
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: import
          image: acme/shop:1
",
        },
    ),
    (
        "label",
        Example {
            bad: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: env
  labels:
    team: "Shop & Co"
"#,
            good: "apiVersion: v1
kind: ConfigMap
metadata:
  name: env
  labels:
    team: shop-and-co
",
        },
    ),
    (
        "metric",
        Example {
            bad: "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 6
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
          averageValue: 500m
",
            good: "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 6
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
",
        },
    ),
    (
        "missing-field",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
",
        },
    ),
    (
        "missing-volume",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      volumeMounts:
        - name: temp
          mountPath: /tmp
  volumes:
    - name: tmp
      emptyDir: {}
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      volumeMounts:
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: tmp
      emptyDir: {}
",
        },
    ),
    (
        "name",
        Example {
            bad: "apiVersion: v1
kind: ConfigMap
metadata:
  name: Shop_Env
data: {}
",
            good: "apiVersion: v1
kind: ConfigMap
metadata:
  name: shop-env
data: {}
",
        },
    ),
    (
        "network-policy",
        Example {
            bad: "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/8
          podSelector: {}
",
            good: "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/8
        - podSelector: {}
",
        },
    ),
    (
        "pod",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  hostPID: true
  shareProcessNamespace: true
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  shareProcessNamespace: true
",
        },
    ),
    (
        "probe",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      livenessProbe:
        httpGet:
          path: /up
          port: 3000
        tcpSocket:
          port: 3000
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      livenessProbe:
        httpGet:
          path: /up
          port: 3000
",
        },
    ),
    (
        "quantity",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      resources:
        limits:
          memory: 512 MiB
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      resources:
        limits:
          memory: 512Mi
",
        },
    ),
    (
        "range",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      ports:
        - containerPort: 70000
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      ports:
        - containerPort: 3000
",
        },
    ),
    (
        "rbac",
        Example {
            bad: "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    apiGroup: rbac.authorization.k8s.io
    name: default
",
            good: "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: default
",
        },
    ),
    (
        "removed-api",
        Example {
            bad: "apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
",
            good: "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: web
",
        },
    ),
    (
        "resources",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      resources:
        requests:
          memory: 512Mi
        limits:
          memory: 256Mi
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      resources:
        requests:
          memory: 512Mi
        limits:
          memory: 512Mi
",
        },
    ),
    (
        "restart-policy",
        Example {
            bad: "apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      containers:
        - name: migrate
          image: acme/shop:1
",
            good: "apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: acme/shop:1
",
        },
    ),
    (
        "schedule",
        Example {
            bad: r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 24 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: digest
              image: acme/shop:1
"#,
            good: r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 0 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: digest
              image: acme/shop:1
"#,
        },
    ),
    (
        "secret-type",
        Example {
            bad: "apiVersion: v1
kind: Secret
metadata:
  name: shop-tls
type: kubernetes.io/tls
stringData:
  tls.crt: certificate
",
            good: "apiVersion: v1
kind: Secret
metadata:
  name: shop-tls
type: kubernetes.io/tls
stringData:
  tls.crt: certificate
  tls.key: key
",
        },
    ),
    (
        "security-context",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      securityContext:
        allowPrivilegeEscalation: false
        privileged: true
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      securityContext:
        allowPrivilegeEscalation: false
",
        },
    ),
    (
        "selector",
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
        app: shop
    spec:
      containers:
        - name: web
          image: acme/shop:1
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
          image: acme/shop:1
",
        },
    ),
    (
        "service",
        Example {
            bad: "apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 80
      nodePort: 30080
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
        "storage",
        Example {
            bad: "apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: files
spec:
  accessModes: [ReadWriteOncePod, ReadOnlyMany]
  resources:
    requests:
      storage: 10Gi
",
            good: "apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: files
spec:
  accessModes: [ReadWriteOncePod]
  resources:
    requests:
      storage: 10Gi
",
        },
    ),
    (
        "strategy",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    type: Recreate
    rollingUpdate:
      maxSurge: 1
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
          image: acme/shop:1
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
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
          image: acme/shop:1
",
        },
    ),
    (
        "target",
        Example {
            bad: "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 6
  scaleTargetRef:
    apiVersion: v1
    kind: Deployment
    name: web
",
            good: "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 6
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
",
        },
    ),
    (
        "time-zone",
        Example {
            bad: r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 4 * * *"
  timeZone: Local
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: digest
              image: acme/shop:1
"#,
            good: r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 4 * * *"
  timeZone: Europe/Berlin
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: digest
              image: acme/shop:1
"#,
        },
    ),
    (
        "toleration",
        Example {
            bad: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  tolerations:
    - key: spot
      operator: Exists
      value: "yes"
"#,
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  tolerations:
    - key: spot
      operator: Exists
",
        },
    ),
    (
        "too-many",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      restartPolicy: Never
      restartPolicyRules:
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
        - action: Restart
          exitCodes: {operator: In, values: [42]}
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      restartPolicy: Never
      restartPolicyRules:
        - action: Restart
          exitCodes: {operator: In, values: [42]}
",
        },
    ),
    (
        "unknown-field",
        Example {
            bad: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replica: 3
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
          image: acme/shop:1
",
            good: "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
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
          image: acme/shop:1
",
        },
    ),
    (
        "unknown-kind",
        Example {
            bad: "apiVersion: v1
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
          image: acme/shop:1
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
          image: acme/shop:1
",
        },
    ),
    (
        "volume",
        Example {
            bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  volumes:
    - name: tmp
      emptyDir: {}
      secret:
        secretName: shop
",
            good: "apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
  volumes:
    - name: tmp
      emptyDir: {}
",
        },
    ),
    (
        "wrong-type",
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
        - name: PORT
          value: 3000
",
            good: r#"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: acme/shop:1
      env:
        - name: PORT
          value: "3000"
"#,
        },
    ),
    (
        "yaml-syntax",
        Example {
            bad: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data: {A: "1"
"#,
            good: r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: env
data: {A: "1"}
"#,
        },
    ),
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
