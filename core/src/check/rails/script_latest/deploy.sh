set -euo pipefail
docker build --tag "shop:$revision" .
