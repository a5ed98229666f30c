"""Adds calls of the size of a large town to a demonstration, which gives its contract, all of it invented. See run.sh.

A year: 667 projects of 279 organisations, asked of 6 funders, read by 20 people. One call a year; the last one is open.
"""

import json
import pathlib
import random
import sqlite3
import sys
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from generating import Base, person, token  # noqa: E402

DAY, HOUR = 86_400_000, 3_600_000
PROJECTS, ORGANISATIONS, FUNDERS, READERS, WRITERS = 667, 279, 6, 20, 200
AGES = ("0-5", "6-11", "12-15", "16-25", "26-64", "65+")
CHARGES = ("601", "604", "613", "616", "622", "625", "641", "645")
WORDS = (
    "accompagner les familles vers un logement digne et ouvrir des lieux de rencontre dans le quartier avec les habitants "
    "pour que chaque jeune trouve une place une formation un emploi et que la santé soit proche de tous malgré les distances"
).split()
KEYS = ("description", "besoin", "public", "moyens", "evaluation")


class Draw:
    """Chance that comes out the same every time, and identifiers in the order of time, as the platform makes them."""

    def __init__(self, seed, now):
        self.chance, self.at = random.Random(seed), now - 11 * 365 * DAY

    def id(self):
        self.at += 1
        return (self.at << 80 | 7 << 76 | self.chance.getrandbits(12) << 64 | 2 << 62 | self.chance.getrandbits(62)).to_bytes(16, "big")

    def words(self, count):
        return " ".join(self.chance.choices(WORDS, k=count)).capitalize()


def siret(rank):
    """A number of register whose two keys hold, as the platform checks them (Luhn)."""

    def keyed(digits):
        total = sum(sum(divmod(int(one) * (2 - at % 2), 10)) for at, one in enumerate(reversed(digits)))
        return digits + str(-total % 10)

    return keyed(keyed(f"8{rank:07}") + "0001")


def carriers(base, draw, now):
    found = []
    for n in range(ORGANISATIONS):
        id, name = draw.id(), f"Association {n:03} {draw.words(2).lower()}"
        base.add("organisation", id=id, name=name, name_key=name.lower(), kind="association", siret=siret(n), created_at=now, revision=1)
        found.append(id)
    return found


def funders(base, draw, now, contract):
    found = []
    for n in range(FUNDERS):
        id, name = draw.id(), f"Financeur {n + 1}"
        base.add("organisation", id=id, name=name, name_key=name.lower(), kind="state", siret=siret(10_000 + n), created_at=now, revision=1)
        person(base, draw, now, f"financeur-{n + 1}", [("funder", contract, id)])
        found.append((id, name))
    return found


def asked_of_all():
    """What every call asks: the long answers of a project, two documents, a grid of three criteria."""

    def question(key):
        return {"key": key, "label": f"Question {key}", "hint": "", "kind": "text", "choices": [], "is_required": True, "most": 4_000}

    sections = [{"key": "action", "title": "Votre action", "part": "project", "questions": [question(key) for key in KEYS]}]
    attachment = {"key": "rib", "label": "Relevé d’identité bancaire", "hint": "", "part": "application", "is_required": True}
    criteria = [{"key": f"c{n}", "label": f"Critère {n}", "hint": "", "weight": weight} for n, weight in enumerate((40, 40, 20))]
    return {"sections": sections, "attachments": [attachment], "chart": "2018", "kinds": ["association"], "areas": [], "priorities": [], "years": 3,
            "criteria": criteria}


def call(base, draw, now, model, year, rank, funders):
    """A call of one year; the last is open for an hour more."""
    contract, terms, zone = model
    id, version, closes = draw.id(), draw.id(), now + HOUR if rank == 0 else now - rank * 365 * DAY
    base.add("call", id=id, contract=contract, address=f"mesure-{year}", title=f"Appel {year}", year=year, zone=zone, opens_at=closes - 60 * DAY,
             closes_at=closes, state="published", version=1, silence_months=2, copied_from=None, terms=terms, created_at=closes - 90 * DAY,
             changed_at=closes - 90 * DAY, revision=1)
    base.add("call_version", id=version, call=id, number=1, published_at=closes - 61 * DAY, published_by=None, terms=terms)
    asked = []
    for n, (organisation, name) in enumerate(funders):
        asked.append(draw.id())
        base.add("call_funder", id=asked[-1], call=id, organisation=organisation, name=name, programme=f"Programme {n + 1}",
                 ceiling_permille=800, floor_cents=None, position=n)
    return id, version, closes, asked


def shares(chance, total, count):
    cuts = sorted(chance.randint(0, total) for _ in range(count - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, total])]


def budget(base, draw, application, project, year, asked):
    """Balanced to the cent: what funders are asked, own resources and what is worked for nothing."""
    own, kind = draw.chance.randint(50_000, 900_000), draw.chance.randint(0, 600_000)
    for side, account, cents in (
        *(("charge", account, cents) for account, cents in zip(CHARGES, shares(draw.chance, asked + own, len(CHARGES)))),
        ("product", "ownx", own), ("kind_charge", "864", kind), ("kind_product", "870", kind),
    ):
        base.add("budget_line", id=draw.id(), application=application, project=project, year=year, side=side, account=account, cents=cents)


def project(base, draw, known, application, position, at, year, asked, is_decided):
    """One project with everything its carrier says of it; gives its fundings."""
    chance, id = draw.chance, draw.id()
    base.add("project", id=id, application=application, position=position, title=draw.words(8), kind=chance.choice(("new", "renewed")),
             renewed_from=None, starts_on=f"{year}-01-15", ends_on=f"{year}-12-15", state="active", revision=1)
    for key in KEYS:
        base.add("application_answer", id=draw.id(), application=application, project=id, key=key, value=draw.words(70), saved_at=at,
                 saved_by=None, revision=1)
    for rank, node in enumerate(chance.sample(known["nodes"], min(2, len(known["nodes"])))):
        base.add("project_node", id=draw.id(), project=id, node=node, is_main=int(rank == 0))
    places = chance.sample(known["areas"], min(chance.randint(1, 3), len(known["areas"])))
    for place, share in zip(places, shares(chance, 1_000, len(places))):
        base.add("project_area", id=draw.id(), project=id, area=place, share=share)
    for age in AGES:
        for sex in ("women", "men"):
            base.add("project_public", id=draw.id(), project=id, year=year, age=age, sex=sex, people=chance.randint(0, 60))
    fundings, total = [], 0
    for funder in sorted(chance.sample(range(FUNDERS), chance.randint(1, 4))):
        cents = chance.randint(10, 150) * 10_000
        total += cents
        fundings.append((draw.id(), funder, cents))
        state = chance.choice(("voted", "voted", "voted", "partial", "refused")) if is_decided else "asked"
        decided = {"voted": cents, "partial": cents // 2, "refused": 0}.get(state)
        base.add("funding", id=fundings[-1][0], project=id, call_funder=asked[funder], year=year, nature="specific", asked_cents=cents,
                 state="notified" if is_decided else "admissible", decision=state if is_decided else "", decided_cents=decided,
                 decided_at=at + 70 * DAY if is_decided else None, state_at=at, revision=1)
    budget(base, draw, application, id, year, total)
    return fundings


def year_of(base, draw, known, rank, year, model, carriers, funders, now):
    """A whole year: a call and what was asked at it."""
    call_id, version, closes, asked = call(base, draw, now, model, year, rank, funders)
    fundings, counts = [], [1] * len(carriers)
    for _ in range(PROJECTS - len(carriers)):
        counts[draw.chance.randrange(len(carriers))] += 1
    for n, (carrier, count) in enumerate(zip(carriers, counts)):
        id, at = draw.id(), closes - draw.chance.randint(HOUR, 30 * DAY)
        is_decided = rank > 0
        base.add("application", id=id, call=call_id, call_version=version, organisation=carrier, number=f"{year}-M{n + 1:04}", state="filed",
                 stage="notified" if is_decided else "assessed", stage_at=at, years=1, first_year=year, created_at=at - 10 * DAY, created_by=None,
                 filed_at=at, filed_by=None, filed_by_name=f"Personne {n}", late_until=None, typed_by=None, confirmed_at=None,
                 renewed_from=None, revision=1)
        for position in range(count):
            fundings += project(base, draw, known, id, position, at, year, asked, is_decided)
        kinds = ("filed", "complete", "admissible", "decided", "notified") if is_decided else ("filed", "complete", "admissible")
        for delay, kind in zip((0, 12, 20, 70, 80), kinds):
            base.add("application_event", id=draw.id(), application=id, project=None, funding=None, kind=kind, at=at + delay * DAY,
                     by_name="Mesure", side="carrier" if kind == "filed" else "agents", is_shown=1)
    held = committee(base, draw, model[0], call_id, year, rank, funders, fundings, now)
    base.put()
    return call_id, version, held


def committee(base, draw, contract, call_id, year, rank, funders, fundings, now):
    """The committee of a year: everything decided, or a third of it for the year under way; envelopes above what is asked."""
    id = draw.id()
    base.add("committee", id=id, contract=contract, call=call_id, title=f"Comité {year}", held_on=f"{year}-03-15", place="Salle", chair="Présidence",
             state="frozen" if rank else "open", created_at=now, revision=1)
    envelopes = []
    for n, (organisation, _) in enumerate(funders):
        envelopes.append(draw.id())
        total = sum(cents for _, funder, cents in fundings if funder == n)
        base.add("envelope", id=envelopes[-1], contract=contract, funder=organisation, programme=f"Programme {n + 1}", area=None, year=year,
                 cents=total, parent=None, revision=1)
    for funding, funder, cents in fundings:
        if rank == 0 and draw.chance.random() > 0.33:
            continue
        decision, voted = draw.chance.choice((("favourable", cents), ("partial", cents // 2), ("refused", 0)))
        base.add("committee_vote", id=draw.id(), committee=id, funding=funding, proposed_cents=cents, decision=decision, cents=voted,
                 reason="" if decision == "favourable" else "hors priorité", envelope=envelopes[funder], minutes=None, amendments=0,
                 changed_at=now, changed_by="Mesure", revision=1)
        base.add("committee_change", id=draw.id(), committee=id, funding=funding, kind="vote", at=now, by_name="Mesure", after=decision)
    return id


def writers(base, draw, now, call_id, version, year):
    """People of two hundred other associations, each writing in a draft."""
    told = []
    for n in range(WRITERS):
        organisation, name = draw.id(), f"plume-{n:03}"
        base.add("organisation", id=organisation, name=f"Plume {n:03}", name_key=f"plume {n:03}", kind="association", siret=siret(20_000 + n), created_at=now, revision=1)
        account = person(base, draw, now, name, [("carrier_editor", None, organisation), ("carrier_signatory", None, organisation)])
        base.add("membership", id=draw.id(), account=account, organisation=organisation, role="member", created_at=now)
        id, own = draw.id(), draw.id()
        base.add("application", id=id, call=call_id, call_version=version, organisation=organisation, number=None, state="draft", stage="none",
                 stage_at=now, years=1, first_year=year, created_at=now, created_by=account, filed_at=None, filed_by=None, late_until=None,
                 typed_by=None, confirmed_at=None, renewed_from=None, revision=1)
        base.add("project", id=own, application=id, position=0, title=draw.words(6), kind="new", renewed_from=None, starts_on=f"{year}-01-15",
                 ends_on=f"{year}-12-15", state="active", revision=1)
        told.append({"token": token(name), "application": str(uuid.UUID(bytes=id)), "project": str(uuid.UUID(bytes=own))})
    base.put()
    return told


def main():
    path, years = sys.argv[1], int(sys.argv[2])
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    now = int(time.time() * 1_000)
    base, draw, this = Base(database), Draw(20261130, now), time.gmtime().tm_year
    (contract,) = database.execute("SELECT id FROM contract ORDER BY starts_on DESC LIMIT 1").fetchone()
    terms, zone = json.dumps(asked_of_all()), "mainland"
    known = {
        "nodes": [row[0] for row in database.execute("SELECT id FROM contract_node WHERE contract = ? ORDER BY id", (contract,))],
        "areas": [row[0] for row in database.execute("SELECT area FROM contract_area WHERE contract = ? ORDER BY area", (contract,))],
    }
    person(base, draw, now, "cheffe", [("project_manager", contract, None)])
    for n in range(READERS):
        person(base, draw, now, f"lecture-{n + 1}", [("case_officer", contract, None)])
    ours, theirs = carriers(base, draw, now), funders(base, draw, now, contract)
    base.put()
    last = None
    for rank in reversed(range(years)):
        last = year_of(base, draw, known, rank, this - rank, (contract, terms, zone), ours, theirs, now)
    told = writers(base, draw, now, *last[:2], this)
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    json.dump({"call": str(uuid.UUID(bytes=last[0])), "committee": str(uuid.UUID(bytes=last[2])), "address": f"mesure-{this}", "manager": token("cheffe"), "reader": token("lecture-1"),
               "funder": token("financeur-1"), "writers": told}, sys.stdout)


main()
