# shellcheck shell=bash
# Builds what changed. What runs is a copy under target/launcher/apps/, named by the sources it was built from: Maven may write
# over its own jars while a JVM has them open, and an AOT cache holds only for the very jar it was made with.

readonly BUILT=$home/target/launcher
readonly SOURCES=(pom.xml agent-protocol src node-agent cli db-migrations frontend-templates docs/openapi.json)
readonly KEPT_APPS=3

# Sets app to the folder with control-plane/, agent/ and cli/, after building them if the sources changed.
ensure_built() {
    local stamp
    mkdir -p "$BUILT/apps"
    # Several launchers may start from one checkout; only one of them builds.
    exec {build_lock}>"$BUILT/build.lock"
    flock "$build_lock"
    stamp=$(source_stamp)
    app=$BUILT/apps/$stamp
    if [[ -d $app ]]; then touch -c "$app"; else build "$stamp"; fi
    ln -sfn "apps/$stamp" "$BUILT/current"
    exec {build_lock}>&-
}

# Changes when a source of what runs changes; tests are none of it.
source_stamp() {
    cd "$home" || return
    { find "${SOURCES[@]}" \( -name target -o -path '*/test/*' \) -prune -o -type f -printf '%p %s %T@\n' || true; } \
        | LC_ALL=C sort | sha256sum | cut -c1-16
}

build() {
    local log=$BUILT/build.log staged=$BUILT/apps/.staged
    say "building (the first time takes minutes: Maven downloads what it needs; log: $log)"
    # In the background, so that a signal to the launcher is heard before Maven ends; Maven then ends with the launcher.
    JAVA_HOME=$jdk setpriv --pdeathsig TERM "$home/mvnw" -B -T 1C -f "$home/pom.xml" -pl agent-protocol,src,node-agent,cli -Dmaven.test.skip=true \
        -Dspotless.check.skip=true package </dev/null >"$log" 2>&1 &
    if ! tell_modules "$log" $!; then
        grep -E '^\[(ERROR|WARNING)\]' "$log" | tail -n 30 >&2 || tail -n 30 "$log" >&2
        die "the build failed; its log is $log"
    fi
    rm -rf "$staged"
    mkdir -p "$staged"
    "$jdk/bin/java" -Djarmode=tools -jar "$home/src/target/lamella-control-plane.jar" extract --destination "$staged/control-plane"
    copy_app node-agent/target/lamella-agent.jar "$staged/agent"
    cp "$home/node-agent/jvm.options" "$staged/agent"
    copy_app cli/target/lamella-cli.jar "$staged/cli"
    mv "$staged" "$BUILT/apps/$1"
    rehearse_cli
    remove_old_apps
}

# Waits for Maven, the process $2, and says meanwhile by its log $1 which part it is at; returns Maven's status.
tell_modules() {
    local now told=''
    while kill -0 "$2" 2>/dev/null; do
        # A line of the log: [INFO] Building Lamella: the control plane 0.1.0   [2/4]
        now=$(sed -nE 's|^\[INFO\] Building Lamella: (.*) [^ ]+ +\[([0-9]+)/([0-9]+)\]$|  \2 of \3: \1|p' "$1" 2>/dev/null | tail -n 1)
        [[ $now == "$told" ]] || say "$now"
        told=$now
        pause 0.5
    done
    wait "$2"
}

# Copies a jar and the lib folder beside it.
copy_app() {
    mkdir -p "$2"
    cp -r "$home/$1" "$home/${1%/*}/lib" "$2"
}

# The newest are kept: another launcher may still run from one of them.
remove_old_apps() {
    local old
    while read -r old; do
        rm -rf "${BUILT:?}/apps/$old"
    done < <(cd "$BUILT/apps" && find . -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%T@ %f\n' | sort -rn \
        | tail -n +$((KEPT_APPS + 1)) | cut -d' ' -f2)
}

# Makes the client's AOT cache; without it the client starts in twice the time, so a failure is no matter.
rehearse_cli() {
    if "$jdk/bin/java" "${CLI_FLAGS[@]}" -XX:AOTCacheOutput="$app/cli/cache.aot" -cp "$app/cli/lamella-cli.jar" \
        org.lamella.cli.Rehearsal </dev/null >"$BUILT/rehearse-cli.log" 2>&1; then
        printf %s "$app/cli" >"$app/cli/cache.place"
    fi
}

# Sets cache to the option that makes a JVM use the AOT cache in folder $1, or to none. A JVM finds out by itself that a cache is
# of another JDK or other jars; but it dies of one that was made in another place, as when a checkout has been moved.
find_cache() {
    cache=()
    if [[ -e $1/cache.place && $(<"$1/cache.place") == "$1" ]]; then
        cache=(-XX:AOTCache="$1/cache.aot" -Xlog:aot=off -Xlog:cds=off)
    fi
}

readonly CLI_FLAGS=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable)
