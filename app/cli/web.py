"""`zhutiao web`: the pages alone (PostgreSQL)."""

from __future__ import annotations

import argparse

from app.cli import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: settings are environment variables."""


def run(args: argparse.Namespace) -> int:
    """Serve the pages until stopped."""
    serving.refuse_sqlite("web")
    return serving.run(serving.Parts(web=True))
