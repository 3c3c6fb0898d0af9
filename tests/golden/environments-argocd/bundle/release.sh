#!/usr/bin/env bash
# Releases to one environment: to the first the current git revision, whose image is built and
# pushed, to the others what the first runs. The revision is committed to the kustomizations that
# the cluster follows. Needs bash and git, for the first docker too.
set -euo pipefail

image='registry.example.com/acme/shop'
branch='main'
environments=('staging' 'production')
files=(Kustomization)

fail() {
  printf 'release.sh: %s\n' "$*" >&2
  exit 1
}

# Builds and pushes the image of the current git revision.
build() {
  local cache=()
  command -v docker >/dev/null || fail "docker is not installed"
  revision="$(git rev-parse --short=12 HEAD)" || fail "this folder is not in a git repository"
  if [[ -n "${REBUILD:-}" ]]; then
    [[ "$REBUILD" =~ ^[a-z0-9]{1,4}$ ]] || fail "REBUILD has to be one to four lower-case letters or digits"
    revision="${revision:0:7}-$REBUILD"
  fi
  if [[ -n "${CACHE:-}" ]]; then
    cache=(--cache-from "type=registry,ref=$CACHE" --cache-to "type=registry,ref=$CACHE,mode=max")
  fi
  docker buildx build ${PLATFORM:+--platform "$PLATFORM"} --pull ${cache[@]+"${cache[@]}"} --tag "$image:$revision" --push . ||
    fail "the image was not built and pushed"
}

# Writes the revision into the kustomizations of a folder, and gives them to the branch.
publish() {
  local file text
  cd -- "$1"
  for file in "${files[@]}"; do
    text="$(sed -e "s|^\( *newTag: \).*|\1\"$revision\"|" "$file")"
    printf '%s\n' "$text" >"$file"
  done
  if git diff --quiet HEAD -- "${files[@]}"; then
    printf '%s is released already.\n' "$revision"
    return 0
  fi
  git commit --quiet --message "$2" -- "${files[@]}" || fail "the revision was not committed"
  push || fail "the release was not pushed: someone else was faster; take the commit back, pull and try again"
  printf 'Released %s: the cluster takes it from the branch %s.\n' "$revision" "$branch"
}

CDPATH="" cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
command -v git >/dev/null || fail "git is not installed"
changed="$(git status --porcelain)" || fail "this folder is not in a git repository"
[[ -z "$changed" ]] || fail "there are changes that are not committed; the image is named by the git revision, so commit them first"

# What came between may be the release of another environment, which changes other files.
push() {
  git push --quiet origin "HEAD:refs/heads/$branch" && return 0
  git fetch --quiet origin "$branch" || return 1
  git diff --quiet HEAD...FETCH_HEAD -- ':/' ':(top,exclude,glob)**/Kustomization' || return 1
  if ! git rebase --quiet FETCH_HEAD; then
    git rebase --abort
    return 1
  fi
  git push --quiet origin "HEAD:refs/heads/$branch"
}

environment="${1:-}"
first="${environments[0]}"
[[ $# -eq 1 && " ${environments[*]} " == *" $environment "* ]] || {
  printf 'release.sh: name the environment: %s\n' "${environments[*]}" >&2
  exit 2
}
if [[ "$environment" == "$first" ]]; then
  build
else
  revision="$(sed -n 's|^ *newTag: "\{0,1\}\([^"]*\)"\{0,1\}$|\1|p' "config/kube/$first/Kustomization")"
  [[ -n "$revision" && "$revision" != unreleased ]] || fail "nothing is released to $first yet: what runs there comes to $environment"
  [[ "$revision" =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]*$ ]] || fail "config/kube/$first/Kustomization names no revision that release.sh wrote"
fi
publish "config/kube/$environment" "Release $revision to $environment"
