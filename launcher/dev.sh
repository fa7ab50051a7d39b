# shellcheck shell=bash
# ./lamella dev: a whole testbed on this machine, until it is told to end.

# shellcheck source=launcher/setup.sh
source "$home/launcher/setup.sh"
# shellcheck source=launcher/options.sh
source "$home/launcher/options.sh"
# shellcheck source=launcher/data.sh
source "$home/launcher/data.sh"
# shellcheck source=launcher/children.sh
source "$home/launcher/children.sh"
# shellcheck source=launcher/traces.sh
source "$home/launcher/traces.sh"
# shellcheck source=launcher/network.sh
source "$home/launcher/network.sh"
# shellcheck source=launcher/control-plane.sh
source "$home/launcher/control-plane.sh"
# shellcheck source=launcher/agents.sh
source "$home/launcher/agents.sh"

dev() {
    parse_options "$@"
    choose_runtime
    open_data_folder
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    trap stop_everything EXIT
    stop_leftover_processes
    refuse_taken_port
    ensure_built
    remove_leftovers
    if ((fresh)); then wipe_data_folder; fi
    prepare_data_folder
    lay_network
    start_control_plane
    join_and_start_agents
    announce
    start_rehearsal
    # From here on, being told to end is the usual way.
    trap 'exit 0' INT TERM HUP
    supervise
}

# Installs what the runtime needs, and falls back to simulated contexts where real ones cannot be built.
choose_runtime() {
    local obstacle=''
    if [[ $runtime != memory ]]; then
        obstacle=$(obstacle_to_contexts)
    fi
    if [[ -n $obstacle ]]; then
        say "$obstacle: no real contexts here, going on with --runtime memory, *simulated*"
        runtime=memory
    fi
    case $runtime in
    memory) setup base ;;
    crun) setup base contexts crun ;;
    *) setup base contexts ;;
    esac
    marked=''
    [[ $runtime != memory ]] || marked=' (simulated)'
}

obstacle_to_contexts() {
    if [[ $(uname -s) != Linux ]]; then
        printf 'this is %s, not Linux' "$(uname -s)"
    elif ((EUID != 0)); then
        printf 'not root'
    elif ! unshare --mount --net --ipc --uts true 2>/dev/null; then
        printf 'this root may not make namespaces'
    elif [[ -z $(cgroup_mounts) ]]; then
        printf 'no cgroups are mounted'
    fi
}

announce() {
    local link client='./lamella'
    await_nodes
    call POST /api/v1/sign-in-links '{}'
    link=$(jq -r .url <<<"$answer")
    [[ $data == "$home/.lamella/dev" ]] || client="LAMELLA_CONFIG=$(printf %q "$data/cli.json") ./lamella"
    say "ready http://localhost:$port$marked"
    say "sign in, once: $link"
    say "next: $client slice create demo_hello --nodes 1 --wait"
    say "      $client exec demo_hello -- hostname"
}

# Ends all that this launcher started and takes away what it made, within about ten seconds; the data folder stays.
stop_everything() {
    local status=$?
    trap '' INT TERM HUP
    set +e
    if ((${#pid_of[@]} > 0)); then
        local -a agents=()
        say "stopping$marked"
        stop_rehearsal
        stop_agents
        # The control plane ends, and ends its PostgreSQL, while the agents take their contexts down.
        signal_child control-plane
        teardown "${agents[@]#node}"
        stop_child control-plane
    fi
    remove_traces
    ((status != 0)) || say "stopped$marked; the state stays in $data"
    exit "$status"
}
