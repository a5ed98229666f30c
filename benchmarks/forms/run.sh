#!/bin/sh
# Reading and checking of XLSForm workbooks against pyxform, in the same run on the same files, one thread each.
# The Python packages go to a virtual environment outside the repository.
# run.sh FOLDER: a folder of forms (.xlsx, .xls), for example those of PARVIS_OPEN_DATA.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
forms=${1:-${PARVIS_OPEN_DATA:?a folder of forms, or PARVIS_OPEN_DATA}/xlsforms}
work=${PARVIS_BENCHMARK_DIR:-${TMPDIR:-/tmp}/parvis-benchmark-forms}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
fi
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cd "$here/../.."
cargo build --profile dist -p questionnaire --examples
target=${CARGO_TARGET_DIR:-target}
exec "$work/venv/bin/python" "$here/compare.py" "$target/dist/examples/read_forms" "$forms"
