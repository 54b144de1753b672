#!/bin/sh
# What the build needs besides Swift 6.3; does nothing when it is there.
set -eu
cd "$(dirname "$0")"
. ./debian-packages.sh

if ! command -v "${SWIFT:-swift}" >/dev/null; then
    echo "Swift 6.3 is needed: https://www.swift.org/install/linux/" >&2
    exit 1
fi
command -v dpkg-query >/dev/null || exit 0
need_packages libsqlite3-dev libcrypt-dev zlib1g-dev libc6-dev libstdc++-12-dev binutils git ca-certificates
