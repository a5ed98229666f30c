#!/bin/sh
# Themes of free answers against what scikit-learn gives on the same answers, draws and machine: figures, and ratios.
# The corpora are those of the folder of open data named by PARVIS_OPEN_DATA. The Python packages go to a virtual
# environment outside the repository.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
corpora=${PARVIS_OPEN_DATA:?"the folder of open data"}/corpora
work=${PARVIS_BENCHMARK_DIR:-${TMPDIR:-/tmp}/parvis-benchmark-themes}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
fi
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cd "$here/../.."
cargo build --profile dist -p themes --examples
target=${CARGO_TARGET_DIR:-target}
wheel=$(tests/tools/encoder.sh)
exec "$work/venv/bin/python" "$here/compare.py" "$target/dist/examples/themes_bench" "$corpora" "$here/bp_codebook.csv" "$wheel"
