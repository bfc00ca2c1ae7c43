from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts import sign_in, users
from app.accounts.roles import may
from tests.houses import Published

PASSWORD = "一个足够长的口令"


@pytest.fixture
def town(town: Published) -> Published:
    town.house.writer.call(users.add_user, "limin", PASSWORD, "drafter", "李敏")
    return town


def check(town: Published, password: str, name: str = "limin") -> str:
    tried = town.house.read_now(sign_in.attempt, name, "10.0.0.1", now=town.clock())
    if tried.locked:
        return "locked"
    return "right" if sign_in.fits(tried, password) else "wrong"


def test_session_lasts_its_time(town: Published) -> None:
    tried = town.house.read_now(sign_in.attempt, "limin", "10.0.0.1", now=town.clock())
    assert sign_in.fits(tried, PASSWORD)
    town.house.writer.call(sign_in.open_session, tried.user_id, "limin", "10.0.0.1", "token")
    staff = town.house.read_now(sign_in.who, "token", now=town.clock())
    assert staff is not None
    assert (staff.display_name, staff.role) == ("李敏", "drafter")
    assert town.house.read_now(sign_in.who, "other", now=town.clock()) is None
    town.clock.forward(hours=12)
    assert town.house.read_now(sign_in.who, "token", now=town.clock()) is None


def test_five_wrong_passwords_lock_for_fifteen_minutes(town: Published) -> None:
    for n in range(5):
        assert check(town, "wrong") == "wrong"
        locked = town.house.writer.call(sign_in.note_failure, "limin", "10.0.0.1")
        assert locked == (n == 4)
    assert check(town, PASSWORD) == "locked"
    town.clock.forward(minutes=15, seconds=1)
    assert check(town, PASSWORD) == "right"


def test_a_stranger_elsewhere_keeps_nobody_out(town: Published) -> None:
    for _ in range(40):
        town.house.writer.call(sign_in.note_failure, "limin", "10.9.9.9")
    assert check(town, PASSWORD) == "right"


def test_an_address_that_tries_many_names_is_locked(town: Published) -> None:
    for n in range(50):
        locked = town.house.writer.call(sign_in.note_failure, f"name{n}", "10.0.0.1")
        assert locked == (n == 49)
    assert check(town, PASSWORD) == "locked"


def test_a_name_that_is_tried_from_everywhere_is_locked(town: Published) -> None:
    for n in range(100):
        locked = town.house.writer.call(sign_in.note_failure, "limin", f"10.1.{n}.1")
        assert locked == (n == 99)
    assert check(town, PASSWORD) == "locked"


def test_a_stranger_is_wrong_like_anyone(town: Published) -> None:
    assert check(town, PASSWORD, "nobody") == "wrong"
    # Not even by a password that fits nobody's hash.
    tried = town.house.read_now(sign_in.attempt, "nobody", "10.0.0.1", now=town.clock())
    assert not sign_in.fits(tried, "nobody has this password")


def test_signing_out_and_a_new_password_end_sessions(town: Published) -> None:
    for token in ("a", "b"):
        town.house.writer.call(sign_in.open_session, 1, "limin", "x", token)
    town.house.writer.call(sign_in.close_session, "a")
    assert town.house.read_now(sign_in.who, "a", now=town.clock()) is None
    assert town.house.read_now(sign_in.who, "b", now=town.clock()) is not None
    town.house.writer.call(users.set_password, "limin", PASSWORD + "新")
    assert town.house.read_now(sign_in.who, "b", now=town.clock()) is None
    assert check(town, PASSWORD) == "wrong"


@pytest.mark.parametrize(
    ("name", "password", "role", "code"),
    [
        ("", PASSWORD, "reader", "no-name"),
        ("x" * 81, PASSWORD, "reader", "no-name"),
        ("limin", PASSWORD, "reader", "name-taken"),
        ("new", "short", "reader", "password-short"),
        ("new", PASSWORD, "king", "no-such-role"),
    ],
)
def test_bad_accounts_are_refused(
    town: Published, name: str, password: str, role: str, code: str
) -> None:
    with pytest.raises(users.BadUser) as refusal:
        town.house.writer.call(users.add_user, name, password, role)
    assert refusal.value.code == code


def test_a_shown_name_has_a_bound(town: Published) -> None:
    with pytest.raises(users.BadUser, match="no-name"):
        town.house.writer.call(users.add_user, "new", PASSWORD, "reader", "李" * 81)


def test_passwords_are_argon2(town: Published) -> None:
    assert users.hasher.hash("x").startswith("$argon2id$")


def test_each_role_may_what_the_one_below_may() -> None:
    assert may("administrator", "reader")
    assert may("drafter", "drafter")
    assert not may("reader", "drafter")
    assert not may("", "reader")


def test_expired_sessions_are_swept(town: Published) -> None:
    town.house.writer.call(sign_in.open_session, 1, "limin", "x", "old")
    town.clock.time += timedelta(days=1)
    town.house.writer.call(sign_in.open_session, 1, "limin", "x", "new")
    town.clock.time -= timedelta(days=1)
    assert town.house.read_now(sign_in.who, "old", now=town.clock()) is None
