#!/usr/bin/env bash
# A kubectl that writes down how it was called and answers from files in $ANSWERS. A file `refused-*` holds words: a
# call with them is refused, as `error` says. One with the words in the first line of `unheard-*` gets no answer, once, or
# the error in the second line.
echo "kubectl $*" >>"$CALLS"
shopt -s nullglob
for file in "$ANSWERS"/refused-*; do
  [[ "$*" != *"$(<"$file")"* ]] || { cat "$ANSWERS/error" >&2 2>/dev/null || echo "Error from server (Forbidden): no" >&2; exit 1; }
done
for file in "$ANSWERS"/unheard-*; do
  [[ "$*" != *"$(head -n 1 "$file")"* ]] || {
    grep . <(sed -n 2p "$file") >&2 || echo "The connection to the server 127.0.0.1:6443 was refused" >&2
    rm "$file"
    exit 1
  }
done
last="${*: -1}"
policy_of() { sed 's/.*network-\([a-z]*\)\.yml.*/\1/' <<<"$1"; }
answer() { cat "$ANSWERS/$1" 2>/dev/null; }
becomes() { [[ ! -e "$ANSWERS/$1-$2" ]] || cp "$ANSWERS/$1-$2" "$ANSWERS/$1"; }
# A Lease as deploy.sh reads it: since when, renewed, version, holder.
lease_of() { sed 's/.*"holderIdentity":"\([^"]*\)","acquireTime":"\([^"]*\)".*/\2|\2|'"$2"'|\1/' "$1"; }
case "$*" in
  "version"*) echo "gitVersion: v1.$(answer minor)" ;;
  "config current-context") echo test ;;
  *"create -f"*"lease.json")
    [[ ! -s "$ANSWERS/lease" ]] || { echo "Error from server (AlreadyExists): x" >&2; exit 1; }
    lease_of "$last" 1 >"$ANSWERS/lease"
    ;;
  *"replace -f"*"lease.json") lease_of "$last" 2 >"$ANSWERS/lease" ;;
  *"patch lease"*) [[ "$*" == *"\"value\":\"$(answer lease | cut -d '|' -f 4)\""* ]] || exit 1 ;;
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
  *"get secret"*) answer secret ;;
  *"get namespace "*) answer namespace ;;
  *"auth can-i patch namespaces/"*) [[ ! -e "$ANSWERS/may-not" ]] || exit 1 ;;
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
  *"apply"*"migrated.json") cat "$last" >"$ANSWERS/written-migrated" ;;
  *"get configmaps"*) answer configmaps ;;
  *"get "*"ownerReferences}}{{.kind}}"*) answer ours ;;
  *"get -f config/kube"*"go-template"*) answer kept ;;
  *"delete job "*) : >"$ANSWERS/job" ;;
  *"apply"*"jobs/migrate.yml")
    becomes job after
    cat "$last" >"$ANSWERS/applied-job"
    ;;
  *"apply"*"/release")
    cat "$last"/* >"$ANSWERS/applied-release"
    for each in glance names lease; do becomes "$each" after; done
    answer applied
    ;;
  *"apply"*"/before")
    cat "$last"/* >"$ANSWERS/applied-before"
    becomes glance undone
    ;;
  *"get networkpolicies"*"-o name") answer policies ;;
  *"get -f config/kube/network-"*) answer "policy-$(policy_of "$*")" ;;
  *"-f config/kube/network-"*"--dry-run=server"*) answer "would-$(policy_of "$*")" ;;
  *"get networkpolicy/"*) answer policy ;;
  *"apply"*"/beside") cat "$last"/* >"$ANSWERS/applied-beside" ;;
  *"apply"*"/rules") cat "$last"/* >"$ANSWERS/applied-rules" ;;
  *"get pods"*"deletionTimestamp"*)
    answer ending
    becomes ending next
    ;;
  *"get deployment "*"readyReplicas"*) answer stands ;;
  *"get deployments "*"-o name") answer names ;;
  *"get -f"*"-o name") answer names ;;
  *"get -f"*"containers[0].image"*) answer "image-$(basename "$(sed 's/.*-f \([^ ]*\).*/\1/' <<<"$*")" .yml)" ;;
  *"get deployments,cronjobs"*"managedFields"*)
    answer parts
    becomes parts after
    ;;
  *"get deployments,cronjobs"*) answer names ;;
  *"field-manager=linkspan-downtime"*)
    number=1
    while [[ -e "$ANSWERS/paused-$number" ]]; do number=$((number + 1)); done
    cp "$last" "$ANSWERS/paused-$number"
    ;;
  *"get deployment "*"-o name") answer found ;;
  *"get deployment.apps/"*) answer object ;;
  *"get replicasets"*"-o jsonpath="*"containers[0].image}{\"\\n\"}{end}") answer images ;;
  *"get replicasets"*) answer replicasets ;;
  *"get replicaset "*) answer template ;;
  *"get deployments,replicasets,pods"*"restartCount"*) answer glance ;;
  *"get pods"*"restartCount"*) answer pods ;;
  *"get deployment "*"containers[0].image"*) answer image ;;
  *"patch --local"*) echo "$*" >"$ANSWERS/patched" ;;
  *"create -f"*"console.yml -o name"*) answer console || echo pod/shop-console-abcde ;;
  *"create -f"*"task.json -o name"*) answer task || echo job.batch/shop-task-abcde ;;
  *"get pod "*"waiting.message"*) answer message ;;
  *"logs --follow"*)
    answer log || echo "the log"
    [[ ! -e "$ANSWERS/endless" ]] || exec /bin/sleep 1000
    ;;
  *"logs"*"--previous"*)
    # As Ruby ends: the error, and how it was come to.
    {
      echo "[pod/shop-web-new/web] the log of the container before (RuntimeError)"
      printf "[pod/shop-web-new/web] \tfrom /usr/lib/ruby/tsort.rb:%s:in \`each'\n" {1..100}
    } | tail -n "$(sed 's/.*--tail=\([0-9]*\).*/\1/' <<<"$*")"
    ;;
  *"logs"*) answer log || echo "the log" ;;
esac
exit 0
