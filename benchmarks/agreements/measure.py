"""Times the papers of a year, the open data of all years, and the pages of agreements; prints the tables. See run.sh."""

import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from asking import Server, figure, part, spread, told as tell_pages  # noqa: E402

HOME = "/gestion/conventions"

# Without papers, agreements are signed as they were prepared: for whoever measures pages and open data only.
PAPERS = os.environ.get("PARVIS_BENCHMARK_PAPERS", "1") != "0"


class Rows:
    """What stands in the database, on SQLite or on PostgreSQL."""

    def __init__(self, path, url):
        self.path, self.url = path, url

    def ask(self, sql):
        if self.url:
            asked = subprocess.run(["psql", "-qAt", "-F", "\t", self.url, "-c", sql], capture_output=True, text=True, check=True)
            return [line.split("\t") for line in asked.stdout.splitlines() if line]
        with sqlite3.connect(self.path, timeout=30) as database:
            rows = database.execute(sql).fetchall()
        return [[str(uuid.UUID(bytes=one)) if isinstance(one, bytes) else str(one) for one in row] for row in rows]


def prepared(server, manager, contract, call):
    """Agreements of a call made from its decisions: milliseconds."""
    return server.send(f"{HOME}/preparation", manager, {"appel": call, "contrat": contract})


def papers(server, rows, manager, contract, call):
    """Every draft of a call put on paper by a job: how many, seconds, and how often the page told how far it was."""
    server.send(f"{HOME}/signature", manager, {"appel": call, "contrat": contract})
    begun, told = time.monotonic(), set()
    while True:
        _, page = server.ask(f"{HOME}?contrat={contract}&appel={call}&fait=rien", manager)
        said = re.search(r"demandée le .*? par .*?: ?([^<]*)<", page.decode().replace("\u202f", " ").replace("\xa0", " "))
        told.add(said.group(1) if said else "")
        if said and said.group(1).strip().startswith("terminé"):
            break
        if time.monotonic() - begun > 900:
            sys.exit(f"the papers are not finished: {told}")
        time.sleep(0.25)
    took = time.monotonic() - begun
    of_call = f"FROM agreement_version v JOIN agreement a ON a.id = v.agreement WHERE a.call = {quoted(call, rows.url)}"
    ((made,),) = rows.ask(f"SELECT COUNT(*) {of_call} AND v.state = 'circulating'")
    return int(made), took, len(told)


def quoted(id, url):
    return f"'{id}'" if url else f"X'{uuid.UUID(id).hex}'"


def signed(rows):
    """Every paper that goes round is signed, in May of the year of its call: what is measured is not the signing. Without papers, drafts
    are."""
    day = "(SELECT c.year || '-05-15' FROM agreement a JOIN call c ON c.id = a.call WHERE a.id = agreement_version.agreement)"
    rows.ask(f"UPDATE agreement_version SET state = 'signed', noted_at = made_at, signed_on = {day} WHERE state = '{'circulating' if PAPERS else 'draft'}'")


def pages(rows, told, contract):
    """What is asked: name, aims in milliseconds at the median and at the 99th percentile, whose, addresses."""
    manager = told["manager"]
    agreements = spread([row[0] for row in rows.ask("SELECT id FROM agreement ORDER BY number")])
    funders = [row[0] for row in rows.ask("SELECT DISTINCT payer FROM agreement")]
    calls = [row[0] for row in rows.ask("SELECT DISTINCT call FROM agreement")]
    asked = f"?contrat={contract}&fait=rien"
    return [
        ("list of agreements", (100, 300), manager, [f"{HOME}{asked}"]),
        ("the same, other pages", (100, 300), manager, [f"{HOME}{asked}&page={n}" for n in range(2, 6)]),
        ("the same, of a call", (100, 300), manager, [f"{HOME}{asked}&appel={id}" for id in calls]),
        ("the same, of a funder", (100, 300), manager, [f"{HOME}{asked}&financeur={id}" for id in funders]),
        ("the same, a word", (100, 300), manager, [f"{HOME}{asked}&q={word}" for word in ("association", "123", "logement")]),
        ("an agreement", (100, 300), manager, [f"{HOME}/{id}" for id in agreements]),
        ("who signs", (100, 300), manager, [f"{HOME}/{id}/signatures" for id in agreements]),
        ("payments", (100, 300), manager, [f"/gestion/paiements{asked}"]),
        ("reports awaited", (100, 300), manager, [f"/gestion/comptes-rendus{asked}"]),
        ("repayments", (100, 300), manager, [f"/gestion/reversements{asked}"]),
        ("what is left out of open data", (100, 300), manager, [f"{HOME}/publication{asked}"]),
        ("grants published, for everybody", (100, 300), "", ["/donnees/subventions?fait=rien"]),
        ("home of an agent", (100, 300), manager, ["/gestion?fait=rien"]),
    ]


def main():
    binary, folder, told, name, url = sys.argv[1:]
    told = json.loads(pathlib.Path(told).read_text())
    rows = Rows(told["sqlite"] if not url else "", url)
    if not url:
        rows.path = str(next(pathlib.Path(folder).glob("*.sqlite")))
    ((contract,),) = rows.ask("SELECT code FROM contract ORDER BY starts_on DESC LIMIT 1")
    calls = rows.ask("SELECT id, year FROM call WHERE address LIKE 'mesure-%' ORDER BY year")
    calls = [(call, year) for call, year in calls if call != told["call"]]
    server = Server(binary, folder, url, works=True)
    try:
        print(f"### {name}\n")
        print("| year | agreements prepared from decisions (s) | papers | seconds | papers a second | states told |\n|---:|---:|---:|---:|---:|---:|")
        for call, year in calls:
            took = prepared(server, told["manager"], contract, call) / 1_000
            if not PAPERS:
                print(f"| {year} | {took:.1f} | | | | |", flush=True)
                continue
            made, seconds, states = papers(server, rows, told["manager"], contract, call)
            print(f"| {year} | {took:.1f} | {made:,} | {seconds:.1f} | {made / seconds:.1f} | {states} |", flush=True)
        server.stop()
        signed(rows)
        if url:
            rows.ask("ANALYZE")
        server = Server(binary, folder, url, works=True)
        code = part(server.timed(["/r"])[0], 0.5)
        begun, weight = time.perf_counter(), 0
        for _, year in calls:
            weight += len(server.ask(f"/donnees/subventions/{contract}/{year}/scdl.csv")[1])
        print(f"\nOpen data of {len(calls)} years, a file each: {time.perf_counter() - begun:.2f} s, {weight / 1e6:.1f} MB.\n")
        results = []
        for what, aims, token, paths in pages(rows, told, contract):
            results.append((what, aims, *server.timed(paths, token)))
            print(f"{name} {what}: {figure(part(results[-1][2], 0.5))} ms", file=sys.stderr)
        tell_pages(results, code)
        print(f"\nMost memory: {server.memory():.0f} MB; page of code: {code:.2f} ms.\n")
    finally:
        server.stop()


main()
