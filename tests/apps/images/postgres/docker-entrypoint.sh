#!/usr/bin/env bash
# Makes the database at the first start, from POSTGRES_PASSWORD, POSTGRES_USER and POSTGRES_DB, then becomes the command.
# Needs no root, and of the root file system only that $PGDATA and /var/run/postgresql can be written to.
set -euo pipefail

if [[ "${1:-postgres}" == -* ]]; then
  set -- postgres "$@"
fi

if [[ "$1" == postgres && ! -s "$PGDATA/PG_VERSION" ]]; then
  user="${POSTGRES_USER:-postgres}"
  database="${POSTGRES_DB:-$user}"
  : "${POSTGRES_PASSWORD:?has to be set}"
  # Apart until it is whole: a start that is cut short begins anew.
  rm -rf "$PGDATA/.new"
  initdb --pgdata="$PGDATA/.new" --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
    --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  echo "host all all all scram-sha-256" >>"$PGDATA/.new/pg_hba.conf"
  if [[ "$database" != postgres ]]; then
    printf 'CREATE DATABASE "%s"\n' "${database//\"/\"\"}" |
      postgres --single -D "$PGDATA/.new" postgres >/dev/null
  fi
  (
    shopt -s dotglob
    mv "$PGDATA/.new/PG_VERSION" "$PGDATA/.PG_VERSION"
    mv "$PGDATA/.new"/* "$PGDATA"
    rmdir "$PGDATA/.new"
    mv "$PGDATA/.PG_VERSION" "$PGDATA/PG_VERSION"
  )
fi

if [[ "$1" == postgres ]]; then
  set -- "$@" -c listen_addresses='*'
fi
exec "$@"
