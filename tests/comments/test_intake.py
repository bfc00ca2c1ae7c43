from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.comments import intake, receipts
from app.comments.values import Part, Receipt, Refusal
from app.storage.models import ClauseMark, Comment, Contact, Demand, OutboxMail, Submission
from tests.houses import Published


def counts(session: Session) -> dict[str, int]:
    tables = (Submission, Comment, Demand, Contact, ClauseMark, OutboxMail)
    return {
        table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }


def test_one_comment_leaves_all_its_rows(town: Published) -> None:
    receipt = town.send("建议增加条件", email="a@b.example")
    assert receipt.submission_id
    assert not receipt.late
    assert town.house.read_now(counts) == {
        "submissions": 1,
        "comments": 1,
        "demands": 1,
        "contacts": 1,
        "clause_marks": 1,
        "outbox": 0,
    }
    seen = town.house.read_now(receipts.view, receipt.receipt)
    assert seen is not None
    (comment,) = seen.comments
    assert (comment.address, comment.text) == ("一/(一)", "建议增加条件")
    assert comment.clause_text == "指导思想\n坚持以人民为中心。"


def test_a_form_sent_twice_is_one_submission(town: Published) -> None:
    first = town.send("同一张表", form_key="k")
    again = town.send("同一张表", form_key="k")
    assert again.again
    assert (again.receipt, again.submission_id) == (first.receipt, first.submission_id)
    assert town.house.read_now(counts)["submissions"] == 1


def test_a_form_sent_at_the_same_moment_is_one_submission(town: Published) -> None:
    async def both() -> list[Receipt]:
        return await asyncio.gather(
            *(
                town.house.writer.run(intake.take_in, town.parcel("一起", form_key="same"))
                for _ in range(12)
            )
        )

    answers = asyncio.run(both())
    assert len({answer.receipt for answer in answers}) == 1
    assert len({answer.submission_id for answer in answers}) == 1
    assert sum(not answer.again for answer in answers) == 1
    assert town.house.read_now(counts)["submissions"] == 1


def test_the_last_microsecond_counts_and_the_next_does_not(town: Published) -> None:
    deadline = town.consultation.deadline
    assert not town.send("最后", received_at=deadline - timedelta(microseconds=1)).late
    late = town.send("迟了", received_at=deadline)
    assert late.late
    seen = town.house.read_now(receipts.view, late.receipt)
    assert seen is not None
    assert seen.late
    assert not seen.counted
    # Late is stored, but its clause is not grouped again.
    assert town.house.read_now(counts)["clause_marks"] == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"consultation_id": 999}, "no-consultation"),
        ({"parts": (Part("x", 999_999),)}, "no-such-clause"),
        ({"parts": (Part(" \n　", None),)}, "empty"),
        ({"parts": ()}, "empty"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    town: Published, change: dict[str, object], code: str
) -> None:
    parcel = replace(town.parcel("x"), **change)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as refusal:
        town.house.writer.call(intake.take_in, parcel)
    assert refusal.value.code == code
    assert set(town.house.read_now(counts).values()) == {0}


def test_before_the_opening_a_form_waits_and_a_mail_is_kept(town: Published) -> None:
    early = town.consultation.opens_at - timedelta(seconds=1)
    with pytest.raises(Refusal) as refusal:
        town.house.writer.call(intake.take_in, town.parcel("早", received_at=early))
    assert refusal.value.code == "not-open-yet"
    mail = replace(town.parcel("早", received_at=early), channel="mail")
    assert not town.house.writer.call(intake.take_in, mail).late


@pytest.mark.parametrize(
    "text", ["好", "😀👍", "=1+1", "'; DROP TABLE comments; --", "的" * 20_000]
)
def test_odd_texts_are_kept_as_they_are(town: Published, text: str) -> None:
    receipt = town.send(text)
    seen = town.house.read_now(receipts.view, receipt.receipt)
    assert seen is not None
    assert seen.comments[0].text == text


def test_withdrawn_before_the_deadline_only_and_once(town: Published) -> None:
    receipt = town.send("收回")
    town.house.writer.call(receipts.withdraw, receipt.receipt)
    seen = town.house.read_now(receipts.view, receipt.receipt)
    assert seen is not None
    assert seen.withdrawn_at is not None
    assert not seen.counted
    with pytest.raises(receipts.CannotWithdraw, match="already-withdrawn"):
        town.house.writer.call(receipts.withdraw, receipt.receipt)
    other = town.send("不收回")
    town.clock.forward(days=15)
    with pytest.raises(receipts.CannotWithdraw, match="deadline-passed"):
        town.house.writer.call(receipts.withdraw, other.receipt)
    with pytest.raises(receipts.CannotWithdraw, match="no-such-receipt"):
        town.house.writer.call(receipts.withdraw, "000000000")


def test_the_same_person_has_one_key_and_strangers_have_their_own(town: Published) -> None:
    parcels = [
        town.parcel("一", email="A@b.example"),
        town.parcel("二", email="ａ@b.example "),
        town.parcel("三"),
        town.parcel("四"),
    ]
    assert len({parcel.sender_key for parcel in parcels}) == 3
