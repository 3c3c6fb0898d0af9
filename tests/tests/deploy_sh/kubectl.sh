#!/usr/bin/env bash
# A kubectl that writes down how it was called and answers from files in $ANSWERS. A file `refused-*` holds words: a
# call with them is refused. One with the words of `unheard-*` gets no answer, once.
echo "kubectl $*" >>"$CALLS"
shopt -s nullglob
for file in "$ANSWERS"/refused-*; do
  [[ "$*" != *"$(<"$file")"* ]] || { echo "Error from server (Forbidden): no" >&2; exit 1; }
done
for file in "$ANSWERS"/unheard-*; do
  [[ "$*" != *"$(<"$file")"* ]] || {
    rm "$file"
    echo "The connection to the server 127.0.0.1:6443 was refused" >&2
    exit 1
  }
done
last="${*: -1}"
answer() { cat "$ANSWERS/$1" 2>/dev/null; }
becomes() { [[ ! -e "$ANSWERS/$1-$2" ]] || cp "$ANSWERS/$1-$2" "$ANSWERS/$1"; }
# A Lease as deploy.sh reads it: holder, since when, renewed, version.
holder_of() { sed 's/.*"holderIdentity":"\([^"]*\)","acquireTime":"\([^"]*\)".*/\1|\2|\2/' "$1"; }
case "$*" in
  "version"*) echo "gitVersion: v1.$(answer minor)" ;;
  "config current-context") echo test ;;
  *"create -f"*"lease.json")
    [[ ! -s "$ANSWERS/lease" ]] || { echo "Error from server (AlreadyExists): x" >&2; exit 1; }
    echo "$(holder_of "$last")|1" >"$ANSWERS/lease"
    ;;
  *"replace -f"*"lease.json") echo "$(holder_of "$last")|2" >"$ANSWERS/lease" ;;
  *"patch lease"*) [[ "$*" == *"\"value\":\"$(answer lease | cut -d '|' -f 1)\""* ]] || exit 1 ;;
  *"delete --raw"*"leases"*) : >"$ANSWERS/lease" ;;
  *"get lease"*) answer lease ;;
  *"get externalsecret "* | *"get sealedsecret "*)
    answer maker
    becomes maker after
    ;;
  *"create -f -" | *"replace -f -") cat >"$ANSWERS/written" ;;
  *"get secret"*) answer secret ;;
  *"get namespace "*) answer namespace ;;
  *"auth can-i patch namespaces/"*) [[ ! -e "$ANSWERS/may-not" ]] || exit 1 ;;
  *"get job "*) answer job ;;
  *"get jobs,pods"*"name=shop"* | *"get jobs,pods"*"job-name="*) ;;
  *"get jobs,pods"*) answer left ;;
  *"get jobs"*) answer jobs ;;
  *"delete job "*) : >"$ANSWERS/job" ;;
  *"apply"*"jobs/migrate.yml")
    becomes job after
    cat "$last" >"$ANSWERS/applied-job"
    ;;
  *"apply"*"/release")
    cat "$last"/* >"$ANSWERS/applied-release"
    for each in glance names lease; do becomes "$each" after; done
    ;;
  *"apply"*"/before")
    cat "$last"/* >"$ANSWERS/applied-before"
    becomes glance undone
    ;;
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
  *"get replicasets"*) answer replicasets ;;
  *"get replicaset "*) answer template ;;
  *"get deployments,replicasets,pods"*"restartCount"*) answer glance ;;
  *"get pods"*"restartCount"*) answer pods ;;
  *"get deployment "*"containers[0].image"*) answer image ;;
  *"patch --local"*) echo "$*" >"$ANSWERS/patched" ;;
  *"create -f"*"console.yml -o name"*) echo pod/shop-console-abcde ;;
  *"create -f"*"task.json -o name"*) echo job.batch/shop-task-abcde ;;
  *"logs"*"--previous"*)
    # As Ruby ends: the error, and how it was come to.
    {
      echo "[pod/shop-web-new/web] the log of the container before (RuntimeError)"
      printf "[pod/shop-web-new/web] \tfrom /usr/lib/ruby/tsort.rb:%s:in \`each'\n" {1..100}
    } | tail -n "$(sed 's/.*--tail=\([0-9]*\).*/\1/' <<<"$*")"
    ;;
  *"logs"*) echo "the log" ;;
esac
exit 0
