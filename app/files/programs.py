"""Programs beside Python that open old office files, where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from app.files.values import Unreadable

OFFICE = "soffice"
# LibreOffice takes three seconds to start; catdoc none. Together less than the child has.
OFFICE_SECONDS = 7.0
SECONDS = 2.0
# Nowhere: a document may name pictures to be fetched, and none is.
_NOWHERE = "http://127.0.0.1:9"


def has_office() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which(OFFICE) is not None


def to_docx(data: bytes) -> bytes | None:
    """An old Word file as .docx, by LibreOffice, which keeps the automatic numbers; None if it
    cannot. It runs no macros, and has a profile of its own that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="zhutiao-") as folder:
        file = Path(folder) / "file.doc"
        file.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--nolockcheck", profile]
        options += ["--convert-to", "docx", "--outdir", folder, str(file)]
        try:
            _run([OFFICE, *options], folder, OFFICE_SECONDS)
            return file.with_suffix(".docx").read_bytes()
        except (Unreadable, OSError):
            return None


def printed_by(program: str, options: list[str], data: bytes) -> str:
    """What a program (catdoc) prints of a file. Raises Unreadable: no-converter, encrypted, damaged,
    gave-up."""
    if shutil.which(program) is None:
        raise Unreadable("no-converter")
    with tempfile.TemporaryDirectory(prefix="zhutiao-") as folder:
        file = Path(folder) / "file"
        file.write_bytes(data)
        done = _run([program, *options, str(file)], folder, SECONDS)
    if b"encrypt" in done.stderr.lower():
        raise Unreadable("encrypted")
    if done.returncode != 0:
        raise Unreadable("damaged")
    return done.stdout.decode("utf-8", "replace")


def _run(command: list[str], folder: str, seconds: float) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which(command[0])
    if program is None:
        raise Unreadable("no-converter")
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder}
    environment |= {"http_proxy": _NOWHERE, "https_proxy": _NOWHERE}
    try:
        return subprocess.run(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
            cwd=folder,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("gave-up") from error
