"""Processor time of read_forms and of pyxform on the same forms, and their ratio.

compare.py READER FOLDER. Reading, checking and understanding: for pyxform up to the XForm, without its Java validator;
for ours up to the plan ready to be answered. The best of three for each file; the machine may be busy: read the ratios.
"""

import pathlib
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
    start = time.process_time()
    try:
        create_survey_element_from_dict(parse_file_to_json(str(path))).to_xml(validate=False)
        is_accepted = True
    except Exception:  # a refusal is work too
        is_accepted = False
    return time.process_time() - start, is_accepted


def ours():
    said = subprocess.run([reader, *map(str, files)], capture_output=True, text=True, check=True).stdout
    return [float(line.split("\t")[1]) for line in said.splitlines()]


theirs(files[0])
runs = [ours() for _ in range(3)]
mine = [min(run[place] for run in runs) for place in range(len(files))]
pyxform = [min(theirs(path)[0] for _ in range(3)) for path in files]
print(f"{'form':48} {'pyxform':>10} {'ours':>10} {'ratio':>7}")
for path, slow, fast in zip(files, pyxform, mine):
    print(f"{path.name:48} {slow * 1000:8.1f}ms {fast * 1000:8.2f}ms {slow / fast:6.0f}x")
print(f"{'all ' + str(len(files)):48} {sum(pyxform) * 1000:8.1f}ms {sum(mine) * 1000:8.2f}ms {sum(pyxform) / sum(mine):6.0f}x")
print(f"worst form: {max(mine) * 1000:.1f} ms")
