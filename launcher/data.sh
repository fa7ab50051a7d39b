# shellcheck shell=bash
# The data folder: whose it is, of which format, and who is at work in it.

# Raise it with every change that makes older folders unusable.
readonly DATA_FORMAT=1
readonly DATA_MARK='lamella-data '

# Less than this is worth a warning.
readonly ROOM_MIB=512

# Locks the data folder, and refuses one that is another launcher's, of another format, or no data folder at all.
open_data_folder() {
    local found
    if [[ -e $data && ! -d $data ]]; then
        die "--data $data is not a folder"
    fi
    found=$(cat "$data/version" 2>/dev/null || true)
    # Only what says that it is ours may ever be wiped: many a folder of somebody else's has a file named version.
    if [[ $found != "$DATA_MARK"* && -d $data && -n $(find "$data" -mindepth 1 -maxdepth 1 ! -name lock -print -quit) ]]; then
        die "$data is not empty, and no file 'version' in it says '$DATA_MARK…': it is no data folder of Lamella; name another by --data"
    fi
    mkdir -p "$data" || die "cannot make the data folder $data"
    exec {data_lock}>>"$data/lock"
    if ! flock -n "$data_lock"; then
        die "$data is held by another ./lamella dev, pid $(<"$data/lock"); end that one, or name another folder by --data"
    fi
    printf '%s' $$ >"$data/lock"
    found=${found#"$DATA_MARK"}
    if [[ ${found:=$DATA_FORMAT} != "$DATA_FORMAT" ]] && ((!fresh)); then
        die "$data has format $found, this Lamella works with format $DATA_FORMAT; --fresh wipes it, --data names another"
    fi
    # Everything this launcher makes on the host carries this mark, so that it can be told from what others made.
    mark=$(printf %s "$data" | sha256sum | cut -c1-6)
}

# The lock file stays: a new one could be locked by another launcher while this one holds the old.
wipe_data_folder() {
    find "$data" -mindepth 1 -maxdepth 1 ! -name lock -exec rm -rf {} +
}

prepare_data_folder() {
    local log free
    mkdir -p "$data/logs" "$data/run"
    # One-time codes come by here; the folder around them must stay open, for PostgreSQL runs as somebody else.
    chmod 700 "$data/logs" "$data/run"
    free=$(df -Pk "$data" | awk 'NR == 2 { print int($4 / 1024) }')
    ((free >= ROOM_MIB)) || complain "only $free MiB are free in $data; the database and a few slivers take up to $ROOM_MIB MiB"
    printf '%s%s\n' "$DATA_MARK" "$DATA_FORMAT" >"$data/version"
    for log in "$data"/logs/*.log; do
        [[ ! -e $log ]] || mv -f "$log" "$log.1"
    done
}

refuse_taken_port() {
    local holder
    holder=$(ss -Hltnp "sport = :$port" | awk '$4 ~ /^(127\.0\.0\.1|0\.0\.0\.0|\*|\[::\]|\[::ffff:127\.0\.0\.1\]):/ { print; exit }')
    [[ -z $holder ]] || die "port $port is in use by $(holder_of "$holder"); end that, or name another by --port"
}

# Prints who holds a socket, from a line of ss: users:(("java",pid=4711,fd=8))
holder_of() {
    if [[ $1 =~ \(\(\"([^\"]+)\",pid=([0-9]+) ]]; then
        printf 'pid %s (%s)' "${BASH_REMATCH[2]}" "${BASH_REMATCH[1]}"
    else
        printf "another user's process"
    fi
}
