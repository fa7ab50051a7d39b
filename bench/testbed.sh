# shellcheck shell=bash
# What every benchmark stands on: a folder of its own, the programs that measure, and a network namespace or a testbed of one node where it asks for
# one. All of that is gone when the benchmark ends, interrupted or not; what else it has made it takes away in clean_up, which comes first. Sets home,
# work (the folder) and netns (the namespace's name).

home=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
cd "$home" || exit
# shellcheck source=launcher/say.sh
source launcher/say.sh
# shellcheck source=launcher/jdk.sh
source launcher/jdk.sh

work=$(mktemp -d /tmp/lamella-bench-XXXXXX)
chmod 711 "$work"
netns=${work##*/}
dev_pid=''
measuring=''

clean_up() { :; }

finish() {
    local status=$?
    end_child "$measuring"
    end_child "$dev_pid"
    clean_up
    ip netns delete "$netns" 2>/dev/null || true
    # What is still mounted there is not the benchmark's to remove.
    rm -rf --one-file-system "$work" || true
    exit "$status"
}
trap finish EXIT

# Ends the process $1 that this benchmark has started, and waits for it; without effect where there is none.
end_child() {
    if [[ -n $1 ]] && kill -TERM "$1" 2>/dev/null; then
        # The shell would say itself that it was killed.
        wait "$1" 2>/dev/null || true
    fi
}

# Runs a program that measures, which takes down what it has made when it is told to end: it is told, and waited for, when the benchmark is interrupted.
measure() {
    "$@" &
    measuring=$!
    wait "$measuring" || {
        measuring=''
        return 1
    }
    measuring=''
}

# Sets jdk, and java: how this benchmark's programs are run. Options of the JVM may follow it.
build_bench() {
    ./lamella setup
    find_jdk
    ./mvnw -q -Pquick -DskipTests -pl bench -am package
    mkdir -p target/bench
    # shellcheck disable=SC2034
    java=("$jdk/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
        -cp "bench/target/classes:bench/target/lib/*")
}

# The first line of what a benchmark prints. $1: what is measured, $2: what else its figures depend on
announce() {
    printf '%s, on %s, %s cores, kernel %s, %s\n' "$1" "$(date -u +%F)" "$(nproc)" "$(uname -r)" "$2"
}

# Makes the network namespace, and sets in_netns, by which programs are run there.
make_netns() {
    ip netns add "$netns"
    # shellcheck disable=SC2034
    in_netns=(nsenter --net="/run/netns/$netns")
}

# Prints the first of the hundred ports from $1 on at which nobody listens.
free_port() {
    local port
    for port in $(seq "$1" $(($1 + 99))); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s' "$port"; return; }
    done
}

# Returns when it is ready: its data is in $work/dev.
start_testbed() {
    ./lamella dev --port "$(free_port 18600)" --data "$work/dev" >"$work/dev.log" 2>&1 &
    dev_pid=$!
    until grep -qs '^ready http' "$work/dev.log"; do
        kill -0 "$dev_pid" 2>/dev/null || { cat "$work/dev.log" >&2; exit 1; }
        sleep 0.2
    done
}

# The agent's process.
agent_pid() {
    awk '{print $1}' "$work/dev/run/node1.pid"
}
