"""The parts of a Word file: which of the archive's entries is the body, the lists, the notes."""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any

from app.files.archive import OFFICE_TEXTS, open_archive, read_entry
from app.files.markup import attribute, parse_xml
from app.files.values import Unreadable

BODY = "word/document.xml"


class Package:
    """A Word file, opened. Raises Unreadable."""

    def __init__(self, data: bytes) -> None:
        self._archive: zipfile.ZipFile = open_archive(data, OFFICE_TEXTS)
        self._names = set(self._archive.namelist())
        self.body_name = self._related("", "officeDocument") or BODY
        if self.body_name not in self._names:
            raise Unreadable("damaged")

    def body(self) -> bytes:
        """The octets of the body."""
        return read_entry(self._archive, self.body_name)

    def part(self, kind: str) -> Any | None:
        """The root of the part of this kind (styles, numbering, footnotes, ...), if there is one."""
        name = self._related(self.body_name, kind) or f"word/{kind}.xml"
        return parse_xml(read_entry(self._archive, name)) if name in self._names else None

    def chunk(self, number: str) -> tuple[str, bytes] | None:
        """The name and the octets of another file that stands in the body; None if it is not there."""
        for one in self._relations(self.body_name):
            if attribute(one, "Id") == number:
                name = self._place(self.body_name, attribute(one, "Target") or "")
                return (name, read_entry(self._archive, name)) if name in self._names else None
        return None

    def has_macros(self) -> bool:
        """Whether the file carries programs; they are never run."""
        return any(name.lower().endswith("vbaproject.bin") for name in self._names)

    def _related(self, source: str, kind: str) -> str | None:
        for one in self._relations(source):
            if (attribute(one, "Type") or "").endswith("/" + kind):
                return self._place(source, attribute(one, "Target") or "")
        return None

    def _relations(self, source: str) -> Any:
        """What a part says of the parts that it uses."""
        folder, file = posixpath.split(source)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        return parse_xml(read_entry(self._archive, name)) if name in self._names else ()

    def _place(self, source: str, target: str) -> str:
        if target.startswith("/"):
            return target[1:]
        return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
