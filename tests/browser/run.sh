#!/usr/bin/env bash
# The pages in a real browser: tests/browser/run.sh path/to/bilateral [folder for screenshots]
#
# Needs Node and Chromium. Installs playwright-core and axe-core from the npm registry into target/browser, and
# Chromium by apt where it is missing and may be installed. What cannot be had makes the suite say SKIPPED and end
# with 0, so that a machine without a browser can still check the rest; BILATERAL_BROWSER=must ends with 1 then.
set -euo pipefail
binary="$(realpath "${1:?path to the built bilateral}")"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
place="$PWD/target/browser"
shots="${2:-$place/screenshots}"

skip() {
    echo "browser suite SKIPPED: $1"
    [[ "${BILATERAL_BROWSER:-}" != must ]] || exit 1
    exit 0
}

command -v node >/dev/null && command -v npm >/dev/null || skip "no Node"

find_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [[ -n "$name" ]] && command -v "$name" && return
    done
    return 1
}
chromium="$(find_chromium)" || {
    if [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; then
        echo "installing Chromium by apt, 300 s at most"
        timeout 60 apt-get update -qq >/dev/null 2>&1 || true
        timeout 240 env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 || true
    fi
    chromium="$(find_chromium)" || skip "no Chromium; install Debian's package, or name one in CHROMIUM"
}

mkdir -p "$place" "$shots"
cp tests/browser/package.json tests/browser/package-lock.json tests/browser/suite.mjs "$place/"
(cd "$place" && timeout 120 npm ci --silent --no-audit --no-fund --ignore-scripts) ||
    skip "playwright-core and axe-core could not be had from the npm registry"

cd "$place"
exec timeout 300 node suite.mjs "$binary" "$chromium" "$shots"
