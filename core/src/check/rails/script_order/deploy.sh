set -euo pipefail
kubectl apply -f migrate.yml
kubectl wait --for=condition=complete job/migrate
kubectl apply -f web.yml
