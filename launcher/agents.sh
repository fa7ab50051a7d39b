# shellcheck shell=bash
# The agents: one for each node, with folders, a network namespace and a cgroup subtree of its own.

# Sets command to what runs the agent of node $1, in that node's network, with the arguments that follow.
agent_command() {
    local n=$1
    shift
    # Without a UTF-8 locale, Java cannot name all the files that an image may hold.
    command=(env LC_ALL=C.UTF-8 "$jdk/bin/java" "@$app/agent/jvm.options" -jar "$app/agent/lamella-agent.jar" "$@")
    if [[ $runtime != memory ]]; then
        # Not 'ip netns exec': it mounts a new /sys, in which there are no cgroups.
        command=(nsenter --net="/run/netns/$(namespace "$n")" "${command[@]}")
    fi
}

# Sets places to the options that say where the agent of node $1 keeps what.
agent_places() {
    places=(--state "$data/node$1" --run "$run_folder/node$1" --images "$data/images" --cgroup "lamella-dev-$mark/node$1"
        --subnet "10.213.$1.0/24" --runtime "$runtime")
    [[ $runtime == memory ]] || places+=(--uplink eth0 --image-network "/run/netns/lamella-$mark-host")
}

join_and_start_agents() {
    local n
    agents_since=$(date -u +%FT%T)
    for ((n = 1; n <= nodes; n++)); do
        register "$n"
        launch_agent "$n"
    done
}

# Makes the node known to the control plane, and gives it an identity unless it has one.
register() {
    local name=node$1 code=''
    try_call GET "/api/v1/nodes/$name"
    if [[ $answer_status == 404 ]]; then
        call POST /api/v1/nodes "{\"name\": \"$name\", \"site\": \"demo\"}"
        code=$(jq -r .joinCode <<<"$answer")
        # An identity that another database gave out is worth nothing here.
        rm -rf "$data/$name/identity"
    elif [[ ! -e $data/$name/identity/current || $(jq -r .state <<<"$answer") == REVOKED ]]; then
        [[ $(jq -r .state <<<"$answer") != REVOKED ]] || say "$name was revoked; it joins again with a new code"
        call POST "/api/v1/nodes/$name/join-code"
        code=$(jq -r .joinCode <<<"$answer")
    fi
    [[ -z $code ]] || join "$1" "$code"
}

join() {
    local -a command
    mkdir -p "$data/node$1"
    agent_command "$1" join --control-plane "$agents_address:$agents_port" --state "$data/node$1"
    # No argument: those are everybody's to read.
    LAMELLA_JOIN_CODE=$2 "${command[@]}" </dev/null >>"$data/logs/node$1.log" 2>&1 || {
        tail -n 5 "$data/logs/node$1.log" >&2
        die "node$1 could not join; its log is $data/logs/node$1.log"
    }
}

launch_agent() {
    local -a command places
    agent_places "$1"
    # Nodes that share the host's network share its ports, too.
    [[ $runtime != memory ]] || places+=(--ssh-port $((2221 + $1)))
    agent_command "$1" run "${places[@]}" --control-plane "$agents_address:$agents_port"
    start_child "node$1" "${command[@]}"
}

# Waits until every node is READY by the agent of this start: the control plane may still believe in that of the last one.
await_nodes() {
    local deadline=$((SECONDS + LONGEST_START)) n state
    for ((n = 1; n <= nodes; n++)); do
        until state=$(node_state "$n") && [[ $state == READY ]]; do
            require_alive control-plane
            require_alive "node$n"
            ((SECONDS < deadline)) || die "node$n is ${state:-unknown}, not READY; log: $data/logs/node$n.log"
            pause 0.1
        done
    done
}

# Prints the state of node $1, or ENROLLING where the control plane has not heard of its new agent.
node_state() {
    try_call GET "/api/v1/nodes/node$1"
    jq -r --arg since "$agents_since" 'if .lastHeartbeat > $since then .state else "ENROLLING" end' <<<"$answer" 2>/dev/null
}

# Ends the agents, all at once; their contexts live on. Sets agents to their names.
stop_agents() {
    local name
    agents=()
    for name in "${!pid_of[@]}"; do
        [[ $name == control-plane ]] || agents+=("$name")
    done
    for name in "${agents[@]}"; do signal_child "$name"; done
    for name in "${agents[@]}"; do stop_child "$name"; done
}

# Has the agents' own teardown remove the contexts of the numbered nodes.
teardown() {
    local n
    local -a command places tearing=()
    [[ $runtime != memory ]] || return 0
    for n in "$@"; do
        agent_places "$n"
        agent_command "$n" teardown "${places[@]}"
        timeout -k 1 15 "${command[@]}" </dev/null >>"$data/logs/node$n.log" 2>&1 &
        tearing+=($!)
    done
    # The shell would say itself, by a line of this file, that one of them was killed.
    ((${#tearing[@]} == 0)) || wait "${tearing[@]}" 2>/dev/null || complain "not every node took its contexts down itself"
}
