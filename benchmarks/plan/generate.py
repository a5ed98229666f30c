"""Fills a database made by `parvis migrate` with a territory of a given size, all of it invented. See run.sh.

Size 1: 15 neighbourhoods, 5 contracts, 400 sheets, 20,000 links; size 100: 1,500, 450, 40,000 and 2,000,000, a country.
At every size the first contract has a tree of 2,000 nodes; it has as many times the sheets of another as the size, 20 at most.
Its project manager is signed in. The first words said of each need are kept as words, proved and noted at a gathering.
"""

import itertools
import json
import math
import pathlib
import random
import sqlite3
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from generating import Base, person  # noqa: E402

DAY = 86_400_000
START = 1_711_843_200_000  # 31 March 2024
INVENTED, LICENCE, SOURCE = "Inventé pour mesurer", "Licence Ouverte 2.0", "comité de pilotage"
NODES, LENSES = 2_000, ("women", "youth", "single-parents", "rights", "climate", "mobility", "digital")
STATES = ("planned", "under_way", "under_way", "done", "done", "suspended", "abandoned")
WORDS = (
    "accompagner les familles vers un logement digne et ouvrir des lieux de rencontre dans le quartier avec les habitants "
    "pour que chaque jeune trouve une place une formation un emploi et que la santé soit proche de tous malgré les distances"
).split()


class Draw:
    """Chance that comes out the same every time, and identifiers in the order of time, as the platform makes them."""

    def __init__(self, seed):
        self.chance, self.at = random.Random(seed), START

    def id(self, at=None):
        self.at += 1
        number = (at or self.at) << 80 | 7 << 76 | self.chance.getrandbits(12) << 64 | 2 << 62 | self.chance.getrandbits(62)
        return number.to_bytes(16, "big")

    def words(self, count):
        return " ".join(self.chance.choices(WORDS, k=count)).capitalize()

    def day(self):
        return f"{self.chance.randint(2024, 2030)}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"


class Sizes:
    """How many of each thing, at a size."""

    def __init__(self, size):
        self.areas, self.sheets, self.links = 15 * size, 400 * size, 20_000 * size
        self.contracts = math.ceil(4.5 * size)
        self.needs, self.leads, self.evidence = 20 * size, 30 * size, 300 * size


def put(database, table, rows):
    rows = rows if isinstance(rows, list) else list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


# What the sheet of an indicator says beyond its definition: nothing here.
SHEET = ("", "", "", "", "", None, None, None, None, None, None, "", "", 1)


def territory(database, draw, sizes):
    """Neighbourhoods in two generations of the zoning, with forty figures each; gives their identifiers."""
    put(database, "commune", [(f"{n:05}", f"Commune {n}", "", f"{n % 95 + 1:02}", "76", "") for n in range(sizes.areas)])
    put(database, "indicator_theme", [("population", "Population", 1)])
    codes = ["pop_mun"] + [f"part_{n}" for n in range(39)]
    put(database, "indicator", [
        (code, f"Indicateur {code}", "population", "inhabitants", "ensemble", "INSEE", "", None, 0, rank, *SHEET)
        for rank, code in enumerate(codes)
    ])
    put(database, "figure_origin", [(1, INVENTED, LICENCE, "2026-01-01")])
    areas, versions, figures, communes = [], [], [], []
    for n in range(sizes.areas):
        area, name = draw.id(), f"Quartier {n} {draw.words(2)}"
        areas.append((area, name, name.lower(), "qpv", n + 1, "", 1))
        communes.append((area, f"{n:05}", 0))
        west, chance = 2 + n * 0.01, draw.chance
        ring = [[round(west + chance.random() * 0.01, 4), round(43 + chance.random() * 0.01, 4)] for _ in range(80)]
        shape = json.dumps({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
        rings, (place, rank) = json.dumps([ring], separators=(",", ":")), divmod(n, 99)
        for code, generation, begins, ends in (
            (f"QP{place + 1:03}{rank + 1:03}", "2015", "2015-01-01", "2023-12-31"),
            (f"QN{place + 1:03}{rank + 1:02}M", "2024", "2024-01-01", None),
        ):
            version = draw.id()
            drawn = (generation, shape, rings, 0, 0, 40.0, INVENTED, LICENCE, "", START)
            versions.append((version, area, code, generation, begins, ends, *drawn))
            edition = int(generation) + 1
            for one in codes:
                value = float(chance.randint(900, 5_000))
                figures.append((code, one, "", 2018, 1, edition, value, "", "", None, None, "", 1))
    put(database, "neighbourhood", areas)
    put(database, "neighbourhood_commune", communes)
    put(database, "neighbourhood_version", versions)
    put(database, "figure", figures)
    return [area for area, *_ in areas]


def tree(draw, contract, wanted):
    """Levels and nodes of a contract; gives its rows and, for sheets, its leaves with the top they stand under."""
    named = ((1, "Enjeu", 0), (2, "Objectif", 0), (3, "Mesure", 0), (1, "Axe", 1))
    levels = [
        (draw.id(), contract, depth, one, f"{one}s", across, rank, 1) for rank, (depth, one, across) in enumerate(named, 1)
    ]
    tops, axes = (10, 10) if wanted == NODES else (3, 3)
    middle = tops * (18 if wanted == NODES else 4)
    nodes, leaves = [], []

    def add(level, parent, code):
        nodes.append((draw.id(), contract, levels[level][0], parent, code, draw.words(8), draw.words(15), "", len(nodes) + 1, 1))
        return nodes[-1][0]

    above = [add(0, None, f"E{n + 1:02}") for n in range(tops)]
    under = [(above[n % tops], add(1, above[n % tops], f"O{n + 1:03}")) for n in range(middle)]
    for n in range(wanted - tops - middle - axes):
        top, parent = under[n % middle]
        leaves.append((top, add(2, parent, f"M{n + 1:04}")))
    lenses = [add(3, None, f"A{n + 1:02}") for n in range(axes)]
    return levels, nodes, leaves, lenses


def contracts(database, draw, sizes, areas):
    """Contracts with their perimeter and their tree: each as `(id, code, areas, leaves, lenses)`."""
    told, rows, places, levels, nodes = [], [], [], [], []
    shares = [areas[: max(3, len(areas) // 50)]]
    rest = areas[len(shares[0]):]
    others = sizes.contracts - 1
    shares += [rest[n::others] for n in range(others)]
    for n, own in enumerate(shares):
        contract, code = draw.id(), f"contrat-{n + 1:03}"
        terms = ("2024-03-31", "2030-03-30", 2027, 2024, "signed", INVENTED, "", 1, f"Agglomération {n + 1}", None)
        rows.append((contract, code, f"Contrat de ville {n + 1}", *terms))
        places.extend((draw.id(), contract, area, rank) for rank, area in enumerate(own, 1))
        own_levels, own_nodes, leaves, lenses = tree(draw, contract, NODES if n == 0 else 48)
        levels += own_levels
        nodes += own_nodes
        told.append((contract, code, own, leaves, lenses))
    put(database, "contract", rows)
    put(database, "contract_area", places)
    put(database, "contract_level", levels)
    put(database, "contract_node", nodes)
    put(database, "contract_history", [(contract, 0) for contract, *_ in told])
    return told


def listening(database, draw, sizes, areas, contracts):
    """Needs with their evidence, and leads; gives the identifiers of both."""
    themes = [(draw.id(), f"theme-{n}", f"Sujet {n}", n) for n in range(12)]
    families = [(draw.id(), f"famille-{n}", f"Famille {n}", n) for n in range(12)]
    put(database, "need_theme", themes)
    put(database, "solution_theme", families)
    consultations = [(draw.id(), f"ecoute-{code}", contract, "Écoute", "2025", "2025-12-31", 1) for contract, code, *_ in contracts]
    channels = [(draw.id(), one[0], f"canal-{n}", f"Canal {n}", "residents", "", n, 1) for one in consultations for n in range(3)]
    put(database, "consultation", consultations)
    put(database, "channel", channels)
    needs = [(draw.id(), f"B{n + 1:04}", draw.words(9), themes[n % 12][0], None, "", n, 1) for n in range(sizes.needs)]
    leads = [(draw.id(), f"P{n + 1:04}", draw.words(9), families[n % 12][0], "linked", None, "", "", n, 1) for n in range(sizes.leads)]
    put(database, "need", needs)
    put(database, "proposal", leads)
    evidence, proofs = [], {}
    for n in range(sizes.evidence):
        channel, need = draw.chance.choice(channels), needs[n % len(needs)][0]
        where = (channel[1], need, draw.chance.choice(areas), channel[0], None, "Habitants", "2025-03-01", None)
        said = (draw.words(25), "need", None, "", "public", None, "", START + n, 1)
        evidence.append((draw.id(), f"PV{n}", *where, *said))
        proofs.setdefault(need, []).append((evidence[-1][0], channel[1], channel[0], where[2]))
    put(database, "evidence", evidence)
    return [row[0] for row in needs], [row[0] for row in leads], proofs


class Heard:
    """The first words said of each need: sentences that were accepted and made evidence, a third of them noted at a gathering."""

    EACH = 30

    def __init__(self, base, draw, proofs):
        self.base, self.draw, self.proofs, self.counts, self.meetings = base, draw, proofs, {}, {}

    def meeting(self, consultation, channel):
        if consultation not in self.meetings:
            self.meetings[consultation] = self.draw.id()
            gathering = self.meetings[consultation]
            self.base.add("gathering", id=gathering, channel=channel, topic="Atelier", times=1, held_on="2025-03-01", place="Maison de quartier")
            self.base.add("meeting", id=gathering, consultation=consultation, invites="notes", kind="need", audience="Habitants", revision=1)
            self.base.add("sorting", id=consultation)
        return self.meetings[consultation]

    def words(self, need, n):
        """The sentence said of a need at that rank, and the links it brings; another is known by its identifier only."""
        said, told, links = self.draw.id(START + n), self.counts.get(need, 0), []
        self.counts[need] = told + 1
        proofs = self.proofs.get(need)
        if told < self.EACH and proofs:
            proof, consultation, channel, area = proofs[told % len(proofs)]
            self.base.add("verbatim", id=said, consultation=consultation, channel=channel, area=area, audience="Habitants", month="2025-03",
                          times_said=1, masked=self.draw.words(20), state="accepted", draw=n, recorded_at=START + n, evidence=proof, revision=1)
            links += [("parole", said, "preuve", proof), ("preuve", proof, "besoin", need)]
            if told % 3 == 0:
                note = self.draw.id(START + n)
                self.base.add("note", id=note, consultation=consultation, meeting=self.meeting(consultation, channel), seq=n, words=self.draw.words(12),
                              audience="Habitants", kind="need", origin="team", verbatim=said, put_at=START + n)
                links.append(("note", note, "parole", said))
        return said, links


def sheets(database, draw, sizes, contracts, needs):
    """Sheets with everything they hold; gives `(sheet, objective, needs)` for the thread."""
    told = []
    share = min(20, sizes.sheets // 400)
    owners = [contracts[0]] * share + contracts[1:]
    counters, batch = {}, {}
    known = []

    def add(table, *row):
        batch.setdefault(table, []).append((draw.id(), *row))

    def flush():
        for table, rows in batch.items():
            put(database, table, rows)
        batch.clear()

    for n in range(sizes.sheets):
        contract, code, areas, leaves, lenses = owners[n % len(owners)]
        counters[code] = counters.get(code, 0) + 1
        own, chance = f"F{counters[code]:04}", draw.chance
        top, leaf = chance.choice(leaves)
        title, finding, aims, text = draw.words(9), draw.words(60), draw.words(30), draw.words(150)
        public, state, at = n % 10 != 9, chance.choice(STATES), START + n * 1_000
        words = f"{own} {title} {finding} {aims} {text}".lower()[:1_500]
        sheet = draw.id()
        batch.setdefault("action_sheet", []).append((
            sheet, contract, own, f"{code}-{own.lower()}", title, finding, top, leaf, aims, text, draw.words(6), draw.words(6),
            f"Service {n % 300}", "Commune", "medium", "2024-09-01", draw.day(), "consultation", draw.words(20), draw.words(20),
            state, "2026-03-03", SOURCE, "", int(public), at if public else None, at, words, 1,
        ))
        for rank, area in enumerate(chance.sample(areas, min(len(areas), chance.randint(1, 4))), 1):
            add("sheet_area", sheet, area, state, "", rank)
        for lens in (chance.choice(LENSES), str(uuid.UUID(bytes=chance.choice(lenses)))):
            add("sheet_lens", sheet, lens)
        heard = chance.sample(needs, 3)
        for rank in range(1, 5):
            nature, funder = "specific" if rank % 2 else "common_law", f"Financeur {chance.randint(1, 40)}"
            add("sheet_mean", sheet, 2023 + rank, nature, "operating", funder, 1_000_000, None, 0.5, None, "", rank)
            add("sheet_step", sheet, draw.words(5), "Service", draw.day(), "2026-01-15" if rank == 1 else None, rank)
        for rank in range(1, 4):
            add("sheet_partner", sheet, f"Partenaire {chance.randint(1, 900)}", "cofinance", rank)
        for rank, kind in enumerate(("follow_up", "result"), 1):
            add("sheet_indicator", sheet, kind, draw.words(6), "personnes", 0.0, 100.0, rank)
            indicator = batch["sheet_indicator"][-1][0]
            for year in (2025, 2026):
                add("sheet_measure", indicator, year, float(chance.randint(1, 100)))
        for since in ("2025-03-03", "2026-03-03"):
            add("sheet_status", sheet, state, since, SOURCE, "", at, "import")
        known.append(sheet)
        if len(known) > 40:
            add("sheet_link", sheet, known[-chance.randint(2, 40)], "", "see_also", 1)
        told.append((sheet, leaf, heard))
        if n % 2_000 == 1_999:
            flush()
    flush()
    return told


def thread(database, draw, sizes, needs, leads, plan, heard):
    """The links: needs to objectives, leads and sheets, objectives to sheets; all the rest from words to needs."""
    chance = draw.chance
    pairs = {}
    for sheet, objective, answered in plan:
        pairs[objective, sheet] = ("objectif", "action")
        for need in answered:
            pairs[need, sheet], pairs[need, objective] = ("besoin", "action"), ("besoin", "objectif")
    for lead in leads:
        for need in chance.sample(needs, 2):
            pairs[need, lead] = ("besoin", "piste")
        pairs[lead, chance.choice(plan)[0]] = ("piste", "action")
    written = [(kinds[0], one, kinds[1], other) for (one, other), kinds in pairs.items()]
    chance.shuffle(written)
    # Some needs are on everybody's lips: the first is named a hundred times more often than the last.
    weights = list(itertools.accumulate(1 / (rank + len(needs) / 100) for rank in range(1, len(needs) + 1)))
    spoken = sizes.links - len(written)
    every = max(1, sizes.links // max(1, len(written)))

    def row(n, from_kind, one, to_kind, other):
        at = START + n * 700 * DAY // sizes.links
        broken = (at + DAY, "import", "Relié par erreur") if chance.random() < 0.02 else (None, "", "")
        return (draw.id(at), from_kind, one, to_kind, other, at, "import", "", *broken)

    rows, brought, proved = [], [], set()
    n = 0
    while n < sizes.links:
        if brought:
            rows.append(row(n, *brought.pop()))
        elif written and (n % every == 0 or spoken <= 0):
            rows.append(row(n, *written.pop()))
        else:
            need = chance.choices(needs, cum_weights=weights)[0]
            said, links = heard.words(need, n)
            rows.append(row(n, "parole", said, "besoin", need))
            # What proves a need does so once, whoever said it.
            brought = [link for link in links if link[0] != "preuve" or link[1] not in proved]
            proved.update(link[1] for link in links if link[0] == "preuve")
            spoken -= 1 + len(brought)
        n += 1
        if len(rows) == 50_000:
            put(database, "lineage_link", rows)
            rows = []
    put(database, "lineage_link", rows)


def main():
    path, size = sys.argv[1], int(sys.argv[2])
    draw, sizes = Draw(size), Sizes(size)
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    with database:
        areas = territory(database, draw, sizes)
        signed = contracts(database, draw, sizes, areas)
        needs, leads, proofs = listening(database, draw, sizes, areas, signed)
        base = Base(database)
        person(base, draw, int(time.time() * 1_000), "cheffe", [("project_manager", signed[0][0], None)])
        thread(database, draw, sizes, needs, leads, sheets(database, draw, sizes, signed, needs), Heard(base, draw, proofs))
        base.put()
    assert database.execute("SELECT COUNT(*) FROM lineage_link").fetchone() == (sizes.links,)
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


main()
