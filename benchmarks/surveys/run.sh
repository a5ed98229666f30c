#!/usr/bin/env bash
# How many answers a second a public questionnaire takes with full durability, from 256 people at once, against the raw rate
# of grouped commits in the same run; then the historical peak. Needs wrk. PARVIS_BENCHMARK_SECONDS: 60 unless told.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v wrk >/dev/null || { echo "wrk is needed: apt-get install wrk" >&2; exit 1; }
profile="${PARVIS_BENCHMARK_PROFILE:-dist}"
seconds="${PARVIS_BENCHMARK_SECONDS:-60}"
target="${CARGO_TARGET_DIR:-target}/$profile"
cargo build --quiet --profile "$profile"
cargo build --quiet --profile "$profile" -p database --example group_commit
work="$(mktemp -d)"
stop() { kill "${pid:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"; }
trap stop EXIT
export PARVIS_REQUESTS_AT_ONCE=1000000 PARVIS_REQUESTS_PER_SECOND=1000000

databases=(SQLite)
if [ -n "${PARVIS_TEST_POSTGRES:-}" ]; then databases+=(PostgreSQL); fi
echo "| database | grouped commits/s | answers/s | ÷ | median (ms) | 99 % (ms) | refused | kept |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
for database in "${databases[@]}"; do
  options=()
  yardstick="sqlite:$work/yardstick.sqlite"
  if [ "$database" = PostgreSQL ]; then
    name="bench_$$"
    psql -q "$PARVIS_TEST_POSTGRES" -c "CREATE DATABASE $name" -c "CREATE DATABASE ${name}_y"
    options=(--database "${PARVIS_TEST_POSTGRES%/*}/$name")
    yardstick="${PARVIS_TEST_POSTGRES%/*}/${name}_y"
  fi
  raw="$("$target/examples/group_commit" "$yardstick" 256 10)"
  "$target/parvis" "${options[@]}" --data "$work/$database" demo --listen 127.0.0.1:0 >"$work/out" 2>"$work/err" &
  pid=$!
  for _ in $(seq 1 600); do
    address="$(grep -o 'http://127[0-9.:]*' "$work/out" | head -1 || true)"
    if [ -n "$address" ]; then break; fi
    sleep 0.1
  done
  path=/q/comment-va-votre-quartier/envoi
  wrk -t1 -c256 -d3s -s benchmarks/surveys/send.lua "$address" -- "$path" >/dev/null
  wrk -t1 -c256 -d"${seconds}s" --latency -s benchmarks/surveys/send.lua "$address" -- "$path" >"$work/wrk"
  python3 benchmarks/surveys/told.py "$database" "$raw" "$work/wrk" "$address"
  python3 benchmarks/surveys/peak.py "$address" "$path"
  kill "$pid"; wait "$pid" 2>/dev/null || true
done
