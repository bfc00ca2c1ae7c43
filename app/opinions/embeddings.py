"""Vectors of meaning from an OpenAI-compatible endpoint of the office's choice; off by default.

Only texts of demands go there, with telephone numbers, addresses of mail and numbers of identity
cards taken out; straight to the address that was set, through no proxy. Each text is asked for once a
model. Whatever fails, the caller gets None for what is missing and groups by words.
"""

from __future__ import annotations

import array
import hashlib
import http.client
import json
import logging
import re
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.clustering.values import Item, Vector

# Texts by id to their vectors; what is missing has none.
Embed = Callable[[Sequence[Item]], Mapping[int, Vector]]

BATCH = 64
LONGEST = 2_000
_LARGEST_ANSWER = 64 << 20
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # mail
    r"|(?<!\d)\d{17}[\dXx](?!\d)"  # identity card
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"  # mobile
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)",  # landline
    re.ASCII,
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``url`` up to ``/v1`` or whole; ``cache``: a file of its own. Seconds: for one answer, for
    all answers of one call, and how long an endpoint that failed is left alone."""

    url: str
    model: str
    cache: Path
    key: str = ""
    answer_seconds: float = 20.0
    call_seconds: float = 60.0
    rest_seconds: float = 60.0


class BadAnswer(Exception):
    """The endpoint answered with something else than vectors."""


class _Stays(urllib.request.HTTPRedirectHandler):
    """Texts and key go to the address that was set and to no other: a redirection is an error."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Embedder:
    """Callable as ``Embed``; may be called by several threads."""

    def __init__(self, endpoint: Endpoint) -> None:
        if not endpoint.url.startswith(("http://", "https://")):
            raise ValueError(f"no http address: {endpoint.url}")
        self._endpoint = endpoint
        self._url = _whole(endpoint.url)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stays)
        self._rests_until = 0.0
        self._lock = threading.Lock()

    def __call__(self, items: Sequence[Item]) -> dict[int, Vector]:
        """The vectors of the items that have one, from the cache or asked for now."""
        texts = {item.id: plain(item.text) for item in items}
        wanted = [text for text in dict.fromkeys(texts.values()) if text]
        known: dict[str, Vector] = {}
        try:
            with closing(self._cache()) as cache:
                known = self._look_up(cache, wanted)
                self._ask_for([text for text in wanted if text not in known], known, cache)
        except sqlite3.Error as error:
            _log.warning("embeddings: cache: %s; grouping by words", error)
        # A model that changed behind its name gives vectors of another length: one length only.
        length = len(next(reversed(known.values()))) if known else 0
        return {
            id_: known[text]
            for id_, text in texts.items()
            if text in known and len(known[text]) == length
        }

    def _ask_for(
        self, texts: Sequence[str], known: dict[str, Vector], cache: sqlite3.Connection
    ) -> None:
        end = time.monotonic() + self._endpoint.call_seconds
        for first in range(0, len(texts), BATCH):
            now = time.monotonic()
            if now < self._rests_until or now > end:
                return
            part = texts[first : first + BATCH]
            try:
                found = self._ask(part)
            except (OSError, http.client.HTTPException, BadAnswer) as error:
                with self._lock:
                    self._rests_until = time.monotonic() + self._endpoint.rest_seconds
                _log.warning("embeddings: %s; grouping by words", type(error).__name__)
                return
            rows = [
                (self._name(text), array.array("f", vector).tobytes())
                for text, vector in zip(part, found, strict=True)
            ]
            cache.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            cache.commit()
            known |= zip(part, found, strict=True)

    def _ask(self, texts: Sequence[str]) -> list[Vector]:
        body = json.dumps({"model": self._endpoint.model, "input": list(texts)}).encode()
        headers = {"Content-Type": "application/json"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        request = urllib.request.Request(self._url, body, headers)
        with self._opener.open(request, timeout=self._endpoint.answer_seconds) as answer:
            raw = answer.read(_LARGEST_ANSWER)
        try:
            return _vectors(json.loads(raw), len(texts))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BadAnswer from error

    def _cache(self) -> sqlite3.Connection:
        cache = sqlite3.connect(self._endpoint.cache, timeout=10)
        cache.execute("PRAGMA journal_mode=WAL")
        cache.execute("CREATE TABLE IF NOT EXISTS vectors (name BLOB PRIMARY KEY, vector BLOB)")
        return cache

    def _look_up(self, cache: sqlite3.Connection, texts: Sequence[str]) -> dict[str, Vector]:
        found: dict[str, Vector] = {}
        for text in texts:
            query = "SELECT vector FROM vectors WHERE name = ?"
            if (row := cache.execute(query, (self._name(text),)).fetchone()) is not None:
                found[text] = array.array("f", row[0])
        return found

    def _name(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._url}\0{self._endpoint.model}\0{text}".encode()).digest()


def plain(text: str) -> str:
    """What of a text may leave the house: without contact data, at most ``LONGEST`` characters."""
    return _CONTACT.sub(" ", text[: 2 * LONGEST]).strip()[:LONGEST]


def _whole(url: str) -> str:
    base = url.rstrip("/")
    if base.endswith("/embeddings"):
        return base
    return f"{base}/embeddings" if base.endswith("/v1") else f"{base}/v1/embeddings"


def _vectors(answer: Any, number: int) -> list[Vector]:
    """The vectors in the order of the texts; raises ValueError, TypeError or KeyError."""
    rows = sorted(answer["data"], key=lambda row: row["index"])
    vectors = [array.array("f", row["embedding"]) for row in rows]
    if [row["index"] for row in rows] != list(range(number)):
        raise ValueError("not one vector a text")
    if len({len(one) for one in vectors}) != 1 or not vectors[0]:
        raise ValueError("vectors of several lengths")
    if not all(abs(value) < 1e6 for one in vectors for value in one):
        raise ValueError("no numbers")
    return list(vectors)
