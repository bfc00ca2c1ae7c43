"""Brings a database to the newest schema, by Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parents[2]


def config(url: str) -> Config:
    """The Alembic configuration for a database URL."""
    made = Config(str(ROOT / "alembic.ini"))
    made.set_main_option("script_location", str(ROOT / "migrations"))
    made.attributes["url"] = url
    return made


def is_ours(name: str | None, _type: str, _parents: object) -> bool:
    """Whether a table is one of the models': the search's index is each engine's own."""
    return not (name or "").startswith("fts_")


def upgrade(url: str, revision: str = "head") -> None:
    """Run all migrations that are missing, forwards."""
    command.upgrade(config(url), revision)
