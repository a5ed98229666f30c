#!/bin/sh
# Draws under quotas against the Python library sortition-algorithms, back to back on the same files, one thread each.
# Its leximin needs the solver Gurobi, whose free licence stops at small pools. Packages go outside the repository.
# run.sh INSTANCES [NAME...]: INSTANCES is a folder of draws (features.csv, people.csv in each); generate.py makes new ones.
# PARVIS_BINARY may be the program, or the example `probe` of the engine; PARVIS_BENCHMARK_LIMIT bounds each run of the
# library, in seconds of processor; PARVIS_BENCHMARK_ALGORITHMS adds its maximin ("leximin maximin").
set -eu
here=$(cd "$(dirname "$0")" && pwd)
instances=${1:?a folder of draws}
shift
work=${PARVIS_BENCHMARK_DIR:-${TMPDIR:-/tmp}/parvis-benchmark-draw}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
fi
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cd "$here/../.."
parvis=${PARVIS_BINARY:-}
if [ -z "$parvis" ]; then
    cargo build --profile dist -p parvis
    parvis=${CARGO_TARGET_DIR:-target}/dist/parvis
fi
exec "$work/venv/bin/python" "$here/compare.py" "$parvis" "$instances" "$work/draws" "$@"
