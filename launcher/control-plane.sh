# shellcheck shell=bash
# The control plane, and the calls of its REST API that the launcher needs.

readonly JVM_FLAGS=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC)
readonly CONTROL_PLANE_FLAGS=("${JVM_FLAGS[@]}" -Xmx384m -XX:TieredStopAtLevel=1)
readonly LONGEST_START=240

launch_control_plane() {
    local -a cache
    find_cache "$app/control-plane"
    start_child control-plane "$jdk/bin/java" "${CONTROL_PLANE_FLAGS[@]}" "${cache[@]}" \
        -jar "$app/control-plane/lamella-control-plane.jar" \
        --server.port="$port" --server.address=127.0.0.1 --lamella.public-url="http://localhost:$port" \
        --lamella.data="$data" --lamella.bootstrap.cli-config="$data/cli.json" \
        --lamella.agents.address="$agents_address" --lamella.agents.port="$agents_port"
}

start_control_plane() {
    local deadline=$((SECONDS + LONGEST_START))
    launch_control_plane
    until curl -sf -o "$data/run/readiness" --max-time 2 "http://127.0.0.1:$port/actuator/health/readiness" \
        && [[ -s $data/cli.json ]]; do
        require_alive control-plane
        ((SECONDS < deadline)) || die "the control plane is not ready after $LONGEST_START s; log: $data/logs/control-plane.log"
        pause 0.1
    done
}

# Calls the API: METHOD PATH [BODY]. Sets answer; ends the launcher when the call is refused.
call() {
    try_call "$@"
    [[ $answer_status == 2* ]] || die "the control plane refused $1 $2 ($answer_status): $(problem)"
}

# As call, but only sets answer_status when the call is refused. The token is no argument: those are everybody's to read.
try_call() {
    local -a body=()
    (($# < 3)) || body=(-H 'Content-Type: application/json' --data "$3")
    answer_status=$(curl -sS --max-time 30 -o "$data/run/answer" -w '%{http_code}' -X "$1" "${body[@]}" \
        -H @<(jq -r '"Authorization: Bearer " + .token' "$data/cli.json") "http://127.0.0.1:$port$2") || true
    answer=$(cat "$data/run/answer" 2>/dev/null || true)
}

problem() {
    jq -r '[.title, .detail, (.errors[]? | .field + ": " + .message)] | map(select(. != null)) | join("; ")' \
        <<<"$answer" 2>/dev/null || printf %s "$answer"
}

# Makes the control plane's AOT cache beside the running testbed, at the lowest priority: the next start is faster by it.
start_rehearsal() {
    rehearsal=
    local -a cache
    find_cache "$app/control-plane"
    ((${#cache[@]} == 0)) || return 0
    (
        exec {data_lock}>&-
        exec setsid setpriv --pdeathsig TERM nice -n 19 "$home/launcher/rehearse" "$jdk" "$app" "${CONTROL_PLANE_FLAGS[@]}" \
            </dev/null >"$BUILT/rehearse-control-plane.log" 2>&1
    ) &
    disown
    rehearsal=$!
}

stop_rehearsal() {
    [[ -z ${rehearsal:-} ]] || end_process "$rehearsal" 5
}
