"""What others do with the same comments: each gets the parameter that is best for it here."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.feature_extraction.text import TfidfVectorizer

from app.core.text.cuts import cut
from app.core.text.normalise import normalise
from benchmarks.measures import figures
from benchmarks.opinion_data import Clause

_WORD_SHARES = (0.5, 0.9, 1.0)
Groups = list[list[int]]
warnings.filterwarnings("ignore", category=FutureWarning)


def vectors(texts: Sequence[str], words: float = 0.9) -> Any:
    """Plain TF-IDF: a share of words beside character 2–3-grams, rows of length 1."""
    from scipy import sparse

    forms = [normalise(text) for text in texts]
    by_word = TfidfVectorizer(tokenizer=_words, token_pattern=None, sublinear_tf=True)
    by_gram = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True)
    parts = [
        by_word.fit_transform(forms) * math.sqrt(words),
        by_gram.fit_transform(forms) * math.sqrt(1 - words),
    ]
    return sparse.hstack(parts).tocsr()


def _words(form: str) -> list[str]:
    return [word for word in cut(form) if word.isalnum()]


def baselines(clauses: Sequence[Clause]) -> Iterator[tuple[str, Groups]]:
    """Name and a grouping for each clause."""
    far = {
        share: [_far(vectors(clause.texts, share)) for clause in clauses] for share in _WORD_SHARES
    }
    yield "every comment alone", [list(range(len(clause.texts))) for clause in clauses]
    choices = {
        f"average link, TF-IDF, {share:.0%} words, threshold {threshold:.2f}": [
            AgglomerativeClustering(
                None, metric="precomputed", linkage="average", distance_threshold=1 - threshold
            ).fit_predict(one)
            for one in far[share]
        ]
        for share in _WORD_SHARES
        for threshold in np.arange(0.02, 0.3, 0.01)
    }
    yield _best(choices, clauses)
    choices = {
        f"k-means at the true number, {share:.0%} words": [
            KMeans(len(set(clause.gold)), n_init=5, random_state=0).fit_predict(
                vectors(clause.texts, share)
            )
            for clause in clauses
        ]
        for share in _WORD_SHARES
    }
    yield _best(choices, clauses)
    choices = {
        f"HDBSCAN, {least} or more, {method}, {share:.0%} words": [
            _alone(
                HDBSCAN(least, metric="precomputed", cluster_selection_method=method).fit_predict(
                    one.copy()
                )
            )
            for one in far[share]
        ]
        for share in _WORD_SHARES
        for least in (2, 3, 4)
        for method in ("eom", "leaf")
    }
    yield _best(choices, clauses)


def _far(table: Any) -> Any:
    return np.clip(1 - (table @ table.T).toarray(), 0, None)


def _alone(found: Any) -> list[int]:
    """HDBSCAN's noise: each comment alone."""
    return [one if one >= 0 else -1 - at for at, one in enumerate(found.tolist())]


def _best(choices: dict[str, Any], clauses: Sequence[Clause]) -> tuple[str, Groups]:
    def f1(groups: Any) -> float:
        return sum(
            len(clause.gold) * figures(list(found), clause.gold)[2]
            for clause, found in zip(clauses, groups, strict=True)
        )

    name = max(choices, key=lambda one: f1(choices[one]))
    return name, [list(map(int, found)) for found in choices[name]]
