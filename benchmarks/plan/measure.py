"""Times pages on territories of several sizes, public ones and those of an agent; prints both tables. See run.sh."""

import os
import pathlib
import sqlite3
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from asking import TIMES, Server, figure, part, spread  # noqa: E402
from generating import token  # noqa: E402


# Pages whose names hold these words, and the page they are compared with.
ONLY = os.environ.get("PARVIS_BENCHMARK_ONLY", "")


def pages(path):
    """What is asked: name, aim in milliseconds at the median, by whom, addresses. Objects are taken here and there in the tables."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:

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
        parts = [row[0] for row in database.execute("SELECT label FROM need_theme ORDER BY position")]
        plan, proofs = "contrat=contrat-001", some("SELECT code FROM evidence ORDER BY id")
        heard = f"WHERE consultation IN (SELECT id FROM consultation WHERE contract = {big}) ORDER BY id"
        words, notes = some(f"SELECT lower(hex(id)) FROM verbatim {heard}"), some(f"SELECT lower(hex(id)) FROM note {heard}")
        own_sheets = some(f"SELECT lower(hex(id)) FROM action_sheet WHERE contract = {big} ORDER BY code")
        told = [
            ("page of code", None, ["/r"]),
            ("board, first page", 50, ["/actions"]),
            ("board, other pages", 50, [f"/actions?page={n}" for n in spread(range(1, count // 25 + 1))]),
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
            ("thread of a piece of evidence", 50, [f"/fil/preuve/{code}" for code in proofs]),
            ("what became of needs", None, ["/fil"]),
            ("what became of needs, other parts", None, [f"/fil?partie={part}&page=2" for part in parts]),
            ("tree of 2,000 nodes", 100, ["/contrat/contrat-001"]),
            ("tree of 48 nodes", 100, [f"/contrat/{code}" for code in contracts]),
            ("colour of a neighbourhood", None, [f"/quartiers/{code}/couleur" for code in areas]),
            ("the same, contract of 2,000 nodes", None, [f"/quartiers/{code}/couleur" for code in some(own)]),
        ]
        inside = [
            ("inside: board, first page", 50, [f"/gestion/actions?{plan}"]),
            ("inside: board, a state", 50, [f"/gestion/actions?{plan}&etat={state}" for state in ("planned", "under_way", "done")]),
            ("inside: columns by state", None, [f"/gestion/actions/etats?{plan}"]),
            ("inside: timeline", None, [f"/gestion/actions/frise?{plan}"]),
            ("inside: calendar", None, [f"/gestion/actions/echeances?{plan}"]),
            ("inside: a sheet", 50, [f"/gestion/actions/{id}" for id in own_sheets]),
            ("inside: what became of needs", None, ["/gestion/fil"]),
            ("inside: thread of a need", 50, [f"/gestion/fil/besoin/{code}" for code in needs]),
            ("inside: thread of words", 50, [f"/gestion/fil/parole/{id}" for id in words]),
            ("inside: thread of a note", 50, [f"/gestion/fil/note/{id}" for id in notes]),
        ]
    told = [(name, aim, "", asked) for name, aim, asked in told] + [(name, aim, token("cheffe"), asked) for name, aim, asked in inside]
    # A page that says what was just done is never kept by the server: every answer is drawn.
    return [(name, aim, who, [fresh(urllib.parse.quote(one, safe="/?=&")) for one in asked]) for name, aim, who, asked in told if asked]


def fresh(path):
    return f"{path}{'&' if '?' in path else '?'}fait=rien"


def kept(server):
    """Median of a page that was drawn before and is kept."""
    return part([server.ask("/actions")[0] for _ in range(TIMES)][1:], 0.5)


def main():
    binary, folder, url, *sizes = sys.argv[1:]
    results, about, kept_times = {}, [], []
    for size in sizes:
        path = pathlib.Path(folder, size, "parvis.sqlite")
        asked = pages(path)
        server = Server(binary, str(path.parent) if not url else f"{path.parent}-postgres", url and f"{url}_{size}")
        try:
            before = server.memory()
            for name, aim, who, paths in asked:
                if ONLY and ONLY not in name and name != "page of code":
                    continue
                results.setdefault(name, (aim, []))[1].append(server.timed(paths, who))
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
