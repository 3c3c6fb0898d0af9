#!/usr/bin/env bash
# At the first start makes the database from POSTGRES_PASSWORD, POSTGRES_USER and POSTGRES_DB and runs what lies in
# /docker-entrypoint-initdb.d, against a server that answers at its socket alone; then becomes the command.
# Needs no root, and of the root file system only that $PGDATA and /var/run/postgresql can be written to.
set -euo pipefail

if [[ "${1:-postgres}" == -* ]]; then
  set -- postgres "$@"
fi

run_scripts() {
  local each
  for each in /docker-entrypoint-initdb.d/*; do
    case "$each" in
      *.sql) psql_as_superuser --dbname="$database" --file="$each" ;;
      *.sh) bash "$each" ;;
    esac
  done
}

psql_as_superuser() { psql --set=ON_ERROR_STOP=1 --no-password --no-psqlrc --username="$user" "$@"; }

if [[ "$1" == postgres ]]; then
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA" || true
  if [[ ! -s "$PGDATA/PG_VERSION" ]]; then
    user="${POSTGRES_USER:-postgres}"
    database="${POSTGRES_DB:-$user}"
    : "${POSTGRES_PASSWORD:?has to be set}"
    initdb --pgdata="$PGDATA" --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
      --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    options="$(printf '%q ' "${@:2}" -c listen_addresses=)"
    pg_ctl --pgdata="$PGDATA" --wait --options="$options" start
    if [[ "$database" != postgres ]]; then
      psql_as_superuser --dbname=postgres --command="CREATE DATABASE \"${database//\"/\"\"}\""
    fi
    run_scripts
    pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop
  fi
  set -- "$@" -c listen_addresses='*'
fi
exec "$@"
