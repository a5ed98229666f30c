#!/bin/sh
# Counting of survey answers against pandas and duckdb, back to back on the same answers, one thread each.
# The Python packages go to a virtual environment outside the repository.
# run.sh [ROWS...]: 500 1000 10000 100000 1000000 2000000 by default.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${PARVIS_BENCHMARK_DIR:-${TMPDIR:-/tmp}/parvis-benchmark-tabulate}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
fi
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cd "$here/../.."
cargo build --profile dist -p tabulation --examples
target=${CARGO_TARGET_DIR:-target}
exec "$work/venv/bin/python" "$here/compare.py" "$target/dist/examples/tabulate_bench" "$work/files" "$@"
