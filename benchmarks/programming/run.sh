#!/usr/bin/env bash
# Pages of programming, votes and the last hour of a call, for a town of Marseille's size: a year, then ten years of it, on
# SQLite and, when PARVIS_TEST_POSTGRES is set, on PostgreSQL. Needs python3, psql for PostgreSQL, 2 GB of disk and some
# minutes. A first argument: what measures, instead of measure.py. PARVIS_BENCHMARK_YEARS: numbers of years, "1 10" unless told. PARVIS_BINARY: what is measured, built otherwise.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../.."
measure="${1:-$here/measure.py}"
profile="${PARVIS_BENCHMARK_PROFILE:-dist}"
binary="${PARVIS_BINARY:-}"
if [ -z "$binary" ]; then
  cargo build --quiet --profile "$profile"
  binary="${CARGO_TARGET_DIR:-target}/$([ "$profile" = dev ] && echo debug || echo "$profile")/parvis"
fi
read -ra years <<<"${PARVIS_BENCHMARK_YEARS:-1 10}"
work="$(mktemp -d)"
made=()
stop() {
  kill "${pid:-}" 2>/dev/null || true
  wait 2>/dev/null || true
  for name in "${made[@]}"; do psql -q "$PARVIS_TEST_POSTGRES" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" || true; done
  rm -rf "$work"
}
trap stop EXIT

# The demonstration gives a contract, its neighbourhoods and objectives.
"$binary" --data "$work/demo" demo --listen 127.0.0.1:0 >"$work/out" 2>"$work/err" &
pid=$!
for _ in $(seq 1 3000); do
  if grep -q 'http://127[0-9.:]*' "$work/out" "$work/err"; then break; fi
  sleep 0.1
done
kill "$pid"; wait "$pid" 2>/dev/null || true
base="$(dirname "$(find "$work/demo" -name '*.sqlite' | head -1)")"
for many in "${years[@]}"; do
  folder="$work/$many"
  cp -r "$base" "$folder"
  python3 "$here/generate.py" "$folder/$(basename "$(ls "$base"/*.sqlite | head -1)")" "$many" >"$work/$many.json"
  cp "$(ls "$folder"/*.sqlite | head -1)" "$work/$many.sqlite"
  python3 - "$work/$many.json" "$work/$many.sqlite" <<'PYTHON'
import json, sys
told = json.load(open(sys.argv[1]))
json.dump(told | {"sqlite": sys.argv[2]}, open(sys.argv[1], "w"))
PYTHON
  python3 "$measure" "$binary" "$folder" "$work/$many.json" "SQLite, years: $many" ""
  if [ -n "${PARVIS_TEST_POSTGRES:-}" ]; then
    name="bench_programming_$$_$many"
    psql -q "$PARVIS_TEST_POSTGRES" -c "CREATE DATABASE $name"
    made+=("$name")
    url="${PARVIS_TEST_POSTGRES%/*}/$name"
    "$binary" --data "$folder" backup --out "$work/$many.backup" >/dev/null
    "$binary" --database "$url" --data "$work/$many-pg" restore --from "$work/$many.backup" >/dev/null
    # Sessions mean nothing in a backup: those of the people who measure are put back.
    python3 "$here/sessions.py" "$work/$many.sqlite" | psql -q "$url" >/dev/null
    psql -q "$url" -c ANALYZE
    python3 "$measure" "$binary" "$work/$many-pg" "$work/$many.json" "PostgreSQL, years: $many" "$url"
  fi
done
