"""Times the pages of programming, votes, and the last hour of a call; prints the tables. See run.sh."""

import asyncio
import json
import os
import pathlib
import re
import sqlite3
import statistics
import sys
import time
import urllib.parse
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from asking import TIMES, Server, figure, part, spread, told as tell_pages  # noqa: E402

ROUNDS = int(os.environ.get("PARVIS_BENCHMARK_ROUNDS", "10"))


def named(row):
    return str(uuid.UUID(bytes=row))


def pages(told, database):
    """What is asked: name, aims in milliseconds at the median and at the 99th percentile, whose, addresses."""

    def some(sql, *values):
        return spread([named(row[0]) for row in database.execute(sql, values)])

    call = uuid.UUID(told["call"]).bytes
    files = some("SELECT id FROM application WHERE call = ? AND state = 'filed' ORDER BY id", call)
    projects = some("SELECT p.id FROM project p JOIN application a ON a.id = p.application WHERE a.call = ? AND a.state = 'filed' ORDER BY p.id", call)
    readers = some("SELECT id FROM account WHERE name LIKE 'lecture-%'")
    areas = some("SELECT DISTINCT area FROM contract_area")
    board, list = f"/gestion/programmation/{told['committee']}", f"/gestion/dossiers?appel={told['address']}"
    manager, reader, funder = told["manager"], told["reader"], told["funder"]
    writer = told["writers"][0]
    return [
        ("page of code", None, "", ["/r"]),
        ("list of files, first page", (100, 300), reader, [list]),
        ("list of files, other pages", (100, 300), reader, [f"{list}&page={n}" for n in range(1, 27)]),
        ("list of files, sorted", (100, 300), reader, [f"{list}&tri={key}&sens=decroissant" for key in ("demande", "cout", "porteur", "echeance")]),
        ("list of files, a word", (100, 300), reader, [f"{list}&q={word}" for word in ("logement", "association%2012", "formation")]),
        ("list of files, a neighbourhood", (100, 300), reader, [f"{list}&quartier={area}" for area in areas]),
        ("list of files, of a reader", (100, 300), manager, [f"{list}&lecteur={account}" for account in readers]),
        ("list of files, of a funder", (100, 300), funder, [list]),
        ("list of committees", (100, 300), manager, ["/gestion/programmation"]),
        ("list of envelopes", (100, 300), manager, ["/gestion/programmation/enveloppes"]),
        ("list of calls", (100, 300), manager, ["/gestion/appels"]),
        ("list of calls, for everybody", (100, 300), "", ["/appels?fait=rien"]),
        ("list of associations, for everybody", (100, 300), "", ["/associations?fait=rien"]),
        ("her exports", (100, 300), manager, ["/mes-exports"]),
        ("list of associations", (100, 300), manager, [f"/gestion/associations?page={n}" for n in range(1, 10)]),
        ("likenesses", (100, 300), manager, [f"/gestion/dossiers/ressemblances?appel={told['address']}"]),
        ("who reads what", (100, 300), manager, [f"/gestion/dossiers/repartition?appel={told['address']}"]),
        ("delays of the call, for everybody", (100, 300), "", [f"/appels/{told['address']}/delais?fait=rien"]),
        ("home of the back office", (100, 300), manager, ["/gestion"]),
        ("a file", (100, 300), reader, [f"/gestion/dossiers/{id}" for id in files]),
        ("a project", (100, 300), reader, [f"/gestion/dossiers/actions/{id}" for id in projects]),
        ("the committee's screen", (300, 300), funder, [board]),
        ("the same, other parts", (300, 300), funder, [f"{board}?page={n}" for n in range(1, 27)]),
        ("the same, what is to decide", (300, 300), funder, [f"{board}?decision=a_decider"]),
        ("the same, what changed", (300, 300), funder, [f"{board}?depuis=0"]),
        ("the same, projected", (300, 300), manager, [f"{board}/projection?action={n}" for n in range(1, 100)]),
        ("scenarios", (300, 300), manager, [f"{board}/scenarios"]),
        ("waves and minutes", (300, 300), manager, [f"{board}/releves"]),
        ("letters", (300, 300), manager, [f"{board}/courriers"]),
        ("drafts of a carrier", (100, 300), writer["token"], ["/dossiers"]),
        ("what there is to write", (100, 300), writer["token"], [f"/dossiers/{writer['application']}"]),
    ]


def votes(server, told, database):
    """Votes of one funder, one after the other, each on a line of its own."""
    lines = database.execute(
        "SELECT p.application, f.id, f.asked_cents, e.id FROM funding f JOIN project p ON p.id = f.project "
        "JOIN call_funder c ON c.id = f.call_funder JOIN envelope e ON e.funder = c.organisation AND e.year = f.year "
        "WHERE c.call = ? AND c.name = 'Financeur 1' AND NOT EXISTS (SELECT 1 FROM committee_vote v WHERE v.funding = f.id) ORDER BY f.id",
        (uuid.UUID(told["call"]).bytes,),
    ).fetchall()
    times = []
    for application, funding, asked, envelope in lines[:TIMES]:
        path = f"/gestion/programmation/{told['committee']}/lignes/{named(application)}/{named(funding)}/vote"
        fields = {"decision": "partial", "montant": str(asked // 200), "enveloppe": named(envelope), "revision": "0"}
        times.append(server.send(path, told["funder"], fields))
    return times


# Long answers of a project, saved in turn: what was acknowledged for each is looked for at the end.
QUESTIONS = ("description", "besoin", "public", "moyens", "evaluation")


class Pen:
    """One person of an association, with one connection kept open."""

    def __init__(self, server, writer, rank):
        self.host, self.writer, self.rank, self.revisions = server.host, writer, rank, dict.fromkeys(QUESTIONS, 0)
        self.path = f"/dossiers/{writer['application']}/question/{writer['project']}"

    async def open(self):
        address, port = self.host.split(":")
        self.reader, self.sender = await asyncio.open_connection(address, int(port))

    async def ask(self, method, question, body=""):
        head = f"{method} {self.path}/{question} HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\nCookie: parvis={self.writer['token']}\r\n"
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.sender.write((head + "\r\n" + body).encode())
        await self.sender.drain()
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        status, length = int(answer.split(" ")[1]), re.search(r"content-length: (\d+)", answer)
        if length:
            page = await self.reader.readexactly(int(length.group(1)))
        elif "chunked" in answer:
            page = b""
            while size := int((await self.reader.readline()).strip() or b"0", 16):
                page += await self.reader.readexactly(size)
                await self.reader.readline()
            await self.reader.readline()
        else:
            page = b""
        return status, page

    async def save(self, round):
        """Milliseconds, status, question and what was sent."""
        question = QUESTIONS[round % len(QUESTIONS)]
        words = f"Plume {self.rank:03} au tour {round:03}, des ateliers avec les habitants."
        body = urllib.parse.urlencode({"reponse": words, "revision": self.revisions[question]})
        begun = time.perf_counter()
        status, _ = await self.ask("POST", question, body)
        took = (time.perf_counter() - begun) * 1_000
        if status == 303:
            self.revisions[question] += 1
        return took, status, question, words


async def last_hour(server, told):
    """Everybody saves at the same time, several times; then every answer that was acknowledged is looked for."""
    pens = [Pen(server, writer, rank) for rank, writer in enumerate(told["writers"])]
    await asyncio.gather(*(pen.open() for pen in pens))
    times, refused, kept = [], 0, {}
    for round in range(ROUNDS):
        for pen, (took, status, question, words) in zip(pens, await asyncio.gather(*(pen.save(round) for pen in pens))):
            times.append(took)
            if status == 303:
                kept[pen.rank, question] = words
            else:
                refused += 1
    lost = 0
    for pen in pens:
        for question in QUESTIONS:
            _, page = await pen.ask("GET", question)
            if (pen.rank, question) in kept and kept[pen.rank, question] not in page.decode():
                lost += 1
    return times, refused, lost


def main():
    binary, folder, told, name, url = sys.argv[1:]
    told = json.loads(pathlib.Path(told).read_text())
    database = sqlite3.connect(f"file:{told['sqlite']}?mode=ro", uri=True)
    server = Server(binary, folder, url)
    try:
        results = []
        for what, aims, token, paths in pages(told, database):
            results.append((what, aims, *server.timed(paths, token)))
            print(f"{name} {what}: {figure(part(results[-1][2], 0.5))} ms", file=sys.stderr)
        votes_taken = votes(server, told, database)
        times, refused, lost = asyncio.run(last_hour(server, told))
        memory = server.memory()
    finally:
        server.stop()
    tell(name, results, votes_taken, (times, refused, lost), memory)


def tell(name, results, votes_taken, hour, memory):
    code = statistics.median(results[0][2])
    print(f"### {name}\n")
    tell_pages(results[1:], code)
    middle, last = part(votes_taken, 0.5), part(votes_taken, 0.99)
    within = "" if middle <= 50 else "**beyond**"
    print(f"| one vote kept | 50 | {figure(middle)} | {figure(last)} | {figure(middle / code)} | {len(votes_taken)} | | {within} |")
    times, refused, lost = hour
    print()
    print("| saves at once | saves | median (ms) | 99 % (ms) | longest (ms) | refused | acknowledged and not found | |\n|---:|---:|---:|---:|---:|---:|---:|---|")
    within = "" if max(times) <= 1_000 and refused == 0 and lost == 0 else "**beyond**"
    print(f"| 200 | {len(times):,} | {figure(part(times, 0.5))} | {figure(part(times, 0.99))} | {figure(max(times))} | {refused} | {lost} | {within} |")
    print(f"\nMost memory: {memory:.0f} MB; page of code: {code:.2f} ms.\n")


main()
