"""Draws by Parvis and by the Python library sortition-algorithms, back to back on the same files: processor seconds of
whole processes, one thread, and probabilities compared person by person.

compare.py PARVIS INSTANCES WORK [NAME...]
"""

import csv
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import time

LIBRARY = """
import csv, json, sys, os
folder, seats, algorithm, backend, out = sys.argv[1:]
from sortition_algorithms import core, features as f, people as p, settings as s
rows = list(csv.DictReader(open(folder + "/features.csv")))
head = list(rows[0])
features, *_ = f.read_in_features(head, rows)
body = list(csv.DictReader(open(folder + "/people.csv")))
config = s.Settings(id_column="id", columns_to_keep=[], solver_backend=backend, selection_algorithm=algorithm)
people, *_ = p.read_in_people(list(body[0]), body, features, config)
find = {"leximin": core.find_distribution_leximin, "maximin": core.find_distribution_maximin}[algorithm]
found = find(features, people, int(seats), [], backend)
chance = dict.fromkeys((row["id"] for row in body), 0.0)
for panel, weight in zip(found[0], found[1]):
    for one in panel:
        chance[one] += weight
json.dump(chance, open(out, "w"))
"""


def measured(command, limit):
    """Processor seconds and peak memory of a command and its children; nothing when it was stopped."""
    def bound():
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", PYTHONHASHSEED="0")
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, preexec_fn=bound)
    said = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    return {
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": time.monotonic() - started,
        "memory": usage.ru_maxrss / 1024,
        "is_done": os.waitstatus_to_exitcode(status) == 0,
        "said": said.strip().splitlines()[-1:] or [""],
    }


def below(ours, theirs):
    """Where our probabilities, lowest first, are lexicographically below theirs at a millionth; nothing when they are not.
    What they lost before, under the millionth, is told: the vector that is the fairest is one, nobody gains without it."""
    lost = (0.0, 0)
    for rank, (mine, other) in enumerate(zip(sorted(ours.values()), sorted(theirs.values())), 1):
        if abs(mine - other) > 1e-6:
            if mine > other:
                return None
            return f"{other - mine:.2e} above ours at the {rank}th lowest, {lost[0]:.1e} below at the {lost[1]}th"
        lost = max(lost, (mine - other, rank))
    return None


def main():
    parvis, instances, work, *names = sys.argv[1:]
    names = names or sorted(name for name in os.listdir(instances) if os.path.isdir(os.path.join(instances, name)))
    limit = int(os.environ.get("PARVIS_BENCHMARK_LIMIT", "120"))
    # Its licence stops at 2,000 people; its maximin is run where asked only.
    library = os.environ.get("PARVIS_BENCHMARK_LIBRARY")
    library = set(library.split() if library is not None else names) - {"fr_liste_32", "sfe_like_110", "xxl_150"}
    algorithms = os.environ.get("PARVIS_BENCHMARK_ALGORITHMS", "leximin").split()
    os.makedirs(work, exist_ok=True)
    script = os.path.join(work, "library.py")
    with open(script, "w") as file:
        file.write(LIBRARY)
    ratios = []
    for name in names:
        folder, out = os.path.join(instances, name), os.path.join(work, name)
        seats = name.rsplit("_", 1)[1]
        # The engine alone, with its own reading and writing, when its example is given in the place of the program.
        if os.path.basename(parvis) == "probe":
            verifier = os.path.join(os.path.dirname(__file__), "../../engines/sortition_verifier/python/verify.py")
            command, verify = [parvis, folder, seats, out, "1000"], [sys.executable, verifier, out]
        else:
            command = [parvis, "draw", "prepare", "--people", f"{folder}/people.csv", "--quotas", f"{folder}/features.csv",
                       "--seats", seats, "--panels", "1000", "--out", out]
            verify = [parvis, "draw", "verify", out]
        runs = []
        for _ in range(1 if name in ["sfe_like_110", "xxl_150"] else 3):
            shutil.rmtree(out, ignore_errors=True)
            runs.append(measured(command, 600))
        mine = min(runs, key=lambda run: run["cpu"])
        if not mine["is_done"]:
            print(f"| {name} | parvis: {mine['said']} |")
            continue
        with open(f"{out}/summary.json") as file:
            summary = json.load(file)
        with open(f"{out}/probabilities.csv") as file:
            ours = {row["id"]: float(row["probability"]) for row in csv.DictReader(file)}
        check = measured(verify, 600)
        gap = max(level["bound"] - level["achieved"] for level in summary["levels"])
        line = [name, summary["status"], f"{mine['cpu']:.3f} s", f"{mine['memory']:.1f} MB", f"{gap:.1e}",
                f"{summary['max_deviation']:.2e}", str(summary["spread"]), "verified" if check["is_done"] else "NOT VERIFIED"]
        for algorithm in algorithms if name in library else []:
            best = None
            for backend in ["highspy", "mip"]:
                theirs = os.path.join(work, f"{name}.{algorithm}.{backend}.json")
                run = measured([sys.executable, script, folder, seats, algorithm, backend, theirs], limit)
                if not run["is_done"]:
                    print(f"  {name} {algorithm} {backend}: stopped at {run['cpu']:.1f} s: {run['said'][0][:120]}", file=sys.stderr)
                    continue
                with open(theirs) as file:
                    chance = json.load(file)
                above = below(ours, chance) if algorithm == "leximin" else None
                if above:
                    line.append(f"{backend}: {above}")
                if best is None or run["cpu"] < best["cpu"]:
                    best = dict(run, backend=backend)
            if best is None:
                line.append(f"{algorithm}: not within {limit} s, at least {limit / mine['cpu']:.0f} times")
            else:
                ratio = best["cpu"] / mine["cpu"]
                line.append(f"{algorithm} {best['cpu']:.1f} s ({best['backend']}), {ratio:.0f} times")
                if algorithm == "leximin":
                    ratios.append(ratio)
        print("| " + " | ".join(line) + " |", flush=True)
    if ratios:
        mean = math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))
        print(f"leximin, geometric mean of {len(ratios)}: {mean:.0f} times; least {min(ratios):.0f}")


main()
