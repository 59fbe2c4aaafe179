#!/usr/bin/env bash
# Installs the system packages that building, running and testing need, and
# says which. Debian 12 and Ubuntu 24.04; by sudo when not root; nothing is
# done where nothing is missing.
set -euo pipefail
fail() { printf 'motcua: %s\n' "$1" >&2; exit 1; }

build="gcc g++ pkg-config libgl1-mesa-dev xorg-dev"
screen="xvfb xdotool openbox imagemagick x11-xserver-utils libgl1-mesa-dri poppler-utils zbar-tools"
check="qpdf strace dbus avahi-daemon cups-ipp-utils sane-utils"

case "${1:-all}" in
  run) want="$build $screen" ;;
  test | all) want="$build $screen $check" ;;
  *) fail "usage: scripts/deps.sh run|test" ;;
esac

command -v go >/dev/null || fail "Go is missing. Install Go 1.21 or newer from https://go.dev/dl and run the command again."
minor=$(go env GOVERSION | sed -nE 's/^go1\.([0-9]+).*/\1/p')
[ "${minor:-0}" -ge 21 ] || fail "$(go env GOVERSION) is too old. Install Go 1.21 or newer (https://go.dev/dl); it fetches the exact toolchain by itself."

command -v dpkg-query >/dev/null || fail "this script knows Debian 12 and Ubuntu 24.04 only. On another system install: $want, and a Chromium browser for the tests."

missing=""
for p in $want; do
  dpkg-query -W -f '${db:Status-Abbrev}' "$p" 2>/dev/null | grep -q '^ii' || missing="$missing $p"
done
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  # Ubuntu's package of this name is a front for its snap.
  if grep -qi '^ID=ubuntu' /etc/os-release; then missing="$missing chromium-browser"; else missing="$missing chromium"; fi
fi
[ -n "$missing" ] || exit 0

sudo=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "packages are missing and sudo is not there. As root run: apt-get install -y$missing"
  sudo="sudo"
fi
log=$(mktemp)
echo "motcua: installing system packages:$missing"
$sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
  fail "apt-get update failed. Check the network and the package sources, then run the command again."
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$log" 2>&1 ||
  fail "apt-get could not install:$missing. Its own words are in $log."
rm -f "$log"
