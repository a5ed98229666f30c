#!/usr/bin/env bash
# Time until a telephone knows that its note is kept: 40 devices write 5,000 notes at one meeting, one note a request,
# against the page where a code is typed (one template, no write), by the same client in the same run. Needs python3; on
# PostgreSQL too when PARVIS_TEST_POSTGRES names one whose database may be filled.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../.."
profile="${PARVIS_BENCHMARK_PROFILE:-release}"
cargo build --quiet --profile "$profile"
binary="${PARVIS_BINARY:-${CARGO_TARGET_DIR:-target}/$([ "$profile" = dev ] && echo debug || echo "$profile")/parvis}"
echo "| database | notes | median ÷ page | 95 % ÷ page | 95 % (ms) | notes/s | lost | twice |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
databases=(SQLite)
if [ -n "${PARVIS_TEST_POSTGRES:-}" ]; then databases+=(PostgreSQL); fi
for database in "${databases[@]}"; do
  options=()
  if [ "$database" = PostgreSQL ]; then
    name="meetings_$(date +%s)"
    psql -q "$PARVIS_TEST_POSTGRES" -c "CREATE DATABASE $name"
    options=(--database "${PARVIS_TEST_POSTGRES%/*}/$name")
  fi
  python3 "$here/devices.py" "$binary" "$database" "${options[@]}"
done
