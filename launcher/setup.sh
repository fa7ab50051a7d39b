# shellcheck shell=bash
# Installs what the host lacks.

# package, the command by which its presence shows, what it is needed for, why
readonly PACKAGES=(
    "curl            curl        base      asks the control plane whether it is ready"
    "jq              jq          base      reads the control plane's answers"
    "iproute2        ip          base      makes the nodes' network, finds who holds a port"
    "runc            runc        contexts  builds the contexts"
    "crun            crun        crun      builds the contexts, with --runtime crun"
    "nftables        nft         contexts  translates the slivers' addresses on a node"
    "catatonit       catatonit   contexts  is process 1 in a sliver"
    "debootstrap     debootstrap contexts  makes the Debian images"
    "busybox-static  busybox     contexts  is what the busybox image holds"
    "lxcfs           lxcfs       contexts  shows each sliver its own limits in /proc"
    "openssh-sftp-server /usr/lib/openssh/sftp-server contexts serves sftp and scp in slivers"
    "openssh-client  ssh         test      is the client that the ssh tests use"
    "chromium        chromium    test      runs the browser tests"
    "shellcheck      shellcheck  test      checks this launcher"
)

setup_command() {
    (($# == 0)) || {
        complain "setup takes no argument, not '$*'"
        exit 2
    }
    setup base contexts test
    say "nothing is missing; JDK: $jdk"
}

# Installs the missing packages of the named purposes, and a JDK. Says what and why before it does.
setup() {
    local -a missing=() reasons=()
    local package command purpose why
    while read -r package command purpose why; do
        if [[ " $* " == *" $purpose "* ]] && ! present "$command"; then
            missing+=("$package")
            reasons+=("  $package: $why")
        fi
    done < <(printf '%s\n' "${PACKAGES[@]}")
    if ((${#missing[@]} > 0)); then
        say "missing on this host:"
        printf '%s\n' "${reasons[@]}"
        install "${missing[@]}"
    fi
    find_jdk || install_jdk
}

# A busybox that needs shared libraries is no image: it would be alone in there.
present() {
    command -v "$1" >/dev/null || return 1
    [[ $1 != busybox ]] || ! ldd "$(command -v busybox)" >/dev/null 2>&1
}

install() {
    command -v apt-get >/dev/null || die "this host has no apt-get; install these by hand: $*"
    ((EUID == 0)) || die "installing them needs root: run 'sudo ./lamella setup' once, or apt-get install $*"
    mkdir -p "$home/target/launcher"
    local log=$home/target/launcher/setup.log
    say "installing $*"
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
        </dev/null >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        die "apt-get could not install $*; all it said is in $log"
    fi
}

install_jdk() {
    local package
    say "missing on this host: a JDK $OLDEST_JDK or later, which builds and runs Lamella"
    if command -v apt-cache >/dev/null; then
        for package in "openjdk-$OLDEST_JDK-jdk-headless" "temurin-$OLDEST_JDK-jdk"; do
            if apt-cache show "$package" >/dev/null 2>&1; then
                install "$package"
                find_jdk || die "$package is installed, but there is no JDK $OLDEST_JDK under /usr/lib/jvm"
                return
            fi
        done
    fi
    die "apt knows no JDK $OLDEST_JDK here. Unpack one and set JAVA_HOME, or add Temurin's packages, as root:
  curl -fsSL https://packages.adoptium.net/artifactory/api/gpg/key/public -o /etc/apt/keyrings/adoptium.asc
  echo 'deb [signed-by=/etc/apt/keyrings/adoptium.asc] https://packages.adoptium.net/artifactory/deb bookworm main' \\
      >/etc/apt/sources.list.d/adoptium.list
  apt-get update && apt-get install -y temurin-$OLDEST_JDK-jdk"
}
