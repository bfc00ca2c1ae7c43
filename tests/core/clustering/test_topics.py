"""The coarse layer above many opinions."""

from __future__ import annotations

from app.core.clustering.group import Constraints
from app.core.clustering.topics import FROM
from tests.core.clustering.material import grouped, rows


def test_few_opinions_have_no_topics() -> None:
    texts = [row["text"] for row in rows("comments.jsonl") if row["clause"] == "三/(四)/31"]
    found = grouped(texts)
    assert len(found.groups) > 5
    assert sum(len(one.members) > 1 for one in found.groups) <= FROM
    assert found.topics == ()


def test_many_opinions_have_topics_that_hold_each_shared_one_once() -> None:
    gold = rows("comments.jsonl")
    apart = [row["clause"] for row in gold]
    number = {name: at for at, name in enumerate(dict.fromkeys(row["opinion"] for row in gold))}
    pinned = {at: number[row["opinion"]] for at, row in enumerate(gold)}
    found = grouped([row["text"] for row in gold], constraints=Constraints(pinned=pinned))
    shared = [at for at, one in enumerate(found.groups) if len(one.members) > 1]
    assert len(shared) > FROM
    assert sorted(at for topic in found.topics for at in topic.groups) == shared
    assert 5 <= len(found.topics) <= 15
    assert all(topic.label for topic in found.topics)
    sizes = [sum(len(found.groups[at].members) for at in topic.groups) for topic in found.topics]
    assert sizes == sorted(sizes, reverse=True)
    # Opinions of one clause of the draft are about one thing more often than chance has it.
    together = [
        apart[found.groups[a].members[0]] == apart[found.groups[b].members[0]]
        for topic in found.topics
        for a in topic.groups
        for b in topic.groups
        if a < b
    ]
    assert sum(together) / len(together) > 0.4
