# shellcheck shell=bash
# Containers of others beside slivers: docker, podman, lxc and systemd-nspawn, and runc and crun by themselves, all from one root. What they keep is in
# $peers, which goes with the benchmark's folder. testbed.sh and packages.sh come first.

peers=${work:?}/peers
dockerd_pid=''

# $1: a file for apt's words
install_peers() {
    install_packages "$1" docker.io=/usr/sbin/dockerd podman=/usr/bin/podman lxc=/usr/bin/lxc-execute \
        systemd-container=/usr/bin/systemd-nspawn crun=/usr/bin/crun
    dpkg-query -W -f '${Package} ${Version}, ' runc crun docker.io podman lxc systemd-container 2>/dev/null || true
    printf '\n'
}

# Makes them ready to run what is in $peers/rootfs. $1: the network namespace that docker's daemon is kept in, where it may set what it likes.
start_peers() {
    local client=(docker -H "unix://$peers/docker.sock") _
    mkdir -p "$peers/lxc/bench" "$peers/bundle"
    printf 'ID=busybox\n' >"$peers/rootfs/etc/os-release"
    printf 'lxc.rootfs.path = dir:%s\nlxc.net.0.type = empty\nlxc.uts.name = bench\nlxc.apparmor.profile = unconfined\n' \
        "$peers/rootfs" >"$peers/lxc/bench/config"
    runc spec --bundle "$peers/bundle"
    tar -C "$peers/rootfs" -cf "$peers/rootfs.tar" .
    if command -v dockerd >/dev/null; then
        nsenter --net="/run/netns/$1" dockerd --data-root "$peers/docker" --exec-root "$peers/docker-run" -H "unix://$peers/docker.sock" \
            --pidfile "$peers/docker.pid" --iptables=false --bridge=none >"$peers/dockerd.log" 2>&1 &
        dockerd_pid=$!
        for _ in $(seq 100); do
            "${client[@]}" info >/dev/null 2>&1 && break
            sleep 0.2
        done
        "${client[@]}" import - bench <"$peers/rootfs.tar" >/dev/null || true
    fi
    podman --root "$peers/podman" --runroot "$peers/podman-run" --cgroup-manager=cgroupfs import - bench <"$peers/rootfs.tar" \
        >/dev/null 2>&1 || true
    rm "$peers/rootfs.tar"
}

stop_peers() {
    end_child "$dockerd_pid"
    # What they leave mounted under their folders.
    awk -v below="$peers/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
        while read -r mount; do umount --lazy "$mount" || true; done
}
