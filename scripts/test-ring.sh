#!/bin/sh
# Runs one ring of tests, shows its output, and counts for the summary: test-ring.sh NAME COMMAND...
# BERTH_TEST_DEADLINE, in seconds since 1970: what still runs then is ended, so that the summary can say what it was.
set -u
ring=$1
shift
folder=.build/rings
mkdir -p "$folder"
log=$folder/$ring.log
rm -f "$folder/$ring.count" "$folder/$ring.failures"
[ -n "${BERTH_TEST_DEADLINE:-}" ] && left=$((BERTH_TEST_DEADLINE - $(date +%s))) &&
    set -- timeout --kill-after=20 "$((left > 1 ? left : 1))" "$@"
{ "$@" 2>&1; echo $? >"$folder/$ring.status"; } | tee "$log" | grep --line-buffered -vE '^(◇|↳)|Test case passing'
status=$(cat "$folder/$ring.status")
total=$(grep -oE 'Test run with [0-9]+ tests?' "$log" | tail -1 | grep -oE '[0-9]+')
failed=$(grep -cE '^✘ Test (".*"|[^ ]+) failed after|^✘ Test .* with [0-9]+ test cases failed after' "$log")
[ "$status" != 0 ] && [ "$failed" = 0 ] && failed=1
[ "$status" = 0 ] || awk -f "$(dirname "$0")/test-failures.awk" "$log" >"$folder/$ring.failures"
echo "$((${total:-0} > failed ? ${total:-0} - failed : 0)) $failed" >"$folder/$ring.count"
# also here: what is cut out of a long log around the first failing ring then says which test it was
[ "$status" = 0 ] || cat "$folder/$ring.failures"
exit "$status"
