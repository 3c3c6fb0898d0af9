#!/usr/bin/env bash
# Deploys the current git revision: builds and pushes its image, runs its migration once,
# and changes pods only after the migration has succeeded. A rollout that fails is undone.
# Needs bash, git, docker and kubectl. No secret passes through it.
set -euo pipefail

app='everything'
image='registry.example.com:5000/acme/every-thing_1'
namespace='everything'
deployments=('everything-web' 'everything-sidekiq' 'everything-jobs')
secret='everything-secrets'
secret_keys=('RAILS_MASTER_KEY' 'DATABASE_URL' 'REDIS_PASSWORD' 'STRIPE_API_KEY' 'SMTP_PASSWORD')
migrate_timeout=900
rollout_timeout=900

say() { printf '\n==> %s\n' "$*"; }
fail() { printf 'deploy.sh: %s\n' "$*" >&2; exit 1; }
kube() { kubectl --context "$context" --namespace "$namespace" "$@"; }
apply() { kube apply --server-side --force-conflicts --field-manager=linkspan "$@"; }

usage() {
  cat <<'USAGE'
Usage: ./deploy.sh            build, push, migrate, roll out the current git revision
       ./deploy.sh --config   apply changed settings, keep the image that runs
       ./deploy.sh --help

KUBE_CONTEXT   kubectl context to deploy to; default: the current one
PLATFORM       platform of the image, such as linux/amd64; default: this machine's
USAGE
}

preflight() {
  local tool
  for tool in git docker kubectl; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
  done
  context="${KUBE_CONTEXT:-$(kubectl config current-context 2>/dev/null || true)}"
  [[ -n "$context" ]] || fail "kubectl knows no cluster: set KUBE_CONTEXT or KUBECONFIG"
  if [[ -n "$(git status --porcelain 2>/dev/null)" && "$mode" == release ]]; then
    fail "there are changes that are not committed; the image is named by the git revision, so commit them first"
  fi
  revision="$(git rev-parse --short=12 HEAD 2>/dev/null)" || fail "this folder is not in a git repository"
  say "$app, revision $revision, to the cluster $context"
}

# The names of the Secret's keys, never their values.
check_secret() {
  local keys key missing=()
  # The variables below are the template's own.
  # shellcheck disable=SC2016
  keys="$(kube get secret "$secret" --ignore-not-found \
    -o go-template='{{range $key, $value := .data}} {{$key}}{{end}} ')" ||
    fail "cannot read the Secret $secret"
  for key in "${secret_keys[@]}"; do
    [[ "$keys" == *" $key "* ]] || missing+=("$key")
  done
  if [[ ${#missing[@]} -gt 0 ]]; then
    fail "the Secret $secret lacks ${missing[*]}: DEPLOY.md, section Secrets, has the commands"
  fi
}

build_and_push() {
  say "Building $image:$revision"
  docker build ${PLATFORM:+--platform "$PLATFORM"} --tag "$image:$revision" .
  say "Pushing $image:$revision"
  docker push "$image:$revision"
}

# Writes the manifests that carry an image to $work, with the revision in them.
render() {
  local file
  mkdir -p "$work/release" "$work/jobs"
  for file in config/kube/release/*.yml config/kube/jobs/*.yml; do
    [[ -e "$file" ]] || continue
    sed -e "s|^\( *image: .*\):unreleased\(\"\{0,1\}\)\$|\1:$revision\2|" \
      -e "s|^\(  name: .*\)-unreleased\$|\1-$revision|" \
      -e "s|^\( *app.kubernetes.io/version: \)unreleased\$|\1\"$revision\"|" \
      "$file" >"$work/${file#config/kube/}"
  done
}

apply_base() {
  say "Applying what every release shares"
  kubectl --context "$context" apply --server-side --force-conflicts \
    --field-manager=linkspan -f config/kube/namespace.yml
  apply -f config/kube
}

job_state() {
  kube get job "$job" --ignore-not-found \
    -o jsonpath='{.status.conditions[?(@.status=="True")].type}' || true
}

show_job() {
  kube get pods --selector "job-name=$job" || true
  kube logs "job/$job" --tail=200 || true
}

# Waits for Complete or Failed: `kubectl wait` can wait for one of them only.
migrate() {
  local deadline state
  job="$app-migrate-$revision"
  say "Migrating the database (job $job)"
  if [[ " $(job_state) " == *" Failed "* ]]; then
    kube delete job "$job" --wait
  fi
  # A Job cannot be changed: one that exists already is waited for, not applied again.
  if [[ -z "$(kube get job "$job" --ignore-not-found -o name)" ]]; then
    apply -f "$work/jobs/migrate.yml"
  fi
  deadline=$((SECONDS + migrate_timeout + 60))
  while true; do
    state=" $(job_state) "
    case "$state" in
      *" Complete "*)
        printf 'The migration is complete.\n'
        return
        ;;
      *" Failed "*)
        show_job
        fail "the migration failed; its log stands above, and no pod was changed"
        ;;
    esac
    if ((SECONDS > deadline)); then
      show_job
      fail "the migration did not end within $migrate_timeout seconds; no pod was changed"
    fi
    sleep 2
  done
}

revision_of() {
  kube get deployment "$1" --ignore-not-found \
    -o jsonpath='{.metadata.annotations.deployment\.kubernetes\.io/revision}'
}

roll_out() {
  local name index before=() failed=""
  say "Rolling out"
  for name in "${deployments[@]}"; do
    before+=("$(revision_of "$name")")
  done
  apply -f "$work/release" || failed="applying the release"
  if [[ -z "$failed" ]]; then
    for name in "${deployments[@]}"; do
      kube rollout status "deployment/$name" --timeout="${rollout_timeout}s" || {
        failed="$name"
        break
      }
    done
  fi
  [[ -n "$failed" ]] || return 0
  say "Failed: $failed"
  kube get pods --selector "app.kubernetes.io/instance=$app" || true
  kube logs --selector "app.kubernetes.io/instance=$app,app.kubernetes.io/component=${name#"$app"-}" \
    --prefix --tail=20 || true
  for index in "${!deployments[@]}"; do
    undo "${deployments[$index]}" "${before[$index]}"
  done
  fail "the release was undone; the pods above say why"
}

# Goes back to the revision from before this release, if this release made a new one.
undo() {
  local name="$1" earlier="$2"
  if [[ -z "$earlier" ]]; then
    printf '%s has no earlier release to go back to.\n' "$name"
  elif [[ "$(revision_of "$name")" != "$earlier" ]]; then
    kube rollout undo "deployment/$name" --to-revision="$earlier"
    kube rollout status "deployment/$name" --timeout="${rollout_timeout}s" || true
  fi
}

# Settings that no release can come back to any more.
prune_settings() {
  local used name
  used=" $(kube get deployments,replicasets,jobs,pods -o jsonpath='{..configMapRef.name}') " || return 0
  for name in $(kube get configmaps \
    --selector "app.kubernetes.io/instance=$app,app.kubernetes.io/managed-by=linkspan" \
    -o jsonpath='{.items[*].metadata.name}'); do
    case "$used" in
      *" $name "*) ;;
      *) [[ "$name" != "$app-env-"* ]] || kube delete configmap "$name" ;;
    esac
  done
}

main() {
  mode=release
  case "${1:-}" in
    "") ;;
    --config) mode=config ;;
    --help | -h)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  cd "$(dirname "${BASH_SOURCE[0]}")"
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
  preflight
  if [[ "$mode" == config ]]; then
    local running
    running="$(kube get deployment "${deployments[0]}" -o jsonpath='{.spec.template.spec.containers[0].image}')" ||
      fail "nothing runs yet: deploy a release first"
    revision="${running##*:}"
  fi
  check_secret
  render
  if [[ "$mode" == release ]]; then
    build_and_push
  fi
  apply_base
  if [[ "$mode" == release ]]; then
    if [[ -e "$work/jobs/migrate.yml" ]]; then
      migrate
    fi
  fi
  roll_out
  prune_settings
  say "$app runs revision $revision"
}

main "$@"
