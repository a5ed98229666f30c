#!/bin/sh
# The same draw gives the same bytes: built without optimisation, optimised, and for newer processors; each three times, in three
# surroundings: as it comes; with another language, another hour, one processor, addresses not moved about and memory that is not
# clean; from another folder, with nothing but the least environment and the smallest stack.
# determinism.sh INSTANCES [NAME...]: INSTANCES is a folder of draws (features.csv, people.csv in each).
# PARVIS_BINARY, when given, is the whole program (its path from the root): its files are compared too.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
instances=$(cd "${1:?a folder of draws}" && pwd)
shift
[ $# -gt 0 ] || set -- mass_like_24 fr_conseil_32 sfa_like_35 fr_liste_32
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}/determinism

build() { # name, flags of the compiler, options of cargo
    name=$1 flags=$2
    shift 2
    RUSTFLAGS="$flags" CARGO_TARGET_DIR="$target/$name" cargo build --quiet -p sortition --example probe "$@"
}
build debug "" --config 'profile.dev.package.sortition.opt-level=0'
build release "" --release
build newer "-C target-cpu=x86-64-v3" --release

around() { # surroundings, command
    which=$1
    shift
    case $which in
        1) "$@" ;;
        2) LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 TZ=Pacific/Kiritimati MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1 RUST_BACKTRACE=full \
            taskset -c 0 setarch -R "$@" ;;
        3) (cd / && ulimit -s 1024 && env -i PATH=/nowhere "$@") ;;
    esac
}

summed() { # folder
    (cd "$1" && sha256sum -- *)
}

for name in "$@"; do
    seats=${name##*_}
    for kind in debug release newer; do
        case $kind in debug) probe=$target/debug/debug/examples/probe ;; *) probe=$target/$kind/release/examples/probe ;; esac
        for run in 1 2 3; do
            around $run "$probe" "$instances/$name" "$seats" "$work/out" 1000 > /dev/null
            summed "$work/out" > "$work/$kind.$run"
            rm -rf "$work/out"
            cmp -s "$work/debug.1" "$work/$kind.$run" || { echo "$name: $kind, run $run, differs" >&2; exit 1; }
        done
    done
    told="$name: $(sha256sum < "$work/debug.1" | cut -c1-16), the same nine times"
    if [ -n "${PARVIS_BINARY:-}" ]; then
        for run in 1 2 3; do
            around $run "$PARVIS_BINARY" draw prepare --people "$instances/$name/people.csv" --quotas "$instances/$name/features.csv" \
                --seats "$seats" --panels 1000 --out "$work/out" > /dev/null
            summed "$work/out" > "$work/program.$run"
            rm -rf "$work/out"
            cmp -s "$work/debug.1" "$work/program.$run" || { echo "$name: the program, run $run, differs" >&2; exit 1; }
        done
        told="$told, and three times from the program"
    fi
    echo "$told"
done
