set -euo pipefail
docker build --tag "$image" .
kubectl apply -f web.yml
