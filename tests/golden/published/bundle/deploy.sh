#!/usr/bin/env bash
# Deploys the version of its image that linkspan.yml names: stops the app,
# runs the migration once, and starts the new pods.
# Needs bash and kubectl. A secret passes through it with --secret alone, in memory.
set -euo pipefail

app='social'
image='ghcr.io/mastodon/mastodon'
published='ghcr.io/mastodon/mastodon:v4.3.1'
namespace='social'
deployments=('social-web' 'social-sidekiq')
autoscaled=''
secret='social-secrets'
secret_keys=('SECRET_KEY_BASE' 'DATABASE_PASSWORD' 'REDIS_PASSWORD')
migrate_timeout=900
rollout_timeout=900
spec_sum=3003574677

say() { printf '\n==> %s\n' "$*" | plain; }
stop() {
  local code="$1"
  shift
  printf 'deploy.sh: %s\n' "$*" | plain >&2
  exit "$code"
}
fail() { stop 1 "$@"; }

usage() {
  cat <<'USAGE'
Usage: ./deploy.sh                       migrate, roll out the version that linkspan.yml names
       ./deploy.sh --config              apply changed settings, keep the images that run
       ./deploy.sh --rollback [REVISION] back to the release before, or to REVISION
       ./deploy.sh --console             a Rails console in a pod of its own
       ./deploy.sh --task COMMAND [ARG]  run a command, such as bin/rails db:seed, in a pod of its own
       ./deploy.sh --secret NAME         set one key of the Secret; the value comes from the keyboard or a pipe
       ./deploy.sh --help

KUBE_CONTEXT   kubectl context to deploy to; default: the current one
STALE          1: go on although linkspan.yml was changed since these files were made
DIGEST         with security.pin_image, the digest that the image has to have, such as the one that staging runs
DIGEST_FILE    with security.pin_image, a file to which DIGEST=... is added

Exit codes: 0 done; 1 refused, or no answer; 2 wrong usage; 3 the migration failed; 4 the rollout
failed; 5 another deploy holds the lock, or its migration runs; 6 the task failed; 129, 130, 131 and
143 stopped by a signal. The last line of a release says what runs now.
USAGE
}

# What the cluster, a log or a registry says is never code. Free text comes from kubectl as one word, written by urlquery, so
# that it cannot pass for the next field. What is a name, a number or an image has to look like one before it meets a
# command, arithmetic, sed or a path. The terminal gets no control characters but tabs.

plain() {
  local line LC_ALL=C
  while IFS= read -r line || [[ -n "$line" ]]; do
    line="${line//$'\xc2'[$'\x80'-$'\x9f']/}"
    printf '%s\n' "${line//[$'\x01'-$'\x08\x0a'-$'\x1f\x7f']/}"
  done
}

# The lines that look like this, whole.
only() { LC_ALL=C grep -E "^($1)\$" || true; }

name_form='[a-z0-9][a-z0-9.-]*'
image_form='[A-Za-z0-9][A-Za-z0-9._:/-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?'
is_name() { [[ "$1" =~ ^$name_form$ ]]; }
is_image() { [[ "$1" =~ ^$image_form$ ]]; }

# Leaves these variables empty that hold no number.
numbers() {
  local each
  for each in "$@"; do
    [[ "${!each}" =~ ^(0|[1-9][0-9]{0,8})$ ]] || printf -v "$each" '%s' ''
  done
}

# Free text in these variables, as it was before urlquery.
texts() {
  local each text
  for each in "$@"; do
    text="${!each//\\/}"
    text="${text//+/ }"
    printf -v "$each" '%b' "${text//%/\\x}"
  done
}
# A field of a line.
field='{{define "a"}}{{with .}}{{urlquery .}}{{end}}|{{end}}'
# The images of a pod, as one.
pod_images='{{define "b"}}{{range .containers}}{{urlquery .image}}+{{end}}{{range .initContainers}}{{urlquery .image}}+{{end}}|{{end}}'

# Talking to the cluster. Every call ends by itself, except a log or a terminal that is followed.

kube() { kubectl --context "$context" --namespace "$namespace" --request-timeout=15s "$@"; }

# A call that got no answer, or one of a server in trouble, is made again; one that was refused is not, so what this says
# is so. A login may be renewed meanwhile, or be wrong: it is tried twice.
tries="1 2 3 4 5"
passing='connect|time.?out|timed out|deadline|EOF|TLS|reset|refused|broken pipe|no such host|unreachable|Internal ?(Server ?)?Error'
passing+='|error on the server|unable to|Unavailable|Bad Gateway|Too ?Many|retry|etcd|Expired|Gone|too old'
ask() {
  local said logins=0
  for _ in $tries; do
    if said="$(kube "$@" 2>"$told")"; then
      plain <"$told" >&2
      [[ -z "$said" ]] || printf '%s\n' "$said"
      return 0
    fi
    if grep -Eiq 'Unauthorized|provide credentials' "$told" && ((logins < 2)); then
      logins=$((logins + 1))
    elif ! grep -Eiq "$passing" "$told"; then
      break
    fi
    sleep 2
  done
  plain <"$told" >&2
  return 1
}

apply() { ask apply --server-side --force-conflicts --field-manager=linkspan "$@" | plain; }
remove() { ask delete "$@" --ignore-not-found --wait=false | plain; }

# What there is, each as KIND/NAME.
names() { ask get "$@" -o name | only "[a-z][a-z0-9.]*/$name_form"; }

# A text as JSON, whatever it holds.
json() {
  local char text="" i
  for ((i = 0; i < ${#1}; i++)); do
    char="${1:i:1}"
    case "$char" in
      [\"\\]) char="\\$char" ;;
      [[:cntrl:]]) printf -v char '\\u%04x' "'$char" ;;
    esac
    text+="$char"
  done
  printf '"%s"' "$text"
}

# Before anything is changed.

preflight() {
  local tool version
  for tool in kubectl "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
  done
  version="$(kubectl version --client -o yaml | sed -n 's/.*gitVersion: v1\.\([0-9]*\).*/\1/p')" || true
  ((${version:-0} >= 27)) || fail "this kubectl is too old, or does not say its version: 1.27 or newer is needed"
  context="${KUBE_CONTEXT:-$(kubectl config current-context 2>/dev/null || true)}"
  [[ -n "$context" ]] || fail "kubectl knows no cluster: set KUBE_CONTEXT or KUBECONFIG"
}

# Comments, blank lines and the ends of lines do not count.
check_spec() {
  local sum
  [[ -e linkspan.yml && -z "${STALE:-}" ]] || return 0
  sum="$(LC_ALL=C grep -Ev '^[[:space:]]*(#|$)' linkspan.yml | LC_ALL=C sed 's/[[:space:]]*$//' | cksum)" || true
  [[ "${sum%% *}" == "$spec_sum" ]] ||
    fail "linkspan.yml was changed since these files were made: run \`linkspan generate\` and commit, or set STALE=1 to go on with the files as they are"
}

# The version that linkspan.yml names is the release.
find_revision() {
  local tag
  running="$published"
  tag_of "$running"
  revision="$tag"
}

# The app's image among those of a workload: containers of other images may stand before its own.
own_image() {
  local each images
  read -ra images <<<"$1"
  for each in ${images[@]+"${images[@]}"}; do
    case "$each" in "$image"[:@]*) printf '%s' "$each" && return 0 ;; esac
  done
}

# The same in the place of the images that a variable holds; the first of them where none is the app's.
keep_own() {
  local each images
  read -ra images <<<"${!1}"
  printf -v "$1" '%s' "${images[0]:-}"
  for each in ${images[@]+"${images[@]}"}; do
    # Said with its 0: in a trap, a bare `return` gives what was before.
    case "$each" in "$image"[:@]*) printf -v "$1" '%s' "$each" && return 0 ;; esac
  done
}

find_running() {
  local tag
  running="$(ask get deployment "${deployments[0]}" --ignore-not-found \
    -o jsonpath='{.spec.template.spec.containers[*].image}')" || fail "cannot read what runs"
  keep_own running
  [[ -n "$running" ]] || fail "nothing runs yet: deploy a release first"
  is_image "$running" || fail "the image of ${deployments[0]} is no image of a release: $running"
  tag_of "$running"
  revision="$tag"
}

# What a release of an image is called in names and labels: its tag, or the start of its digest.
tag_of() {
  tag="${1##*/}"
  case "${tag%%@*}" in
    *:*)
      tag="${tag%%@*}"
      tag="${tag#*:}"
      ;;
    *) tag="${tag#*@}" ;;
  esac
  [[ "$tag" != sha256[:-]* ]] || tag="${tag:0:19}"
  tag="$(printf '%s' "${tag:0:50}" | LC_ALL=C tr '[:upper:]' '[:lower:]' | LC_ALL=C tr -c 'a-z0-9' '-')"
  while [[ "$tag" == -* ]]; do tag="${tag#-}"; done
  while [[ "$tag" == *- ]]; do tag="${tag%-}"; done
}

# The names of the Secret's keys that hold something, never their values.
check_secret() {
  local keys key missing=()
  [[ ${#secret_keys[@]} -gt 0 ]] || return 0
  # The variables below are the template's own.
  # shellcheck disable=SC2016
  keys="$(ask get secret "$secret" --ignore-not-found \
    -o go-template='{{range $key, $value := .data}}{{if $value}} {{$key}}{{end}}{{end}} ')" ||
    fail "cannot read the Secret $secret"
  for key in "${secret_keys[@]}"; do
    [[ "$keys" == *" $key "* ]] || missing+=("$key")
  done
  if [[ ${#missing[@]} -gt 0 ]]; then
    fail "the Secret $secret lacks ${missing[*]}: DEPLOY${environment:+-$environment}.md, section Secrets, has the commands"
  fi
}

# One deploy at a time. The lock is a Lease: whoever created it holds it for as long as it is renewed.

utc() { date -u '+%Y-%m-%dT%H:%M:%S.000000Z'; }

write_lease() {
  local version=""
  [[ -z "$1" ]] || version=",\"resourceVersion\":\"$1\""
  since="$(utc)"
  printf '{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"%s"%s},"spec":{"holderIdentity":%s,"acquireTime":"%s","renewTime":"%s","leaseDurationSeconds":60}}\n' \
    "$lock" "$version" "$(json "$me")" "$since" "$since" >"$work/lease.json"
}

read_lease() {
  local found
  # The holder may be any text, so it comes last.
  found="$(ask get lease "$lock" --ignore-not-found -o jsonpath='{.spec.acquireTime}|{.spec.renewTime}|{.metadata.resourceVersion}|{.spec.holderIdentity}')" ||
    return 1
  IFS='|' read -r acquired renewed version holder <<<"$found"
  [[ "$version" =~ ^[A-Za-z0-9._-]*$ ]]
}

is_mine() { [[ "$holder|$acquired" == "$me|$since" ]]; }

in_use() {
  [[ -n "$holder" ]] || stop 5 "another deploy has just ended: try again"
  stop 5 "another deploy holds the lock: $holder, since $acquired, renewed at $renewed; to look: kubectl --context $context --namespace $namespace get lease $lock -o yaml; a lock that nobody renews is taken over after a minute"
}

take_lock() {
  lock="$app-deploy"
  # Two containers may have one host name and one process id.
  me="${USER:-$(id -u)}@$HOSTNAME-$$-$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')"
  write_lease ""
  ask create -f "$work/lease.json" >/dev/null 2>"$work/why" || take_over
  keep_lock </dev/null >/dev/null 2>&1 &
  keeper=$!
}

# Clocks differ, so the times in a lock say nothing. Whoever holds it renews it every 15 seconds: one that stays as it is for
# a minute is nobody's.
take_over() {
  local seen
  read_lease || fail "cannot read the deploy lock"
  [[ -n "$version" ]] || fail "cannot make the deploy lock: $(<"$work/why")"
  ! is_mine || return 0
  if [[ -n "$holder" ]]; then
    printf 'The lock is held by %s: watching for up to a minute whether it is renewed.\n' "$holder" | plain
    seen="$version"
    for _ in {1..30}; do
      sleep 2
      read_lease || fail "cannot read the deploy lock"
      [[ "$version" == "$seen" ]] || in_use
    done
  fi
  # Of two who saw the same version, the cluster lets one replace it.
  write_lease "$version"
  ask replace -f "$work/lease.json" >/dev/null 2>&1 && return 0
  read_lease || fail "cannot read the deploy lock"
  is_mine || in_use
}

# 0: renewed, 1: no longer ours, 2: no answer.
renew() {
  kube patch lease "$lock" --type=json -p "[{\"op\":\"test\",\"path\":\"/spec/holderIdentity\",\"value\":$(json "$me")},{\"op\":\"test\",\"path\":\"/spec/acquireTime\",\"value\":\"$since\"},{\"op\":\"replace\",\"path\":\"/spec/renewTime\",\"value\":\"$(utc)\"}]" \
    >/dev/null 2>&1 && return 0
  read_lease 2>/dev/null || return 2
  is_mine && return 2
  return 1
}

# A script that was killed may stay as a zombie, to which a signal can be sent.
is_alive() { kill -0 "$$" 2>/dev/null && [[ ! -r "/proc/$$/stat" || "$(<"/proc/$$/stat")" != *") Z "* ]]; }

# Beside the script, until that has ended, in whatever way.
keep_lock() {
  local turn=0 last=$SECONDS state
  told="$work/told.lock" tries=1
  while is_alive; do
    sleep 3
    ((++turn % 5 == 0)) || continue
    state=0
    renew || state=$?
    case $state in
      0) last=$SECONDS ;;
      1) note_loss ;;
      *) ((SECONDS - last < 45)) || { holder="nobody, as the cluster does not answer," && note_loss; } ;;
    esac
  done
}

note_loss() { printf '%s' "${holder:-nobody}" >"$work/lost"; }
not_lost() {
  [[ ! -e "$work/lost" ]] || stop 5 "the deploy lock is no longer ours ($(<"$work/lost") has it), so nothing more is done"
}

# Before each step that changes something.
hold() {
  local state
  for _ in 1 2 3 4; do
    not_lost
    state=0
    renew || state=$?
    [[ $state -ne 0 ]] || return 0
    if [[ $state -eq 1 ]]; then note_loss; else sleep 2; fi
  done
  fail "the cluster does not answer, so nothing more was done"
}

give_back_lock() {
  for _ in 1 2 3; do
    read_lease 2>/dev/null && is_mine || return 0
    printf '{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"resourceVersion":"%s"}}' "$version" >"$work/lease.json"
    ! kube delete --raw "/apis/coordination.k8s.io/v1/namespaces/$namespace/leases/$lock" \
      -f "$work/lease.json" >/dev/null 2>&1 || return 0
  done
}

look_at() { printf 'kubectl --context %s --namespace %s get job %s' "$context" "$namespace" "$1"; }

say_what_runs() {
  local found ready wanted image_now tag
  found="$(kube get deployment "${deployments[0]}" --ignore-not-found \
    -o jsonpath='{.status.readyReplicas}|{.spec.replicas}|{.spec.template.spec.containers[*].image}' 2>/dev/null)" || return 0
  IFS='|' read -r ready wanted image_now <<<"$found"
  numbers ready wanted
  keep_own image_now
  if [[ -z "$found" ]]; then
    printf 'deploy.sh: nothing runs\n'
  elif is_image "$image_now"; then
    tag_of "$image_now"
    printf 'deploy.sh: %s stands at revision %s, %s of %s pods ready\n' "${deployments[0]}" "$tag" "${ready:-0}" "${wanted:-0}"
  fi
}

# Ends what was started, and gives the lock back, however the script ends.
finish() {
  local code=$? each
  trap - EXIT
  trap '' HUP INT QUIT TERM
  [[ -z "$terminal" ]] || stty "$terminal" || true
  for each in $child $reader $painter $keeper; do
    kill "$each" 2>/dev/null || true
  done
  [[ -z "$console_pod" ]] || remove "$console_pod" || true
  [[ -z "$lock" ]] || give_back_lock
  [[ -z "$migrating" ]] ||
    left="the migration $migrating goes on${stopped:+, and the app is stopped}: $(look_at "$migrating"); deploy again when it has ended, or to wait for it"
  [[ -z "$left" ]] || printf 'deploy.sh: %s\n' "$left" | plain >&2
  [[ -z "$lock" || $code -eq 0 ]] || say_what_runs | plain >&2
  rm -rf "$work"
  exit "$code"
}

# Beside the script, so that a signal does not have to wait for its end.
run() {
  local code=0
  "$@" &
  child=$!
  wait "$child" || code=$?
  child=""
  return $code
}

# With security.pin_image, pods name the image by its digest: a tag can be moved, a digest cannot. What the build said, or
# what runs of this revision, has to be what the registry has.
pin_image() {
  local digest each
  [[ -n "${pin:-}" ]] || return 0
  digest="$(docker buildx imagetools inspect "$running" --format '{{.Manifest.Digest}}')" ||
    fail "the registry does not tell the digest of $running"
  [[ "$digest" =~ ^sha256:[0-9a-f]{64}$ ]] || fail "the registry tells a digest of $running that is none"
  for each in "${DIGEST:-}" "$known"; do
    [[ -z "$each" || " ${each//$newline/ } " == *" $digest "* ]] ||
      fail "the registry has another image at $running ($digest) than the one of this revision ($each): find out who pushed it"
  done
  running+="@$digest"
  [[ -z "${DIGEST_FILE:-}" ]] || printf 'DIGEST=%s\n' "$digest" >>"$DIGEST_FILE"
}

# Writes a manifest to $work, with this image in it.
render() {
  local tag
  is_image "$2" || fail "this is no image of a release: $2"
  tag_of "$2"
  sed -e "s|^\( *image: \"\{0,1\}\).*:unreleased\(\"\{0,1\}\)\$|\1$2\2|" \
    -e "s|^\(  name: .*\)-unreleased\$|\1-$tag|" \
    -e "s|^\( *app.kubernetes.io/version: \)unreleased\$|\1\"$tag\"|" \
    "$1" >"$work/${1#config/kube/}"
}

# With --config, every workload keeps its own image.
render_release() {
  local file own
  for file in config/kube/release/*.yml; do
    own=""
    if [[ "$mode" == config ]]; then
      own="$(ask get -f "$file" --ignore-not-found \
        -o jsonpath='{.spec.template.spec.containers[*].image} {.spec.jobTemplate.spec.template.spec.containers[*].image} {.spec.template.spec.initContainers[*].image}')" ||
        fail "cannot read what runs"
      own="$(own_image "$own")"
    fi
    render "$file" "${own:-$running}"
  done
}

# Network policies add up, and what serves is not to be cut off. So what the bundle changes of one stays beside it, as it
# was, until the old pods are gone; the first ones come only then.
widen() {
  local file found generation after sum ours_too="app.kubernetes.io/instance=$app,app.kubernetes.io/managed-by=linkspan"
  [[ -e config/kube/network-app.yml ]] || return 0
  found="$(names networkpolicies --selector "$ours_too")" || fail "cannot read the network policies"
  if [[ -z "$found" ]]; then
    found="$(names deployments --selector "$ours_too")" || fail "cannot read what runs"
    [[ -z "$found" ]] || late=yes
    return 0
  fi
  # Of a release that was cut off.
  [[ "$found" != *-before-* && "$found" != *"/$app-open-"* ]] || leftover=yes
  for file in config/kube/network-*.yml; do
    found="$(ask get -f "$file" --ignore-not-found -o jsonpath='{.metadata.generation} {.metadata.name}')" ||
      fail "cannot read the network policies"
    read -r generation name <<<"$found"
    if [[ -z "$found" ]]; then
      fresh+=" $(sed -n 's|^  name: "*\([a-z0-9-]*\).*|networkpolicy/\1|p' "$file")"
      continue
    fi
    after="$(ask apply --server-side --force-conflicts --field-manager=linkspan -f "$file" --dry-run=server \
      -o jsonpath='{.metadata.generation}')" || fail "the cluster would not take $file"
    [[ "$after" != "$generation" ]] || continue
    is_name "$name" || fail "cannot read the network policies"
    read_object "networkpolicy/$name"
    write_object rules
    sum="$(cksum <<<"$spec")"
    name+="-before-$(printf '%08x' "${sum%% *}")"
    write_object beside
    widened=yes
  done
  [[ -z "$widened" ]] || apply -f "$work/beside" || fail "the cluster did not take the network policies"
}

# What serves is as it was, and so are its network policies.
put_back() {
  local each
  [[ -z "$widened" ]] || apply -f "$work/rules" || return 0
  for each in $fresh; do
    remove "$each" || true
  done
  [[ -z "$widened" ]] || remove -f "$work/beside" || true
  widened="" fresh=""
}

# Behind a release. What it left beside the new network policies is no longer in the bundle: clean_up removes it.
narrow() {
  local file ending deadline=$((SECONDS + rollout_timeout))
  [[ -n "$widened$late$leftover" ]] || return 0
  until ending="$(ask get pods --selector "app.kubernetes.io/instance=$app" \
    -o go-template='{{range .items}}{{if .metadata.deletionTimestamp}}ends {{end}}{{end}}')" && [[ -z "$ending" ]]; do
    not_lost
    if ((SECONDS >= deadline)); then
      printf 'Old pods still end, so the network policies are narrowed by the next deploy.\n'
      return 0
    fi
    sleep 2
  done
  hold
  if [[ -n "$late" ]]; then
    for file in config/kube/network-*.yml; do
      apply -f "$file" || fail "the cluster did not take $file"
    done
  fi
  widened="" late="" leftover=""
}

apply_base() {
  local each stores="" files=()
  hold
  say "Applying what every release shares"
  widen
  for each in config/kube/*.yml config/kube/*.yaml config/kube/*.json; do
    [[ -e "$each" && "$each" != */namespace.yml ]] || continue
    [[ -z "$late" || "$each" != */network-*.yml ]] || continue
    files+=(-f "$each")
  done
  apply "${files[@]}" || fail "the cluster did not take config/kube"
  ! grep -qs '^kind: StatefulSet$' config/kube/*.yml ||
    stores="$(names statefulsets --selector "app.kubernetes.io/instance=$app")" || stores=""
  for each in $stores; do
    run kubectl --context "$context" --namespace "$namespace" rollout status "$each" --timeout=120s >"$work/said" 2>&1 ||
      printf 'Going on without it.\n'
    plain <"$work/said"
  done
}

# Deployments, ReplicaSets and pods, a line each.
glance="$field"'{{define "c"}}{{range .}}{{with .state.waiting.reason}}{{urlquery .}} {{end}}{{end}}{{end}}{{define "r"}}{{range .}}{{.restartCount}} {{end}}{{end}}'
glance+='{{range .items}}{{template "a" .kind}}{{template "a" .metadata.name}}{{template "a" (index (or .metadata.labels .) "pod-template-hash")}}'
glance+='{{with .metadata.ownerReferences}}{{template "a" (index . 0).name}}{{else}}|{{end}}'
glance+='{{template "a" (index (or .metadata.annotations .) "deployment.kubernetes.io/revision")}}'
glance+='{{template "a" .metadata.generation}}{{template "a" .status.observedGeneration}}{{template "a" .spec.replicas}}'
glance+='{{template "a" .status.updatedReplicas}}{{template "a" .status.availableReplicas}}{{template "a" .status.replicas}}'
glance+='{{range .status.conditions}}{{if eq .type "Progressing"}}{{with .reason}}{{urlquery .}}{{end}}{{end}}{{end}}|'
glance+='{{range .status.conditions}}{{if eq .type "ReplicaFailure"}}{{with .message}}{{urlquery .}}{{end}}{{end}}{{end}}|'
glance+='{{template "a" .status.phase}}{{range .status.conditions}}{{if eq .type "PodScheduled"}}{{with .reason}}{{urlquery .}}{{end}}{{end}}{{end}}|'
glance+='{{range .status.conditions}}{{if eq .type "Ready"}}{{urlquery .status}}{{end}}{{end}}|'
glance+='{{template "c" .status.initContainerStatuses}}{{template "c" .status.containerStatuses}}|'
glance+='{{template "r" .status.initContainerStatuses}}{{template "r" .status.containerStatuses}}{{"\n"}}{{end}}'
read_glance() {
  while IFS='|' read -r kind name hash owner number generation observed wanted updated available total \
    progress refused phase scheduled ready waiting restarts; do
    numbers number generation observed wanted updated available total
    texts refused
    [[ "$restarts" =~ ^[0-9\ ]*$ ]] || restarts=""
    ! is_name "$name" || return 0
  done
  return 1
}

# What keeps a pod from running, and for how many looks, of two seconds each, that may pass by itself.
judge() {
  local found="" grace=1 each
  [[ "$scheduled" != Unschedulable ]] || found="finds no node" grace=90
  case " $waiting " in
    *" CrashLoopBackOff "*) found="keeps crashing" ;;
    *" InvalidImageName "*) found="has an image name that cannot be read" ;;
    *Image*) found="does not get its image" grace=10 ;;
    *" CreateContainer"* | *" RunContainerError "*) found="cannot be started" grace=5 ;;
  esac
  for each in $restarts; do
    [[ "$ready" == True || "$each" == [012] ]] || found="keeps crashing" grace=1
  done
  [[ -z "$found" || (-n "$trouble" && $patience -le $grace) ]] || trouble="$found" patience=$grace pod="$name"
}

# Whether the trouble of the workload number $1 has lasted too long; if so, $cause says it.
is_hopeless() {
  if [[ -z "$trouble" || "$trouble" != "${troubles[$1]:-}" ]]; then
    troubles[$1]="$trouble"
    looks[$1]=0
  fi
  looks[$1]=$((looks[$1] + 1))
  [[ -n "$trouble" && ${looks[$1]} -ge $patience ]] || return 1
  if [[ -n "$pod" ]]; then
    detail="$(ask get pod "$pod" --ignore-not-found -o jsonpath='{.status.initContainerStatuses[*].state.waiting.message} {.status.containerStatuses[*].state.waiting.message} {.status.conditions[?(@.reason=="Unschedulable")].message} {.status.containerStatuses[*].lastState.terminated.reason}' |
      tr '\n' ' ')" || detail=""
    read -r detail <<<"$detail"
  fi
  cause="${pod:+the pod $pod }$trouble${detail:+: $detail}"
}

# The end of a log. Ruby writes an error before a hundred frames of the way to it, of which two are enough.
last_words() {
  kube logs "$@" --all-containers --prefix --tail=500 |
    awk '{ frames = /:in .*\047$/ ? frames + 1 : 0 } frames < 3' | tail -n 30
}

# Until a container starts again, its log is that of its last attempt.
show_logs() {
  local attempt now
  attempt="$(last_words "$1" --previous 2>/dev/null)" || attempt=""
  now="$(last_words "$1")" || true
  [[ -z "$attempt" || "$attempt" == "$now" ]] || printf '%s\n' "$attempt"
  [[ -z "$now" ]] || printf '%s\n' "$now"
}

show_pod() {
  [[ -n "$1" ]] || return 0
  say "Why the pod $1 is not running: its state, its events, the log of its last attempt, its log"
  {
    kube get pod "$1" -o wide
    kube get events --field-selector "involvedObject.name=$1" --sort-by=.metadata.creationTimestamp \
      -o custom-columns=TYPE:.type,REASON:.reason,MESSAGE:.message | tail -n 10
    show_logs "$1"
  } 2>&1 | plain || true
}

# Looks at the newest of these pods: 0 it has started, 1 not yet, 2 it will not, and $cause says why.
look() {
  local pods started=1
  trouble="" detail="" patience=5 pod="" name="" phase=""
  pods="$(ask get pods "$@" --sort-by=.metadata.creationTimestamp -o go-template="$glance")" || return 1
  if [[ -n "$pods" ]] && read_glance <<<"${pods##*"$newline"}"; then
    case "$phase" in
      Running | Succeeded | Failed) started=0 ;;
      *) judge ;;
    esac
  elif [[ -n "$job" ]]; then
    detail="$(ask get events --field-selector "involvedObject.name=$job,reason=FailedCreate" \
      -o jsonpath='{.items[*].message}')" || detail=""
    [[ -z "$detail" ]] || trouble="no pod can be made"
  fi
  ! is_hopeless 0 || return 2
  return $started
}

job_state() {
  ask get job "$job" --ignore-not-found -o jsonpath='is {.status.conditions[?(@.status=="True")].type} '
}

# Waits for $job and shows its log: 0 it is complete, 1 it failed, 2 it cannot start, 3 it took too long.
watch_job() {
  local deadline=$((SECONDS + $1)) state result read=""
  troubles=() looks=()
  while true; do
    not_lost
    state="$(job_state)" || state="unknown"
    [[ -n "$state" ]] || { cause="the Job is gone" ran=yes && return 2; }
    result=0
    look --selector "job-name=$job" || result=$?
    [[ $result -ne 0 ]] || read_log
    case "$state" in
      *" Complete "*) end_log && return 0 ;;
      *" Failed "*) end_log && return 1 ;;
    esac
    [[ $result -ne 2 ]] || return 2
    ((SECONDS < deadline)) || return 3
    sleep 2
  done
}

# kubectl itself is in the background, not a shell around it: a signal has to end it.
read_log() {
  [[ "$read" != "$name" ]] || return 0
  [[ -z "$reader" ]] || kill "$reader" 2>/dev/null || true
  read="$name" ran=yes
  rm -f "$work/log"
  mkfifo "$work/log"
  plain <"$work/log" &
  painter=$!
  kubectl --context "$context" --namespace "$namespace" logs --follow "$name" >"$work/log" 2>&1 &
  reader=$!
}

# A log ends with its pod. One that was cut off is shown once more.
end_log() {
  local cut=""
  [[ -n "$reader" ]] || return 0
  for _ in 1 2 3 4 5; do
    kill -0 "$reader" 2>/dev/null || break
    sleep 1
  done
  kill "$reader" 2>/dev/null || true
  wait "$reader" 2>/dev/null || cut=yes
  wait "$painter" 2>/dev/null || true
  [[ -z "$cut" ]] || kube logs "job/$job" --tail=200 2>&1 | plain || true
  reader=""
}

remove_job() {
  local left
  remove job "$job" || true
  remove pods --selector "job-name=$job" || true
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    left="$(ask get jobs,pods --ignore-not-found --selector "job-name=$job" -o name && job_state)" || left=unknown
    if [[ -z "$left" ]]; then
      migrating=""
      return 0
    fi
    sleep 2
  done
  printf 'The Job %s does not go away.\n' "$job"
}

# Migrations of the app that have not ended, of any revision, whoever started them.
migrations() {
  ask get jobs --selector "app.kubernetes.io/instance=$app,app.kubernetes.io/component=migrate" \
    -o go-template='{{range .items}}{{.metadata.name}}{{range .status.conditions}}{{if and (eq .status "True") (or (eq .type "Complete") (eq .type "Failed"))}} over{{end}}{{end}}{{"\n"}}{{end}}' |
    only "$name_form"
}

# At most one at a time, and no code is started under it. A release goes on with that of its own revision, and waits for
# another.
await_migrations() {
  local deadline=$((SECONDS + migrate_timeout + 60)) found each other last=""
  while true; do
    not_lost
    found="$(migrations)" || fail "cannot read which migrations run"
    other=""
    for each in $found; do
      [[ "$mode $each" == "release $app-migrate-$revision" ]] || other="$each"
    done
    [[ -n "$other" ]] || return 0
    [[ "$mode" == release && $SECONDS -lt $deadline ]] ||
      stop 5 "the migration $other runs, so no pod was changed: try again when it has ended; to look: $(look_at "$other")"
    [[ "$other" == "$last" ]] || printf 'Waiting for the end of the migration %s.\n' "$other"
    last="$other"
    sleep 2
  done
}

# A ConfigMap keeps what was migrated for longer than its Job is kept: revisions, the newest first. Who holds the lock reads
# it once, for nobody else writes there.
is_migrated() {
  migrated="$(ask get configmap "$app-migrated" --ignore-not-found -o jsonpath='{.data.revisions}' 2>/dev/null |
    tr ' ' '\n' | only '[A-Za-z0-9_][A-Za-z0-9_.-]*')" || migrated=""
  [[ "$newline$migrated$newline" == *"$newline$revision$newline"* ]]
}

note_migrated() {
  local each number=1 all="$revision"
  migrating=""
  for each in $migrated; do
    ((++number > 10)) || all+=" $each"
  done
  printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","labels":{"app.kubernetes.io/instance":"%s","app.kubernetes.io/component":"migrate"}},"data":{"revisions":"%s"}}\n' \
    "$app-migrated" "$app" "$all" >"$work/migrated.json"
  apply -f "$work/migrated.json" >/dev/null || printf 'The cluster did not record that %s is migrated.\n' "$revision"
}

# Where a migration failed before any pod was changed.
unchanged() {
  [[ -n "$migrating" ]] || put_back
  stop 3 "$1; no pod was changed: fix it and run ./deploy.sh again"
}

# A Job cannot be changed: one that exists is waited for, one that failed is made again.
migrate() {
  local state result=0
  [[ -e config/kube/jobs/migrate.yml ]] || return 0
  hold
  job="$app-migrate-$revision"
  say "Migrating the database (Job $job)"
  if is_migrated; then
    printf '%s was migrated already (ConfigMap %s; delete it to migrate again).\n' "$revision" "$app-migrated"
    return 0
  fi
  render config/kube/jobs/migrate.yml "$running"
  state="$(job_state)" || fail "cannot read the Job $job"
  # Of an earlier run it is not known how far it came.
  ran="$state"
  if [[ "$state" == *" Failed "* ]]; then
    remove_job
    state=""
  fi
  migrating="$job"
  if [[ -z "$state" ]]; then
    if ! apply -f "$work/jobs/migrate.yml"; then
      ! state="$(job_state)" || migrating="${state:+$job}"
      fail "the cluster did not take the Job $job"
    fi
  fi
  watch_job $((migrate_timeout + 60)) || result=$?
  case $result in
    0)
      printf 'The migration is complete.\n'
      note_migrated
      ;;
    1)
      migrating=""
      stop_migration "the migration failed; its log is above"
      ;;
    2)
      show_pod "$pod"
      remove_job
      stop_migration "the migration cannot start: $cause"
      ;;
    *)
      show_pod "$name"
      # One that never started is not to start later.
      [[ -n "$ran" ]] || remove_job
      stop_migration "the migration did not end within $migrate_timeout seconds${migrating:+ and goes on}"
      ;;
  esac
}

# How far a Deployment is, read in $seen: $line says it, $rolled that it is done.
examine() {
  local current="" template="" good=0 goal="" old=0
  rolled="" line="" trouble="" detail="" patience=0 pod="" slow=""
  while read_glance; do
    case "$kind" in
      Deployment)
        [[ "$name" == "$1" && -n "$generation" && "${observed:-0}" -ge "$generation" ]] || continue
        current="$number" goal="${wanted:-0}" old=$((${total:-0} - ${updated:-0}))
        [[ "$progress" != ProgressDeadlineExceeded ]] || trouble="no progress for too long" patience=15
        [[ "${updated:-0} ${available:-0} $old" != "$goal $goal 0" ]] || rolled=yes
        ;;
      ReplicaSet)
        [[ "$owner" == "$1" && -n "$current" && "$number" == "$current" ]] || continue
        template="$hash"
        [[ -z "$refused" ]] || trouble="no pod can be made" detail="$refused" patience=15
        ;;
      Pod)
        [[ -n "$template" && "$hash" == "$template" ]] || continue
        judge
        if [[ "$ready" == True ]]; then good=$((good + 1)); else slow="$name"; fi
        ;;
    esac
  done <<<"$seen"
  if [[ -n "$rolled" ]]; then
    line="$1: done, $goal of $goal"
  elif [[ -n "$goal" ]]; then
    line="$1: $good of $goal new pods ready"
    [[ $old -le 0 ]] || line+="; $old old left"
  fi
}

# Waits until every Deployment of $watched is rolled out, or $cause says why one is not.
await() {
  local deadline=$((SECONDS + rollout_timeout)) index open lines=() last=""
  troubles=() looks=() cause="the cluster does not answer"
  while true; do
    not_lost
    if seen="$(ask get deployments,replicasets,pods --selector "app.kubernetes.io/instance=$app" -o go-template="$glance")"; then
      open=""
      for index in "${!watched[@]}"; do
        examine "${watched[$index]}"
        [[ -z "$line" || "$line" == "${lines[$index]:-}" ]] || printf '%s\n' "$line"
        lines[index]="$line"
        [[ -z "$rolled" ]] || continue
        open=yes last="$slow"
        if is_hopeless "$index"; then
          cause="${watched[$index]}: $cause"
          show_pod "${pod:-$slow}"
          return 1
        fi
        cause="${watched[$index]}: not ready within $rollout_timeout seconds"
      done
      [[ -n "$open" ]] || return 0
    fi
    if ((SECONDS >= deadline)); then
      show_pod "$last"
      return 1
    fi
    sleep 2
  done
}

# An object of the cluster, so that it can be applied again.
read_object() {
  local found
  found="$(ask get "$1" -o jsonpath='{.apiVersion}{"\n"}{.kind}{"\n"}{.metadata.name}{"\n"}{.metadata.labels}{"\n"}{.spec}')" ||
    fail "cannot read $1"
  {
    IFS= read -r api
    IFS= read -r kind
    IFS= read -r name
    IFS= read -r labels
    IFS= read -r spec
  } <<<"$found"
  # They name a file.
  if ! [[ "$api" =~ ^[a-z0-9./]+$ && "$kind" =~ ^[A-Za-z]+$ ]] || ! is_name "$name"; then
    fail "cannot read $1"
  fi
  # How many pods there are is not ours to bring back where an autoscaler decides it.
  count=""
  if [[ "$kind" == Deployment && " $autoscaled " == *" $name "* ]]; then
    count="$(sed -n 's/^.*[{,]"replicas":\([0-9]*\),"revisionHistoryLimit".*/\1/p' <<<"$spec")"
    numbers count
    # bash alone has no such patterns.
    # shellcheck disable=SC2001
    spec="$(sed 's/\([{,]\)"replicas":[0-9]*,\("revisionHistoryLimit"\)/\1\2/' <<<"$spec")"
  fi
}

# A number that nobody says any more falls back to one pod: until the autoscaler says it, this does.
keep_count() {
  ((${count:-0} > 0)) || return 0
  printf '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%s"},"spec":{"replicas":%s}}\n' \
    "$name" "$count" >"$work/count.json"
  ask apply --server-side --force-conflicts --field-manager=autoscaler -f "$work/count.json" >/dev/null ||
    fail "cannot keep the number of pods of $name"
}

write_object() {
  printf '{"apiVersion":"%s","kind":"%s","metadata":{"name":"%s","labels":%s},"spec":%s}\n' \
    "$api" "$kind" "$name" "$labels" "$spec" >"$work/$1/$kind-$name.json"
}

# ReplicaSets, the newest first.
earlier_pods() {
  local list='{{range .items}}{{with .metadata.ownerReferences}}{{template "a" (index . 0).name}}{{else}}|{{end}}'
  list+='{{template "a" (index (or .metadata.annotations .) "deployment.kubernetes.io/revision")}}'
  list+='{{template "b" .spec.template.spec}}{{template "a" .metadata.creationTimestamp}}'
  list+='{{template "a" .metadata.name}}{{template "a" .spec.replicas}}{{template "a" .status.availableReplicas}}{{"\n"}}{{end}}'
  ask get replicasets --selector "app.kubernetes.io/instance=$app" -o go-template="$field$pod_images$list" |
    sort -t '|' -k 2,2nr
}
read_earlier() {
  while IFS='|' read -r owner number image_then created set wanted available _; do
    texts image_then created
    keep_own image_then
    numbers number wanted available
    ! { is_name "$owner" && is_name "$set" && is_image "$image_then"; } || return 0
  done
  return 1
}

# Puts the pods of a ReplicaSet into $spec, whose keys are sorted, so that the template is the last.
use_pods() {
  local pods from='"template":{'
  pods="$(ask get replicaset "$1" -o jsonpath='{.spec.template}')" || fail "cannot read $1"
  pods="$(sed -e 's/,"pod-template-hash":"[^"]*"//' -e 's/"pod-template-hash":"[^"]*",//' <<<"$pods")"
  spec="${spec%%"$from"*}\"template\":$pods}"
}

# After a release that was cut off, what a Deployment says may be what never worked: pods that serve did.
use_serving() {
  local best=0 found=""
  while read_earlier; do
    [[ "$kind $owner" == "Deployment $name" && "${available:-0}" -gt $best ]] || continue
    best=$available found="$set"
  done <<<"$past"
  [[ -z "$found" ]] || use_pods "$found"
}

remember() {
  local each
  before="$(names -f "$work/release" --ignore-not-found)" || fail "cannot read what runs"
  [[ -n "$before" ]] || return 0
  past="$(earlier_pods)" || fail "cannot read what runs"
  for each in $before; do
    read_object "$each"
    use_serving
    write_object before
    keep_count
  done
}

roll_out() {
  say "Rolling out"
  [[ -n "$stopped" ]] || remember
  hold
  watched=("${deployments[@]}")
  cause="the cluster did not take every file of the release"
  if apply -f "$work/release" && wake && await; then
    return 0
  fi
  say "Failed: $cause"
  stay "$cause"
  undo "$cause"
}

# Not by `kubectl rollout undo`: what that brings back would be no release's to remove again.
undo() {
  local each now
  [[ -n "$before" ]] || stop 4 "$1; there is no earlier release to go back to"
  hold
  say "Going back to what ran before"
  now="$(names -f "$work/release" --ignore-not-found)" || now=""
  for each in $now; do
    [[ "$newline$before$newline" == *"$newline$each$newline"* ]] || remove "$each" || true
  done
  watched=()
  for each in "${deployments[@]}"; do
    [[ "$before$newline" != *"/$each$newline"* ]] || watched+=("$each")
  done
  { apply -f "$work/before" && wake; } || stop 4 "$1; the cluster did not take back what ran before"
  [[ ${#watched[@]} -eq 0 ]] || await || stop 4 "$1; it was undone, but what ran before does not come back: $cause"
  put_back
  [[ "$mode" != release ]] || forget
  stop 4 "$1; the release was undone, and what ran before runs again"
}

# A release that failed is none to go back to.
forget() {
  while read_earlier; do
    [[ "$image_then ${wanted:-0}" != "$running 0" ]] || remove replicaset "$set" || true
  done <<<"$(earlier_pods)"
}

# When the first of the pods of an image that are kept came.
age_of() {
  local first=""
  while read_earlier; do
    [[ "$owner $image_then" == "${deployments[0]} $1" ]] || continue
    [[ -n "$first" && ! "$created" < "$first" ]] || first="$created"
  done <<<"$past"
  printf '%s' "$first"
}

# The release before is that of the first Deployment; the others go back to the same image. What a rollback has left is newer
# than what runs, so a second one does not return to it.
go_back() {
  local target="" when="" kept=" " each jobs tag since
  past="$(earlier_pods)" || fail "cannot read what ran before"
  since="$(age_of "$running")"
  while read_earlier; do
    [[ "$owner" == "${deployments[0]}" && "$image_then" != "$running" ]] || continue
    tag_of "$image_then"
    [[ "$kept" == *" $tag "* ]] || kept+="$tag "
    [[ -z "$target" && "$tag" == "$1"* ]] || continue
    [[ -n "$1" || -z "$since" || "$(age_of "$image_then")" < "$since" ]] || continue
    target="$image_then" when="$created"
  done <<<"$past"
  if [[ -z "$target" ]]; then
    [[ "$kept" != " " ]] || kept=" none "
    fail "there is no ${1:-earlier release} to go back to; running: $revision; kept:${kept% }"
  fi
  tag_of "$target"
  say "Going back from $revision to $tag"
  jobs="$(ask get jobs --selector "app.kubernetes.io/instance=$app,app.kubernetes.io/component=migrate" \
    -o jsonpath='{range .items[*]}{.metadata.creationTimestamp} {.metadata.name}{"\n"}{end}')" || jobs=""
  printf 'Migrations are not undone: the older code must work with the newer schema.\n'
  while read -r created name; do
    ! { is_name "$name" && [[ "$created" > "$when" ]]; } || printf 'Run since then: %s.\n' "$name"
  done <<<"$jobs"
  printf 'Numbers of pods, autoscaling, addresses and network policies stay as they are, and what was removed since stays removed.\n'
  for each in $(names deployments,cronjobs --selector "app.kubernetes.io/instance=$app,app.kubernetes.io/managed-by=linkspan"); do
    earlier "$each" "$target"
  done
  tag_of "$target"
  revision="$tag"
}

# Writes what $1 was with the image $2: its pods as they were, or, where that is not known, the image alone.
earlier() {
  local found="" from to tag
  read_object "$1"
  while read_earlier; do
    [[ -n "$found" || "$kind $name $image_then" != "Deployment $owner $2" ]] || found="$set"
  done <<<"$past"
  if [[ -n "$found" ]]; then
    use_pods "$found"
  else
    from="$running\"" to="$2\""
    spec="${spec//"$from"/$to}"
    tag_of "$2"
    from="\"$revision\"" to="\"$tag\""
    spec="${spec//"$from"/$to}"
    printf '%s gets the older image, and keeps its present command%s and settings.\n' "$name" \
      "$([[ "$kind" != CronJob ]] || printf ', schedule')"
  fi
  write_object release
}

# Pods of their own, with the image that runs.

prepare() {
  preflight
  [[ -e "config/kube/jobs/$1.yml" ]] || fail "this bundle has no config/kube/jobs/$1.yml: generate it again with a newer linkspan"
  find_running
  say "$app, revision $revision, in the cluster $context"
  render "config/kube/jobs/$1.yml" "$running"
}

console() {
  local result=1 deadline=$((SECONDS + 300)) tty=--stdin
  prepare console
  troubles=() looks=()
  console_pod="$(kube create -f "$work/jobs/console.yml" -o name | only "pod/$name_form")" && [[ -n "$console_pod" ]] ||
    fail "the cluster did not take the pod"
  printf 'Starting the console; this takes some seconds.\n'
  until [[ $result -eq 0 ]]; do
    result=0
    look --field-selector "metadata.name=${console_pod#pod/}" || result=$?
    if [[ $result -eq 2 || "$phase" == [FS]* ]] || ((SECONDS > deadline)); then
      show_pod "${console_pod#pod/}"
      fail "the console does not run${cause:+: $cause}"
    fi
    [[ $result -eq 0 ]] || sleep 2
  done
  [[ ! -t 0 || ! -t 1 ]] || {
    tty+=" --tty"
    say "The console runs: press Enter if you see no prompt"
  }
  # shellcheck disable=SC2086
  kubectl --context "$context" --namespace "$namespace" attach $tty "$console_pod" --container console
}

task() {
  local each args="" result=0
  prepare task
  for each in "$@"; do
    args+="${args:+,}$(json "$each")"
  done
  kube patch --local -f "$work/jobs/task.yml" --type=strategic -o json \
    -p "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"task\",\"args\":[$args]}]}}}}" >"$work/task.json"
  job="$(kube create -f "$work/task.json" -o name | only "job.batch/$name_form")" && [[ -n "$job" ]] ||
    fail "the cluster did not take the Job"
  job="${job#job.batch/}"
  printf 'Job %s; it goes on if this script is stopped.\n' "$job"
  watch_job 86400 || result=$?
  [[ $result -ne 0 ]] || return 0
  [[ $result -eq 1 ]] || show_pod "$name"
  [[ $result -ne 2 ]] || remove_job
  stop 6 "the task did not succeed${cause:+: $cause}"
}

# A value goes from the keyboard or a pipe through memory to the cluster: it is on no command line and on no disk, and is
# shown nowhere. Each key has a field manager of its own, so one is set and the others stay as they are.

secret() {
  set +x
  local key="$1" manager found why
  local +x value=""
  # What is no name here may be a value, which is not shown either.
  [[ "$key" != *" "* && " ${secret_keys[*]-} " == *" $key "* ]] ||
    stop 2 "the Secret $secret has no key of that name; it can be: ${secret_keys[*]-}"
  preflight
  say "$key of the Secret $secret, in the cluster $context"
  read_value
  [[ -n "$value" ]] || fail "no value came, so nothing was changed"
  manager="secret-$(printf '%s' "$key" | LC_ALL=C tr 'A-Z_' 'a-z-')"
  write_value || {
    # An error could quote the value.
    why="$(grep -Ei 'forbidden|not found|conflict|connect|time.?out' "$told")" || why=""
    [[ "$why" == *"$value"* ]] || printf '%s\n' "$why" | plain >&2
    fail "the cluster did not take $key"
  }
  say "$key is set"
  found="$(names deployment "${deployments[0]}" --ignore-not-found 2>/dev/null)" || found=""
  [[ -z "$found" ]] ||
    printf 'Pods that run keep the old value until they start again: DEPLOY%s.md, section Secrets, has the command.\n' "${environment:+-$environment}"
}

read_value() {
  if [[ ! -t 0 ]]; then
    # Up to a NUL, or to the end where there is none.
    ! IFS= read -r -d '' value || fail "the value holds a NUL character, which no variable can, so nothing was changed"
    while [[ "$value" == *"$newline" ]]; do value="${value%"$newline"}"; done
    return 0
  fi
  terminal="$(stty -g)"
  stty -echo || fail "this terminal would show the value: hand it over by a pipe"
  printf 'Paste the value (it is not shown), press Enter, then Ctrl-D: '
  value="$(cat)"
  stty "$terminal"
  terminal=""
  printf '\n'
}

write_value() {
  for _ in $tries; do
    {
      printf '%s' "$value" |
        kube create secret generic "$secret" --from-file="$key=/dev/stdin" --dry-run=client -o yaml |
        kube apply --server-side --field-manager="$manager" -f - >/dev/null
    } 2>"$told" && return 0
    grep -Eiq "$passing" "$told" || return 1
    sleep 2
  done
  return 1
}

# Settings that no release can come back to any more.
prune_settings() {
  local used all name
  all="$(names configmaps --selector "app.kubernetes.io/instance=$app,app.kubernetes.io/managed-by=linkspan")" || return 0
  # Those of this release are used.
  [[ "$all" == *"$newline"* ]] || return 0
  used=" $(ask get deployments,replicasets,statefulsets,cronjobs,jobs,pods -o jsonpath='{..configMapRef.name} {..configMap.name}') " || return 0
  for name in $all; do
    name="${name#*/}"
    [[ ("$name" != "$app-env-"* && "$name" != "$app-file-"*) || "$used" == *" $name "* ]] || remove configmap "$name" || true
  done
}

# What is in the cluster by this name of an app, each as KIND/NAME; made by a controller for another object, it is not ours.
# Kinds that a controller brings may not be there, and one that is not would hide all others.
ours() {
  local each known mine="app.kubernetes.io/instance=$app,app.kubernetes.io/managed-by=linkspan"
  local kinds=deployments,statefulsets,cronjobs,horizontalpodautoscalers,poddisruptionbudgets,ingresses,services,networkpolicies
  known="$newline$(kube api-resources --namespaced --verbs=list -o name 2>/dev/null || true)$newline"
  for each in scaledobjects.keda.sh triggerauthentications.keda.sh \
    gateways.gateway.networking.k8s.io httproutes.gateway.networking.k8s.io \
    podmonitors.monitoring.coreos.com probes.monitoring.coreos.com prometheusrules.monitoring.coreos.com; do
    [[ "$known" != *"$newline$each$newline"* ]] || kinds+=",$each"
  done
  found_as "$kinds" "$mine"
  # Manifests of a person's own, of the kinds that releases wrote down, and then those lists.
  kinds=""
  for each in $(ask get configmaps --selector "$mine,linkspan/own=kinds" \
    -o go-template='{{range .items}}{{range .data}}{{.}}{{"\n"}}{{end}}{{end}}' | only "[a-z][a-z0-9.-]*"); do
    [[ "$known" != *"$newline$each$newline"* ]] || kinds+=",$each"
  done
  [[ -z "$kinds" ]] || found_as "${kinds#,}" "$mine,linkspan/own=true"
  found_as configmaps "$mine,linkspan/own=kinds"
}

# Objects of these kinds with these labels.
found_as() {
  kube get "$1" --selector "$2" \
    -o go-template='{{range .items}}{{if not .metadata.ownerReferences}}{{.kind}}/{{.metadata.name}}{{"\n"}}{{end}}{{end}}' \
    2>/dev/null | only "[A-Za-z]+/$name_form" || true
}

# Deletes what an earlier bundle left, but for what holds data.
clean_up() {
  local kept each found
  local base=config/kube scaled=""
  kept=" $(ask get -f "$base" -f "$work/release" --ignore-not-found \
    -o go-template='{{range .items}}{{.kind}}/{{.metadata.name}} {{end}}')" || return 0
  [[ "$kept" == *" Namespace/"* ]] || return 0
  found="$(ours)"
  for each in $found; do
    [[ "$each" == StatefulSet/* && "$kept" != *" $each "* ]] || continue
    printf '%s is no longer in the bundle; it keeps its data, and stays until you delete it\n' "$each"
    kept+="$each Service/${each#*/} "
  done
  for each in $found; do
    [[ "$kept" != *" $each "* && ("$each" != NetworkPolicy/* || -z "$widened$leftover") ]] || continue
    printf '%s is no longer in the bundle\n' "$each"
    remove "$each" || continue
    [[ "$each" != HorizontalPodAutoscaler/* && "$each" != ScaledObject/* ]] || scaled=yes
  done
  # The number of pods that an autoscaler chose goes with it.
  [[ -z "$scaled" ]] || apply -f "$work/release" || true
}

# A namespace that is there may be another's to change: the labels of it say what pods may do. Whoever may not look at it was
# given one.
make_namespace() {
  local found
  found="$(ask get namespace "$namespace" --ignore-not-found -o name 2>/dev/null)" || found=unknown
  [[ -z "$found" ]] || kube auth can-i patch "namespaces/$namespace" >/dev/null 2>&1 || return 0
  apply -f config/kube/namespace.yml || fail "the cluster did not take the namespace"
}

# The namespace comes first, because the lock lies in it.
begin() {
  say "$app, revision $revision, to the cluster $context"
  [[ "$mode" == rollback ]] || check_secret
  make_namespace
  take_lock
}

# Nothing of the app runs while the database is migrated.

# A migration that never started changed nothing. Of any other nobody knows what it did before it failed, and older code
# on a newer schema can spoil data: the app stays stopped until a person has looked.
stop_migration() {
  [[ -n "$stopped" ]] || unchanged "$1"
  if [[ -z "$ran$migrating" ]]; then
    put_back
    start_again || stop 3 "$1; the schema is as it was, but what ran before does not come back: $cause"
    stop 3 "$1; the schema is as it was, and what ran before runs again"
  fi
  left="the app is stopped, because the schema may have changed: fix the migration and deploy again; if its log says that nothing was changed, ./deploy.sh --config starts what ran before"
  stop 3 "$1"
}

change() {
  local found state
  render config/kube/jobs/migrate.yml "$running"
  job="$app-migrate-$revision"
  state="$(job_state)" || fail "cannot read the Job $job"
  found="$(names deployment "${deployments[0]}" --ignore-not-found)" || fail "cannot read what runs"
  if [[ -n "$found" && "$state" != *" Complete "* ]] && ! is_migrated; then
    apply -f "$work/release" --dry-run=server >/dev/null || fail "the cluster would not take the release; nothing was stopped"
    remember
    stop_app
  fi
  migrate
  roll_out
}

# Fields that are set under a name of their own can be given back without guessing: what a person had suspended stays so.
pause() { ask apply --server-side --force-conflicts --field-manager=linkspan-downtime -f "$work/pause.json" >/dev/null; }

write_pause() {
  printf '{"apiVersion":"%s","kind":"%s","metadata":{"name":"%s"}%s}\n' "$api" "$kind" "$name" "$1" >>"$work/pause.json"
}

# What runs the app's image: how many pods it has, and whether we stopped it.
parts() {
  local found
  found="$(ask get deployments,cronjobs --selector "app.kubernetes.io/instance=$app" \
    -o go-template="$field$pod_images"'{{range .items}}{{template "a" .apiVersion}}{{template "a" .kind}}{{template "a" .metadata.name}}{{template "a" .spec.replicas}}{{range .metadata.managedFields}}{{if eq .manager "linkspan-downtime"}}{{.operation}}{{end}}{{end}}|{{with .spec.template}}{{template "b" .spec}}{{end}}{{with .spec.jobTemplate}}{{template "b" .spec.template.spec}}{{end}}{{"\n"}}{{end}}')" ||
    return 1
  : >"$work/pause.json"
  while IFS='|' read -r api kind name pods ours image_then _; do
    texts api image_then
    keep_own image_then
    # What is scaled to nothing has no number here, as templates have it.
    numbers pods
    pods="${pods:-0}"
    [[ "$api/$kind" == apps/v1/Deployment || "$api/$kind" == batch/v1/CronJob ]] || continue
    ! is_name "$name" || [[ "$image_then" != "$image"[:@]* ]] || "$@"
  done <<<"$found"
}

sleeping() {
  if [[ "$kind" == CronJob ]]; then
    write_pause ',"spec":{"suspend":true}'
  elif [[ "$pods" != 0 ]]; then
    printf '%s' "$pods" >"$work/pods-$name"
    write_pause ',"spec":{"replicas":0}'
  fi
}

# A release sets the number of its pods itself, except where something else scales them.
awake() {
  local count
  [[ -n "$ours" ]] || return 0
  if [[ "$kind" == CronJob ]]; then
    write_pause ""
  elif [[ "$pods" == 0 ]]; then
    count="$(cat "$work/pods-$name" 2>/dev/null)" || count="$(count_of "$name")"
    numbers count
    write_pause ",\"spec\":{\"replicas\":${count:-1}}"
  fi
}

count_of() {
  local file
  for file in "$work"/release/*; do
    ! grep -qx "  name: $1" "$file" || sed -n 's/^  replicas: \([0-9]*\)$/\1/p' "$file"
  done
}

wake() {
  if ! parts awake || ! { [[ ! -s "$work/pause.json" ]] || pause; }; then
    cause="what was stopped could not be started: deploy again"
    return 1
  fi
  stopped="" left=""
}

start_again() {
  local each found
  found="$(migrations)" && [[ -z "$found" ]] || { cause="a migration may run: ${found:-the cluster does not answer}" && return 1; }
  say "Starting what ran before"
  wake || return 1
  watched=()
  for each in "${deployments[@]}"; do
    [[ "$before$newline" != *"/$each$newline"* ]] || watched+=("$each")
  done
  [[ ${#watched[@]} -eq 0 ]] || await
}

stop_app() {
  local deadline=$((SECONDS + rollout_timeout)) last="" running_still=""
  hold
  say "Stopping the app"
  stopped=yes left="the app is stopped: deploy again to go on, or ./deploy.sh --config to start what ran before"
  parts sleeping || fail "cannot read what runs"
  [[ ! -s "$work/pause.json" ]] || pause || fail "the cluster did not stop the app"
  while true; do
    not_lost
    if running_still="$(still_running)"; then
      [[ -n "$running_still" ]] || return 0
      [[ "$running_still" == "$last" ]] || printf 'Waiting for the end of%s\n' "$running_still"
      last="$running_still"
    fi
    ((SECONDS < deadline)) || break
    sleep 2
  done
  cause=""
  start_again || stop 4 "these do not end:${last:- unknown, as the cluster does not answer}; the app was to run again, but does not: $cause"
  stop 4 "these do not end:${last:- unknown, as the cluster does not answer}; no migration was started, and what ran before runs again"
}

# Pods of the app's image, and Jobs that would make more.
still_running() {
  local found kind name state image_then
  found="$(ask get jobs,pods --selector "app.kubernetes.io/instance=$app" \
    -o go-template="$field$pod_images"'{{range .items}}{{template "a" .kind}}{{template "a" .metadata.name}}{{with .status.phase}}{{urlquery .}}{{end}}{{range .status.conditions}}{{if eq .status "True"}}{{urlquery .type}} {{end}}{{end}}|{{if .spec.containers}}{{template "b" .spec}}{{end}}{{with .spec.template}}{{template "b" .spec}}{{end}}{{"\n"}}{{end}}')" ||
    return 1
  while IFS='|' read -r kind name state image_then _; do
    texts image_then
    keep_own image_then
    is_name "$name" && [[ "$image_then" == "$image"[:@]* && "$name-" != "$job-"* ]] || continue
    case "$kind $state" in
      "Pod Succeeded"* | "Pod Failed"* | Job*Complete* | Job*Failed*) ;;
      *) printf ' %s' "$name" ;;
    esac
  done <<<"$found"
}

# The older code may not bear the new schema, so pods that fail are not undone.
stay() {
  [[ "$mode" == release && -n "$before" ]] || return 0
  left=""
  stop 4 "$1; the migration is complete and nothing was undone, because older code may not work with the new schema: deploy a fixed release; if it does work, ./deploy.sh --rollback"
}

release() {
  preflight ${pin:+docker}
  check_spec
  find_revision
  begin
  pin_image
  await_migrations
  render_release
  apply_base
  change
  narrow
  clean_up
  prune_settings
  say "$app runs revision $revision"
}

config() {
  preflight
  check_spec
  find_running
  begin
  await_migrations
  render_release
  apply_base
  roll_out
  narrow
  clean_up
  prune_settings
  say "$app runs revision $revision"
}

rollback() {
  preflight
  find_running
  begin
  await_migrations
  tag_of ":${1:-}"
  go_back "$tag"
  roll_out
  say "$app runs revision $revision"
}

main() {
  mode=release
  case "$#:${1:-}" in
    0:) ;;
    1:--config | 1:--console | 1:--rollback | 2:--rollback) mode="${1#--}" ;;
    1:--task) stop 2 "--task needs a command, such as: ./deploy.sh --task bin/rails db:seed" ;;
    *:--task) mode=task ;;
    2:--secret) mode=secret ;;
    *:--secret) stop 2 "--secret takes the name of a key alone; its value comes from the keyboard or a pipe" ;;
    1:--help | 1:-h)
      usage
      exit 0
      ;;
    *:--config | *:--console | *:--help | *:-h) stop 2 "$1 takes nothing behind it, and got $2" ;;
    *:--rollback) stop 2 "--rollback takes one revision, and got ${*:2}" ;;
    *) stop 2 "there is no ${1:-empty word}: ./deploy.sh --help lists what there is" ;;
  esac
  CDPATH="" cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
  newline=$'\n'
  # Which of these are read, the migration strategy decides.
  # shellcheck disable=SC2034
  child="" reader="" painter="" keeper="" console_pod="" lock="" job="" pod="" name="" cause="" ran="" is_out="" stopped="" left=""
  migrating="" migrated="" past="" known="" widened="" late="" fresh="" leftover="" terminal=""
  work="$(mktemp -d)"
  told="$work/told"
  mkdir "$work/release" "$work/jobs" "$work/before" "$work/rules" "$work/beside"
  trap finish EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 131' QUIT
  trap 'exit 143' TERM
  [[ $# -eq 0 ]] || shift
  "$mode" "$@"
}

main "$@"
