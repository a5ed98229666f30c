#!/usr/bin/env python3
"""Checks the dossier of a draw with the standard library alone: a second reading, in another language, of what
`parvis draw verify` checks. Usage: verify.py FOLDER [FOLDER OF THE DRAW IT FOLLOWS]. Exit 0 when everything holds, 1 with what does not.
Signatures of the public beacon are checked too where `py_ecc` is installed (pip install py_ecc); where it is not, it says so.
Compare the fingerprint it prints with the one that was published."""

import csv
import hashlib
import json
import os
import sys
from collections import Counter, defaultdict
from datetime import datetime
from fractions import Fraction

try:
    from py_ecc.bls.hash_to_curve import hash_to_G1
    from py_ecc.bls.point_compression import decompress_G1, decompress_G2
    from py_ecc.optimized_bls12_381 import FQ12, G2, final_exponentiate, neg, pairing
except ImportError:
    hash_to_G1 = None

SEALED = ["rules.json", "pool.csv", "probabilities.csv", "panels.csv", "certificate.json"]
# The rules as a platform announced them, and the leaves of the pool it closed: one a line, each leads to a receipt.
ANNOUNCED, LEAVES = "regles-annoncees.json", "empreintes.txt"
# Rounds of the public beacon: of the draw, of the order of its panels, of the half that left with the rules it was announced with.
BEACON, ORDER, LEFT, LEFT_RULES = "balise.json", "ordre.json", "balise-renouvellement.json", "regles-du-renouvellement.json"
# The feature that tells who sits already; it does not matter once the draw is done.
SITS = "siège déjà"


class Fault(Exception):
    pass


def need(holds, words):
    if not holds:
        raise Fault(words)


def sha(data):
    return hashlib.sha256(data).hexdigest()


def alike(text):
    return " ".join(text.lower().split())


def read(folder, name):
    path = os.path.join(folder, name)
    need(os.path.exists(path), f"Il manque le fichier « {name} ».")
    with open(path, "rb") as file:
        return file.read()


def table(folder, name):
    return list(csv.reader(read(folder, name).decode("utf-8").splitlines()))


def holds_own_hash(folder, name):
    data = read(folder, name).decode("utf-8", "replace")
    mark = '"sha256": "'
    at = data.rfind(mark) + len(mark)
    blank = data[:at] + "0" * 64 + data[at + 64:]
    need(at >= len(mark) and sha(blank.encode()) == data[at:at + 64], f"« {name} » a été modifié.")
    return json.loads(data)


def whole(folder):
    """Every file the dossier lists, unchanged, and no other; what systems leave in folders does not count."""
    listed = holds_own_hash(folder, "contents.json")["files"]
    for name, kept in listed.items():
        need(sha(read(folder, name)) == kept, f"« {name} » a été modifié.")
    left = {"contents.json", "Thumbs.db", "desktop.ini"} | set(listed)
    for name in sorted(os.listdir(folder)):
        need(name in left or name.startswith("."), f"« {name} » a été ajouté : « contents.json » ne l’indique pas.")


def has(folder, name):
    return os.path.exists(os.path.join(folder, name))


def lines_of(folder, name):
    return read(folder, name).decode("utf-8").removesuffix("\n").split("\n")


def root(leaves):
    """Hashes two by two, the last one alone going up as it is."""
    while len(leaves) > 1:
        pairs = [leaves[at:at + 2] for at in range(0, len(leaves), 2)]
        leaves = [hashlib.sha256(b"parvis:noeud:1\n" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return leaves[0].hex() if leaves else ""


def sealed(folder, names):
    """The fingerprint published before chance was known."""
    lines = "".join(f"{sha(read(folder, name))}  {name}\n" for name in names)
    if has(folder, ANNOUNCED):
        lines += f"{sha(read(folder, ANNOUNCED))}  {ANNOUNCED}\n"
    if has(folder, LEAVES):
        lines += f"{root([bytes.fromhex(line) for line in lines_of(folder, LEAVES)])}  racine des reçus\n"
    return sha(lines.encode())


def announced(folder, rules, people, panels):
    """As many receipts as people; the draw is made with the rules that were announced."""
    if has(folder, LEAVES):
        need(len(lines_of(folder, LEAVES)) == people, f"« {LEAVES} » : il n’y a pas autant de reçus que de personnes.")
    if not has(folder, ANNOUNCED):
        return
    told = json.loads(read(folder, ANNOUNCED))
    if rules is None:
        return told["courriers"]
    fault = f"« {ANNOUNCED} » : ce n’est pas ce que dit « rules.json »"
    cap = told["chance_au_plus_en_pour_cent"]
    need(told["sieges"] == rules["seats"] and told["objectif"] == rules["objective"], f"{fault} (sièges, objectif).")
    need((Fraction(cap, 100) if cap is not None else 1) == Fraction(rules["cap"] or 1), f"{fault} (plafond).")
    need(told["une_personne_par_foyer"] or not rules["one_per_household"], f"{fault} (foyers).")
    crossed = [[of["regle"], of["au_moins"], of["au_plus"], conditions(of["qui"], "critere", "valeur")] for of in told.get("regles_croisees", [])]
    simple = lambda of: [of["name"], of["min"], of["max"], conditions(of["terms"][0]["where"], "feature", "value")]
    is_pair = lambda of: of["min"] == of["max"] == 0 and sorted(term["coefficient"] for term in of["terms"]) == [-1, 1]
    others = [of for of in rules["rules"] if not (told["binomes_mixtes"] and is_pair(of))]
    is_plain = all(len(of["terms"]) == 1 and of["terms"][0]["coefficient"] == 1 for of in others)
    need(is_plain and sorted(map(simple, others)) == sorted(crossed), f"{fault} (règles hors quotas).")
    need(not isinstance(told["groupes_imprimes"], int) or told["groupes_imprimes"] == panels, f"{fault} (groupes imprimés).")
    ours = sorted((alike(q["critere"]), alike(q["valeur"]), q["au_moins"], q["au_plus"]) for q in told["quotas"])
    kept = sorted((alike(q["feature"]), alike(q["value"]), q["min"], q["max"]) for q in rules["quotas"] if q["feature"] != SITS)
    need(ours == kept, f"{fault} (quotas).")


def conditions(told, feature, value):
    """Who a rule counts, whatever the order it is written in."""
    return sorted((alike(one[feature]), alike(one[value])) for one in told)


def signed(folder, name, rules, used):
    """A round of the public beacon: its value is the hash of its signature and what the draw was made with; the key is the one
    announced; the round is the first published a minute after the moment told; the network signed it."""
    told, fault = json.loads(read(folder, name)), f"« {name} »"
    if name == ORDER and "repli" in told:
        return
    value = hashlib.sha256(bytes.fromhex(told["signature"])).hexdigest()
    need(value == told["valeur"] == (used or "").lower(), f"{fault} : le tirage n’a pas été fait avec la valeur du tour {told['tour']}.")
    if has(folder, rules):
        known = json.loads(read(folder, rules)).get("balise_signee") or {}
        need(known.get("cle") == told["cle"], f"{fault} : la clé n’est pas celle que les règles annonçaient.")
    moment = told.get("nombre_garde_le") or told.get("vivier_clos_le")
    if moment:
        kept = int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp())
        since, period = kept + 60 - told["premier_tour"], told["secondes_entre_tours"]
        need(told["tour"] == max(since, 0) // period + bool(max(since, 0) % period) + 1, f"{fault} : ce n’est pas le tour qui compte.")
    if hash_to_G1 is None:
        notes.append(f"signature du tour {told['tour']} non vérifiée ici : installez py_ecc, ou demandez ce tour au réseau")
        return
    need(is_signed(told["tour"], told["signature"], told["cle"]), f"{fault} : la signature n’est pas celle du réseau pour le tour {told['tour']}.")
    notes.append(f"signature du tour {told['tour']} vérifiée")


# What was seen and does not say whether the dossier holds.
notes = []


def is_signed(number, signature, key):
    """Whether a network signed the number of a round alone, on the first group (drand, bls-unchained-g1-rfc9380)."""
    try:
        key = bytes.fromhex(key)
        signer = decompress_G2((int.from_bytes(key[:48], "big"), int.from_bytes(key[48:], "big")))
        sign = decompress_G1(int(signature, 16))
    except ValueError:
        return False
    message = hashlib.sha256(number.to_bytes(8, "big")).digest()
    point = hash_to_G1(message, b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_", hashlib.sha256)
    pairs = [pairing(G2, sign, final_exponentiate=False), pairing(signer, neg(point), final_exponentiate=False)]
    return final_exponentiate(pairs[0] * pairs[1]) == FQ12.one()


def beacons(folder):
    """Every round of the public beacon a dossier keeps."""
    if has(folder, BEACON) and has(folder, "draw.json"):
        signed(folder, BEACON, ANNOUNCED, json.loads(read(folder, "draw.json"))["beacon"])
    is_due = has(folder, ANNOUNCED) and json.loads(read(folder, ANNOUNCED)).get("ordre_par_la_balise")
    need(has(folder, ORDER) or not is_due, f"« {ORDER} » manque : les règles annonçaient un ordre tiré de la balise.")
    if has(folder, ORDER):
        signed(folder, ORDER, ANNOUNCED, json.loads(read(folder, "summary.json"))["order_seed"])
    if has(folder, LEFT):
        signed(folder, LEFT, LEFT_RULES, json.loads(read(folder, "renewal.json"))["beacon"])


def numbers(seed):
    block = 0
    while True:
        digest = hashlib.sha256(seed + block.to_bytes(8, "big")).digest()
        block += 1
        for at in range(0, 32, 8):
            yield int.from_bytes(digest[at:at + 8], "big")


def below(stream, many):
    whole = (1 << 64) // many * many
    while True:
        number = next(stream)
        if number < whole:
            return number % many


def seed(label, *parts):
    joined = label.encode()
    for part in parts:
        joined += len(part).to_bytes(8, "big") + part
    return hashlib.sha256(joined).digest()


def check(folder):
    # Hashes.
    whole(folder)
    summary = holds_own_hash(folder, "summary.json")
    for name, kept in summary["hashes"].items():
        need(sha(read(folder, name)) == kept, f"« {name} » a été modifié.")
    covered = set(SEALED) | {name for name in (ANNOUNCED, LEAVES) if has(folder, name)}
    need(covered <= set(summary["hashes"]), "« summary.json » ne couvre pas tous les fichiers.")
    fingerprint = sealed(folder, SEALED)
    need(summary["fingerprint"] == fingerprint, "L’empreinte n’est pas celle du dossier.")

    # Rules and pool.
    rules = json.loads(read(folder, "rules.json"))
    header, *rows = table(folder, "pool.csv")
    features = header[1:-1]
    place = {alike(name): at for at, name in enumerate(features)}
    ids = [row[0] for row in rows]
    rank = {name: at for at, name in enumerate(ids)}
    need(len(rank) == len(ids), "Quelqu’un est deux fois dans « pool.csv ».")
    values = [[alike(value) for value in row[1:-1]] for row in rows]
    homes = [row[-1] for row in rows]
    seats = rules["seats"]
    cap = Fraction(rules["cap"]) if rules["cap"] else Fraction(1)
    kept = {"seats": (seats, seats, [1] * len(ids))}
    for quota in rules["quotas"]:
        column, value = place[alike(quota["feature"])], alike(quota["value"])
        counts = [int(of[column] == value) for of in values]
        kept[f"quota:{quota['feature']}={quota['value']}"] = (min(quota["min"], seats), min(quota["max"], seats), counts)
    for rule in rules["rules"]:
        counts = [
            sum(
                term["coefficient"]
                for term in rule["terms"]
                if all(of[place[alike(one["feature"])]] == alike(one["value"]) for one in term["where"])
            )
            for of in values
        ]
        kept[f"rule:{rule['name']}"] = (rule["min"], rule["max"], counts)

    def sits_together(people, what, is_drawn=False):
        need(len(set(people)) == len(people), f"{what} : quelqu’un y est deux fois.")
        shared = [homes[one] for one in people if homes[one]]
        need(len(set(shared)) == len(shared), f"{what} : deux personnes d’un foyer y sont.")
        for name, (low, high, counts) in kept.items():
            if is_drawn and name.startswith(f"quota:{SITS}="):
                continue
            need(low <= sum(counts[one] for one in people) <= high, f"{what} : « {name} » n’est pas tenu.")

    # Printed panels.
    printed = table(folder, "panels.csv")
    announced(folder, rules, len(ids), len(printed))
    tickets = Counter()
    for number, row in enumerate(printed):
        need(row[0] == str(number), f"Le groupe {number} n’est pas à sa place.")
        need(all(one in rank for one in row[1:]), f"Groupe {number} : quelqu’un n’est pas du vivier.")
        people = [rank[one] for one in row[1:]]
        sits_together(people, f"Groupe {number}")
        tickets.update(people)

    # Types, lottery, probabilities.
    certificate = json.loads(read(folder, "certificate.json"))
    types = [[rank[one] for one in of["ids"]] for of in certificate["types"]]
    need(sorted(one for of in types for one in of) == list(range(len(ids))), "Les types ne partagent pas le vivier.")
    for of in types:
        need(len({tuple(values[one]) for one in of}) == 1, "Un type mêle des personnes différentes.")
    over = {name: (low, high, [counts[of[0]] for of in types]) for name, (low, high, counts) in kept.items()}
    classes = defaultdict(list)
    for at, of in enumerate(certificate["types"]):
        if of["households"] is not None:
            classes[of["households"]].append(at)
    size_of_home, has_row = Counter(homes), {""}
    for number, members in classes.items():
        contents = defaultdict(list)
        for at in members:
            for one in types[at]:
                contents[homes[one]].append(at)
        need(len({tuple(sorted(of)) for of in contents.values()}) == 1, "Des foyers différents sont confondus.")
        need(all(size_of_home[home] == len(of) for home, of in contents.items()), "Un foyer est incomplet.")
        need("" not in contents, "Une personne seule est rangée avec des foyers.")
        has_row |= set(contents)
        over[f"households:{number}"] = (0, len(contents), [int(at in set(members)) for at in range(len(types))])
    for row in certificate["rows"]:
        need(over.get(row["name"], (None, None))[:2] == (row["min"], row["max"]), f"« {row['name']} » n’est pas la règle.")
    invited = [Fraction(1)] * len(types)
    if "invitation" in rules:
        column = features.index(rules["invitation"]["feature"])
        invited = [Fraction(values[of[0]][column]) for of in types]
        need(all(0 < one <= 1 for one in invited), "Une chance d’avoir été invité n’est pas entre 0 et 1.")
    # Those who sit already are not drawn: no highest probability is asked of them, they are in every panel.
    sits = features.index(SITS) if SITS in features and cap < 1 else None
    certain = [sits is not None and values[of[0]][sits] == "oui" for of in types]
    highest = [Fraction(1) if one else cap for one in certain]
    total = int(certificate["lottery"]["total"])
    sums, mass, largest = [0] * len(types), 0, [0] * len(types)
    for panel in certificate["lottery"]["panels"]:
        weight, counts = int(panel["weight"]), [0] * len(types)
        need(weight >= 0, "Un poids est négatif.")
        mass += weight
        for at, many in panel["types"]:
            counts[at] += many
            sums[at] += weight * many
        need(all(0 <= many <= len(of) for many, of in zip(counts, types)), "La loterie tire trop d’un type.")
        largest = [max(pair) for pair in zip(largest, counts)]
        chosen = [(at, many) for at, many in enumerate(counts) if many]
        for name, (low, high, terms) in over.items():
            need(low <= sum(terms[at] * many for at, many in chosen) <= high, f"La loterie ne tient pas « {name} ».")
    # A household without a row: of its people, no more than one is expected in any panel.
    expected = defaultdict(Fraction)
    for members, most in zip(types, largest):
        for home in (homes[one] for one in members if homes[one] not in has_row):
            expected[home] += Fraction(most, len(members))
    need(all(many <= 1 for many in expected.values()), "Un foyer est oublié.")
    need(mass == total > 0, "Les poids ne font pas un tout.")
    chance = [Fraction(of, total * len(members)) for of, members in zip(sums, types)]
    need(all(p == 1 for p, one in zip(chance, certain) if one), "Quelqu’un qui siège déjà n’est pas de tous les groupes.")
    by_person = [None] * len(ids)
    for p, members in zip(chance, types):
        for one in members:
            by_person[one] = p
    published = table(folder, "probabilities.csv")[1:]
    need([row[0] for row in published] == ids, "« probabilities.csv » ne suit pas le vivier.")
    for row, p in zip(published, by_person):
        need(abs(Fraction(row[1]) - p) <= Fraction(1, 2 * 10**15), f"La probabilité de « {row[0]} » est fausse.")

    # Levels.
    def multiplied(multipliers):
        weights, most = [0] * len(types), 0
        for name, y in multipliers.items():
            y = int(y)
            low, high, terms = over[name]
            most += y * (high if y > 0 else low)
            weights = [weight + y * term for weight, term in zip(weights, terms)]
        return weights, most

    def heaviest(proof):
        weights = [0] * len(types)
        for at, weight in proof["weights"]:
            weights[at] = int(weight)
        most = int(proof["most"])
        # Prices of rows, whatever they are, bound what a branch can weigh.
        prices, ceiling = multiplied(proof["multipliers"])
        beyond = [weight * 1_000_000 - price for weight, price in zip(weights, prices)]
        order = sorted(range(len(types)), key=lambda at: -abs(beyond[at]))
        rest = [ceiling] * (len(order) + 1)
        for depth in range(len(order) - 1, -1, -1):
            rest[depth] = rest[depth + 1] + max(0, beyond[order[depth]]) * len(types[order[depth]])
        names = list(over)

        def exceeds(depth, weight, above, sums):
            if above + rest[depth] < (most + 1) * 1_000_000:
                return False
            if any(sums[name] > over[name][1] and min(over[name][2]) >= 0 for name in names):
                return False
            if depth == len(order):
                return all(over[name][0] <= sums[name] <= over[name][1] for name in names) and weight > most
            at = order[depth]
            for many in range(len(types[at]), -1, -1):
                after = {name: sums[name] + many * over[name][2][at] for name in names}
                if exceeds(depth + 1, weight + many * weights[at], above + many * beyond[at], after):
                    return True
            return False

        need(not exceeds(0, 0, 0, dict.fromkeys(names, 0)), "Un groupe pèse plus que la borne annoncée.")
        return weights, most

    objective, standing, bounds, gap, is_by_panels = rules["objective"], {}, [], Fraction(0), False
    standing = {at: None for at, one in enumerate(certain) if one}
    for number, level in enumerate(certificate["levels"]):
        what, bound, proof = f"Niveau {number + 1}", Fraction(level["bound"]), level["proof"]
        if proof["kind"] == "ceiling":
            need(all(bound == cap * invited[at] for at in level["types"]), f"{what} : la borne n’est pas le plafond.")
        else:
            is_by_panels |= proof["kind"] == "panels"
            weights, most = multiplied(proof["multipliers"]) if proof["kind"] == "rows" else heaviest(proof)
            rest, free = Fraction(most), 0
            top = min((cap * of for at, of in enumerate(invited) if at not in standing), default=cap)
            for at, members in enumerate(types):
                part = weights[at] * len(members)
                if standing.get(at, "free") == "free":
                    if part > 0:
                        free += part / invited[at]
                    else:
                        rest -= part * highest[at]
                else:
                    rest -= part * (highest[at] if standing[at] is None else bounds[standing[at]] / invited[at])
            need(free > 0 and min(rest / free, top) == bound, f"{what} : la preuve ne donne pas la borne.")
            need(all(weights[at] * len(types[at]) * 20_000_000 / invited[at] > free for at in level["types"]), f"{what} : preuve trop lâche.")
            need(all(weights[at] < 0 for at in level["ceiling"]), f"{what} : plafond sans preuve.")
        for at, where in [(at, number) for at in level["types"]] + [(at, None) for at in level["ceiling"]]:
            need(at not in standing, f"{what} : quelqu’un est à deux niveaux.")
            standing[at] = where
            gap = max(gap, (highest[at] if where is None else bound / invited[at]) - chance[at])
        need(Fraction(level["achieved"]) == min(chance[at] * invited[at] for at in level["types"]), f"{what} : niveau mal compté.")
        bounds.append(bound)
    if objective == "maximin":
        gap = max(bounds[0] - min(p * of for p, of in zip(chance, invited)), Fraction(0))
    elif objective == "nash":
        nash = certificate["nash"]
        weights, most = multiplied(nash["multipliers"])
        scale, most = int(nash["scale"]), Fraction(most, int(nash["scale"]))
        people = 0
        for p, weight, members, most_of in zip(chance, weights, types, highest):
            if p:
                people += len(members)
                most += max(1 / p - Fraction(weight, scale), Fraction(0)) * most_of * len(members)
        gap, is_by_panels = max((most - people) / max(people, 1), Fraction(0)), False
    if objective != "maximin":
        need(len(standing) == len(types), "Quelqu’un n’est à aucun niveau.")
    status = "best-found" if gap > Fraction(1, 10**9) else "optimal-with-cuts" if is_by_panels else "optimal-certified"
    is_kept = all(p <= most + Fraction(1, 10**9) for p, most in zip(chance, highest))
    need(is_kept or status == "best-found", "La probabilité maximale n’est pas tenue.")
    need(summary["status"] == status == certificate["status"], "Le statut annoncé n’est pas celui qui est prouvé.")
    need(abs(summary["min_probability"] - float(min(chance))) < 1e-12, "« min_probability » est faux.")
    deviation = max(abs(p - Fraction(tickets[one], len(printed))) for one, p in enumerate(by_person))
    need(abs(summary["max_deviation"] - float(deviation)) < 1e-12, "« max_deviation » est faux.")

    # The draw.
    beacons(folder)
    if os.path.exists(os.path.join(folder, "draw.json")):
        drawn = holds_own_hash(folder, "draw.json")
        for name, known in drawn["hashes"].items():
            need(sha(read(folder, name)) == known, f"« {name} » a été modifié.")
        is_sealed = "alternates.csv" in drawn["hashes"] or not os.path.exists(os.path.join(folder, "alternates.csv"))
        need(is_sealed, "« alternates.csv » n’est pas scellé avec le tirage.")
        dice, public = drawn["dice"] or 0, bytes.fromhex(drawn["beacon"] or "")
        shift = 0
        if drawn["beacon"] is not None:
            shift = below(numbers(seed("parvis:tirage", fingerprint.encode(), public)), len(printed))
        panel = (dice + shift) % len(printed)
        need(drawn["panel"] == panel, f"Ces valeurs publiques désignent le groupe {panel}.")
        selected = [row[0] for row in table(folder, "selected.csv")[1:]]
        need(selected == printed[panel][1:], "« selected.csv » n’est pas le groupe tiré.")
        order = [one for one in ids if one not in set(selected)]
        follows_seed = seed("parvis:suite", fingerprint.encode(), str(dice).encode(), public)
        need(drawn["next_seed"] == follows_seed.hex(), "La graine de la suite n’est pas celle des valeurs publiques.")
        stream = numbers(follows_seed)
        for last in range(len(order) - 1, 0, -1):
            at = below(stream, last + 1)
            order[last], order[at] = order[at], order[last]
        need([row[1] for row in table(folder, "complementary.csv")[1:]] == order, "L’ordre complémentaire est faux.")
        if os.path.exists(os.path.join(folder, "alternates.csv")):
            listed = [row[1] for row in table(folder, "alternates.csv")[1:]]
            told = drawn["alternates"]
            keeps = told.get("keeps", [])  # Draws made before alternates kept households and rules do not say it.
            is_rule = lambda name: name.startswith("rule:") and "rules" in keeps
            is_quota = lambda name: name == "seats" or name.startswith("quota:") and not name.startswith(f"quota:{SITS}=")
            quotas = [of for name, of in kept.items() if is_quota(name) or is_rule(name)]
            people = [[rank[one] for one in names] for names in (selected, order)]
            own = homes if "households" in keeps else [""] * len(homes)
            chosen = alternates(quotas, own, *people, Fraction(told["drop"]), told["imagined"], numbers(follows_seed), len(listed))
            need([ids[one] for one in chosen] == listed, "« alternates.csv » : ce ne sont pas ceux que donnent les défections.")
        before, sitting = replaced(folder, selected, order, seats, lambda people, what: sits_together([rank[one] for one in people], what, True))
        renewed(folder, before, sitting, lambda people: {name: sum(of[2][rank[one]] for one in people) for name, of in kept.items()})
    return status, len(printed), min(chance), fingerprint


def replaced(folder, selected, order, seats, sits_together):
    """Replacements: each follows the one before, takes people in order, and leaves a council that keeps the rules. Answers the
    hash of the last entry, or of the draw, and who sits then."""
    last, sitting, gone = sha(read(folder, "draw.json")), list(selected), set()
    if not has(folder, "replacements.jsonl"):
        need(not has(folder, "council.json"), "Il manque le fichier « replacements.jsonl », d’où vient « council.json ».")
        return last, sitting
    for number, line in enumerate(lines_of(folder, "replacements.jsonl")):
        entry, what = json.loads(line), f"« replacements.jsonl », remplacement {number + 1}"
        need(entry["before"] == last, f"{what} : il ne suit pas ce qui précède, quelque chose a été modifié.")
        last = sha(line.encode())
        for one in entry["refused"]:
            need(one in sitting, f"{what} : « {one} » n’était pas du groupe.")
            sitting.remove(one)
            gone.add(one)
        skipped = {one["id"] for one in entry["skipped"]}
        for one in entry["called"]:
            free = [other for other in order if other not in sitting and other not in gone]
            need(one in free, f"{what} : « {one} » ne pouvait pas être appelé.")
            need(set(free[:free.index(one)]) <= skipped, f"{what} : quelqu’un devait être appelé avant « {one} ».")
            sitting.append(one)
        if entry["called"] or len(sitting) == seats:
            sits_together(sitting, what)
        need(sorted(entry["council"]) == sorted(sitting), f"{what} : le groupe annoncé n’est pas celui qui en résulte.")
    need(holds_own_hash(folder, "council.json")["journal"] == last, "« council.json » ne correspond plus à « replacements.jsonl ».")
    return last, sitting


def renewed(folder, before, sitting, counts):
    """A renewal follows what came before: half of those who sat leave, half of every kind of people."""
    if not has(folder, "renewal.json"):
        return
    told = holds_own_hash(folder, "renewal.json")
    need(told["before"] == before, "« renewal.json » ne suit pas ce qui précède.")
    leave, stay = told["leave"], told["stay"]
    is_half = sorted(leave + stay) == sorted(sitting) and len(leave) == len(sitting) // 2
    need(is_half, "« renewal.json » : ceux qui partent et ceux qui restent ne font pas le groupe, par moitiés.")
    gone, all_of = counts(leave), counts(sitting)
    for name, many in all_of.items():
        if name.startswith("quota:") and not name.startswith(f"quota:{SITS}="):
            need(many // 2 <= gone[name] <= (many + 1) // 2, f"« renewal.json » : de « {name} », ce n’est pas la moitié qui part.")


def alternates(quotas, homes, panel, order, drop, imagined, stream, many):
    """Those whose coming, one after the other, leaves the fewest quotas and rules broken when people drop out as chance imagines;
    nobody comes where one of her household sits."""
    need(imagined <= 10_000, "Les défections imaginées sont trop nombreuses.")
    full = [sum(counts[one] for one in panel) for _, _, counts in quotas]
    terms = {one: tuple((row, counts[one]) for row, (_, _, counts) in enumerate(quotas) if counts[one]) for one in panel + order}
    dropped = [[one for one in panel if below(stream, 1 << 32) < drop * (1 << 32)] for _ in range(imagined)]
    far = lambda row, total: max(quotas[row][0] - total, 0) + max(total - quotas[row][1], 0)
    sits, known = {homes[one]: one for one in panel if homes[one]}, {}
    def brings(row, total, value):
        """What somebody who counts for so much brings to a row, from what it has."""
        if (row, total, value) not in known:
            known[row, total, value] = far(row, total + value) - far(row, total)
        return known[row, total, value]
    def missing(chosen, limit):
        """Seats that stay away from quotas over all defections; given up above a limit."""
        total = 0
        for gone in dropped:
            sums = list(full)
            left = [one for one in chosen if homes[one] not in sits or sits[homes[one]] in gone]
            for one in gone:
                for row, value in terms[one]:
                    sums[row] -= value
            for _ in gone:
                gains = [sum(brings(row, sums[row], value) for row, value in terms[one]) for one in left]
                best = min(gains, default=0)
                if best >= 0:
                    break
                comes = left.pop(gains.index(best))
                for row, value in terms[comes]:
                    sums[row] += value
                left = [one for one in left if not homes[one] or homes[one] != homes[comes]]
            total += sum(far(row, of) for row, of in enumerate(sums))
            if limit is not None and total >= limit:
                return None
        return total

    chosen = []
    while len(chosen) < many:
        # A household tells somebody apart only once one of hers sits, or is an alternate.
        best, tried, held = (None, None), set(), {homes[one] for one in panel + chosen}
        for one in order:
            like = terms[one], homes[one] if homes[one] in held else ""
            if one not in chosen and like not in tried:
                tried.add(like)
                left = missing(chosen + [one], best[0])
                if left is not None:
                    best = (left, one)
        if best[1] is None:
            break
        chosen.append(best[1])
    return chosen


def shares(strata):
    """What each stratum expects of letters, and into how many parts letters are cut so that every share is whole."""
    expected = [Fraction(of["chance"]) * len(of["ids"]) for of in strata]
    parts = 1
    for share in expected:
        parts *= Fraction(parts, share.denominator).denominator
    return expected, parts


def check_invitation(folder):
    """A first draw: chances in the proportion of weights, and whom public values designate. Answers chances by person."""
    whole(folder)
    told = json.loads(read(folder, "invitation.json"))
    strata = told["strata"]
    of_name = {of["name"]: of for of in strata}
    for of in strata:
        of["ids"] = []
    for one, name in table(folder, "roll.csv")[1:]:
        of_name[name]["ids"].append(one)
    ids = [one for of in strata for one in of["ids"]]
    need(len(set(ids)) == len(ids), "Quelqu’un est deux fois dans « roll.csv ».")
    need(all(len(of["ids"]) == of["people"] for of in strata), "Une strate n’a pas le nombre de personnes annoncé.")
    expected, parts = shares(strata)
    need(sum(expected) == told["letters"], "Les chances ne font pas le nombre de courriers.")
    full = [of for of in strata if Fraction(of["chance"]) == 1]
    each = {Fraction(of["chance"]) / Fraction(of["weight"]) for of in strata if of not in full}
    need(len(each) <= 1 and all(0 < Fraction(of["chance"]) <= 1 for of in strata), "Les chances ne suivent pas les poids.")
    need(all(one * Fraction(of["weight"]) >= 1 for one in each for of in full), "Les chances ne suivent pas les poids.")
    many = announced(folder, None, len(ids), None)
    need(many in (None, told["letters"]), f"« {ANNOUNCED} » : ce n’est pas le nombre de courriers annoncé.")
    if not os.path.exists(os.path.join(folder, "letters.json")):
        return {}
    drawn = holds_own_hash(folder, "letters.json")
    if has(folder, BEACON):
        signed(folder, BEACON, ANNOUNCED, drawn["beacon"])
    fingerprint = sealed(folder, ["invitation.json", "roll.csv"])
    need(drawn["fingerprint"] == fingerprint, "L’empreinte n’est pas celle de la liste.")
    public = bytes.fromhex(drawn["beacon"] or "")
    stream = numbers(seed("parvis:courriers", fingerprint.encode(), str(drawn["dice"] or 0).encode(), public))
    total, before, lines = Fraction(below(stream, parts), parts), 0, [["id", "stratum", "chance"]]
    for of, share in zip(strata, expected):
        total += share
        many, before = int(total) - before, int(total)
        order = list(of["ids"])
        for last in range(len(order) - 1, 0, -1):
            at = below(stream, last + 1)
            order[last], order[at] = order[at], order[last]
        lines += [[one, of["name"], str(Fraction(of["chance"]))] for one in order[:many]]
    need(table(folder, "invited.csv") == lines, "« invited.csv » n’est pas ce que désignent les valeurs publiques.")
    return {one: chance for one, _, chance in lines[1:]}


def follows(folder, invitation):
    """The pool of a draw holds people invited, each with her chance."""
    chances = check_invitation(invitation)
    rules = json.loads(read(folder, "rules.json"))
    dossier = holds_own_hash(invitation, "contents.json")["sha256"]
    need(rules["invitation"]["dossier"] == dossier, "« rules.json » ne désigne pas ce dossier d’invitation.")
    header, *rows = table(folder, "pool.csv")
    column = header.index(rules["invitation"]["feature"])
    for row in rows:
        need(chances.get(row[0]) == row[column], f"« pool.csv » : « {row[0]} » n’a pas été invité avec cette chance.")


def goes_on(folder, before):
    """A draw goes on from another dossier: who sat sits, who was gone is not drawn."""
    check(before)
    last = sha(read(before, "draw.json"))
    sitting, gone = {row[0] for row in table(before, "selected.csv")[1:]}, set()
    if os.path.exists(os.path.join(before, "replacements.jsonl")):
        for line in read(before, "replacements.jsonl").decode("utf-8").splitlines():
            entry = json.loads(line)
            last, sitting = sha(line.encode()), set(entry["council"])
            gone |= set(entry["refused"])
    if os.path.exists(os.path.join(before, "renewal.json")):
        told = holds_own_hash(before, "renewal.json")
        last, sitting = sha(read(before, "renewal.json")), set(told["stay"])
        gone |= set(told["leave"])
    after = json.loads(read(folder, "rules.json")).get("after")
    need(after == last, "« rules.json » ne désigne pas la dernière étape du dossier précédent.")
    header, *rows = table(folder, "pool.csv")
    column = header.index(SITS)
    sits = {row[0] for row in rows if row[column] == "oui"}
    need(sits == sitting, "« pool.csv » : ceux qui siègent déjà ne sont pas ceux du dossier précédent.")
    need(not gone & {row[0] for row in rows}, "« pool.csv » : quelqu’un qui est parti y est encore.")


if __name__ == "__main__":
    try:
        if os.path.exists(os.path.join(sys.argv[1], "invitation.json")):
            print(f"juste : {len(check_invitation(sys.argv[1]))} personnes invitées")
            sys.exit(0)
        status, panels, least, fingerprint = check(sys.argv[1])
        if len(sys.argv) > 2:
            is_first = os.path.exists(os.path.join(sys.argv[2], "invitation.json"))
            (follows if is_first else goes_on)(sys.argv[1], sys.argv[2])
    except Fault as fault:
        print(f"FAUX : {fault}")
        sys.exit(1)
    except (KeyError, ValueError, IndexError, TypeError, AttributeError) as fault:
        print(f"FAUX : un fichier n’est pas lisible ({fault!r}).")
        sys.exit(1)
    print(f"juste : {status}, {panels} groupes, plus petite chance {float(least):.6f}")
    for note in notes:
        print(note)
    print(f"empreinte, à comparer à celle qui a été publiée : {fingerprint}")
