"""Power cuts on SQLite: a server takes answers while everything it writes is logged; the disk is then rebuilt as a cut at a
random moment leaves it (what was synced is there, the rest in part, in any order, pages torn), opened, and searched for
every answer that had been acknowledged before.

powercuts.py PARVIS CUTS [SECONDS]
"""

import http.client
import os
import pathlib
import random
import re
import secrets
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time

parvis, cuts = sys.argv[1], int(sys.argv[2])
seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 4
here = pathlib.Path(__file__).parent
work = pathlib.Path(tempfile.mkdtemp())
library = work / "powercut.so"
subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, here / "powercut.c", "-ldl"], check=True)
BASE = {**os.environ, "PARVIS_REQUESTS_AT_ONCE": "1000000", "PARVIS_REQUESTS_PER_SECOND": "1000000"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATH = "/q/comment-va-votre-quartier/envoi"
SECTOR = 512


def started(command, environment):
    arguments = [parvis, "--data", str(work / "data"), command, "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    for line in process.stdout:
        found = re.search(r"http://(127[0-9.]*:[0-9]+)", line)
        if found:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process, found.group(1)
    raise SystemExit("the server did not start")


def stopped(process):
    process.send_signal(signal.SIGTERM)
    process.wait()


# The demonstration, whole and at rest; then the same under the recorder.
process, _ = started("demo", BASE)
stopped(process)
database = next((work / "data").glob("*.sqlite"))
before = {database: database.read_bytes()}
log = work / "log"
process, address = started("serve", {**BASE, "LD_PRELOAD": str(library), "PARVIS_CUT_LOG": str(log)})
is_over = threading.Event()


def send():
    connection = http.client.HTTPConnection(address, timeout=20)
    while not is_over.is_set():
        body = f"cle={secrets.token_hex(16)}&version=1&r.quartier=QN01102I&r.de_quoi_faut_il_s=sante"
        connection.request("POST", PATH, body, FORM)
        connection.getresponse().read()


senders = [threading.Thread(target=send) for _ in range(16)]
for sender in senders:
    sender.start()
time.sleep(seconds)
is_over.set()
for sender in senders:
    sender.join()
process.send_signal(signal.SIGKILL)
process.wait()

events = []
raw = log.read_bytes()
at = 0
while at + 17 <= len(raw):
    kind = chr(raw[at])
    name_length, length = struct.unpack_from("<II", raw, at + 1)
    (offset,) = struct.unpack_from("<Q", raw, at + 9)
    name = raw[at + 17 : at + 17 + name_length].decode()
    start = at + 17 + name_length
    events.append((kind, name, offset, raw[start : start + length]))
    at = start + length
first = next(rank for rank, event in enumerate(events) if event[0] == "A")
codes = [event[3].decode() for event in events if event[0] == "A"]
print(f"{len(events):,} events, {len(codes):,} answers acknowledged")

# Which answer each code leads to is asked of a server on the whole file, once.
ids = {}
process, address = started("serve", BASE)
connection = http.client.HTTPConnection(address, timeout=30)
found = 0
for code in codes:
    connection.request("POST", "/q/suivi", f"cle={code}", FORM)
    answer = connection.getresponse()
    answer.read()
    found += answer.status == 200
stopped(process)
if found != len(codes):
    sys.exit(f"{len(codes) - found} acknowledged answers were lost to the kill itself")


def applied(disk, event, torn=None):
    kind, name, offset, bytes_ = event
    file = disk.setdefault(name, bytearray())
    if kind == "T":
        del file[offset:]
        return
    if torn is not None:
        bytes_ = bytes_[: torn * SECTOR]
    if len(file) < offset + len(bytes_):
        file.extend(b"\0" * (offset + len(bytes_) - len(file)))
    file[offset : offset + len(bytes_)] = bytes_


def rows(disk):
    folder = work / "cut"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, bytes_ in disk.items():
        (folder / pathlib.Path(name).name).write_bytes(bytes_)
    opened = sqlite3.connect(folder / database.name)
    sound = opened.execute("PRAGMA integrity_check").fetchone()[0]
    count = opened.execute("SELECT COUNT(*) FROM answer").fetchone()[0]
    opened.close()
    return sound, count


# Answers are only added while the log runs: after a cut there must be at least as many as were there plus those
# acknowledged, and never more than were sent.
_, there = rows({str(database): bytearray(before[database])})
chance = random.Random(2026)
moments = sorted(chance.randrange(first, len(events)) for _ in range(cuts))
synced = {str(database): bytearray(before[database])}
pending = []
acknowledged = lost = broken = 0
rank = 0
for moment in moments:
    while rank < moment:
        event = events[rank]
        if event[0] == "A":
            acknowledged += 1
        elif event[0] == "S":
            for one in pending:
                if one[1] == event[1]:
                    applied(synced, one)
            pending = [one for one in pending if one[1] != event[1]]
        else:
            pending.append(event)
        rank += 1
    disk = {name: bytearray(bytes_) for name, bytes_ in synced.items()}
    # What was not synced: some of it, in any order, the last of it torn.
    kept = [one for one in pending if chance.random() < 0.5]
    chance.shuffle(kept)
    for place, one in enumerate(kept):
        torn = chance.randrange(0, len(one[3]) // SECTOR + 1) if one[0] == "W" and place == len(kept) - 1 else None
        applied(disk, one, torn)
    sound, count = rows(disk)
    broken += sound != "ok"
    lost += max(0, there + acknowledged - count)
shutil.rmtree(work)
print(f"{cuts} power cuts, up to {acknowledged:,} answers acknowledged before one: {lost} lost, {broken} files not sound")
sys.exit(1 if lost or broken else 0)
