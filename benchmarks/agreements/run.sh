#!/usr/bin/env bash
# Papers of a year of agreements, open data of ten years, pages of agreements: one decided year, then ten, beside the call under
# way, on the town that benchmarks/programming generates. Same settings as there.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
export PARVIS_BENCHMARK_YEARS="${PARVIS_BENCHMARK_YEARS:-2 11}"
exec "$here/../programming/run.sh" "$here/measure.py"
