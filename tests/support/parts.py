"""What of the machine the tests need, by name; what is missing is told, not hidden."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

CHROMIUM = "Chromium"
DOVECOT = "Dovecot"
POSTGRESQL = "PostgreSQL"
CJK_FONT = "CJK font"
CATDOC = "catdoc"
_LOWEST, _PORTS, _STRIDE = 20_000, 12_000, 211
_given = itertools.count()


def need(part: str, found: str | Path | None) -> Path:
    """The path of a part, or a skip that is named at the end (a failure under CI=true)."""
    if not found:
        pytest.skip(f"{part} is missing")
    return Path(found)


def chromium() -> Path:
    """Chromium, with a font that has Chinese characters."""
    path = need(CHROMIUM, shutil.which("chromium") or shutil.which("chromium-browser"))
    need(CJK_FONT, _says("fc-list", ":lang=zh-cn"))
    return path


def catdoc() -> Path:
    """The reader of old Word files."""
    return need(CATDOC, shutil.which("catdoc"))


def chinese_font() -> Path:
    """A font file with Chinese characters."""
    return need(CJK_FONT, _says("fc-match", "-f", "%{file}", "Noto Sans CJK SC:lang=zh-cn"))


def dovecot() -> Path:
    """The IMAP server; 2.4 wants its settings in another language."""
    path = need(DOVECOT, shutil.which("dovecot") or _if_there(Path("/usr/sbin/dovecot")))
    need(f"{DOVECOT} 2.3", path if _says(str(path), "--version").startswith("2.3.") else None)
    need(f"{DOVECOT} LMTP", _if_there(Path("/usr/lib/dovecot/lmtp")))
    return path


def postgresql() -> Path:
    """The folder of PostgreSQL's programs, the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return need(POSTGRESQL, found[-1] if found else on_path).parent


def _says(program: str, *arguments: str) -> str:
    """What a program prints; nothing if it is not there."""
    try:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, nor will before it is used.

    Below those that systems give to connections on their way out, and each once in this process;
    processes that run at the same time begin far from each other.
    """
    while True:
        port = _LOWEST + (os.getpid() * _STRIDE + next(_given)) % _PORTS
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def is_root() -> bool:
    """Whether the tests run as root (some servers refuse to)."""
    return os.geteuid() == 0
