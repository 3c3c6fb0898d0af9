//! A folder of objects that refer to each other, without a finding: each edit of it is one fault.

use super::{Options, Source, check};
use crate::diagnostic::Tier;

/// Rule and path of what these tiers find.
pub(in crate::check) fn told(text: &str, options: &Options) -> Vec<String> {
    let report = check(&[Source { path: "a.yml", text }], options);
    let tiers = [Tier::Broken, Tier::Rails, Tier::Refused];
    let found = report.diagnostics.iter().filter(|each| tiers.contains(&each.tier));
    found.map(|each| format!("{} {}", each.rule, each.path)).collect()
}

/// An edit of a folder without findings has to be found, and nothing else.
pub(in crate::check) fn one(text: &str, from: &str, to: &str, expect: &str) {
    assert_eq!(told(text, &Options::default()), Vec::<String>::new(), "the folder itself");
    assert!(text.contains(from), "`{from}` has to stand in it");
    assert_eq!(told(&text.replace(from, to), &Options::default()), [expect], "{from} -> {to}");
}

/// What holds secrets and data, and an app that asks for them.
pub(in crate::check) const STORES: &str = r#"apiVersion: v1
kind: Secret
metadata: {name: shop, namespace: shop}
stringData: {KEY: "1", ca: "2"}
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: vault, namespace: shop}
spec: {}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: fetched, namespace: shop}
spec:
  secretStoreRef: {name: vault, kind: SecretStore}
  target: {name: outer}
  data: [{secretKey: URL, remoteRef: {key: a}}]
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: pg, namespace: shop}
spec: {instances: 1}
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata: {name: pool, namespace: shop}
spec: {cluster: {name: pg}, type: rw}
---
apiVersion: v1
kind: Service
metadata: {name: redis, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 6379, targetPort: 3000}]}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: high}
value: 1000
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      priorityClassName: high
      imagePullSecrets: [{name: shop}]
      containers:
        - name: web
          image: shop:1
          ports: [{name: http, containerPort: 3000}]
          env:
            - {name: KEY, valueFrom: {secretKeyRef: {name: shop, key: KEY}}}
            - {name: URL, valueFrom: {secretKeyRef: {name: outer, key: URL}}}
            - {name: PG, valueFrom: {secretKeyRef: {name: pg-app, key: uri}}}
            - {name: REDIS_URL, value: "redis://redis:6379/0"}
            - {name: OTHER_URL, value: "postgres://pg-rw.shop.svc/app"}
            - {name: POOL_URL, value: "postgres://pool/app"}
          envFrom: [{secretRef: {name: shop}}]
          readinessProbe: {httpGet: {path: /up, port: 3000}}
      volumes:
        - {name: keys, secret: {secretName: shop, items: [{key: ca, path: ca}]}}
        - {name: all, projected: {sources: [{secret: {name: outer, items: [{key: URL, path: url}]}}]}}
"#;

#[test]
fn cert_manager_makes_the_secrets_it_is_asked_for() {
    let text = "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: letsencrypt}\nspec: {acme: {privateKeySecretRef: {name: account}, solvers: [{dns01: {cloudflare: {apiTokenSecretRef: {name: token, key: api}}}}]}}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData: {api: x}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, annotations: {cert-manager.io/cluster-issuer: letsencrypt}}\nspec: {tls: [{hosts: [a.example.com], secretName: web-tls}], defaultBackend: {service: {name: web, port: {number: 80}}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: own}\nspec: {secretName: own-tls, dnsNames: [b.example.com], issuerRef: {kind: ClusterIssuer, name: letsencrypt}}\n";
    for (from, to, expect) in [
        (
            "cluster-issuer: letsencrypt",
            "cluster-issuer: letsencrypted",
            "missing-reference metadata.annotations[cert-manager.io/cluster-issuer]",
        ),
        (
            "kind: ClusterIssuer, name: letsencrypt",
            "kind: Issuer, name: letsencrypt",
            "missing-reference spec.issuerRef.name",
        ),
        (
            "name: token, key: api",
            "name: token, key: apis",
            "missing-key spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef.key",
        ),
        (
            ", annotations: {cert-manager.io/cluster-issuer: letsencrypt}",
            "",
            "missing-secret spec.tls[0].secretName",
        ),
    ] {
        one(text, from, to, expect);
    }
}
