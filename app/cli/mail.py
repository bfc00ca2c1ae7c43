"""`zhutiao mail`: the mail receiver and the mailbox fetcher alone (PostgreSQL)."""

from __future__ import annotations

import argparse

from app.cli import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: settings are environment variables."""


def run(args: argparse.Namespace) -> int:
    """Receive and fetch mail until stopped."""
    serving.refuse_sqlite("mail")
    return serving.run(serving.Parts(receiver=True, jobs=serving.MAIL_JOBS))
