#!/usr/bin/env bash
# Public pages of the plan, of the contract and of the thread on territories of three sizes, the largest that of a country,
# against the page where a code is typed, by the same client in the same run. Needs python3, 2 GB of disk and some minutes.
# PARVIS_BENCHMARK_SIZES: sizes, "1 10 100" unless told. PARVIS_BENCHMARK_ONLY: words of the names of the pages to ask for.
# PARVIS_TEST_POSTGRES: a server on which the same is asked again.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../.."
profile="${PARVIS_BENCHMARK_PROFILE:-release}"
binary="${PARVIS_BINARY:-}"
if [ -z "$binary" ]; then
  cargo build --quiet --profile "$profile"
  binary="${CARGO_TARGET_DIR:-target}/$([ "$profile" = dev ] && echo debug || echo "$profile")/parvis"
fi
read -ra sizes <<<"${PARVIS_BENCHMARK_SIZES:-1 10 100}"
work="$(mktemp -d)"
name="bench_plan_$$"
stop() {
  if [ -n "${PARVIS_TEST_POSTGRES:-}" ]; then
    for size in "${sizes[@]}"; do psql -q "$PARVIS_TEST_POSTGRES" -c "DROP DATABASE IF EXISTS ${name}_$size WITH (FORCE)" || true; done
  fi
  rm -rf "$work"
}
trap stop EXIT
for size in "${sizes[@]}"; do
  "$binary" --data "$work/$size" migrate >/dev/null
  python3 "$here/generate.py" "$work/$size/parvis.sqlite" "$size"
done
python3 "$here/measure.py" "$binary" "$work" "" "${sizes[@]}"
if [ -n "${PARVIS_TEST_POSTGRES:-}" ]; then
  url="${PARVIS_TEST_POSTGRES%/*}/$name"
  for size in "${sizes[@]}"; do
    psql -q "$PARVIS_TEST_POSTGRES" -c "CREATE DATABASE ${name}_$size"
    "$binary" --data "$work/$size" backup --out "$work/$size.backup" >/dev/null
    "$binary" --database "${url}_$size" --data "$work/$size-postgres" restore --from "$work/$size.backup" >/dev/null
    # A backup never holds the key that seals: it is kept apart, and put back.
    cp "$work/$size/cle" "$work/$size-postgres/cle"
    # Sessions mean nothing in a backup: that of the project manager is put back.
    python3 "$here/../programming/sessions.py" "$work/$size/parvis.sqlite" | psql -q "${url}_$size" >/dev/null
    psql -q "${url}_$size" -c ANALYZE
  done
  printf '\nThe same on PostgreSQL:\n\n'
  python3 "$here/measure.py" "$binary" "$work" "$url" "${sizes[@]}"
fi
