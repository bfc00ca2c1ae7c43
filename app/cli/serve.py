"""`zhutiao serve`: web, mail and jobs in one process."""

from __future__ import annotations

import argparse

from app.cli import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: settings are environment variables."""


def run(args: argparse.Namespace) -> int:
    """Serve everything until stopped."""
    return serving.run(serving.EVERYTHING)
