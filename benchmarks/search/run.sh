#!/usr/bin/env bash
# The search over indexes of three sizes; on PostgreSQL too when PARVIS_TEST_POSTGRES names a server where databases may be made.
set -euo pipefail
cd "$(dirname "$0")/../.."
profile="${PARVIS_BENCHMARK_PROFILE:-release}"
cargo build --quiet --profile "$profile" -p database --example searching
program="${CARGO_TARGET_DIR:-target}/$([ "$profile" = dev ] && echo debug || echo "$profile")/examples/searching"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
for size in ${PARVIS_BENCHMARK_SIZES:-100 10000 200000}; do
  echo "## SQLite"
  "$program" "sqlite:$folder/$size.sqlite" "$size"
  du -m "$folder/$size.sqlite" | awk '{print $1 " MB"}'
  if [ -n "${PARVIS_TEST_POSTGRES:-}" ]; then
    echo "## PostgreSQL"
    base="parvis_search_$size"
    psql -q "$PARVIS_TEST_POSTGRES" -c "DROP DATABASE IF EXISTS $base" -c "CREATE DATABASE $base"
    "$program" "${PARVIS_TEST_POSTGRES%/*}/$base" "$size"
    psql -q "$PARVIS_TEST_POSTGRES" -c "DROP DATABASE $base"
  fi
done
