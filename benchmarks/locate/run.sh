#!/bin/sh
# Location of points against geopandas and shapely, back to back on the same files.
# The Python packages go to a virtual environment outside the repository.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${PARVIS_BENCHMARK_DIR:-${TMPDIR:-/tmp}/parvis-benchmark-locate}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
fi
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cd "$here/../.."
cargo build --profile dist -p geography --examples
target=${CARGO_TARGET_DIR:-target}
exec "$work/venv/bin/python" "$here/compare.py" "$target/dist/examples/locate_bench" "$work/files"
