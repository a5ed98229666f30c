#!/usr/bin/env bash
# Public pages of the observatory over figures of three sizes, the largest that of a country, against the page where a code is typed, by
# the same client in the same run. Needs python3, 3 GB of disk and some minutes.
# PARVIS_BENCHMARK_SIZES: sizes, "1 10 100" unless told.
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
trap 'rm -rf "$work"' EXIT
for size in "${sizes[@]}"; do
  "$binary" --data "$work/$size" migrate >/dev/null
  python3 "$here/generate.py" "$work/$size/parvis.sqlite" "$size"
done
python3 "$here/measure.py" "$binary" "$work" "${sizes[@]}"
