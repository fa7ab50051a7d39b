# shellcheck shell=bash
# Finds the JDK. The machine's default java may be an older one.

readonly OLDEST_JDK=25

# Sets jdk to the folder of a JDK that is new enough: JAVA_HOME's, or the first under /usr/lib/jvm. Fails without one.
find_jdk() {
    local folder
    for folder in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/*; do
        if [[ -x $folder/bin/javac ]] && (($(jdk_release "$folder") >= OLDEST_JDK)); then
            jdk=$folder
            return 0
        fi
    done
    return 1
}

# Prints the major release of the JDK in $1, 0 when it does not say.
jdk_release() {
    local line
    while read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
            printf '%s' "${BASH_REMATCH[1]}"
            return
        fi
    done <"$1/release"
    printf 0
} 2>/dev/null

require_jdk() {
    find_jdk || die "there is no JDK $OLDEST_JDK or later in JAVA_HOME or under /usr/lib/jvm; './lamella setup' as root installs it"
}
