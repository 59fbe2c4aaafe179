#!/usr/bin/env bash
# Opens the counter on demo data: a hub on this machine, a virtual scanner,
# printing to PDF. Where there is no display, plays the tour on a virtual one.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${DISPLAY:-}" ] && command -v xset >/dev/null && xset q >/dev/null 2>&1; then
  exec bin/motcua demo --dir demo-data
fi
echo "motcua: no display here, so the tour plays on a virtual one; pictures and PDFs go to $PWD/out"
exec go run ./cmd/tour --bin bin --out out
