# shellcheck shell=bash
# What the launcher says, and how it fails.

say() {
    printf '%s\n' "$*"
}

complain() {
    printf 'lamella: %s\n' "$*" >&2
}

# Ends the launcher; whatever it started is stopped by its exit trap.
die() {
    complain "$@"
    exit 1
}

# Waits without a process of its own, so that a signal ends the wait at once. $1: seconds.
pause() {
    [[ -n ${silence:-} ]] || exec {silence}<> <(:)
    read -r -t "$1" -u "$silence" || true
}
