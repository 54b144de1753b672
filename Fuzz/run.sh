#!/bin/sh
# Fuzzes every parser of strangers' bytes for the given number of seconds each; a crash leaves its input in Corpus/<parser>/.
set -eu
cd "$(dirname "$0")"
seconds=${1:-20}
swift build --sanitize fuzzer --scratch-path .build-fuzz
program=.build-fuzz/debug/FuzzParsers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
passed=0
failed=0
for parser in $(sed -n 's/^    case \([a-zA-Z, ]*\)$/\1/p' Sources/FuzzParsers/UntrustedInput.swift | tr -d ','); do
    mkdir -p "$work/$parser" "Corpus/$parser"
    # the first run writes the good inputs, which the second starts from
    FUZZ_PARSER=$parser FUZZ_SEEDS=$work/$parser $program -runs=1 >"$work/log" 2>&1 || true
    if FUZZ_PARSER=$parser $program -max_total_time="$seconds" -max_len=4096 -timeout=5 -rss_limit_mb=2048 \
        -artifact_prefix="Corpus/$parser/" "$work/$parser" "Corpus/$parser" >"$work/log" 2>&1; then
        passed=$((passed + 1))
        echo "$parser: $(grep -c . "$work/log") lines, $(sed -n 's/^Done \([0-9]*\) runs.*/\1 runs/p' "$work/log")"
    else
        failed=$((failed + 1))
        status=1
        echo "$parser: failed"
        tail -40 "$work/log"
    fi
done
find Corpus -type d -empty -delete
echo "fuzz: $passed passed, $failed failed"
exit $status
