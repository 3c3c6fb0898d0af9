//! Examples for rules of `linkspan.yml`.

use super::Example;

pub(super) const ALL: &[(&str, Example)] = &[
    (
        "autoscale-bounds",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
web:
  replicas: 4
  autoscale:
    max: 2
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
web:
  replicas: 4
  autoscale:
    max: 8
",
        },
    ),
    (
        "autoscale-command",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: consumer
    kind: command
    command: bundle exec karafka server
    autoscale:
      max: 5
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: consumer
    kind: command
    command: bundle exec karafka server
",
        },
    ),
    (
        "autoscale-from-zero",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: main
    kind: sidekiq
    replicas: 0
    autoscale: {max: 2}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: main
    kind: sidekiq
    replicas: 1
    autoscale: {max: 2}
",
        },
    ),
    (
        "autoscale-volume",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: sqlite
web:
  replicas: 1
  autoscale:
    max: 4
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: sqlite
web:
  replicas: 1
",
        },
    ),
    (
        "cable-async",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
action_cable:
  adapter: async
web:
  replicas: 3
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
action_cable:
  adapter: solid_cable
web:
  replicas: 3
",
        },
    ),
    (
        "cable-without-database",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: none
action_cable:
  adapter: solid_cable
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
action_cable:
  adapter: solid_cable
",
        },
    ),
    (
        "cable-without-redis",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
action_cable:
  adapter: redis
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
redis:
  kind: external
action_cable:
  adapter: redis
",
        },
    ),
    (
        "certificate-not-named",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: eks
expose:
  via: load_balancer
  tls: provider
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: eks
expose:
  via: load_balancer
  tls: provider
  certificate: arn:aws:acm:eu-central-1:123456789012:certificate/1a2b
",
        },
    ),
    (
        "certificate-without-hosts",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
provider: gke
expose:
  via: gateway
  tls: provider
  certificate: shop
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: gke
expose:
  via: gateway
  tls: provider
  certificate: shop
",
        },
    ),
    (
        "cloud-identity",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: eks
security: {cloud_identity: shop@acme.iam.gserviceaccount.com}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: eks
security: {cloud_identity: 'arn:aws:iam::123456789012:role/shop'}
",
        },
    ),
    (
        "cnpg-kubernetes",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
kubernetes: "1.33"
database:
  kind: cnpg
"#,
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
kubernetes: "1.36"
database:
  kind: cnpg
"#,
        },
    ),
    (
        "database-kind",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: mysql
  kind: cnpg
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: postgresql
  kind: cnpg
",
        },
    ),
    (
        "database-memory",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  kind: cnpg
  memory: 128Mi
  memory_limit: 128Mi
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  kind: cnpg
",
        },
    ),
    (
        "database-without-server",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: sqlite
  also: [queue]
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: sqlite
",
        },
    ),
    (
        "direct-url-name",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  also: [migration_archive]
  direct_url: true
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  also: [archive]
  direct_url: true
",
        },
    ),
    (
        "direct-url-without-server",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  kind: cnpg
  direct_url: true
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  kind: cnpg
",
        },
    ),
    (
        "duplicate-item",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_KEY, STRIPE_KEY]
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_KEY]
",
        },
    ),
    (
        "gateway-certificate",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: eks
expose: {via: gateway}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: eks
expose: {via: gateway, certificate: 'arn:aws:acm:eu-west-1:123456789012:certificate/a'}
",
        },
    ),
    (
        "gateway-without-hosts",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
expose:
  via: gateway
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
expose:
  via: gateway
",
        },
    ),
    (
        "gitops-pin",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery: {gitops: flux, repository: 'https://git.example.com/acme/shop'}
security: {pin_image: true}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery: {gitops: flux, repository: 'https://git.example.com/acme/shop'}
",
        },
    ),
    (
        "gitops-strategy",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery:
  gitops: flux
  repository: https://git.example.com/acme/shop.git
migrate:
  strategy: downtime
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery:
  gitops: flux
  repository: https://git.example.com/acme/shop.git
",
        },
    ),
    (
        "gitops-without-repository",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery:
  gitops: flux
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery:
  gitops: flux
  repository: https://git.example.com/acme/shop.git
",
        },
    ),
    (
        "good-job-without-postgresql",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: mysql
workers:
  - name: jobs
    kind: good_job
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: postgresql
workers:
  - name: jobs
    kind: good_job
",
        },
    ),
    (
        "grace-too-short",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
web:
  grace: 10
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
",
        },
    ),
    (
        "host-shared",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
environments:
  staging: {}
  production: {}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
environments:
  staging: {hosts: [staging.example.com]}
  production: {}
",
        },
    ),
    (
        "ingress-nginx-retired",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
expose:
  via: ingress
  ingress_class: nginx
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
expose:
  via: ingress
  ingress_class: traefik
",
        },
    ),
    (
        "ingress-without-hosts",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
expose:
  via: ingress
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
expose:
  via: ingress
",
        },
    ),
    (
        "kubernetes-ended",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
kubernetes: "1.33"
"#,
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
kubernetes: "1.36"
"#,
        },
    ),
    (
        "limit-below-request",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
web:
  memory: 1Gi
  memory_limit: 512Mi
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
web:
  memory: 1Gi
  memory_limit: 1Gi
",
        },
    ),
    (
        "local-storage-replicas",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
active_storage:
  service: local
web:
  replicas: 2
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
active_storage:
  service: local
web:
  replicas: 1
",
        },
    ),
    (
        "logging-namespace",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
logging:
  kind: fluent_bit
  to: elasticsearch
  url: https://logs.example.com:9200
  namespace: shop
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
logging:
  kind: fluent_bit
  to: elasticsearch
  url: https://logs.example.com:9200
",
        },
    ),
    (
        "logging-store",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
logging:
  kind: fluentd
  to: loki
  url: https://logs.example.com
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
logging:
  kind: fluent_bit
  to: loki
  url: https://logs.example.com
",
        },
    ),
    (
        "logging-without-url",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
logging:
  kind: fluent_bit
  to: elasticsearch
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
logging:
  kind: fluent_bit
  to: elasticsearch
  url: https://logs.example.com:9200
",
        },
    ),
    (
        "login-in-the-clear",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
logging:
  kind: fluent_bit
  to: elasticsearch
  url: http://logs.example.com:9200
  login: true
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
logging:
  kind: fluent_bit
  to: elasticsearch
  url: https://logs.example.com:9200
  login: true
",
        },
    ),
    (
        "lower-case-secret",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [stripe_api_key]
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_API_KEY]
",
        },
    ),
    (
        "metrics-port",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
monitoring:
  metrics: yabeda
  port: 3000
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
monitoring:
  metrics: yabeda
  port: 9394
",
        },
    ),
    (
        "name-taken",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: web
    kind: solid_queue
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
",
        },
    ),
    (
        "name-too-long",
        Example {
            bad: r#"app: second-hand-books-of-the-old-town
image: registry.example.com/acme/shop
hosts: [shop.example.com]
cron:
  - name: recommend-everything
    schedule: "0 4 * * *"
    command: bin/rails recommend
"#,
            good: r#"app: second-hand-books-of-the-old-town
image: registry.example.com/acme/shop
hosts: [shop.example.com]
cron:
  - name: recommend
    schedule: "0 4 * * *"
    command: bin/rails recommend
"#,
        },
    ),
    (
        "namespace-shared",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
namespace: shop
environments:
  staging:
    hosts: [staging.example.com]
  production: {}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
environments:
  staging:
    hosts: [staging.example.com]
  production: {}
",
        },
    ),
    (
        "no-credentials",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  credentials: false
secret_store:
  kind: credentials
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  credentials: true
secret_store:
  kind: credentials
",
        },
    ),
    (
        "no-effect",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
security:
  ingress_namespace: traefik
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
security:
  ingress_namespace: traefik
  network_policy: true
",
        },
    ),
    (
        "no-provider-certificate",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: hetzner
expose:
  via: ingress
  tls: provider
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: hetzner
expose:
  via: ingress
  tls: cert_manager
",
        },
    ),
    (
        "no-secret-store",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secret_store:
  kind: external_secrets
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secret_store:
  kind: external_secrets
  name: vault
",
        },
    ),
    (
        "node-ended",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails: {javascript: yarn, node: 18}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails: {javascript: yarn, node: 24}
",
        },
    ),
    (
        "pin-without-registry",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: kind
security: {pin_image: true}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: kind
",
        },
    ),
    (
        "pooler-without-cnpg",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  pooler: true
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  kind: cnpg
  pooler: true
",
        },
    ),
    (
        "primary-database",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  also: [primary, queue]
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  also: [queue]
",
        },
    ),
    (
        "probe-without-host",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
expose:
  via: none
monitoring:
  check: probe
",
            good: "app: shop
image: registry.example.com/acme/shop
expose:
  via: none
monitoring:
  check: cron
",
        },
    ),
    (
        "queue-weight",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
    queues: ["mailers:5"]
"#,
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
    queues: [mailers]
",
        },
    ),
    (
        "quota-too-small",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
quota:
  pods: 1
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
quota:
  pods: 20
",
        },
    ),
    (
        "rails-ended",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  version: "7.1"
"#,
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  version: "8.1"
"#,
        },
    ),
    (
        "redis-storage",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
redis:
  kind: cluster
  memory: 1Gi
  memory_limit: 1Gi
  storage: 256Mi
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
redis:
  kind: cluster
  memory: 1Gi
  memory_limit: 1Gi
  storage: 4Gi
",
        },
    ),
    (
        "replica-in-cluster",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  kind: cluster
  also: [primary_replica]
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  kind: external
  also: [primary_replica]
",
        },
    ),
    (
        "reserved-variable",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
env:
  RAILS_MAX_THREADS: "5"
"#,
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
web:
  threads: 5
",
        },
    ),
    (
        "ruby-after-rails",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails: {version: '7.2', ruby: '4.0'}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails: {version: '8.1', ruby: '4.0'}
",
        },
    ),
    (
        "ruby-ended",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  ruby: "3.1"
"#,
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  ruby: "3.4"
"#,
        },
    ),
    (
        "ruby-ends",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  ruby: "3.3"
"#,
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  ruby: "3.4"
"#,
        },
    ),
    (
        "ruby-version",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  ruby: latest
",
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
rails:
  ruby: "3.4"
"#,
        },
    ),
    (
        "same-everywhere",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
environments:
  staging:
    hosts: [staging.example.com]
    rails:
      ruby: "3.3"
"#,
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
environments:
  staging:
    hosts: [staging.example.com]
",
        },
    ),
    (
        "same-secret",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_KEY, MAIL_KEY]
secret_store:
  kind: external_secrets
  name: vault
  key: shop
  property: value
",
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_KEY, MAIL_KEY]
secret_store:
  kind: external_secrets
  name: vault
  key: shop
  property: "{name}"
"#,
        },
    ),
    (
        "scheduled-setting",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
scheduler:
  kind: solid_queue
cron:
  - name: digest
    schedule: "0 4 * * *"
    class: DigestJob
    timeout: 600
"#,
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
scheduler:
  kind: solid_queue
cron:
  - name: digest
    schedule: "0 4 * * *"
    class: DigestJob
"#,
        },
    ),
    (
        "scheduled-work",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
cron:
  - name: digest
    schedule: "0 4 * * *"
"#,
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
cron:
  - name: digest
    schedule: "0 4 * * *"
    command: bin/rails orders:digest
"#,
        },
    ),
    (
        "scheduler-at-zero",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
scheduler: {kind: sidekiq_cron}
cron: [{name: digest, schedule: '@daily', class: DigestJob}]
workers:
  - name: main
    kind: sidekiq
    replicas: 0
    autoscale: {max: 2}
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
scheduler: {kind: sidekiq_cron}
cron: [{name: digest, schedule: '@daily', class: DigestJob}]
workers:
  - name: main
    kind: sidekiq
",
        },
    ),
    (
        "scheduler-without-worker",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
scheduler:
  kind: sidekiq_cron
redis:
  kind: external
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
scheduler:
  kind: sidekiq_cron
workers:
  - name: sidekiq
    kind: sidekiq
redis:
  kind: external
",
        },
    ),
    (
        "second-document",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
---
app: other
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
",
        },
    ),
    (
        "secret-in-env",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
env:
  STRIPE_API_KEY: sk_live_1
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_API_KEY]
",
        },
    ),
    (
        "shut-door",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: digitalocean
expose:
  via: load_balancer
  tls: none
security:
  network_policy: true
  ingress_namespace: traefik
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
provider: digitalocean
expose:
  via: load_balancer
  tls: none
security:
  network_policy: true
",
        },
    ),
    (
        "sidekiq-without-redis",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: sidekiq
    kind: sidekiq
redis:
  kind: none
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: sidekiq
    kind: sidekiq
redis:
  kind: external
",
        },
    ),
    (
        "solid-queue-false",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
env:
  SOLID_QUEUE_IN_PUMA: "false"
"#,
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
",
        },
    ),
    (
        "solid-queue-in-puma",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
env:
  SOLID_QUEUE_IN_PUMA: "1"
workers:
  - name: mail
    kind: sidekiq
redis:
  kind: external
"#,
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: mail
    kind: sidekiq
redis:
  kind: external
"#,
        },
    ),
    (
        "solid-queue-without-database",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: none
workers:
  - name: jobs
    kind: solid_queue
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
",
        },
    ),
    (
        "sops-argocd",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_KEY]
secret_store:
  kind: sops
delivery:
  gitops: argocd
  repository: https://git.example.com/acme/shop.git
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_KEY]
secret_store:
  kind: sealed_secrets
delivery:
  gitops: argocd
  repository: https://git.example.com/acme/shop.git
",
        },
    ),
    (
        "sqlite-replicas",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: sqlite
web:
  replicas: 2
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: sqlite
web:
  replicas: 1
",
        },
    ),
    (
        "sqlite-workers",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: sqlite
web:
  replicas: 1
workers:
  - name: jobs
    kind: solid_queue
",
            good: r#"app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  adapter: sqlite
web:
  replicas: 1
env:
  SOLID_QUEUE_IN_PUMA: "1"
"#,
        },
    ),
    (
        "tests-file",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery:
  ci: github
  tests: test
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery:
  ci: github
  tests: ci.yml
",
        },
    ),
    (
        "tests-without-ci",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery:
  tests: ci.yml
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
delivery:
  ci: github
  tests: ci.yml
",
        },
    ),
    (
        "tls-at-load-balancer",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
expose:
  via: load_balancer
  tls: cert_manager
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
expose:
  via: gateway
  tls: cert_manager
",
        },
    ),
    (
        "too-many-connections",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  max_connections: 10
web:
  replicas: 10
  threads: 5
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
database:
  max_connections: 500
web:
  replicas: 10
  threads: 5
",
        },
    ),
    (
        "twice-in-environment",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
env:
  STRIPE_KEY: x
secrets: [STRIPE_KEY]
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
secrets: [STRIPE_KEY]
",
        },
    ),
    (
        "unknown-rule",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
check:
  rules:
    selects-nothin: error
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
check:
  rules:
    selects-nothing: error
",
        },
    ),
    (
        "wildcard-certificate",
        Example {
            bad: r#"app: shop
image: registry.example.com/acme/shop
hosts: ["*.example.com"]
expose:
  via: gateway
  tls: cert_manager
"#,
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
expose:
  via: gateway
  tls: cert_manager
",
        },
    ),
    (
        "worker-health",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
    health: endpoint
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
    health: file
",
        },
    ),
    (
        "worker-setting",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: solid_queue
    command: bundle exec karafka server
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: jobs
    kind: command
    command: bundle exec karafka server
",
        },
    ),
    (
        "worker-without-command",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: consumer
    kind: command
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
workers:
  - name: consumer
    kind: command
    command: bundle exec karafka server
",
        },
    ),
    (
        "wrong-value",
        Example {
            bad: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
web:
  replicas: 0
",
            good: "app: shop
image: registry.example.com/acme/shop
hosts: [shop.example.com]
web:
  replicas: 2
",
        },
    ),
];
