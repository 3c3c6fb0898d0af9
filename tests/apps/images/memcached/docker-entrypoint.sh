#!/bin/sh
# Options alone are those of memcached.
set -eu

case "${1:-}" in
  -*) set -- memcached "$@" ;;
esac
exec "$@"
