#!/usr/bin/env bash
# Releases the current git revision: builds and pushes its image, and commits the revision to
# the kustomizations that the cluster follows. Needs bash, git and docker.
set -euo pipefail

image='registry.example.com/acme/shop'
branch='main'
files=(config/kube/Kustomization config/kube/release/Kustomization)

fail() {
  printf 'release.sh: %s\n' "$*" >&2
  exit 1
}

cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
for tool in git docker; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
revision="$(git rev-parse --short=12 HEAD)" || fail "this folder is not in a git repository"
[[ -z "$(git status --porcelain)" ]] || fail "there are changes that are not committed; the image is named by the git revision, so commit them first"
if [[ -n "${REBUILD:-}" ]]; then
  [[ "$REBUILD" =~ ^[a-z0-9]{1,4}$ ]] || fail "REBUILD has to be one to four lower-case letters or digits"
  revision="${revision:0:7}-$REBUILD"
fi

cache=()
if [[ -n "${CACHE:-}" ]]; then
  cache=(--cache-from "type=registry,ref=$CACHE" --cache-to "type=registry,ref=$CACHE,mode=max")
fi
docker buildx build ${PLATFORM:+--platform "$PLATFORM"} --pull ${cache[@]+"${cache[@]}"} --tag "$image:$revision" --push . ||
  fail "the image was not built and pushed"

for file in "${files[@]}"; do
  text="$(sed -e "s|^\( *newTag: \).*|\1\"$revision\"|" "$file")"
  printf '%s\n' "$text" >"$file"
done
git commit --quiet --message "Release $revision" -- "${files[@]}" || fail "the revision was not committed"
git push --quiet origin "HEAD:refs/heads/$branch" || fail "the release was not pushed: someone else was faster; take the commit back, pull and try again"
printf 'Released %s: the cluster takes it from the branch %s.\n' "$revision" "$branch"
