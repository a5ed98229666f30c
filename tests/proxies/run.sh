#!/usr/bin/env bash
# The real binary behind nginx and Caddy, with the very examples of docs/operating/mandataire-inverse.md.
#   PARVIS_BINARY=target/debug/parvis tests/proxies/run.sh
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
: "${PARVIS_BINARY:?name the binary to try, for example PARVIS_BINARY=target/debug/parvis}"
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
missing=()
command -v curl >/dev/null || missing+=(curl)
command -v openssl >/dev/null || missing+=(openssl)
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
command -v caddy >/dev/null || missing+=(caddy)
if [ ${#missing[@]} -gt 0 ]; then
  as_root apt-get update -qq
  # They are started by the checks, never as services of the machine.
  printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
  as_root chmod +x /usr/sbin/policy-rc.d
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  as_root rm -f /usr/sbin/policy-rc.d
fi
PATH="$PATH:/usr/sbin" PARVIS_BINARY="$(realpath "$PARVIS_BINARY")" exec python3 "$here/check.py"
