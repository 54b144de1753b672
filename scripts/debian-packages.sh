# Sourced: need_packages NAME... installs what is missing when root, else says what to install and fails.

retrying="apt-get -qq -o Acquire::Retries=5"

need_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    if ! command -v apt-get >/dev/null; then
        echo "install the counterparts of these Debian packages:$missing" >&2
        return 1
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "missing packages; as root: apt-get install$missing" >&2
        return 1
    fi
    echo "installing$missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    # services must not start: the tests run their own
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    $retrying update >/dev/null
    # shellcheck disable=SC2086
    $retrying install --yes --no-install-recommends $missing >/dev/null </dev/null
}
