# shellcheck shell=bash
# Runs the command line client in this process' place.

run_cli() {
    require_jdk
    if [[ -e $BUILT/current/cli/lamella-cli.jar ]]; then
        app=$(readlink -f "$BUILT/current")
    else
        ensure_built >&2
    fi
    local -a cache
    find_cache "$app/cli"
    local -a settings=("-Dlamella.home=$home")
    [[ ! -t 0 || ! -t 2 ]] || settings+=(-Dlamella.interactive=true)
    [[ ! -t 2 ]] || settings+=(-Dlamella.progress-line=true)
    exec "$jdk/bin/java" "${CLI_FLAGS[@]}" "${cache[@]}" "${settings[@]}" \
        -jar "$app/cli/lamella-cli.jar" "$@"
}
