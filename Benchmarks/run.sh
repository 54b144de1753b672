#!/bin/sh
# Measures Berth beside docker-registry in one run; prints a table, writes .build/bench.json (or the file named first).
set -eu
cd "$(dirname "$0")/.."
exec python3 Benchmarks/bench.py "$@"
