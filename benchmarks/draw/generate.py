"""Pools nobody tuned anything on: people of latent classes who come forward unequally, quotas around the population.

generate.py FOLDER SEED: the same seed gives the same files. Each folder: features.csv, people.csv, as compare.py reads them."""

import csv
import os
import random
import sys

FEATURES = [
    ("sexe", ["femme", "homme"]),
    ("age", ["18-29", "30-44", "45-59", "60-74", "75+"]),
    ("quartier", ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]),
    ("diplome", ["aucun", "CAP-BEP", "bac", "superieur"]),
    ("logement", ["HLM", "locataire", "proprietaire"]),
    ("csp", ["employe", "ouvrier", "cadre", "intermediaire", "retraite", "sans"]),
    ("opinion", ["pour", "partage", "contre"]),
]
# People, seats, features.
SHAPES = [(60, 16, 4), (110, 20, 5), (150, 30, 4), (200, 24, 5), (300, 20, 4), (180, 40, 6)]


def shares(chance, values):
    weights = [chance.gammavariate(2.0, 1.0) + 0.15 for _ in values]
    return [weight / sum(weights) for weight in weights]


def instance(chance, people, seats, features):
    classes = [[shares(chance, values) for _, values in features] for _ in range(4)]
    mass = shares(chance, classes)
    comes = [[[chance.uniform(0.25, 1.0) for _ in values] for _, values in features]][0]
    def somebody():
        of = chance.choices(classes, mass)[0]
        return [chance.choices(range(len(part)), part)[0] for part in of]
    population = [somebody() for _ in range(20_000)]
    pool = []
    while len(pool) < people:
        one = chance.choice(population)
        likely = 1.0
        for at, value in enumerate(one):
            likely *= comes[at][value]
        if chance.random() < likely ** 0.5:
            pool.append(one)
    target = [[seats * sum(one[at] == value for one in population) / len(population) for value in range(len(values))]
              for at, (_, values) in enumerate(features)]
    # A panel near the population, by exchanges: quotas hold it, so that they can be kept.
    panel, rest = pool[:seats], pool[seats:]
    def far(of):
        return sum((sum(one[at] == value for one in of) - aim) ** 2 for at, part in enumerate(target) for value, aim in enumerate(part))
    best = far(panel)
    for _ in range(4_000):
        a, b = chance.randrange(len(panel)), chance.randrange(len(rest))
        panel[a], rest[b] = rest[b], panel[a]
        now = far(panel)
        if now <= best:
            best = now
        else:
            panel[a], rest[b] = rest[b], panel[a]
    quotas = []
    for at, (name, values) in enumerate(features):
        for value, word in enumerate(values):
            aim, held = target[at][value], sum(one[at] == value for one in panel)
            quotas.append([name, word, min(held, int(aim * 0.9)), max(held, int(aim * 1.1) + 1)])
    chance.shuffle(pool)
    return pool, quotas


def main():
    folder, seed = sys.argv[1], int(sys.argv[2])
    for rank, (people, seats, many) in enumerate(SHAPES):
        chance = random.Random(seed * 1_000 + rank)
        features = FEATURES[:many]
        pool, quotas = instance(chance, people, seats, features)
        out = os.path.join(folder, f"new_{people}_{many}_{seats}")
        os.makedirs(out, exist_ok=True)
        with open(f"{out}/features.csv", "w", newline="") as file:
            csv.writer(file).writerows([["feature", "value", "min", "max"], *quotas])
        with open(f"{out}/people.csv", "w", newline="") as file:
            lines = [[f"p{at:04}", *(features[k][1][value] for k, value in enumerate(one))] for at, one in enumerate(pool)]
            csv.writer(file).writerows([["id", *(name for name, _ in features)], *lines])


main()
