#!/usr/bin/env bash
# A throwaway PostgreSQL for a test: start-postgres.sh FOLDER PORT; it runs until it is stopped, and keeps everything in
# FOLDER, where it goes on the next time.
set -eu
folder=$1 port=$2
bin=$(dirname "$(readlink -f "$(command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | tail -n 1)")")

# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  chown nobody:nogroup "$folder"
fi

[ -f "$folder/data/PG_VERSION" ] || "${as[@]}" "$bin/initdb" -D "$folder/data" -U hemicycle --auth=trust --no-sync >/dev/null
exec "${as[@]}" "$bin/postgres" -D "$folder/data" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off
