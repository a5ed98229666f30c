"""Times public pages of the observatory over figures of several sizes; prints both tables. See run.sh."""

import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from asking import Server, figure, part, spread  # noqa: E402


def pages(path):
    """What is asked: name, aim in milliseconds at the median, addresses."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        areas = spread([row[0] for row in database.execute("SELECT code FROM neighbourhood_version ORDER BY code")])
    references = spread([f"ind_{n:03}" for n in range(1, 300)])
    pairs = list(zip(references, references[1:] + references[:1]))
    told = [
        ("page of code", None, ["/r"]),
        ("portrait", 50, [f"/quartiers/{code}" for code in areas]),
        ("map of every neighbourhood", 150, [f"/observatoire/indicateurs/{one}" for one in references]),
        ("map of an earlier year", 150, [f"/observatoire/indicateurs/{one}?annee=2015" for one in references]),
        ("two indicators crossed", 100, [f"/observatoire/croisement?premier={one}&second={two}" for one, two in pairs]),
        ("four neighbourhoods compared", 100, [
            "/observatoire/comparaison?theme=Th%C3%A8me+1&" + "&".join(f"quartier={code}" for code in areas[n : n + 4])
            for n in range(0, max(1, len(areas) - 4), 4)
        ]),
        ("the observatory", 50, ["/observatoire"]),
    ]
    return [(name, aim, [fresh(one) for one in asked]) for name, aim, asked in told]


def fresh(path):
    """A page that says what was just done is never kept by the server: every answer is drawn."""
    return f"{path}{'&' if '?' in path else '?'}fait=rien"


def main():
    binary, folder, *sizes = sys.argv[1:]
    results, about = {}, []
    for size in sizes:
        path = pathlib.Path(folder, size, "parvis.sqlite")
        asked = pages(path)
        server = Server(binary, str(path.parent))
        try:
            before = server.memory()
            for name, aim, paths in asked:
                results.setdefault(name, (aim, []))[1].append(server.timed(paths))
                print(f"{size} {name}: {figure(part(results[name][1][-1][0], 0.5))} ms", file=sys.stderr)
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                counts = [database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("neighbourhood", "commune", "figure")]
            about.append((size, counts, path.stat().st_size / 1e6, before, server.memory()))
        finally:
            server.stop()
    tell(sizes, results, about)


def tell(sizes, results, about):
    base = results.pop("page of code")[1]
    lines = " | ".join(f"{size}×, median (ms) | 99 % | ÷ code" for size in sizes)
    print(f"| page | aim | {lines} | heaviest (kB) | {sizes[-1]}× ÷ {sizes[0]}× |")
    print("|---|---:|" + "---:|" * (3 * len(sizes) + 2))
    for name, (aim, measured) in results.items():
        medians = [part(times, 0.5) for times, _ in measured]
        cells = [
            f"{figure(median)} | {figure(part(times, 0.99))} | {figure(median / part(code, 0.5))}"
            for median, (times, _), (code, _) in zip(medians, measured, base)
        ]
        print(f"| {name} | {aim or ''} | {' | '.join(cells)} | {measured[-1][1] / 1e3:.0f} | {medians[-1] / medians[0]:.1f} |")
    print()
    print("| size | neighbourhoods | communes | figures | database (MB) | memory at start (MB) | most memory (MB) |")
    print("|---:|" + "---:|" * 6)
    for size, counts, weight, before, after in about:
        print(f"| {size} | {' | '.join(f'{count:,}' for count in counts)} | {weight:,.0f} | {before:.0f} | {after:.0f} |")


main()
