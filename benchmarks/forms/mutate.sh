#!/bin/sh
# Reads workbooks mutated from real forms, by the hundred thousand: no panic, little memory.
# mutate.sh [COUNT [FOLDER]]: 100000 and the forms of PARVIS_OPEN_DATA by default.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
count=${1:-100000}
forms=${2:-${PARVIS_OPEN_DATA:?a folder of forms, or PARVIS_OPEN_DATA}/xlsforms}
cd "$here/../.."
cargo build --profile dist -p questionnaire --examples
target=${CARGO_TARGET_DIR:-target}
exec "$target/dist/examples/mutate_forms" "$count" 1 "$forms"/*.xlsx "$forms"/*.xls
