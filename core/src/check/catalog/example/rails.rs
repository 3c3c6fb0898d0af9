//! Examples for the rules of the tier.

use super::Example;

pub(super) const ALL: &[(&str, Example)] = &[
    (
        "assets-without-key",
        Example {
            bad: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
RUN bin/rails assets:precompile
USER 1000:1000
# file: .dockerignore
/config/*.key
"#,
            good: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
RUN SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile
USER 1000:1000
# file: .dockerignore
/config/*.key
"#,
        },
    ),
    (
        "database-connections",
        Example {
            bad: r#"apiVersion: apps/v1
kind: StatefulSet
metadata: {name: postgres}
spec:
  selector: {matchLabels: {app: postgres}}
  template:
    metadata: {labels: {app: postgres}}
    spec:
      containers: [{name: postgres, image: "postgres:18", args: [-c, max_connections=20]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: DATABASE_URL, value: "postgres://db.example.com"}
            - {name: RAILS_MAX_THREADS, value: "5"}
"#,
            good: r#"apiVersion: apps/v1
kind: StatefulSet
metadata: {name: postgres}
spec:
  selector: {matchLabels: {app: postgres}}
  template:
    metadata: {labels: {app: postgres}}
    spec:
      containers: [{name: postgres, image: "postgres:18", args: [-c, max_connections=50]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: DATABASE_URL, value: "postgres://db.example.com"}
            - {name: RAILS_MAX_THREADS, value: "5"}
"#,
        },
    ),
    (
        "development-mode",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          env:
            - {name: RAILS_ENV, value: "development"}
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          env:
            - {name: RAILS_ENV, value: "production"}
"#,
        },
    ),
    (
        "force-ssl-probe",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: RAILS_FORCE_SSL, value: "true"}
          ports: [{name: http, containerPort: 3000}]
          readinessProbe: {httpGet: {path: /up, port: http}}
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: RAILS_FORCE_SSL, value: "true"}
          ports: [{name: http, containerPort: 3000}]
          readinessProbe: {httpGet: {path: /up, port: http, httpHeaders: [{name: X-Forwarded-Proto, value: https}]}}
"#,
        },
    ),
    (
        "grace-period",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, sidekiq, -t, "60"]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 75
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, sidekiq, -t, "60"]
"#,
        },
    ),
    (
        "image-migrates",
        Example {
            bad: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
USER 1000:1000
CMD ["sh", "-c", "bin/rails db:migrate && exec bundle exec puma"]
# file: .dockerignore
/config/*.key
"#,
            good: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
USER 1000:1000
CMD ["bundle", "exec", "puma"]
# file: .dockerignore
/config/*.key
"#,
        },
    ),
    (
        "key-in-image",
        Example {
            bad: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
COPY . .
USER 1000:1000
# file: .dockerignore
/log
"#,
            good: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
COPY . .
USER 1000:1000
# file: .dockerignore
/config/*.key
"#,
        },
    ),
    (
        "latest-base",
        Example {
            bad: r#"# file: Dockerfile
FROM ruby
USER 1000:1000
# file: .dockerignore
/config/*.key
"#,
            good: r#"# file: Dockerfile
FROM ruby:3.4-slim
USER 1000:1000
# file: .dockerignore
/config/*.key
"#,
        },
    ),
    (
        "low-port",
        Example {
            bad: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
USER 1000:1000
EXPOSE 80
# file: .dockerignore
/config/*.key
"#,
            good: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
USER 1000:1000
EXPOSE 3000
# file: .dockerignore
/config/*.key
"#,
        },
    ),
    (
        "master-key",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          env:
            - {name: RAILS_MASTER_KEY, value: "0123456789abcdef0123456789abcdef"}
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          env:
            - {name: RAILS_MASTER_KEY, valueFrom: {secretKeyRef: {name: shop, key: RAILS_MASTER_KEY}}}
"#,
        },
    ),
    (
        "migration-race",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [sh, -c, "bin/rails db:prepare && exec bundle exec puma"]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
"#,
        },
    ),
    (
        "missing-database-url",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: QUEUE_DATABASE_URL, value: "x"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bin/jobs]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: QUEUE_DATABASE_URL, value: "x"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bin/jobs]
          env:
            - {name: QUEUE_DATABASE_URL, value: "x"}
"#,
        },
    ),
    (
        "missing-log-to-stdout",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: RAILS_LOG_TO_STDOUT, value: "1"}
            - {name: RAILS_SERVE_STATIC_FILES, value: "1"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bundle, exec, sidekiq]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: RAILS_LOG_TO_STDOUT, value: "1"}
            - {name: RAILS_SERVE_STATIC_FILES, value: "1"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bundle, exec, sidekiq]
          env:
            - {name: RAILS_LOG_TO_STDOUT, value: "1"}
"#,
        },
    ),
    (
        "missing-rails-env",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: RAILS_ENV, value: "production"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bundle, exec, sidekiq]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: RAILS_ENV, value: "production"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bundle, exec, sidekiq]
          env:
            - {name: RAILS_ENV, value: "production"}
"#,
        },
    ),
    (
        "missing-secret-key",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: SECRET_KEY_BASE, valueFrom: {secretKeyRef: {name: shop, key: SECRET_KEY_BASE}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bundle, exec, sidekiq]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: SECRET_KEY_BASE, valueFrom: {secretKeyRef: {name: shop, key: SECRET_KEY_BASE}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bundle, exec, sidekiq]
          env:
            - {name: SECRET_KEY_BASE, valueFrom: {secretKeyRef: {name: shop, key: SECRET_KEY_BASE}}}
"#,
        },
    ),
    (
        "mixed-images",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:2
          command: [bundle, exec, sidekiq]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 2
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec:
      containers:
        - name: jobs
          image: shop:1
          command: [bundle, exec, sidekiq]
"#,
        },
    ),
    (
        "plain-secret",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          env:
            - {name: SMTP_PASSWORD, value: "hush"}
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          env:
            - {name: SMTP_PASSWORD, valueFrom: {secretKeyRef: {name: shop, key: SMTP_PASSWORD}}}
"#,
        },
    ),
    (
        "private-file-in-image",
        Example {
            bad: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
COPY . .
USER 1000:1000
# file: .dockerignore
/config/*.key
# file: kubeconfig.yml
"#,
            good: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
COPY . .
USER 1000:1000
# file: .dockerignore
/config/*.key
/kubeconfig*
# file: kubeconfig.yml
"#,
        },
    ),
    (
        "root-image",
        Example {
            bad: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
# file: .dockerignore
/config/*.key
"#,
            good: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
USER 1000:1000
# file: .dockerignore
/config/*.key
"#,
        },
    ),
    (
        "script-goes-on",
        Example {
            bad: r#"# file: deploy.sh
docker build --tag "$image" .
kubectl apply -f web.yml
"#,
            good: r#"# file: deploy.sh
set -euo pipefail
docker build --tag "$image" .
kubectl apply -f web.yml
"#,
        },
    ),
    (
        "script-latest",
        Example {
            bad: r#"# file: deploy.sh
set -euo pipefail
docker build --tag shop:latest .
"#,
            good: r#"# file: deploy.sh
set -euo pipefail
docker build --tag "shop:$revision" .
"#,
        },
    ),
    (
        "script-order",
        Example {
            bad: r#"# file: deploy.sh
set -euo pipefail
kubectl apply -f migrate.yml
kubectl apply -f web.yml
kubectl wait --for=condition=complete job/migrate
# file: web.yml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
# file: migrate.yml
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: migrate, image: "shop:1", args: [bin/rails, "db:migrate"]}]
"#,
            good: r#"# file: deploy.sh
set -euo pipefail
kubectl apply -f migrate.yml
kubectl wait --for=condition=complete job/migrate
kubectl apply -f web.yml
# file: web.yml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
# file: migrate.yml
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: migrate, image: "shop:1", args: [bin/rails, "db:migrate"]}]
"#,
        },
    ),
    (
        "secret-in-image",
        Example {
            bad: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
ENV STRIPE_API_KEY=sk_live_1
USER 1000:1000
# file: .dockerignore
/config/*.key
"#,
            good: r#"# file: Dockerfile
FROM ruby:3.4-slim
WORKDIR /rails
RUN --mount=type=secret,id=stripe bin/build
USER 1000:1000
# file: .dockerignore
/config/*.key
"#,
        },
    ),
    (
        "secret-on-command-line",
        Example {
            bad: r#"# file: deploy.sh
set -euo pipefail
kubectl create secret generic shop --from-literal=KEY="$key"
"#,
            good: r#"# file: deploy.sh
set -euo pipefail
kubectl create secret generic shop --from-file=KEY=/dev/stdin <key
"#,
        },
    ),
    (
        "shared-sqlite",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: DATABASE_URL, value: "sqlite3:storage/production.sqlite3"}
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: DATABASE_URL, value: "sqlite3:storage/production.sqlite3"}
"#,
        },
    ),
    (
        "shared-volume",
        Example {
            bad: r#"apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: files}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      volumes: [{name: files, persistentVolumeClaim: {claimName: files}}]
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
"#,
            good: r#"apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: files}
spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      volumes: [{name: files, persistentVolumeClaim: {claimName: files}}]
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
"#,
        },
    ),
    (
        "shell-without-exec",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [sh, -c, "bin/check && bundle exec sidekiq"]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [sh, -c, "bin/check && exec bundle exec sidekiq"]
"#,
        },
    ),
    (
        "small-pool",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, sidekiq, -c, "20"]
          env:
            - {name: RAILS_MAX_THREADS, value: "5"}
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, sidekiq, -c, "20"]
          env:
            - {name: RAILS_MAX_THREADS, value: "20"}
"#,
        },
    ),
    (
        "static-files",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: RAILS_LOG_TO_STDOUT, value: "1"}
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bundle, exec, puma]
          env:
            - {name: RAILS_LOG_TO_STDOUT, value: "1"}
            - {name: RAILS_SERVE_STATIC_FILES, value: "1"}
"#,
        },
    ),
    (
        "thruster-port",
        Example {
            bad: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bin/thrust, bin/rails, server]
          ports: [{name: http, containerPort: 3000}]
"#,
            good: r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          command: [bin/thrust, bin/rails, server]
          env:
            - {name: HTTP_PORT, value: "8080"}
          ports: [{name: http, containerPort: 8080}]
"#,
        },
    ),
];
