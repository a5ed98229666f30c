"""Processor time of read_forms and of pyxform on the same forms, and their ratio.

compare.py READER FOLDER. Reading, checking and understanding: for pyxform up to the XForm, without its Java validator;
for ours up to the plan ready to be answered. The best of three for each file; the machine may be busy: read the ratios.
"""

import os
import pathlib
import resource
import subprocess
import sys
import time
import warnings

from pyxform.builder import create_survey_element_from_dict
from pyxform.xls2json import parse_file_to_json

warnings.simplefilter("ignore")
reader, folder = sys.argv[1], pathlib.Path(sys.argv[2])
files = sorted(path for path in folder.iterdir() if path.suffix in (".xlsx", ".xls"))


def theirs(path):
    """A first reading: pyxform remembers what it has parsed, so each reading has a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        start = time.process_time()
        try:
            create_survey_element_from_dict(parse_file_to_json(str(path))).to_xml(validate=False)
        except Exception:  # a refusal is work too
            pass
        os.write(writer, str(time.process_time() - start).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as told:
        return float(told.read())


def spent(times, path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([reader, str(times), str(path)], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(path):
    """Many readings, less the start of the program."""
    return max(spent(TIMES, path) - spent(0, path), 1e-6) / TIMES


TIMES = 40
mine = [min(ours(path) for _ in range(3)) for path in files]
pyxform = [min(theirs(path) for _ in range(3)) for path in files]
print(f"{'form':48} {'pyxform':>10} {'ours':>10} {'ratio':>7}")
for path, slow, fast in zip(files, pyxform, mine):
    print(f"{path.name:48} {slow * 1000:8.1f}ms {fast * 1000:8.2f}ms {slow / fast:6.0f}x")
print(f"{'all ' + str(len(files)):48} {sum(pyxform) * 1000:8.1f}ms {sum(mine) * 1000:8.2f}ms {sum(pyxform) / sum(mine):6.0f}x")
print(f"worst form: {max(mine) * 1000:.1f} ms")
