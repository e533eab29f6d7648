# Sourced. Steps that do not hide one another: `step NAME COMMAND...` runs and times one, `skip NAME
# REASON` notes one that cannot run, `summary` prints the table and exits 1 if any step failed.
STEP_LINES=()
STEP_FAILED=0

step() {
    local name="$1" start status=0 result=passed
    shift
    echo
    echo "── $name"
    start=$(date +%s)
    "$@" || status=$?
    if [ "$status" -ne 0 ]; then
        result="FAILED ($status)"
        STEP_FAILED=1
    fi
    STEP_LINES+=("$(printf '%-34s %-14s %5d s' "$name" "$result" $(($(date +%s) - start)))")
}

skip() {
    STEP_LINES+=("$(printf '%-34s %-14s %s' "$1" skipped "$2")")
}

summary() {
    echo
    echo "── $1"
    printf '%s\n' "${STEP_LINES[@]}"
    [ "$STEP_FAILED" -eq 0 ] || exit 1
}
