#!/bin/sh
# Writes a folder with busybox, what is measured with (stress-ng, fio, redis, PostgreSQL, bash) and all that these need, of this very host: the
# same root for a sliver, for the host and for containers of others. PostgreSQL's programs are in /usr/bin there.
# root.sh FOLDER            all of it
# root.sh FOLDER busybox    busybox alone, which needs nothing
set -eu

root=$1
mkdir -p "$root/bin" "$root/usr/bin" "$root/dev" "$root/etc" "$root/proc" "$root/root" "$root/run" "$root/sys" "$root/tmp"
chmod 1777 "$root/tmp"
cp /bin/busybox "$root/bin/"
chroot "$root" /bin/busybox --install -s /bin
printf 'root:x:0:0:root:/root:/bin/sh\npostgres:x:70:70:PostgreSQL:/tmp:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\npostgres:x:70:\n' >"$root/etc/group"
[ "${2:-}" != busybox ] || exit 0
# The host's own follows.
rm "$root/bin/date"

# PostgreSQL finds its other folders from where its programs are.
postgres=$(for found in /usr/lib/postgresql/*/bin/postgres; do echo "${found%/postgres}"; done | tail -n 1)
version=$(basename "$(dirname "$postgres")")
mkdir -p "$root$postgres" "$root${postgres%/bin}/lib" "$root/usr/share/postgresql" "$root/usr/share/zoneinfo"
cp -r "/usr/share/postgresql/$version" "$root/usr/share/postgresql/"
cp "${postgres%/bin}/lib/plpgsql.so" "${postgres%/bin}/lib/dict_snowball.so" "$root${postgres%/bin}/lib/"
cp /usr/share/zoneinfo/UTC "$root/usr/share/zoneinfo/"

for program in /usr/bin/stress-ng /bin/date /bin/bash /usr/bin/fio /usr/bin/redis-server /usr/bin/redis-benchmark /usr/bin/redis-cli \
    "$postgres/postgres" "$postgres/initdb" "$postgres/pg_ctl" "$postgres/pgbench"; do
    cp "$program" "$root$program"
    ldd "$program" | awk '$2 == "=>" { print $3 } $1 ~ /^\// { print $1 }' | while read -r library; do
        mkdir -p "$root${library%/*}"
        cp -L "$library" "$root$library"
    done
done
ln -sf "$postgres/initdb" "$postgres/pg_ctl" "$postgres/pgbench" "$root/usr/bin/"
