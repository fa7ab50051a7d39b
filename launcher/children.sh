# shellcheck shell=bash
# The launcher's child processes: started in sessions of their own, so that a Ctrl-C on the terminal reaches only the launcher;
# ended by the kernel if the launcher is killed; started again if they die.

readonly LONGEST_DELAY=30
readonly STEADY_AFTER=60

declare -A pid_of=() started_at=() restart_at=() failures=()

# Starts the child NAME by the command that follows. $data/run/NAME.pid gets "PID STARTTIME", the latter as in /proc/PID/stat.
start_child() {
    local name=$1
    shift
    (
        # A child that held the lock would keep the data folder from the next launcher.
        exec {data_lock}>&-
        exec setsid setpriv --pdeathsig TERM -- "$@" >>"$data/logs/$name.log" 2>&1 </dev/null
    ) &
    # The supervisor finds out by itself when it dies; the shell shall not report it, too.
    disown
    pid_of[$name]=$!
    started_at[$name]=$SECONDS
    unset "restart_at[$name]"
    read_start $!
    printf '%s %s\n' "$!" "$start" >"$data/run/$name.pid.new"
    mv "$data/run/$name.pid.new" "$data/run/$name.pid"
}

# Sets start to when a process started, in ticks since boot; to nothing when it is gone. Without a process of its own, for the
# supervisor asks all the time.
read_start() {
    local stat
    local -a fields
    start=
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
    # The command's name, in parentheses, may hold blanks; the start is the 20th field after it.
    read -ra fields <<<"${stat##*) }"
    if [[ ${fields[0]} != Z ]]; then start=${fields[19]}; fi
}

alive() {
    [[ -n ${pid_of[$1]:-} ]] || return 1
    read_start "${pid_of[$1]}"
    [[ -n $start ]]
}

# Fails with the child's last words when it is dead.
require_alive() {
    alive "$1" && return
    tail -n 20 "$data/logs/$1.log" >&2
    die "$1 ended while starting; its log is $data/logs/$1.log"
}

# Ends the process $1 and what is left of its session: by TERM, and after $2 seconds by KILL.
end_process() {
    local pid=$1 deadline=$((SECONDS + $2 + 1)) start begun
    read_start "$pid"
    begun=$start
    [[ -n $begun ]] || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    while read_start "$pid" && [[ $start == "$begun" ]]; do
        if ((SECONDS >= deadline)); then
            kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
            return 0
        fi
        pause 0.05
    done
}

signal_child() {
    if alive "$1"; then kill -TERM "${pid_of[$1]}"; fi
}

stop_child() {
    if alive "$1"; then end_process "${pid_of[$1]}" 8; fi
    rm -f "$data/run/$1.pid"
}

# Ends what a killed launcher's children left. A pid is believed only together with its start time and its command line, for
# it may be another process' by now.
stop_leftover_processes() {
    local file pid began
    for file in "$data"/run/*.pid; do
        [[ -e $file ]] || continue
        read -r pid began <"$file" || continue
        read_start "$pid"
        if [[ -n $began && $start == "$began" ]] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF lamella; then
            say "ending ${file##*/} $pid, which an earlier launcher left"
            end_process "$pid" 8
        fi
        rm -f "$file"
    done
}

# Starts dead children again, the first time at once, then after delays that double; never returns.
supervise() {
    local name
    while :; do
        for name in "${!pid_of[@]}"; do
            if alive "$name"; then
                ((SECONDS - started_at[$name] < STEADY_AFTER)) || failures[$name]=0
            elif [[ -z ${restart_at[$name]:-} ]]; then
                plan_restart "$name"
            elif ((SECONDS >= restart_at[$name])); then
                restart "$name"
            fi
        done
        pause 0.2
    done
}

plan_restart() {
    local failed=${failures[$1]:-0} delay=0
    ((failed == 0)) || delay=$((failed > 5 ? LONGEST_DELAY : 1 << (failed - 1)))
    failures[$1]=$((failed + 1))
    restart_at[$1]=$((SECONDS + delay))
    say "$1 (pid ${pid_of[$1]}) died; starting it again in $delay s (log: $data/logs/$1.log)"
}

restart() {
    case $1 in
    control-plane) launch_control_plane ;;
    *) launch_agent "${1#node}" ;;
    esac
    say "$1 is started again, pid ${pid_of[$1]}"
}
