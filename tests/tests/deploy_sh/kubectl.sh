#!/bin/bash
# A kubectl that writes down how it was called and answers from files in $ANSWERS. A file `refused-*` holds words: a
# call with them is refused, as `error` says. One with the words in the first line of `unheard-*` gets no answer, once, or
# the error in the second line. Tests call it thousands of times, so it starts no other program.
echo "kubectl $*" >>"$CALLS"
shopt -s nullglob
# A file's text, with the ends of its lines.
text() { IFS= read -r -d '' text <"$1" || true; }
answer() {
  echo "$1" >>"$CALLS.read"
  [[ -e "$ANSWERS/$1" ]] || return 1
  text "$ANSWERS/$1"
  printf '%s' "$text"
}
# Writes into the first file what stands in the others.
copy() {
  local file to="$1"
  for file in "${@:2}"; do
    text "$file"
    printf '%s' "$text"
  done >"$to"
}
for file in "$ANSWERS"/refused-*; do
  text "$file"
  [[ "$*" != *"${text%$'\n'}"* ]] || { answer error >&2 || echo "Error from server (Forbidden): no" >&2; exit 1; }
done
for file in "$ANSWERS"/unheard-*; do
  told=""
  { read -r words; read -r told; } <"$file"
  [[ "$*" != *"$words"* ]] || {
    echo "${told:-The connection to the server 127.0.0.1:6443 was refused}" >&2
    rm "$file"
    exit 1
  }
done
last="${*: -1}"
# The policy whose file a call names.
policy_of() {
  policy="${1##*network-}"
  policy="${policy%%.yml*}"
}
becomes() {
  echo "$1-$2" >>"$CALLS.read"
  [[ ! -e "$ANSWERS/$1-$2" ]] || copy "$ANSWERS/$1" "$ANSWERS/$1-$2"
}
# A Lease as deploy.sh reads it: since when, renewed, version, holder.
take_lease() {
  text "$last"
  [[ "$text" =~ \"holderIdentity\":\"([^\"]*)\",\"acquireTime\":\"([^\"]*)\" ]]
  echo "${BASH_REMATCH[2]}|${BASH_REMATCH[2]}|$1|${BASH_REMATCH[1]}" >"$ANSWERS/lease"
}
case "$*" in
  "version"*)
    text "$ANSWERS/minor"
    echo "gitVersion: v1.$text"
    ;;
  "config current-context") echo test ;;
  *"create -f"*"lease.json")
    [[ ! -s "$ANSWERS/lease" ]] || { echo "Error from server (AlreadyExists): x" >&2; exit 1; }
    take_lease 1
    ;;
  *"replace -f"*"lease.json") take_lease 2 ;;
  *"patch lease"*)
    IFS='|' read -r _ _ _ holder _ <"$ANSWERS/lease" || exit 1
    [[ "$*" == *"\"value\":\"$holder\""* ]] || exit 1
    ;;
  *"delete --raw"*"leases"*) : >"$ANSWERS/lease" ;;
  *"get lease"*)
    answer lease
    becomes lease next
    ;;
  *"get externalsecret "* | *"get sealedsecret "*)
    answer maker
    becomes maker after
    ;;
  *"create -f -" | *"replace -f -") cat >"$ANSWERS/written" ;;
  # What it got, and whether a program that it starts would see it.
  *"create secret generic"*)
    IFS= read -r -d '' text || true
    [[ "$(export -p)" != *hush* ]] || echo "exported" >>"$CALLS"
    printf '%s' "$text"
    ;;
  *"apply"*"--field-manager=secret-"*"-f -")
    IFS= read -r -d '' text || true
    printf '%s' "$text" >"$ANSWERS/written"
    ;;
  *"get secret"*) answer secret ;;
  *"get namespace "*) answer namespace ;;
  *"auth can-i patch namespaces/"*) [[ ! -e "$ANSWERS/may-not" ]] || exit 1 ;;
  *"get job shop-after-"*)
    answer last
    becomes last next
    ;;
  *"get job "*)
    answer job
    becomes job next
    ;;
  *"get jobs,pods"*"name=shop"* | *"get jobs,pods"*"job-name="*) ;;
  *"get jobs,pods"*) answer left ;;
  *"get jobs"*" over{{end}}"*)
    answer migrations
    becomes migrations after
    ;;
  *"get jobs"*) answer jobs ;;
  *"get configmap "*) answer migrated ;;
  *"apply"*"migrated.json") copy "$ANSWERS/written-migrated" "$last" ;;
  *"api-resources"*) answer api-resources ;;
  *"get configmaps"*"{{range .data}}"*) answer own-kinds ;;
  *"get "*"linkspan/own=true"*"ownerReferences}}{{.kind}}"*) answer own ;;
  *"get configmaps"*"ownerReferences}}{{.kind}}"*) answer own-lists ;;
  *"get configmaps"*) answer configmaps ;;
  *"get "*"ownerReferences}}{{.kind}}"*) answer ours ;;
  *"get -f config/kube"*"go-template"*) answer kept ;;
  *"delete job shop-after-"*) : >"$ANSWERS/last" ;;
  *"delete job "*) : >"$ANSWERS/job" ;;
  *"apply"*"jobs/after.yml")
    becomes last after
    copy "$ANSWERS/applied-last" "$last"
    ;;
  *"apply"*"jobs/migrate.yml")
    becomes job after
    copy "$ANSWERS/applied-job" "$last"
    ;;
  *"apply"*"/release")
    copy "$ANSWERS/applied-release" "$last"/*
    for each in glance names lease; do becomes "$each" after; done
    answer applied
    ;;
  *"apply"*"/before")
    copy "$ANSWERS/applied-before" "$last"/*
    becomes glance undone
    ;;
  *"get networkpolicies"*"-o name") answer policies ;;
  *"get -f config/kube/network-"*)
    policy_of "$*"
    answer "policy-$policy"
    ;;
  *"-f config/kube/network-"*"--dry-run=server"*)
    policy_of "$*"
    answer "would-$policy"
    ;;
  *"get networkpolicy/"*) answer policy ;;
  *"apply"*"/beside") copy "$ANSWERS/applied-beside" "$last"/* ;;
  *"apply"*"/rules") copy "$ANSWERS/applied-rules" "$last"/* ;;
  *"get pods"*"deletionTimestamp"*)
    answer ending
    becomes ending next
    ;;
  *"get deployment "*"readyReplicas"*) answer stands ;;
  *"get deployments "*"-o name") answer names ;;
  *"get -f"*"-o name") answer names ;;
  *"get -f"*"containers[*].image"*)
    file="$*"
    file="${file#*get -f }"
    file="${file%% *}"
    file="${file##*/}"
    answer "image-${file%.yml}"
    ;;
  *"get deployments,cronjobs"*"managedFields"*)
    answer parts
    becomes parts after
    ;;
  *"get deployments,cronjobs"*) answer names ;;
  *"field-manager=linkspan-downtime"*)
    number=1
    while [[ -e "$ANSWERS/paused-$number" ]]; do number=$((number + 1)); done
    copy "$ANSWERS/paused-$number" "$last"
    ;;
  *"get deployment "*"-o name") answer found ;;
  *"get deployment.apps/"*) answer object ;;
  *"get replicasets"*"-o jsonpath="*"containers[*]}{.image}{\"\\n\"}{end}") answer images ;;
  *"get replicasets"*) answer replicasets ;;
  *"get replicaset "*) answer template ;;
  *"get deployments,replicasets,pods"*"restartCount"*) answer glance ;;
  *"get pods"*"restartCount"*) answer pods ;;
  *"get deployment "*"containers[*].image"*) answer image ;;
  *"patch --local"*) echo "$*" >"$ANSWERS/patched" ;;
  *"create -f"*"console.yml -o name"*) answer console || echo pod/shop-console-abcde ;;
  *"create -f"*"task.json -o name"*) answer task || echo job.batch/shop-task-abcde ;;
  *"get pod "*"waiting.message"*) answer message ;;
  *"logs --follow"*)
    answer log || echo "the log"
    [[ ! -e "$ANSWERS/endless" ]] || exec /bin/sleep 1000
    ;;
  *"logs"*"--previous"*)
    lines="$*"
    lines="${lines##*--tail=}"
    lines="${lines%% *}"
    # As Ruby ends: the error, and how it was come to.
    {
      echo "[pod/shop-web-new/web] the log of the container before (RuntimeError)"
      printf "[pod/shop-web-new/web] \tfrom /usr/lib/ruby/tsort.rb:%s:in \`each'\n" {1..100}
    } | tail -n "$lines"
    ;;
  *"logs"*) answer log || echo "the log" ;;
esac
exit 0
