# shellcheck shell=bash
# The test network: a bridge on this host and a network namespace for each node, by which the nodes reach the control plane and
# each other. 198.18.0.0/15 is set aside for tests of networks (RFC 2544), so it is nobody's. No setting of the host is changed.

namespace() {
    printf 'lamella-%s-node%s' "$mark" "$1"
}

# Sets agents_address and agents_port, where the control plane listens for agents.
lay_network() {
    local n
    agents_port=7443
    if [[ $runtime == memory ]]; then
        agents_address=127.0.0.1
        while [[ -n $(ss -Hltn "sport = :$agents_port") ]]; do agents_port=$((agents_port + 1)); done
        return
    fi
    lay_bridge
    # 'ip netns' mounts this folder at its first use, and never takes it away.
    mountpoint -q /run/netns || touch "$data/run/made-run-netns"
    # A name for the host's own, in which agents download images: the nodes' network leads nowhere else.
    ip netns attach "lamella-$mark-host" $$
    for ((n = 1; n <= nodes; n++)); do
        lay_node "$n"
    done
}

# Two launchers must not choose the same subnet, so one at a time chooses.
lay_bridge() {
    local k turn
    exec {turn}</run
    flock "$turn"
    k=$((16#$mark % 254 + 1))
    while ip -4 -o address show | grep -qF " 198.18.$k."; do k=$((k % 254 + 1)); done
    net=198.18.$k
    agents_address=$net.1
    ip -batch - <<BATCH
link add name lmd$mark type bridge
address add $net.1/24 dev lmd$mark
link set dev lmd$mark up
BATCH
    exec {turn}>&-
}

lay_node() {
    local name
    name=$(namespace "$1")
    ip netns add "$name"
    ip -batch - <<BATCH
link add name lv$mark-$1 type veth peer name eth0 netns $name
link set dev lv$mark-$1 master lmd$mark up
BATCH
    ip -n "$name" -batch - <<BATCH
link set dev lo up
address add $net.$((10 + $1))/24 dev eth0
link set dev eth0 up
route add default via $net.1
BATCH
}

# Without effect where nothing is left.
remove_network() {
    local name interface
    # A namespace's own end goes only when the kernel gets round to it, and this one with it.
    for interface in "/sys/class/net/lv$mark-"*; do
        [[ ! -e $interface ]] || ip link delete "${interface##*/}"
    done
    while read -r name _; do
        [[ $name != "lamella-$mark-"* ]] || ip netns delete "$name"
    done < <(ip netns list)
    if [[ -e /sys/class/net/lmd$mark ]]; then ip link delete "lmd$mark"; fi
    if [[ -e $data/run/made-run-netns && -z $(ls -A /run/netns 2>/dev/null) ]]; then
        umount /run/netns 2>/dev/null && rmdir /run/netns
        rm "$data/run/made-run-netns"
    fi
}
