"""Times public pages on territories of several sizes; prints both tables. See run.sh."""

import http.client
import os
import pathlib
import re
import sqlite3
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


class Server:
    """The platform on a folder, with one connection kept open."""

    def __init__(self, binary, folder):
        environment = os.environ | {"PARVIS_REQUESTS_AT_ONCE": "1000000", "PARVIS_REQUESTS_PER_SECOND": "1000000"}
        command = [binary, "--data", folder, "serve", "--listen", "127.0.0.1:0", "--without-jobs"]
        self.log = pathlib.Path(folder, "serve.log")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log.open("w"), stderr=subprocess.STDOUT)
        host, waited = None, 0
        while not host and waited < 600 and self.process.poll() is None:
            time.sleep(0.1)
            waited += 1
            host = re.search(r"http://(127[0-9.:]+)", self.log.read_text())
        if not host:
            sys.exit(f"the server did not start: {self.log.read_text()[-2_000:]}")
        self.link = http.client.HTTPConnection(host.group(1), timeout=120)

    def ask(self, path):
        """Milliseconds, and bytes of the page."""
        begun = time.perf_counter()
        self.link.request("GET", path)
        answer = self.link.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1_000
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status}")
        return took, len(body)

    def memory(self):
        """The most the process ever held, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1_024

    def stop(self):
        self.link.close()
        self.process.terminate()
        self.process.wait()


def pages(path):
    """What is asked: name, aim in milliseconds at the median, addresses. Objects are taken here and there in the tables."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:

        def spread(every):
            return [every[n * len(every) // TIMES] for n in range(TIMES)] if len(every) > TIMES else every

        def some(sql):
            return spread([row[0] for row in database.execute(sql)])

        published = "FROM action_sheet WHERE is_published = 1"
        big = "(SELECT id FROM contract WHERE code = 'contrat-001')"
        current = "SELECT code FROM neighbourhood_version WHERE valid_until IS NULL"
        own = f"{current} AND neighbourhood IN (SELECT area FROM contract_area WHERE contract = {big})"
        sheets, needs = some(f"SELECT address {published} ORDER BY id"), some("SELECT code FROM need ORDER BY position")
        leads, areas = some("SELECT code FROM proposal ORDER BY id"), some(f"{current} ORDER BY code")
        contracts = some("SELECT code FROM contract WHERE code <> 'contrat-001' ORDER BY code")
        nodes = some(f"SELECT lower(hex(id)) FROM contract_node WHERE contract = {big} ORDER BY position")
        spoken = "SELECT n.code FROM need n JOIN lineage_link l ON l.to_id = n.id GROUP BY n.id ORDER BY COUNT(*) DESC LIMIT 1"
        (most,) = database.execute(spoken).fetchone()
        (count,) = database.execute(f"SELECT COUNT(*) {published}").fetchone()
        told = [
            ("page of code", None, ["/r"]),
            ("board, first page", 50, ["/actions"]),
            ("board, other pages", 50, [f"/actions?page={n}" for n in spread(range(1, count // 50 + 1))]),
            ("board of a contract", 50, [f"/actions?contrat={code}" for code in contracts]),
            ("board of the contract of 2,000 nodes", None, ["/actions?contrat=contrat-001"]),
            ("board of a neighbourhood", 50, [f"/actions?quartier={code}" for code in areas]),
            ("board, a word", None, [f"/actions?q={word}" for word in ("logement", "service 17", "f0019 emploi")]),
            ("sheet", 50, [f"/actions/{address}" for address in sheets]),
            ("thread of a sheet", 50, [f"/fil/action/{address}" for address in sheets]),
            ("thread of a need", 50, [f"/fil/besoin/{code}" for code in needs]),
            ("thread of the need most spoken of", 50, [f"/fil/besoin/{most}"]),
            ("thread of a lead", 50, [f"/fil/piste/{code}" for code in leads]),
            ("thread of an objective, 2,000 nodes", 50, [f"/fil/objectif/{id}" for id in nodes]),
            ("what became of needs", None, ["/fil"]),
            ("tree of 2,000 nodes", 100, ["/contrat/contrat-001"]),
            ("tree of 48 nodes", 100, [f"/contrat/{code}" for code in contracts]),
            ("colour of a neighbourhood", None, [f"/quartiers/{code}/couleur" for code in areas]),
            ("the same, contract of 2,000 nodes", None, [f"/quartiers/{code}/couleur" for code in some(own)]),
        ]
    # A page that says what was just done is never kept by the server: every answer is drawn.
    return [(name, aim, [fresh(urllib.parse.quote(one, safe="/?=&")) for one in asked]) for name, aim, asked in told]


def fresh(path):
    return f"{path}{'&' if '?' in path else '?'}fait=rien"


def timed(server, paths):
    """Times, and the heaviest page, once the first answers have filled what memory there is."""
    for path in paths[:3]:
        server.ask(path)
    times, heaviest, begun = [], 0, time.monotonic()
    for n in range(TIMES):
        took, weight = server.ask(paths[n % len(paths)])
        times.append(took)
        heaviest = max(heaviest, weight)
        if time.monotonic() - begun > LONGEST and len(times) >= 5:
            break
    return times, heaviest


def kept(server):
    """Median of a page that was drawn before and is kept."""
    return part([server.ask("/actions")[0] for _ in range(TIMES)][1:], 0.5)


def figure(value):
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def main():
    binary, folder, *sizes = sys.argv[1:]
    results, about, kept_times = {}, [], []
    for size in sizes:
        path = pathlib.Path(folder, size, "parvis.sqlite")
        asked = pages(path)
        server = Server(binary, str(path.parent))
        try:
            before = server.memory()
            for name, aim, paths in asked:
                results.setdefault(name, (aim, []))[1].append(timed(server, paths))
                print(f"{size} {name}: {figure(part(results[name][1][-1][0], 0.5))} ms", file=sys.stderr)
            kept_times.append(kept(server))
            about.append((size, counted(path), path.stat().st_size / 1e6, before, server.memory()))
        finally:
            server.stop()
    tell(sizes, results, about, kept_times)


def counted(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        tables = ("neighbourhood", "contract", "need", "action_sheet", "lineage_link")
        return [database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables]


def tell(sizes, results, about, kept_times):
    base = results.pop("page of code")[1]
    lines = " | ".join(f"{size}×, median (ms) | 99 % | ÷ code" for size in sizes)
    print(f"| page | aim | {lines} | times asked | heaviest (kB) | {sizes[-1]}× ÷ {sizes[0]}× |")
    print("|---|---:|" + "---:|" * (3 * len(sizes) + 3))
    for name, (aim, measured) in results.items():
        medians = [part(times, 0.5) for times, _ in measured]
        cells = [
            f"{figure(median)} | {figure(part(times, 0.99))} | {figure(median / part(code, 0.5))}"
            for median, (times, _), (code, _) in zip(medians, measured, base)
        ]
        times, weight = measured[-1]
        print(f"| {name} | {aim or ''} | {' | '.join(cells)} | {len(times)} | {weight / 1e3:.0f} | {medians[-1] / medians[0]:.1f} |")
    cells = " | ".join(f"{figure(median)} | | {figure(median / part(code, 0.5))}" for median, (code, _) in zip(kept_times, base))
    print(f"| board, first page, kept | | {cells} | {TIMES} | | {kept_times[-1] / kept_times[0]:.1f} |")
    print()
    print("| size | neighbourhoods | contracts | needs | sheets | links | database (MB) | memory at start (MB) | most memory (MB) |")
    print("|---:|" + "---:|" * 8)
    for size, counts, weight, before, after in about:
        print(f"| {size} | {' | '.join(f'{count:,}' for count in counts)} | {weight:,.0f} | {before:.0f} | {after:.0f} |")


main()
