# shellcheck shell=bash
# The whole test suite.

# Arguments go to Maven, such as -pl cli.
run_tests() {
    # shellcheck source=launcher/setup.sh
    source "$home/launcher/setup.sh"
    # shellcheck source=launcher/control-plane.sh
    source "$home/launcher/control-plane.sh"
    setup base contexts crun test
    # The system tests start ./lamella dev; built now, they find nothing to build inside Maven's own run.
    ensure_built
    # Testbeds of the tests live too shortly to make it beside them.
    "$home/launcher/rehearse" "$jdk" "$app" "${CONTROL_PLANE_FLAGS[@]}" </dev/null >"$BUILT/rehearse-control-plane.log" 2>&1 \
        || complain "no AOT cache, so testbeds start slowly; see $BUILT/rehearse-control-plane.log"
    local log=$home/target/test.log status=0
    # One module after another: they meet nowhere, but kernel tests that wait for what a busy machine does late fail beside the control plane's.
    JAVA_HOME=$jdk "$home/mvnw" -B -f "$home/pom.xml" verify "$@" </dev/null 2>&1 | tee "$log" || status=${PIPESTATUS[0]}
    say "the log is $log"
    exit "$status"
}
