# shellcheck shell=bash
# Debian's packages that a benchmark measures with, or beside.

# Installs those of which the file is missing, and has nothing started: neither a service nor a database that Debian would make with them.
# $1: a file for apt's words. The others: PACKAGE=FILE, which may be a pattern
install_packages() {
    local log=$1 pair missing=() put=() policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.d
    shift
    for pair; do
        compgen -G "${pair#*=}" >/dev/null || missing+=("${pair%%=*}")
    done
    ((${#missing[@]})) || return 0
    printf 'installing what is measured with, or beside: %s\n' "${missing[*]}"
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        put+=("$policy")
    fi
    mkdir -p "$clusters"
    printf 'create_main_cluster = false\n' >"$clusters/lamella-bench.conf"
    put+=("$clusters/lamella-bench.conf")
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >"$log" 2>&1 || tail -n 3 "$log" >&2
    rm -f "${put[@]}"
}
