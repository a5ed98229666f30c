#!/usr/bin/env bash
# Time to answer of the pages most read, under 50 simultaneous readers, against an axum handler that does
# nothing, in the same run, on both databases. Needs wrk, and PostgreSQL named by PARVIS_TEST_POSTGRES.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v wrk >/dev/null || { echo "wrk is needed: apt-get install wrk" >&2; exit 1; }
profile="${PARVIS_BENCHMARK_PROFILE:-release}"
target="${CARGO_TARGET_DIR:-target}/$profile"
cargo build --quiet --profile "$profile"
cargo build --quiet --profile "$profile" -p web --example empty
work="$(mktemp -d)"
pids=()
stop() { kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"; }
trap stop EXIT
export PARVIS_REQUESTS_AT_ONCE=1000000 PARVIS_REQUESTS_PER_SECOND=1000000

# start NAME COMMAND…: starts a server and leaves its address in $address.
start() {
  local name="$1"; shift
  "$@" >"$work/$name.out" 2>"$work/$name.err" &
  pids+=($!)
  for _ in $(seq 1 300); do
    address="$(grep -o 'http://127[0-9.:]*' "$work/$name.out" | head -1 || true)"
    if [ -n "$address" ]; then return; fi
    sleep 0.1
  done
  cat "$work/$name.err" >&2; exit 1
}

# measure NAME ADDRESS: median, 99th percentile, requests a second, resident memory.
measure() {
  wrk -t1 -c50 -d3s "$2" >/dev/null
  wrk -t1 -c50 -d8s --latency "$2" >"$work/wrk"
  python3 - "$1" "$work/wrk" "$work/empty.ms" "$3" <<'PY'
import re, sys, pathlib
name, path, base, pid = sys.argv[1:]
text = pathlib.Path(path).read_text()
def ms(label):
    value, unit = re.search(label + r"\s+([\d.]+)(us|ms|s)", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
if wrong: sys.exit(f"{name}: {wrong.group(0)}")
median, slow = ms("50%"), ms("99%")
rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
base = pathlib.Path(base)
if not base.exists(): base.write_text(f"{median} {rate}")
base_median, base_rate = map(float, base.read_text().split())
memory = int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024
print(f"| {name} | {median:.2f} | {slow:.2f} | {rate:,.0f} | {median / base_median:.1f} | {base_rate / rate:.1f} | {memory:.0f} |")
PY
}

echo "| page, 50 readers | median (ms) | 99 % (ms) | answers/s | median ÷ empty | cost ÷ empty | memory (MB) |"
echo "|---|---:|---:|---:|---:|---:|---:|"
start empty "$target/examples/empty"
measure "axum, empty" "$address/" "${pids[-1]}"
databases=(SQLite)
if [ -n "${PARVIS_TEST_POSTGRES:-}" ]; then databases+=(PostgreSQL); fi
for database in "${databases[@]}"; do
  options=()
  if [ "$database" = PostgreSQL ]; then
    name="bench_$$"
    psql -q "$PARVIS_TEST_POSTGRES" -c "CREATE DATABASE $name"
    options=(--database "${PARVIS_TEST_POSTGRES%/*}/$name")
  fi
  start "$database" "$target/parvis" "${options[@]}" --data "$work/$database" demo --listen 127.0.0.1:0
  portrait="$address$(curl -s "$address/quartiers" | grep -o '/quartiers/QN[0-9A-Z]*' | head -1)"
  measure "home, $database" "$address/" "${pids[-1]}"
  measure "portrait, $database" "$portrait" "${pids[-1]}"
  measure "matrix, $database" "$address/besoins" "${pids[-1]}"
done
