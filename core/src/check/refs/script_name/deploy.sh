set -euo pipefail
kubectl rollout status deployment/web
