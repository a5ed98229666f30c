#!/bin/sh
# The same draw gives the same bytes: built without optimisation, optimised, and for newer processors; three times each.
# determinism.sh INSTANCES [NAME...]: INSTANCES is a folder of draws (features.csv, people.csv in each).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
instances=$(cd "${1:?a folder of draws}" && pwd)
shift
[ $# -gt 0 ] || set -- mass_like_24 fr_conseil_32 sfa_like_35 fr_liste_32
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/../.."
target=${CARGO_TARGET_DIR:-target}/determinism

build() { # name, flags of the compiler, options of cargo
    name=$1 flags=$2
    shift 2
    RUSTFLAGS="$flags" CARGO_TARGET_DIR="$target/$name" cargo build --quiet -p sortition --example probe "$@"
}
build debug "" --config 'profile.dev.package.sortition.opt-level=0'
build release "" --release
build newer "-C target-cpu=x86-64-v3" --release

for name in "$@"; do
    for kind in debug release newer; do
        case $kind in debug) probe=$target/debug/debug/examples/probe ;; *) probe=$target/$kind/release/examples/probe ;; esac
        for run in 1 2 3; do
            "$probe" "$instances/$name" "${name##*_}" "$work/out" 1000 > /dev/null
            (cd "$work/out" && sha256sum -- *) > "$work/$kind.$run"
            rm -rf "$work/out"
            cmp -s "$work/debug.1" "$work/$kind.$run" || { echo "$name: $kind, run $run, differs" >&2; exit 1; }
        done
    done
    echo "$name: $(sha256sum < "$work/debug.1" | cut -c1-16), the same nine times"
done
