#!/bin/sh
# Options alone, or a configuration file, are those of valkey-server.
set -eu

case "${1:-}" in
  -* | *.conf) set -- valkey-server "$@" ;;
esac

# Without a password, Valkey talks only to its own machine; the image of Docker Hub is built to talk to everybody.
if [ "${1:-}" = valkey-server ]; then
  set -- "$@" --protected-mode no
fi
exec "$@"
