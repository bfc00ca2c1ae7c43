"""The child process: sets its own limits, then reads."""

from __future__ import annotations

import json
import resource
import sys

from app.files.dispatch import read_kind
from app.files.values import why_not
from app.files.wire import failure, to_wire


def main(kind: str, seconds: str, memory: str) -> None:
    """Read standard input: a line of JSON (name, recognise), then the file. Answer as ``wire``."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    head = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    sys.stdout.buffer.write(_answer(kind, data, head["name"], head["recognise"]))


def _answer(kind: str, data: bytes, name: str, recognise: bool) -> bytes:
    try:
        return to_wire(read_kind(kind, data, name, recognise=recognise))
    except Exception as error:  # noqa: BLE001 - any fault of a parser means: this file cannot be read
        reason = why_not(error)
        return failure(reason.code, reason.values)
