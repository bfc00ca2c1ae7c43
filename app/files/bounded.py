"""Reading a file in a child process that may use only so much memory and time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.files.programs import has_office
from app.files.values import FileText, Unreadable
from app.files.wire import from_wire


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of processor and of wall time, octets of address space."""

    processor: int
    wall: int
    memory: int


USUAL = Bounds(processor=8, wall=9, memory=512 * 2**20)
# LibreOffice takes seconds to start, and maps much that it does not use.
CONVERTING = Bounds(processor=9, wall=10, memory=2 * 2**30)
# Recognising a page of characters takes a second or two, and its models much address space.
RECOGNISING = Bounds(processor=240, wall=180, memory=3 * 2**30)


def run_bounded(kind: str, data: bytes, name: str, *, recognise: bool = False) -> FileText:
    """What ``app.files.child`` reads out of ``data``. Raises Unreadable.

    The child gets the octets on its standard input and answers on its standard output. It ends with
    all that it started when its time is over.
    """
    bounds = _bounds(kind, recognise)
    limits = [str(bounds.processor), str(bounds.memory)]
    command = [sys.executable, "-I", "-S", "-c", _START, _ROOT, *sys.path, "--", kind, *limits]
    head = json.dumps({"name": name, "recognise": recognise}).encode()
    # The folder for what the child writes is ours, since the child may be killed before it tidies.
    with tempfile.TemporaryDirectory(prefix="zhutiao-", ignore_cleanup_errors=True) as folder:
        return from_wire(_answer(command, head + b"\n" + data, bounds.wall, folder))


def _answer(command: list[str], sent: bytes, seconds: int, folder: str) -> bytes:
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TMPDIR": folder},
    )
    try:
        answer, _ = child.communicate(sent, seconds)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("gave-up") from error
    finally:
        _end(child)
    if child.returncode != 0:
        raise Unreadable("gave-up")
    return answer


def _bounds(kind: str, recognise: bool) -> Bounds:
    if recognise:
        return RECOGNISING
    return CONVERTING if kind == "ole" and has_office() else USUAL


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and what it started; nothing of them stays behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


# The paths are handed over: an isolated interpreter without site packages starts in half the time.
_ROOT = str(Path(__file__).parents[2])
_START = (
    "import sys; n = sys.argv.index('--'); sys.path[:0] = sys.argv[1:n]; "
    "from app.files.child import main; main(*sys.argv[n + 1:])"
)
