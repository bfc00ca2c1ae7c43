"""Invariant 6: comments and contact data are the office's; the public sees what was published."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.testclient import TestClient

from app.comments.values import Person
from app.review.reports import formats, table
from app.web.app import make_app
from tests.houses import Published

SECRET_WORDS = ("这是别人的意见", "王某某", "wang@private.example", "13912345678", "某某厂")


def _pages(client: TestClient, town: Published) -> Iterator[str]:
    base = f"/c/{town.consultation.slug}"
    for path in ("/", base, f"{base}/1-1", f"{base}/whole", "/receipt", "/about/counting",
                 "/api/v1/openapi.json", "/metrics", "/healthz", "/readyz"):  # fmt: skip
        yield client.get(path).text


def test_no_public_page_shows_a_comment_or_its_sender(town: Published) -> None:
    town.send(
        SECRET_WORDS[0],
        person=Person(SECRET_WORDS[1], SECRET_WORDS[4], SECRET_WORDS[2], SECRET_WORDS[3]),
    )
    # From this machine, as else there are no figures.
    client = TestClient(make_app(town.house), client=("127.0.0.1", 50000))
    for text in _pages(client, town):
        for word in SECRET_WORDS:
            assert word not in text


def test_a_receipt_opens_with_its_own_secret_only(town: Published) -> None:
    mine, other = town.send("我的"), town.send("别人的")
    from app.core import receipt_numbers

    key = town.house.secret_key
    client = TestClient(make_app(town.house))
    own = receipt_numbers.secret(mine.receipt, key)
    assert client.get(f"/r/{mine.receipt}/{own}").status_code == 200
    assert client.get(f"/r/{other.receipt}/{own}").status_code == 404
    assert client.get(f"/r/{mine.receipt}/{'0' * 20}").status_code == 404
    assert client.post(f"/r/{other.receipt}/{own}/withdraw").status_code == 404


def test_the_office_is_closed_to_strangers(town: Published) -> None:
    town.send(SECRET_WORDS[0])
    client = TestClient(make_app(town.house))
    base = f"/office/c/{town.consultation.slug}"
    for path in ("/office", base, f"{base}/clauses/1-1", f"{base}/report", "/office/mail/1/raw"):
        answer = client.get(path)
        assert SECRET_WORDS[0] not in answer.text
        assert "/office/sign-in" in str(answer.url)


def test_exports_have_no_contact_data_unless_asked_for(town: Published) -> None:
    town.send(SECRET_WORDS[0], person=Person(*SECRET_WORDS[1:2], "某某厂", SECRET_WORDS[2], ""))
    report = town.house.writer.call(table.make_report, town.consultation.id, contacts=False)
    for ending in ("csv", "json"):
        text = formats.write(report, ending).decode("utf-8-sig")
        assert SECRET_WORDS[0] in text
        assert SECRET_WORDS[1] not in text
        assert SECRET_WORDS[2] not in text
