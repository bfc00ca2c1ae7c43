"""`zhutiao worker`: the jobs alone (PostgreSQL)."""

from __future__ import annotations

import argparse

from app.cli import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: settings are environment variables."""


def run(args: argparse.Namespace) -> int:
    """Do the jobs until stopped."""
    serving.refuse_sqlite("worker")
    return serving.run(serving.Parts(jobs=serving.WORK_JOBS))
