"""Fills a database made by `parvis migrate` with figures of a given size, all of them invented. See run.sh.

Size 1: 15 neighbourhoods in 8 communes; size 100: 1,500 in 800. At every size, 300 indicators over 12 years: 5.4 million figures of
neighbourhoods at size 100, and 2.9 million of communes. One figure in forty is secret, one in forty missing.
"""

import itertools
import json
import random
import sqlite3
import sys

INDICATORS, YEARS = 300, range(2012, 2024)
INVENTED, LICENCE = "Inventé pour mesurer", "Licence Ouverte 2.0"
# What the sheet of an indicator says beyond its definition: nothing here.
SHEET = ("", "", "", "", "", None, None, None, None, None, None, "", "", 1)


def put(database, table, rows):
    rows = iter(rows)
    first = next(rows)
    marks = ", ".join("?" * len(first))
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", itertools.chain([first], rows))


def code(n):
    place, rank = divmod(n, 99)
    return f"QN{place + 1:03}{rank + 1:02}M"


def reference(n):
    return "pop_mun" if n == 0 else f"ind_{n:03}"


def figures(places, chance):
    for place in places:
        for n in range(INDICATORS):
            level = chance.uniform(10, 70)
            for year in YEARS:
                draw = chance.random()
                absence = "not_disclosed" if draw < 0.025 else "missing" if draw < 0.05 else ""
                value = None if absence else round(level + chance.uniform(-4, 4), 1)
                yield (place, reference(n), "", year, 1, year + 2, value, absence, "", None, None, "", 1)


def main():
    path, size = sys.argv[1], int(sys.argv[2])
    count, communes = 15 * size, 8 * size
    chance = random.Random(size)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA synchronous = OFF")
        put(database, "commune", [(f"{n + 1000:05}", f"Commune {n}", "", f"{n % 95 + 1:02}", "76", "") for n in range(communes)])
        put(database, "indicator_theme", [(f"theme_{n}", f"Thème {n}", n) for n in range(10)])
        put(database, "indicator", [
            (reference(n), f"Indicateur inventé {n}", f"theme_{n % 10}", "percent" if n else "inhabitants", "", "INSEE", "", None, 0, n, *SHEET)
            for n in range(INDICATORS)
        ])
        put(database, "figure_origin", [(1, INVENTED, LICENCE, "2026-01-01")])
        ids = [chance.getrandbits(128).to_bytes(16, "big") for _ in range(2 * count)]
        put(database, "neighbourhood", [(ids[n], f"Quartier {n}", f"quartier {n}", "qpv", n + 1, "", 1) for n in range(count)])
        put(database, "neighbourhood_commune", [(ids[n], f"{n % communes + 1000:05}", 0) for n in range(count)])
        versions = []
        for n in range(count):
            west, south = -4 + chance.random() * 11, 43 + chance.random() * 7
            ring = [[round(west + chance.random() * 0.02, 4), round(south + chance.random() * 0.02, 4)] for _ in range(24)]
            ring.append(ring[0])
            shape = json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
            rings = json.dumps([ring], separators=(",", ":"))
            drawn = ("2024", shape, rings, 0, 0, 40.0, INVENTED, LICENCE, "", 1_711_843_200_000)
            versions.append((ids[count + n], ids[n], code(n), "2024", "2024-01-01", None, *drawn))
        put(database, "neighbourhood_version", versions)
        places = [code(n) for n in range(count)] + [f"{n + 1000:05}" for n in range(communes)]
        put(database, "figure", figures(places, chance))
        database.execute("ANALYZE")


main()
