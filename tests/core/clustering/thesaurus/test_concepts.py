"""Parts of the thesaurus: what is read, and what is refused with its line."""

from __future__ import annotations

import pytest

from app.core.clustering.thesaurus.concepts import KINDS, LONGEST_WORD, BadPart, Concept, parse
from app.core.clustering.thesaurus.lexicon import shipped


def test_a_part_is_one_concept_a_line() -> None:
    lines = [
        '{"concept": "加快开放", "field": "数据", "words": ["快点开放", " 快点开放 ", ""], "kind": "want", "opposes": ["谨慎开放"]}',
        "",
        '{"concept": "资费", "words": []}',
    ]
    assert list(parse(lines)) == [
        Concept("加快开放", "数据", ("快点开放",), "want", ("谨慎开放",)),
        Concept("资费", "", (), "topic"),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "not-json"),
        ("[" * 100_000, "not-json"),
        ("[]", "not-json"),
        ('{"words": []}', "no-name"),
        ('{"concept": " "}', "no-name"),
        ('{"concept": "a", "kind": "other"}', "unknown-kind"),
        ('{"concept": "a", "words": "b"}', "no-words"),
        ('{"concept": "a", "words": [1]}', "no-words"),
        ('{"concept": "a", "opposes": [null]}', "no-words"),
        (f'{{"concept": "a", "words": ["{"长" * (LONGEST_WORD + 1)}"]}}', "too-long"),
        (
            f'{{"concept": "a", "words": {[*map(str, range(999))]}}}'.replace("'", '"'),
            "too-many-words",
        ),
    ],
)
def test_what_is_no_concept_is_refused_with_its_line(line: str, code: str) -> None:
    with pytest.raises(BadPart) as refused:
        list(parse(["", line]))
    assert (refused.value.code, refused.value.line) == (code, 2)


def test_the_shipped_parts_are_whole() -> None:
    concepts = shipped()
    assert len(concepts) >= 900
    assert {one.kind for one in concepts} == set(KINDS)
    assert min(len(one.words) for one in concepts) >= 5
    assert all(one.name and one.field for one in concepts)
    names = {one.name for one in concepts}
    assert {other for one in concepts for other in one.opposes} <= names
