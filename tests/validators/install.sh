#!/usr/bin/env bash
# Installs the independent readers that check our PDF, XLSX and iCalendar files, outside the
# repository: in $PARVIS_VALIDATORS, else in ~/.cache/parvis/validators.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
target="${PARVIS_VALIDATORS:-$HOME/.cache/parvis/validators}"
if ! cmp -s "$here/requirements.txt" "$target/installed.txt"; then
  # Debian puts venv in a package of its own.
  python3 -c 'import ensurepip' 2>/dev/null || { apt-get update && apt-get install -y python3-venv; }
  python3 -m venv "$target"
  "$target/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$target/installed.txt"
fi
