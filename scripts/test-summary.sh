#!/bin/sh
# The last line of a test run: what all rings counted.
cd "$(dirname "$0")/.." || exit 1
cat .build/rings/*.count 2>/dev/null | awk '{ passed += $1; failed += $2 } END { if (NR == 0) failed = 1; print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }'
