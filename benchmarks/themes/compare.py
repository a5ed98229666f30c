"""Figures of themes_bench beside scikit-learn's on the same corpora, and their ratios.

compare.py BENCH CORPORA CODEBOOK WHEEL. Coding: TF-IDF and logistic regression, the same numbers of codes per theme, other
draws. Grouping: TF-IDF and k-means, adjusted Rand index against the themes people gave. Shares: hand coding alone, which
the bench itself counts on the same draws.
"""

import csv
import pathlib
import subprocess
import sys
import time

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, adjusted_rand_score, f1_score
from sklearn.model_selection import StratifiedKFold

bench, corpora, codebook, wheel = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], sys.argv[4]
DRAWS = 12


def corpus(name, text):
    lines = list(csv.reader(open(corpora / name, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return np.array([line[text] for line in lines]), np.array([line[0] for line in lines])


def judged(texts, themes, coded):
    tested = np.setdiff1d(np.arange(len(texts)), coded)
    vectors = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode").fit(texts)
    model = LogisticRegression(C=10, max_iter=1000).fit(vectors.transform(texts[coded]), themes[coded])
    guess = model.predict(vectors.transform(texts[tested]))
    return f1_score(themes[tested], guess, average="macro", zero_division=0), accuracy_score(themes[tested], guess)


base = {}
for name, file, text in [("bp", "bp_paris_laureats.tsv", 1), ("mel", "mel_commentaires.tsv", 2)]:
    texts, themes = corpus(file, text)
    kinds = np.unique(themes)
    start = time.perf_counter()
    vectors = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", min_df=3).fit_transform(texts)
    classes = KMeans(len(kinds), n_init=10, random_state=0).fit_predict(vectors)
    base["grouping", name] = [adjusted_rand_score(themes, classes), time.perf_counter() - start]
    for each in [5, 20, 50]:
        found = []
        for draw in range(DRAWS):
            chance = np.random.default_rng(draw)
            places = [np.flatnonzero(themes == kind) for kind in kinds]
            taken = [chance.permutation(of)[: min(each, len(of) * 4 // 5)] for of in places]
            found.append(judged(texts, themes, np.concatenate(taken)))
        base["coding", name, str(each)] = np.mean(found, axis=0)
    folds = StratifiedKFold(5, shuffle=True, random_state=0).split(texts, themes)
    base["coding", name, "80%"] = np.mean([judged(texts, themes, coded) for coded, _ in folds], axis=0)

print("measure                 ours           scikit-learn    ratio")
for line in subprocess.run([bench, corpora, codebook, wheel], check=True, capture_output=True, text=True).stdout.splitlines():
    words = line.split()
    if words[0] == "coding" and tuple(words[:3]) in base:
        theirs = base[tuple(words[:3])]
        ours = [float(words[3]), float(words[4])]
        print(f"{' '.join(words[:3]):20} F1 {ours[0]:.3f} acc {ours[1]:.3f}   F1 {theirs[0]:.3f} acc {theirs[1]:.3f}"
              f"   {ours[0] / theirs[0]:.2f} {ours[1] / theirs[1]:.2f}")
    elif words[0] == "grouping":
        theirs = base["grouping", words[1]]
        ours = [float(words[3]), float(words[-1])]
        print(f"{' '.join(words[:2]):20} Rand {ours[0]:.3f} in {ours[1]:.3f} s   Rand {theirs[0]:.3f} in {theirs[1]:.3f} s"
              f"   {theirs[1] / ours[1]:.0f} times faster  ({' '.join(words[4:8])})")
    elif words[0] == "shares":
        by_hand, helped = (float(words[words.index(word) + 1]) for word in ("hand", "helped"))
        print(f"{line}   error {helped / by_hand:.2f} of hand coding alone")
    else:
        print(line)
