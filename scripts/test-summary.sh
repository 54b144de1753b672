#!/bin/sh
# The end of a test run: which tests failed and why, and as the last line what all rings counted.
cd "$(dirname "$0")/.." || exit 1
for failures in .build/rings/*.failures; do
    [ -s "$failures" ] && echo "failed in $(basename "$failures" .failures):" && cat "$failures"
done
cat .build/rings/*.count 2>/dev/null | awk '{ passed += $1; failed += $2 } END { if (NR == 0) failed = 1; print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }'
