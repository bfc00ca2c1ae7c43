"""How a command refuses: one clear line on stderr and an exit code."""

from __future__ import annotations

EXIT_DONE = 0
EXIT_REFUSED = 1
EXIT_USAGE = 2


class Refused(Exception):
    """The input was refused; the message is one line for a person and says what to do."""
