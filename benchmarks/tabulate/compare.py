"""Times of tabulate_bench, pandas and duckdb on the same answers, and their ratios.

compare.py BENCH FOLDER [ROWS...]. The machine may be busy: ours is the best of three runs, in wall clock; theirs is the median
of processor time. Read the ratios.
"""

import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import duckdb
import numpy as np
import pandas as pd

OPTIONS = 9
bench, folder = sys.argv[1], pathlib.Path(sys.argv[2])
sizes = [int(size) for size in sys.argv[3:]] or [500, 1_000, 10_000, 100_000, 1_000_000, 2_000_000]


def timed(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def load(singles, multiples):
    columns = {}
    for position in range(singles):
        columns[f"s{position}"] = np.fromfile(folder / f"s{position}", dtype=np.uint8)
    for position in range(multiples):
        for option in range(OPTIONS):
            columns[f"m{position}_{option}"] = np.fromfile(folder / f"m{position}_{option}", dtype=np.uint8)
    return pd.DataFrame(columns)


def pandas_single(data, one, two):
    kept = data[(data[one] != 255) & (data[two] != 255)]
    return pd.crosstab(kept[one], kept[two])


def pandas_multiple(data, one, two):
    columns = [f"{two}_{option}" for option in range(OPTIONS)]
    kept = data[(data[one] != 255) & (data[columns[0]] != 255)]
    return kept.groupby(one)[columns].sum()


def duck_single(base, one, two):
    return base.execute(
        f"select {one}, {two}, count(*) from answers where {one} <> 255 and {two} <> 255 group by all"
    ).fetchall()


def duck_multiple(base, one, two):
    sums = ", ".join(f"sum({two}_{option})" for option in range(OPTIONS))
    return base.execute(
        f"select {one}, count(*), {sums} from answers where {one} <> 255 and {two}_0 <> 255 group by all"
    ).fetchall()


for rows in sizes:
    singles, multiples = (30, 10) if rows <= 100_000 else (22, 8)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ours = {}
    for _ in range(3):
        said = subprocess.run(
            [bench, folder, str(rows), str(singles), str(multiples)], check=True, capture_output=True, text=True
        ).stdout
        for name, value in (line.split() for line in said.splitlines()):
            ours[name] = min(float(value), ours.get(name, float("inf")))
    data = load(singles, multiples)
    base = duckdb.connect()
    base.execute("set threads = 1")
    base.register("frame", data)
    base.execute("create table answers as select * from frame")
    pairs = [(one, one + 1) for one in range(0, 10)]
    print(f"\n{rows} answers, {singles} single and {multiples} several-choice questions, {ours.pop('bytes') / 1e6:.1f} MB")
    for name, value in ours.items():
        print(f"  {name:32} {value * 1e3:12.4f} ms")
    for name, pandas_one, duck_one, second in [
        ("crossing_single_single", pandas_single, duck_single, lambda two: f"s{two}"),
        ("crossing_single_multiple", pandas_multiple, duck_multiple, lambda two: f"m{two % multiples}"),
    ]:
        in_pandas = statistics.median(timed(lambda: pandas_one(data, f"s{one}", second(two))) for one, two in pairs)
        in_duck = statistics.median(timed(lambda: duck_one(base, f"s{one}", second(two))) for one, two in pairs)
        print(
            f"  {name:32} pandas {in_pandas * 1e3:9.2f} ms = {in_pandas / ours[name]:7.1f} times,"
            f" duckdb {in_duck * 1e3:9.2f} ms = {in_duck / ours[name]:7.1f} times"
        )
