#!/usr/bin/env bash
# At the first start makes the database and its users from MYSQL_ROOT_PASSWORD, MYSQL_DATABASE, MYSQL_USER and MYSQL_PASSWORD and
# runs what lies in /docker-entrypoint-initdb.d, against a server that answers at its socket alone; then becomes the command.
# Needs no root, and of the root file system only that the data's folder, /run/mysqld and /tmp can be written to.
set -euo pipefail

if [[ "${1:-mariadbd}" == -* ]]; then
  set -- mariadbd "$@"
fi

quoted() { printf "'%s'" "$(sed -e 's/\\/\\\\/g' -e "s/'/''/g" <<<"$1")"; }

users() {
  printf 'CREATE DATABASE IF NOT EXISTS `%s`;\n' "$MYSQL_DATABASE"
  printf "CREATE USER '%s'@'%%' IDENTIFIED BY %s;\n" "$MYSQL_USER" "$(quoted "$MYSQL_PASSWORD")"
  printf "GRANT ALL ON \`%s\`.* TO '%s'@'%%';\n" "${MYSQL_DATABASE//_/\\_}" "$MYSQL_USER"
  # Root is there at the socket alone, and nobody without a name is.
  printf "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');\nFLUSH PRIVILEGES;\n"
  printf "ALTER USER root@localhost IDENTIFIED BY %s;\n" "$(quoted "$MYSQL_ROOT_PASSWORD")"
}

as_root() { mariadb --protocol=socket --socket=/run/mysqld/mysqld.sock --user=root "$@"; }

if [[ "$1" == mariadbd ]]; then
  : "${MYSQL_ROOT_PASSWORD:?has to be set}" "${MYSQL_DATABASE:?has to be set}" "${MYSQL_USER:?has to be set}"
  data=/var/lib/mysql
  for word in "${@:2}"; do
    [[ "$word" != --datadir=* ]] || data="${word#*=}"
  done
  if [[ ! -d "$data/mysql" ]]; then
    mkdir -p "$data"
    mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db \
      --rpm
    "$@" --skip-networking --socket=/run/mysqld/mysqld.sock &
    server=$!
    for _ in $(seq 60); do
      if as_root --execute='SELECT 1' >/dev/null 2>&1; then break; fi
      kill -0 "$server" || exit 1
      sleep 1
    done
    as_root <<<"FLUSH PRIVILEGES; $(users)"
    for each in /docker-entrypoint-initdb.d/*; do
      case "$each" in
        *.sql) MYSQL_PWD="$MYSQL_ROOT_PASSWORD" as_root --database="$MYSQL_DATABASE" <"$each" ;;
        *.sh) bash "$each" ;;
      esac
    done
    kill "$server"
    wait "$server" || true
  fi
fi
exec "$@"
