#!/bin/sh
# Writes a folder with busybox, stress-ng and what they need, of this very host: the same root for a sliver and for the host.
# root.sh FOLDER
set -eu

root=$1
mkdir -p "$root/bin" "$root/usr/bin" "$root/dev" "$root/etc" "$root/proc" "$root/root" "$root/run" "$root/sys" "$root/tmp"
chmod 1777 "$root/tmp"
cp /bin/busybox "$root/bin/"
chroot "$root" /bin/busybox --install -s /bin
rm "$root/bin/date"
printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
for program in /usr/bin/stress-ng /bin/date; do
    cp "$program" "$root$program"
    ldd "$program" | awk '$2 == "=>" { print $3 } $1 ~ /^\// { print $1 }' | while read -r library; do
        mkdir -p "$root${library%/*}"
        cp -L "$library" "$root$library"
    done
done
