#!/usr/bin/env bash
# Runs every test on a fresh Debian machine with Rust: installs or starts what they need, then formatting,
# lints, the house's own rules, tests on SQLite and PostgreSQL, and Chromium over the real binary.
#   tests/run.sh            everything
#   tests/run.sh rust       without the browser and the proxies
set -euo pipefail
cd "$(dirname "$0")/.."
part="${1:-all}"
# Each test is built once here: what cargo keeps to build it again sooner would only fill the disk.
export CARGO_INCREMENTAL="${CARGO_INCREMENTAL:-0}"

say() { printf '\n== %s (%s)\n' "$1" "$(date +%H:%M:%S)"; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# ---- What the tests need -------------------------------------------------------------------------
say "Tools"
missing=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
command -v chromium >/dev/null || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs npm)
command -v unzip >/dev/null || missing+=(unzip)
[ -x /usr/sbin/clamd ] || command -v clamd >/dev/null || missing+=(clamav-daemon)
command -v xz >/dev/null || missing+=(xz-utils)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
if ! cargo nextest --version >/dev/null 2>&1; then
  cargo install --locked cargo-nextest
fi
tests/validators/install.sh
export PARVIS_VALIDATORS_REQUIRED=1
tests/tools/python.sh >/dev/null

# Known vulnerabilities: a checkout given, an archive beside the open data, or RustSec's own repository.
if [ -z "${PARVIS_ADVISORIES:-}" ]; then
  advisories="${PARVIS_TOOLS:-$HOME/.cache/parvis-tools}/advisory-db"
  archive="${PARVIS_OPEN_DATA:-/nowhere}/rustsec/advisory-db.tar.xz"
  if [ ! -d "$advisories/crates" ]; then
    mkdir -p "$advisories"
    if [ -f "$archive" ]; then
      tar -xJf "$archive" -C "$advisories"
    else
      git clone --quiet --depth 1 https://github.com/RustSec/advisory-db.git "$advisories" || echo "advisories: RustSec's repository cannot be reached"
    fi
  fi
  if [ -d "$advisories/crates" ]; then export PARVIS_ADVISORIES="$advisories"; fi
fi

# ---- What is thrown away at the end ---------------------------------------------------------------------
# Tests kill programs, never the machine: what they write may stay in memory, where nobody waits for a disk. (Power cuts are
# simulated by `benchmarks/surveys`, on a real disk.)
room="$(df --output=avail -k /dev/shm 2>/dev/null | tail -1 || echo 0)"
if [ "${room:-0}" -gt 6000000 ]; then
  TMPDIR="$(mktemp -d /dev/shm/parvis-tests.XXXXXX)"
  chmod 755 "$TMPDIR"
  export TMPDIR
fi
stop_postgres() { :; }
reading=""
leave() {
  if [ -n "$reading" ]; then kill "$reading" 2>/dev/null || true; fi
  stop_postgres
  case "${TMPDIR:-}" in /dev/shm/parvis-tests.*) rm -rf "$TMPDIR" ;; esac
}
trap leave EXIT

# ---- PostgreSQL ------------------------------------------------------------------------------------------
if [ -z "${PARVIS_TEST_POSTGRES:-}" ]; then
  say "PostgreSQL"
  bin="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)"
  cluster="$(mktemp -d /tmp/parvis-postgres.XXXXXX)"
  port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
  as_server() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$*"; else sh -c "$*"; fi; }
  if [ "$(id -u)" = 0 ]; then chown postgres "$cluster"; fi
  stop_postgres() { as_server "$bin/pg_ctl -D $cluster/data -m immediate stop" >/dev/null 2>&1 || true; rm -rf "$cluster"; }
  as_server "$bin/initdb -N -D $cluster/data -A trust -U postgres --locale=C.UTF-8" >/dev/null
  as_server "$bin/pg_ctl -D $cluster/data -l $cluster/log -w start -o '-p $port -k $cluster -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off'" >/dev/null
  "$bin/createdb" -h 127.0.0.1 -p "$port" -U postgres parvis_test
  export PARVIS_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/parvis_test"
fi

# ---- Rust --------------------------------------------------------------------------------------------
say "Formatting"
cargo fmt --all --check
say "Lints, and what tests run"
# The lints are read by the very compiler that builds the tests: everything is compiled once, not once to be read and once to run.
RUSTC_WORKSPACE_WRAPPER="$(command -v clippy-driver)"
export RUSTC_WORKSPACE_WRAPPER CLIPPY_ARGS="-Dwarnings"
cargo build --workspace --all-targets --locked
if [ "$part" = all ]; then
  # The binary tests run is the one Chromium sees: building it alone would unite other features, and build half again.
  binary="${CARGO_TARGET_DIR:-target}/debug/parvis"
  # The gallery reads hundreds of pages beside the tests, which wait as much as they compute.
  gallery="$(mktemp)"
  PARVIS_BINARY="$binary" PARVIS_HANDS=1 tests/browser/run.sh gallery >"$gallery" 2>&1 &
  reading=$!
fi
say "Tests"
rm -rf "${TMPDIR:-/tmp}"/parvis_model_*
# Tests wait for databases and servers as much as they compute: one more at a time than there are cores.
tested=0
cargo nextest run --workspace --all-targets --locked --no-fail-fast --test-threads "$(($(nproc) + 1))" || tested=$?
if [ "$part" = rust ]; then exit "$tested"; fi

# ---- The real binary, seen by Chromium ------------------------------------------------------------------
say "Browser"
export PARVIS_BINARY="$binary"
# Walks wait for pages more than they work: two halves of them at once, each over a demonstration of its own.
half="$(mktemp)"
PARVIS_HALF=2 tests/browser/run.sh -gallery >"$half" 2>&1 &
walking=$!
walked=0
PARVIS_HALF=1 tests/browser/run.sh -gallery || walked=$?
other=0
wait "$walking" || other=$?
cat "$half"
rm -f "$half"
seen=0
wait "$reading" || seen=$?
reading=""
cat "$gallery"
rm -f "$gallery"
if [ "$tested" != 0 ] || [ "$walked" != 0 ] || [ "$other" != 0 ] || [ "$seen" != 0 ]; then exit 1; fi
say "Browser, on PostgreSQL"
PARVIS_BROWSER_DATABASE=postgres tests/browser/run.sh \
  "calls: without script|assemblies: a member prepares|contract:|plan:|plan work:|matrices:|drafts:|thread:|councils:"
say "Behind nginx and Caddy"
tests/proxies/run.sh
say "Everything passed"
