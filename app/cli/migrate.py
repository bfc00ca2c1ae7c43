"""`zhutiao migrate`: brings the database to the newest schema."""

from __future__ import annotations

import argparse
import sys

from app import wiring


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: the database is chosen by ZHUTIAO_DATABASE_URL."""


def run(args: argparse.Namespace) -> int:
    """Run all migrations that are missing, forwards."""
    wiring.migrate_database()
    print("数据库已是最新版本。", file=sys.stderr)
    return 0
