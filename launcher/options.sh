# shellcheck shell=bash
# The options of ./lamella dev.

readonly MOST_NODES=200

usage() {
    cat <<TEXT
Usage: ./lamella dev [--port PORT] [--data DIR] [--nodes N] [--runtime RUNTIME] [--fresh]
Starts a whole testbed on this machine: PostgreSQL, the control plane, and agents with real contexts.
  --port PORT        where the control plane listens, on loopback (default: 8080)
  --data DIR         where all state is kept (default: .lamella/dev beside ./lamella)
  --nodes N          how many nodes, each in a network namespace of its own (default: 1, at most $MOST_NODES)
  --runtime RUNTIME  runc, crun, or memory for simulated contexts (default: runc)
  --fresh            wipe the data folder first
TEXT
}

# Sets port, data, nodes, runtime and fresh; ends with all errors at once when there are some.
parse_options() {
    port=8080 data=$home/.lamella/dev nodes=1 runtime=runc fresh=0
    local -a errors=()
    while (($# > 0)); do
        if [[ $1 =~ ^--(port|data|nodes|runtime)= ]]; then set -- "${1%%=*}" "${1#*=}" "${@:2}"; fi
        case $1 in
        --port | --data | --nodes | --runtime)
            if (($# < 2)); then
                errors+=("$1 needs a value")
                break
            fi
            printf -v "${1#--}" %s "$2"
            shift 2
            ;;
        --fresh)
            fresh=1
            shift
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            errors+=("there is no option '$1'")
            shift
            ;;
        esac
    done
    check_options
    if ((${#errors[@]} > 0)); then
        local error
        for error in "${errors[@]}"; do complain "$error"; done
        usage >&2
        exit 2
    fi
    port=$((10#$port)) nodes=$((10#$nodes)) data=$(realpath -m -- "$data")
}

check_options() {
    between "$port" 1 65535 || errors+=("--port is a number from 1 to 65535, not '$port'")
    between "$nodes" 1 "$MOST_NODES" || errors+=("--nodes is a number from 1 to $MOST_NODES, not '$nodes'")
    [[ $runtime =~ ^(runc|crun|memory)$ ]] || errors+=("--runtime is runc, crun or memory, not '$runtime'")
    [[ -n $data ]] || errors+=("--data is empty")
    [[ $data != *[$',:\\\n']* ]] || errors+=("--data '$data' holds a comma, a colon, a backslash or a line break: not mountable")
}

between() {
    [[ $1 =~ ^[0-9]{1,9}$ ]] && ((10#$1 >= $2 && 10#$1 <= $3))
}
