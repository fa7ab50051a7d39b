# shellcheck shell=bash
# A testbed of a benchmark's own, with one node: what it makes is gone when the benchmark ends. Sets home, work (a folder that goes
# then, too) and jdk; what else a benchmark has made it takes away in clean_up.

home=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
cd "$home" || exit
# shellcheck source=launcher/say.sh
source launcher/say.sh
# shellcheck source=launcher/jdk.sh
source launcher/jdk.sh

work=$(mktemp -d /tmp/lamella-bench-XXXXXX)
chmod 711 "$work"
dev_pid=''

clean_up() { :; }

finish() {
    local status=$?
    if [[ -n $dev_pid ]] && kill -TERM "$dev_pid" 2>/dev/null; then
        wait "$dev_pid" || true
    fi
    clean_up
    rm -rf "$work"
    exit "$status"
}
trap finish EXIT

# Sets java, how this benchmark's programs are run; empties the file of results.
build_bench() {
    ./lamella setup
    find_jdk
    ./mvnw -q -Pquick -DskipTests -pl bench -am package
    mkdir -p "$(dirname "$1")"
    rm -f "$1"
    # shellcheck disable=SC2034
    java=("$jdk/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
        -cp "bench/target/classes:bench/target/lib/*")
}

free_port() {
    local port
    for port in $(seq 18600 18699); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s' "$port"; return; }
    done
}

# Returns when it is ready: its data is in $work/dev.
start_testbed() {
    ./lamella dev --port "$(free_port)" --data "$work/dev" >"$work/dev.log" 2>&1 &
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
