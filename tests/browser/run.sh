#!/usr/bin/env bash
# Chromium over the real binary. Needs PARVIS_BINARY (a built `parvis`), Node 18 or later and Chromium.
#   PARVIS_BINARY=target/debug/parvis tests/browser/run.sh [words of the tests to run] [-word of those to leave]
#   PARVIS_BINARY=target/debug/parvis tests/browser/run.sh "words of some|words of others"
# PARVIS_BROWSER_DATABASE=postgres runs them on a database of its own of the server PARVIS_TEST_POSTGRES names.
# Pictures of the main pages are kept in $PARVIS_SHOTS when it is set.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
: "${PARVIS_BINARY:?name the binary to try, for example PARVIS_BINARY=target/debug/parvis}"
PARVIS_BINARY="$(realpath "$PARVIS_BINARY")"
export PARVIS_BINARY
export PARVIS_CHROMIUM="${PARVIS_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}"

# Libraries live outside the repository and are installed again only when the lock has changed.
tools="${PARVIS_TOOLS:-$HOME/.cache/parvis-tools}/browser-$(cksum < "$here/package-lock.json" | tr ' ' '-')"
mkdir -p "$tools"
exec 9> "$tools/lock"
flock 9
if [ ! -e "$tools/ready" ]; then
  cp "$here/package.json" "$here/package-lock.json" "$tools/"
  (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  : > "$tools/ready"
fi
exec 9>&-
export PARVIS_MODULES="$tools/node_modules"
exec node "${PARVIS_MAIN:-$here/main.mjs}" "$@"
