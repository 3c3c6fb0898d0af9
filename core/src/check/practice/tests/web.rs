//! An app that practice has nothing to say about.

/// A Deployment with all that practice asks for, its Service and its budget.
pub(in crate::check::practice) const WEB: &str = "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
    spec:
      topologySpreadConstraints:
        - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}
      containers:
        - name: web
          image: shop:1
          readinessProbe: {httpGet: {path: /up, port: 3000}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow}
";
/// Its readiness probe.
pub(in crate::check::practice) const PROBE: &str =
    "          readinessProbe: {httpGet: {path: /up, port: 3000}}\n";
/// An autoscaler of it.
pub(in crate::check::practice) const SCALER: &str = "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {minReplicas: 2, maxReplicas: 6, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n";

/// The Deployment without a part.
pub(in crate::check::practice) fn without(part: &str) -> String {
    assert_eq!(WEB.matches(part).count(), 1, "`{part}` has to stand once");
    WEB.replacen(part, "", 1)
}
