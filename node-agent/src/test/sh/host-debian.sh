#!/bin/sh
# Writes a tar of a minimal Debian, made of the packages of this very host: what is essential, and all that it depends on. So
# a real Debian image can be had where no mirror can be reached, in seconds.
# host-debian.sh FILE
set -eu

file=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

packages() {
    # shellcheck disable=SC2016
    dpkg-query --show --showformat \
        '${db:Status-Status}\t${Package}\t${Priority}\t${Essential}\t${Pre-Depends}, ${Depends}\n' | awk -F '\t' '
        $1 == "installed" {
            gsub(/\([^)]*\)|:[a-z0-9]+| /, "", $5)
            needs[$2] = $5
            if ($3 == "required" || $4 == "yes") wanted[$2] = 1
        }
        END {
            do {
                grew = 0
                for (package in wanted) if (!seen[package]++) {
                    count = split(needs[package], groups, ",")
                    for (i = 1; i <= count; i++) {
                        split(groups[i], choices, "|")
                        if (choices[1] in needs && !(choices[1] in wanted)) { wanted[choices[1]] = 1; grew = 1 }
                    }
                }
            } while (grew)
            for (package in wanted) print package
        }'
}

packages | xargs dpkg-query --listfiles | grep '^/.*/' | sort --unique | while read -r name; do
    if [ -L "$name" ] || [ -f "$name" ]; then echo "${name#/}"; fi
done >"$made/names"
for folder in etc root tmp proc sys dev run var/log; do mkdir -p "$made/root/$folder"; done
cp /usr/share/base-passwd/passwd.master "$made/root/etc/passwd"
cp /usr/share/base-passwd/group.master "$made/root/etc/group"
chmod -R u=rwX,go=rX "$made/root"
tar --create --file "$file" --numeric-owner --owner=0 --group=0 -C "$made/root" . -C / --files-from "$made/names"
