"""Signing in: passwords checked outside the writer, sessions by a hashed token, throttled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import audit
from app.accounts.users import hasher
from app.storage.models import SignInThrottle, User, UserSession

SESSION_LASTS = timedelta(hours=12)
# Failures within LOCKED_FOR. Of one person at one address few; of an address more, since many sit
# behind one; of a name many, or any stranger could keep staff out by their names.
FAILURES_ALLOWED = {"pair": 5, "address": 50, "name": 100}
LOCKED_FOR = timedelta(minutes=15)
_NOBODY = hasher.hash("nobody has this password")


@dataclass(frozen=True, slots=True)
class Staff:
    """A signed-in member of staff."""

    id: int
    name: str
    display_name: str
    role: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who wants to sign in. ``locked``: not now; ``user_id`` None: nobody has this name, which
    takes as long to find out as a wrong password (``password_hash`` is nobody's)."""

    locked: bool = False
    user_id: int | None = None
    password_hash: str = _NOBODY


def attempt(session: Session, name: str, address: str, *, now: datetime) -> Attempt:
    """Who wants to sign in, to be held against the password by ``fits``."""
    for key in _keys(name, address):
        throttle = session.get(SignInThrottle, key)
        if throttle and throttle.locked_until and throttle.locked_until > now:
            return Attempt(locked=True)
    user = session.scalar(select(User).where(User.name == name, User.disabled.is_(False)))
    return Attempt(user_id=user.id, password_hash=user.password_hash) if user else Attempt()


def fits(tried: Attempt, password: str) -> bool:
    """Whether it is the password of who wants to sign in. Slow on purpose, and it needs no
    database: call it where nobody else waits."""
    try:
        hasher.verify(tried.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
    return tried.user_id is not None


def open_session(
    session: Session, user_id: int, name: str, address: str, token: str, *, now: datetime
) -> None:
    """Keep a session under the hash of its token and forget the failures."""
    for key in _keys(name, address):
        session.execute(delete(SignInThrottle).where(SignInThrottle.key == key))
    session.execute(delete(UserSession).where(UserSession.expires_at < now))
    session.add(
        UserSession(
            token_hash=_hash(token),
            user_id=user_id,
            created_at=now,
            expires_at=now + SESSION_LASTS,
        )
    )
    audit.note(
        session, now=now, actor=user_id, action="signed-in", subject="user", subject_id=user_id
    )


def note_failure(session: Session, name: str, address: str, *, now: datetime) -> bool:
    """Count a failure; whether this one locked the person at this address, or either of them."""
    locked = False
    for key in _keys(name, address):
        throttle = session.get(SignInThrottle, key)
        if throttle is None:
            throttle = SignInThrottle(key=key, failures=0, last_failed_at=now)
            session.add(throttle)
        if throttle.last_failed_at < now - LOCKED_FOR:
            throttle.failures = 0
        throttle.failures += 1
        throttle.last_failed_at = now
        if throttle.failures >= FAILURES_ALLOWED[key.partition(":")[0]]:
            throttle.locked_until = now + LOCKED_FOR
            throttle.failures = 0
            locked = True
    return locked


def who(session: Session, token: str, *, now: datetime) -> Staff | None:
    """The member of staff behind a session token, if it still stands."""
    user = session.scalar(
        select(User)
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_hash == _hash(token),
            UserSession.expires_at > now,
            User.disabled.is_(False),
        )
    )
    return Staff(user.id, user.name, user.display_name, user.role) if user else None


def close_session(session: Session, token: str, *, now: datetime) -> None:
    """Sign out."""
    session.execute(delete(UserSession).where(UserSession.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _keys(name: str, address: str) -> tuple[str, str, str]:
    pair = _hash(f"{name}\n{address}")
    return f"pair:{pair}", f"name:{name[:80]}", f"address:{address[:80]}"
