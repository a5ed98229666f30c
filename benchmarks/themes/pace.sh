#!/usr/bin/env bash
# Codes the words of the demonstration with the keyboard alone, as tests/browser does. Needs PARVIS_BINARY and Chromium.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
exec env PARVIS_MAIN="$here/pace.mjs" "$here/../../tests/browser/run.sh"
