"""A submission that two people take back in the same moment is taken back once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.comments import receipts
from app.storage.models import AuditEntry
from tests.houses import Published, meanwhile


@pytest.fixture
def database(postgres_database: str) -> str:
    return postgres_database


def test_the_second_is_told_that_it_is_done(town: Published) -> None:
    receipt = town.send("井盖松动，响得睡不着。").receipt
    raised = meanwhile(
        town,
        lambda session: receipts.withdraw(session, receipt, now=town.clock()),
        lambda session: receipts.withdraw(session, receipt, now=town.clock()),
    )
    assert isinstance(raised, receipts.CannotWithdraw)
    assert raised.code == "already-withdrawn"
    noted = select(func.count()).where(AuditEntry.action == "submission-withdrawn")
    assert town.house.read_now(lambda session: session.scalar(noted)) == 1
