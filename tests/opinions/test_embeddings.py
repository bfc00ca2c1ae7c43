"""Vectors of meaning from a small endpoint on 127.0.0.1: what goes there, what comes back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from app import wiring
from app.core.clustering.group import Constraints, Item, group
from app.core.clustering.suggestions import suggestions
from app.opinions.embeddings import BATCH, Embedder, Endpoint, plain
from app.settings import Settings

TOPICS = ("鸡", "鸭", "鹅")


class Fake:
    """Answers as an endpoint does; ``says`` may be replaced to answer otherwise."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.status = 200
        self.url = ""

    def says(self, texts: list[str]) -> Any:
        rows = [
            {"index": at, "embedding": [float(topic in text) + 0.01 for topic in TOPICS]}
            for at, text in enumerate(texts)
        ]
        return {"object": "list", "data": rows[::-1], "model": "small"}


@contextmanager
def serving(fake: Fake) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.asked.append(body)
            fake.headers.append(dict(self.headers))
            fake.paths.append(self.path)
            self.send_response(fake.status)
            if fake.status == 307:
                self.send_header("Location", fake.url + "/elsewhere")
            self.end_headers()
            said = fake.says(body["input"])
            self.wfile.write(said if isinstance(said, bytes) else json.dumps(said).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def fake() -> Iterator[Fake]:
    made = Fake()
    with serving(made):
        yield made


@pytest.fixture
def endpoint(fake: Fake, tmp_path: Path) -> Endpoint:
    return Endpoint(fake.url + "/v1/", "small", tmp_path / "vectors.db", key="k")


def items(*texts: str) -> list[Item]:
    return [Item(at, text) for at, text in enumerate(texts)]


def test_vectors_come_in_the_order_of_the_texts_and_once_a_text(
    fake: Fake, endpoint: Endpoint
) -> None:
    embed = Embedder(endpoint)
    found = embed(items("养鸡", "养鸭", "养鸡"))
    assert [round(v, 2) for v in found[0]] == [1.01, 0.01, 0.01]
    assert list(found[2]) == list(found[0]) != list(found[1])
    assert fake.asked == [{"model": "small", "input": ["养鸡", "养鸭"]}]
    assert fake.paths == ["/v1/embeddings"]
    assert fake.headers[0]["Authorization"] == "Bearer k"

    again = Embedder(endpoint)(items("养鸭", "养鹅"))
    assert list(again[0]) == list(found[1])
    assert [body["input"] for body in fake.asked] == [["养鸡", "养鸭"], ["养鹅"]]
    Embedder(replace(endpoint, model="large"))(items("养鸡"))
    assert fake.asked[-1] == {"model": "large", "input": ["养鸡"]}


def test_many_texts_go_in_batches(fake: Fake, endpoint: Endpoint) -> None:
    found = Embedder(endpoint)(items(*(f"养鸡{at}" for at in range(BATCH + 1))))
    assert len(found) == BATCH + 1
    assert [len(body["input"]) for body in fake.asked] == [BATCH, 1]


def test_contact_data_stay_in_the_house(fake: Fake, endpoint: Endpoint) -> None:
    said = "养鸡，联系13812345678或028-86604321，zhang.san@qq.com，身份证51010219800101123X"
    Embedder(endpoint)(items(said, "  ", ""))
    (body,) = fake.asked
    (text,) = body["input"]
    assert text.startswith("养鸡")
    assert not any(part in text for part in ("138", "866", "qq.com", "5101"))
    assert plain("第42条，2020年前完成12345678件") == "第42条，2020年前完成12345678件"


@pytest.mark.parametrize(
    "said",
    [
        b"no json",
        b"[" * 100_000,
        [],
        {"data": None},
        {"data": []},
        {"data": [{"index": 1, "embedding": [1.0]}]},
        {"data": [{"index": 0, "embedding": []}]},
        {"data": [{"index": 0, "embedding": ["a"]}]},
        b'{"data": [{"index": 0, "embedding": [NaN]}]}',
        {"data": [{"index": 0, "embedding": [1e300]}]},
    ],
)
def test_a_bad_answer_is_none_and_the_endpoint_is_left_alone(
    fake: Fake, endpoint: Endpoint, said: Any
) -> None:
    fake.says = lambda texts: said  # type: ignore[method-assign]
    embed = Embedder(endpoint)
    assert embed(items("养鸡")) == {}
    assert embed(items("养鸭")) == {}
    assert len(fake.asked) == 1


@pytest.mark.parametrize("status", [307, 401, 500])
def test_an_error_is_none_and_a_redirection_is_an_error(
    fake: Fake, endpoint: Endpoint, status: int
) -> None:
    fake.status = status
    assert Embedder(endpoint)(items("养鸡")) == {}
    assert fake.paths == ["/v1/embeddings"]


def test_what_is_known_stands_when_the_endpoint_is_gone(fake: Fake, endpoint: Endpoint) -> None:
    Embedder(endpoint)(items("养鸡"))
    gone = replace(endpoint, answer_seconds=1.0, rest_seconds=0.0)
    fake.status = 500
    assert list(Embedder(gone)(items("养鸡", "养鸭"))) == [0]
    fake.status = 200
    assert sorted(Embedder(gone)(items("养鸡", "养鸭"))) == [0, 1]


def test_no_endpoint_at_all_and_a_broken_cache(fake: Fake, tmp_path: Path) -> None:
    nobody = Endpoint("http://127.0.0.1:9", "small", tmp_path / "vectors.db", answer_seconds=1.0)
    assert Embedder(nobody)(items("养鸡")) == {}
    (tmp_path / "broken.db").write_bytes(b"no database" * 1_000)
    assert Embedder(Endpoint(fake.url, "small", tmp_path / "broken.db"))(items("养鸡")) == {}
    with pytest.raises(ValueError, match="ftp"):
        Embedder(Endpoint("ftp://example.cn", "small", tmp_path / "vectors.db"))


def test_meaning_joins_what_words_do_not() -> None:
    texts = ["院坝里太吵", "清早睡不成觉", "卷子太难", "分数线高了"]
    more = ("路灯", "水沟", "电梯", "围墙", "球场", "车棚", "绿地", "广告", "井盖")
    given = items(*texts, *more)
    meanings = {0: [1.0, 0.1], 1: [1.0, 0.0], 2: [0.0, 1.0], 3: [0.1, 1.0]}
    apart = group(given, previous={}, constraints=Constraints())
    joined = group(given, previous={}, constraints=Constraints(), meanings=meanings)
    assert not any({0, 1} <= set(one.members) for one in apart.groups)
    assert any({0, 1} <= set(one.members) for one in joined.groups)
    assert not any({0, 2} <= set(one.members) for one in joined.groups)
    offers = suggestions(given, {0: 7, 2: 8}, meanings=meanings)
    assert [offers[at].suggestions[0].opinion for at in (1, 3)] == [7, 8]


def test_law_stands_above_meaning(endpoint: Endpoint) -> None:
    given = items(*["养鸡的事"] * 3, "养鸡", "鸡窝")
    law = Constraints(apart=frozenset({(3, 4)}))
    found = group(given, previous={}, constraints=law, meanings=Embedder(endpoint)(given))
    assert not any({3, 4} <= set(one.members) for one in found.groups)


def test_off_by_default_and_set_by_the_office(tmp_path: Path) -> None:
    def settings(url: str) -> Settings:
        return Settings(_env_file=None, data_dir=tmp_path, embeddings_url=url)  # type: ignore[call-arg]

    assert wiring.embedder(settings("")) is None
    assert isinstance(wiring.embedder(settings("http://127.0.0.1:1/v1")), Embedder)
