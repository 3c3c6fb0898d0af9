//! Manifests without a finding.

pub(in crate::check) const WEB: &str = r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels:
    app: web
spec:
  minReadySeconds: 5
  selector:
    matchLabels:
      app: web
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app: web
        tier: front
    spec:
      serviceAccountName: web
      securityContext:
        runAsUser: 1000
        seccompProfile:
          type: RuntimeDefault
      dnsConfig:
        nameservers: [10.0.0.10]
        searches: [shop.example.com]
      hostAliases:
        - ip: 10.0.0.11
      tolerations:
        - key: spot
          operator: Exists
          effect: NoSchedule
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: web
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: topology.kubernetes.io/zone
                labelSelector:
                  matchExpressions:
                    - key: app
                      operator: In
                      values: [web]
      initContainers:
        - name: wait
          image: busybox:1
          command: [sleep, "1"]
      containers:
        - name: rails
          image: registry.example.com/shop:1
          ports:
            - name: http
              containerPort: 3000
              protocol: TCP
          env:
            - name: RAILS_ENV
              value: production
            - name: PORT
              value: "3000"
            - name: POD_IP
              valueFrom:
                fieldRef:
                  fieldPath: status.podIP
            - name: HOST
              valueFrom:
                configMapKeyRef:
                  name: env
                  key: HOST
          envFrom:
            - configMapRef:
                name: env
          resources:
            requests:
              cpu: 250m
              memory: 256Mi
            limits:
              memory: 512Mi
          securityContext:
            allowPrivilegeEscalation: false
          livenessProbe:
            httpGet:
              path: /up
              port: http
            periodSeconds: 10
          lifecycle:
            preStop:
              exec:
                command: [sleep, "5"]
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            - name: files
              mountPath: /files
              subPath: shop
      volumes:
        - name: tmp
          emptyDir: {}
        - name: files
          persistentVolumeClaim:
            claimName: files
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  type: ClusterIP
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: env
  namespace: shop
data:
  HOST: shop.example.com
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  namespace: shop
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: files
  namespace: shop
spec:
  accessModes: [ReadWriteMany]
  resources:
    requests:
      storage: 10Gi
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: traefik
  tls:
    - hosts: [shop.example.com]
      secretName: shop-tls
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
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: web
  namespace: shop
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      tier: front
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
  namespace: shop
spec:
  minReplicas: 2
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
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  namespace: shop
spec:
  podSelector:
    matchLabels:
      tier: front
  policyTypes: [Ingress]
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/8
            except: [10.1.0.0/16]
      ports:
        - port: 3000
          endPort: 3001
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: shop-tls
  namespace: shop
spec:
  encryptedData:
    tls.crt: AgBx
    tls.key: AgBy
"#;

pub(in crate::check) const JOBS: &str = r#"apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: registry.example.com/shop:1
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "0 4 * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers:
            - name: digest
              image: registry.example.com/shop:1
---
apiVersion: v1
kind: Secret
metadata:
  name: shop
type: Opaque
data:
  KEY: aGVsbG8=
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: "shop:reader"
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: "shop:reader"
subjects:
  - kind: ServiceAccount
    name: default
---
apiVersion: v1
kind: Service
metadata:
  name: redis
spec:
  clusterIP: None
  selector:
    app: redis
  ports:
    - port: 6379
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  serviceName: redis
  selector:
    matchLabels:
      app: redis
  template:
    metadata:
      labels:
        app: redis
    spec:
      containers:
        - name: redis
          image: redis:8
          volumeMounts:
            - name: data
              mountPath: /data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 1Gi
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: logs
spec:
  selector:
    matchLabels:
      app: logs
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 10%
  template:
    metadata:
      labels:
        app: logs
    spec:
      containers:
        - name: logs
          image: fluent/fluent-bit:4
"#;
