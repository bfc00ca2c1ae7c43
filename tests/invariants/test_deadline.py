"""Invariant 3: the deadline is the server's clock in Asia/Shanghai at the time of receipt."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.comments import counts, receipts
from app.opinions.figures import comment_total
from app.review import late
from app.web.app import make_app
from tests.houses import Published


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(offset=st.timedeltas(timedelta(days=-13), timedelta(days=30)))
def test_late_is_what_comes_at_or_after_the_deadline(town: Published, offset: timedelta) -> None:
    before = town.house.read_now(comment_total, town.consultation.id)
    receipt = town.send("时间", received_at=town.consultation.deadline + offset)
    assert receipt.late == (offset >= timedelta(0))
    after = town.house.read_now(comment_total, town.consultation.id)
    assert after - before == (not receipt.late)


def test_a_late_form_is_kept_answered_as_late_and_left_out(town: Published) -> None:
    client = TestClient(make_app(town.house), follow_redirects=False)
    town.clock.time = town.consultation.deadline
    answer = client.post(f"/c/{town.consultation.slug}/1-1", data={"text": "迟到的话"})
    assert answer.status_code == 410
    assert "迟到的话" in answer.text
    assert "记为迟到" in answer.text
    assert town.house.read_now(counts.received, town.consultation.id) == 0
    (kept,) = town.house.read_now(late.late_submissions, town.consultation.id)
    assert [comment.text for comment in kept.comments] == ["迟到的话"]
    town.house.writer.call(late.admit, town.consultation.id, kept.id, True, "邮局延误", None)
    assert town.house.read_now(counts.received, town.consultation.id) == 1
    seen = town.house.read_now(receipts.view, kept.receipt)
    assert seen is not None
    assert seen.late, "it counts, and is still told apart"
