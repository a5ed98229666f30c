"""Answers sent to a server that is killed again and again: everything that was acknowledged must be there.

kills.py PARVIS ROUNDS [DATABASE_URL]
"""

import http.client
import re
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time

parvis, rounds = sys.argv[1], int(sys.argv[2])
options = ["--database", sys.argv[3]] if len(sys.argv) > 3 else []
PATH = "/q/comment-va-votre-quartier/envoi"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CODE = re.compile(r"<code>([A-Z0-9-]{19})</code>")


def started(folder, is_first):
    command = [parvis, *options, "--data", folder, "demo" if is_first else "serve", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=ENVIRONMENT)
    for line in process.stdout:
        found = re.search(r"http://(127[0-9.]*:[0-9]+)", line)
        if found:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process, found.group(1)
    raise SystemExit("the server did not start")


def send(address, acknowledged, is_over):
    connection = http.client.HTTPConnection(address, timeout=10)
    while not is_over.is_set():
        body = f"cle={secrets.token_hex(16)}&version=1&r.quartier=QN01102I&r.de_quoi_faut_il_s=sante"
        try:
            connection.request("POST", PATH, body, FORM)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return
        if answer.status == 200:
            acknowledged.append(CODE.search(page).group(1))


import os

ENVIRONMENT = {**os.environ, "PARVIS_REQUESTS_AT_ONCE": "1000000", "PARVIS_REQUESTS_PER_SECOND": "1000000"}
folder = tempfile.mkdtemp()
acknowledged = []
for turn in range(rounds):
    process, address = started(folder, turn == 0)
    is_over = threading.Event()
    senders = [threading.Thread(target=send, args=(address, acknowledged, is_over)) for _ in range(8)]
    for sender in senders:
        sender.start()
    time.sleep(0.05 + secrets.randbelow(400) / 1000)
    process.send_signal(signal.SIGKILL)
    process.wait()
    is_over.set()
    for sender in senders:
        sender.join()

process, address = started(folder, False)
lost = 0
connection = http.client.HTTPConnection(address, timeout=30)
for code in acknowledged:
    connection.request("POST", "/q/suivi", f"cle={code}", FORM)
    answer = connection.getresponse()
    answer.read()
    lost += answer.status != 200
process.send_signal(signal.SIGTERM)
process.wait()
print(f"{rounds} kills, {len(acknowledged):,} answers acknowledged, {lost} lost")
sys.exit(1 if lost or not acknowledged else 0)
