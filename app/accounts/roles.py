"""Who may do what: three roles, each with all rights of the one below."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["reader", "drafter", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)


def may(role: str, needed: Role) -> bool:
    """Whether a role has the rights of ``needed``."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)
