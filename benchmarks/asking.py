"""What the benchmarks of pages share: a server with one connection kept open, times, and how they are written."""

import http.client
import os
import pathlib
import re
import subprocess
import sys
import time
import urllib.parse

TIMES = int(os.environ.get("PARVIS_BENCHMARK_TIMES", "200"))
# A page so slow is asked fewer times, and its line says how many.
LONGEST = 30.0


def part(times, share):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * share))]


def figure(value):
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def spread(every):
    """As many as are asked for, taken here and there."""
    return [every[n * len(every) // TIMES] for n in range(TIMES)] if len(every) > TIMES else every


class Server:
    """The platform on a folder and a database, with one connection kept open."""

    def __init__(self, binary, folder, database="", works=False):
        environment = os.environ | {"PARVIS_REQUESTS_AT_ONCE": "1000000", "PARVIS_REQUESTS_PER_SECOND": "1000000"}
        command = [binary, *(["--database", database] if database else []), "--data", folder]
        command += ["serve", "--listen", "127.0.0.1:0", *([] if works else ["--without-jobs"])]
        self.log = pathlib.Path(folder, "serve.log")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log.open("w"), stderr=subprocess.STDOUT)
        found, waited = None, 0
        while not found and waited < 600 and self.process.poll() is None:
            time.sleep(0.1)
            waited += 1
            found = re.search(r"http://(127[0-9.:]+)", self.log.read_text())
        if not found:
            sys.exit(f"the server did not start: {self.log.read_text()[-2_000:]}")
        self.host = found.group(1)
        self.link = http.client.HTTPConnection(self.host, timeout=300)

    def headers(self, token):
        cookie = {"Cookie": f"parvis={token}"} if token else {}
        return {"Origin": f"http://{self.host}", **cookie}

    def ask(self, path, token=""):
        """Milliseconds, and the page."""
        begun = time.perf_counter()
        self.link.request("GET", path, headers=self.headers(token))
        answer = self.link.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1_000
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status} {body[:400]}")
        return took, body

    def send(self, path, token, fields):
        """Milliseconds."""
        body = urllib.parse.urlencode(fields)
        headers = self.headers(token) | {"Content-Type": "application/x-www-form-urlencoded"}
        begun = time.perf_counter()
        self.link.request("POST", path, body, headers)
        answer = self.link.getresponse()
        page = answer.read()
        took = (time.perf_counter() - begun) * 1_000
        if answer.status != 303:
            sys.exit(f"{path}: {answer.status} {re.sub('<[^>]*>', ' ', page.decode())[-1_500:]}")
        return took

    def timed(self, paths, token=""):
        """Times, and the heaviest page, once the first answers have filled what memory there is."""
        for path in paths[:3]:
            self.ask(path, token)
        times, heaviest, begun = [], 0, time.monotonic()
        for n in range(TIMES):
            took, body = self.ask(paths[n % len(paths)], token)
            times.append(took)
            heaviest = max(heaviest, len(body))
            if time.monotonic() - begun > LONGEST and len(times) >= 5:
                break
        return times, heaviest

    def memory(self):
        """The most the process ever held, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1_024

    def stop(self):
        self.link.close()
        self.process.terminate()
        self.process.wait()


def told(pages, code):
    """Lines of a table: each page with its aims at the median and at the 99th percentile, its times, its weight."""
    print("| page | aim | median (ms) | 99 % (ms) | ÷ code | times asked | heaviest (kB) | |\n|---|---:|---:|---:|---:|---:|---:|---|")
    for what, aims, times, heaviest in pages:
        middle, last = part(times, 0.5), part(times, 0.99)
        within = "" if middle <= aims[0] and last <= aims[1] else "**beyond**"
        print(f"| {what} | {aims[0]} / {aims[1]} | {figure(middle)} | {figure(last)} | {figure(middle / code)} | {len(times)} | {heaviest / 1e3:.0f} | {within} |")
