#!/usr/bin/env bash
# Makes a PostgreSQL image for the database tests where no image registry can be reached: Debian's own packages by
# debootstrap, and an entrypoint that takes what Testcontainers and docker-compose.yml give the official image (POSTGRES_USER,
# POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE, POSTGRES_DB, "postgres -c …") and says "ready to accept connections" twice, as that one does.
#
#   src/test/docker/postgres-image.sh [TAG] [SUITE]        as root; default: lamella-test-postgres:debian bookworm
#   ./mvnw -pl src -am test -Dlamella.test.database=testcontainers -Dlamella.test.postgres-image=TAG
#
# Needs debootstrap and a Docker daemon (DOCKER_HOST is honoured). bookworm holds PostgreSQL 15, the oldest we support.
set -euo pipefail
tag=${1:-lamella-test-postgres:debian}
suite=${2:-bookworm}
[ "$(id -u)" = 0 ] || { echo "debootstrap needs root" >&2; exit 1; }

root=$(mktemp -d)
trap 'rm -rf --one-file-system "$root"' EXIT
debootstrap --variant=minbase --include=postgresql "$suite" "$root" >&2
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/lib/postgresql/*

cat > "$root/usr/local/bin/docker-entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
set -eu
[ -z "${POSTGRES_PASSWORD_FILE:-}" ] || POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
: "${POSTGRES_PASSWORD:?has to be set}"
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
PGDATA=${PGDATA:-/var/lib/postgresql/data}
export PGDATA
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  install -d -o postgres -g postgres -m 0700 "$PGDATA"
  password=$(mktemp)
  printf '%s\n' "$POSTGRES_PASSWORD" > "$password"
  chown postgres "$password"
  as_postgres initdb --username="$user" --pwfile="$password" --encoding=UTF8 --locale=C.UTF-8 \
    --auth-local=trust --auth-host=scram-sha-256
  rm "$password"
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  as_postgres pg_ctl --wait start --options="-c listen_addresses=''"
  [ "$database" = postgres ] || as_postgres createdb --username="$user" "$database"
  as_postgres pg_ctl --wait --mode=fast stop
fi
[ "$1" != postgres ] || set -- "$@" -c "listen_addresses=*"
exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"
ENTRYPOINT
chmod 0755 "$root/usr/local/bin/docker-entrypoint.sh"

programs=$(cd "$root" && echo usr/lib/postgresql/*/bin)
tar -C "$root" --one-file-system --exclude=./dev --exclude=./proc --exclude=./sys -c . |
  docker import \
    --change "ENV PATH=/$programs:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' \
    --change 'CMD ["postgres"]' \
    --change 'EXPOSE 5432' \
    - "$tag"
