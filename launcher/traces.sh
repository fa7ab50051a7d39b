# shellcheck shell=bash
# What a testbed leaves on the host outside its data folder, all of it marked by the data folder's own mark: contexts, mounts,
# cgroups, namespaces, interfaces and the run folder. Nothing without the mark is touched.

# Removes what a killed launcher left. The agents' own teardown comes first: it knows its contexts.
remove_leftovers() {
    local folder
    local -a left=()
    run_folder=/run/lamella-$mark
    [[ $runtime != memory ]] || run_folder=$data/run/agents
    if ((EUID != 0)); then return; fi
    for folder in "/run/lamella-$mark"/node*; do
        [[ ! -d $folder ]] || left+=("${folder##*/node}")
    done
    if ((${#left[@]} > 0)); then
        say "removing the contexts that an earlier launcher left"
        mkdir -p "$data/logs"
        restore_namespaces "${left[@]}"
        teardown "${left[@]}"
    fi
    remove_traces
}

# An agent's teardown must not find itself in the host's own network.
restore_namespaces() {
    local n
    for n in "$@"; do
        [[ -e /run/netns/$(namespace "$n") ]] || ip netns add "$(namespace "$n")"
    done
}

# Without effect where nothing is left.
remove_traces() {
    if ((EUID != 0)) || [[ -z ${mark:-} ]]; then return; fi
    end_contexts
    remove_mounts "/run/lamella-$mark"
    remove_mounts "$data"
    remove_cgroups
    remove_network
    rm -rf --one-file-system "/run/lamella-$mark"
    rm -rf "${data:?}/run/agents"
}

cgroup_mounts() {
    awk '{ for (i = 7; i <= NF; i++) if ($i == "-") { if ($(i + 1) ~ /^cgroup2?$/) print $5; break } }' /proc/self/mountinfo
}

# The cgroups with the mark, in every hierarchy, the innermost first.
marked_cgroups() {
    local mount
    while read -r mount; do
        find "$mount" -depth -type d -path "*/lamella-dev-$mark*" 2>/dev/null
    done < <(cgroup_mounts)
}

end_contexts() {
    local cgroup pid round
    for round in 1 2 3 4 5 6 7 8 9 10; do
        local -a pids=()
        while read -r cgroup; do
            while read -r pid; do pids+=("$pid"); done <"$cgroup/cgroup.procs"
        done < <(marked_cgroups) 2>/dev/null
        ((${#pids[@]} > 0)) || return 0
        [[ $round != 1 ]] || complain "ending ${#pids[@]} processes left in contexts"
        # They may all have ended meanwhile, which is no failure.
        kill -KILL "${pids[@]}" 2>/dev/null || true
        pause 0.1
    done
}

# The mounts below a folder, the innermost first; the kernel writes a blank in a path as \040.
remove_mounts() {
    local mount
    while read -r mount; do
        mount=$(printf '%b' "$mount")
        [[ $mount != "$1"/* ]] || umount "$mount" 2>/dev/null || umount --lazy "$mount"
    done < <(awk '{ print $5 }' /proc/self/mountinfo | tac)
}

remove_cgroups() {
    local cgroup round
    for round in 1 2 3 4 5 6 7 8 9 10; do
        while read -r cgroup; do rmdir "$cgroup" 2>/dev/null || true; done < <(marked_cgroups)
        [[ -n $(marked_cgroups) ]] || return 0
        # A cgroup stays busy for a moment after its last process.
        pause 0.1
    done
    complain "cgroups of $data could not be removed: $(marked_cgroups | tr '\n' ' ')"
}
