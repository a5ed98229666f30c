#!/usr/bin/env bash
# Sixty notes and two trees of objectives, typed on the real pages with the keyboard alone, as tests/browser does. Needs PARVIS_BINARY and
# Chromium. PARVIS_TREES names another file of trees, in the form of trees.txt.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
exec env PARVIS_MAIN="$here/pace.mjs" "$here/../../tests/browser/run.sh"
