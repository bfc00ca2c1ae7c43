"""Staff accounts: adding one, a new password."""

from __future__ import annotations

from datetime import datetime

from argon2 import PasswordHasher
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import audit
from app.accounts.roles import ROLES
from app.storage.models import User, UserSession

SHORTEST_PASSWORD = 8
LONGEST_NAME = 80
# OWASP's password storage recommendation for Argon2id: 19 MiB, two passes, one lane.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class BadUser(Exception):
    """Codes: no-name, name-taken, no-such-role, password-short, no-such-user."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def add_user(
    session: Session,
    name: str,
    password: str,
    role: str,
    display_name: str = "",
    actor: int | None = None,
    *,
    now: datetime,
) -> int:
    """Add a member of staff; the id. Raises BadUser."""
    name, display_name = name.strip(), display_name.strip()
    if not name or max(len(name), len(display_name)) > LONGEST_NAME:
        raise BadUser("no-name")
    if role not in ROLES:
        raise BadUser("no-such-role")
    if len(password) < SHORTEST_PASSWORD:
        raise BadUser("password-short")
    if session.scalar(select(User.id).where(User.name == name)):
        raise BadUser("name-taken")
    user = User(
        name=name,
        display_name=display_name or name,
        role=role,
        password_hash=hasher.hash(password),
        created_at=now,
    )
    session.add(user)
    session.flush()
    audit.note(
        session,
        now=now,
        actor=actor,
        action="user-added",
        subject="user",
        subject_id=user.id,
        values={"name": name, "role": role},
    )
    return user.id


def set_password(
    session: Session, name: str, password: str, actor: int | None = None, *, now: datetime
) -> None:
    """Give a user a new password and end his sessions. Raises BadUser."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadUser("password-short")
    user = session.scalar(select(User).where(User.name == name))
    if user is None:
        raise BadUser("no-such-user")
    user.password_hash = hasher.hash(password)
    session.execute(delete(UserSession).where(UserSession.user_id == user.id))
    audit.note(
        session,
        now=now,
        actor=actor,
        action="password-set",
        subject="user",
        subject_id=user.id,
    )


def user_names(session: Session) -> list[str]:
    """All names, to see whether there is anyone who could sign in."""
    return list(session.scalars(select(User.name).order_by(User.id)))
