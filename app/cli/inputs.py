"""Reading a file that was named on the command line; what cannot be read is refused in one line."""

from __future__ import annotations

from pathlib import Path

from app.cli.errors import Refused
from app.files import Unreadable, read_text
from app.locale.files import UNREADABLE


def read_draft(path: Path, *, recognise: bool = False) -> str:
    """The text of a draft file, of a scan too if the machine may read it. Raises Refused."""
    data = read_bytes(path)
    try:
        return read_text(data, path.name, recognise=recognise).text
    except Unreadable as error:
        reason = UNREADABLE.get(error.code, "这个文件读不了")
        raise Refused(f"{path}：{reason.format(**error.values)}") from error


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises Refused."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused(f"没有这个文件：{path}") from error
    except IsADirectoryError as error:
        raise Refused(f"这是文件夹，不是文件：{path}") from error
    except OSError as error:
        raise Refused(f"打不开 {path}：{error.strerror}") from error
