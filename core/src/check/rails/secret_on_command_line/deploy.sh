set -euo pipefail
kubectl create secret generic shop --from-file=KEY=/dev/stdin <key
