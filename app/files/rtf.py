"""The text of a rich text file (.rtf; Word and WPS save some .doc files so)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.text.charset import known
from app.files.values import FileText, Unreadable

RTF = "application/rtf"
DEEPEST = 500
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# Groups whose words are not printed in the text.
_UNSEEN = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr",
    "headerf", "footer", "footerl", "footerr", "footerf", "listtable", "listoverridetable", "rsidtbl",
    "themedata", "datastore", "generator", "fldinst", "xmlnstbl", "nonshppict", "latentstyles",
}  # fmt: skip
_WRITTEN = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\t",
    "nestcell": "\t", "nestrow": "\n", "tab": " ", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_CHARSETS = {134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949"}


@dataclass(slots=True)
class _State:
    """What holds inside a group."""

    unseen: bool = False
    skip: int = 1
    charset: str = ""


def read_rtf(data: bytes) -> FileText:
    """The printed words, a line a paragraph, cells a tab apart. Raises Unreadable."""
    reader = _Reader()
    for token in _TOKEN.finditer(data):
        reader.take(token)
    reader.flush()
    # Characters beyond the first plane are given as two surrogates.
    text = "".join(reader.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = [line.strip(" ").rstrip() for line in text.split("\n")]
    return FileText("\n".join(lines), RTF)


class _Reader:
    def __init__(self) -> None:
        self.out: list[str] = []
        self._octets = bytearray()
        self._stack = [_State()]
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._in_fonts = 0
        self._skipped = 0
        self._starred = False

    def take(self, token: re.Match[bytes]) -> None:
        """One token: a control word, an octet, a sign, a brace, or words."""
        word, number, octet, sign, brace, words = token.groups()
        if octet is not None:
            self._add(bytes.fromhex(octet.decode()))
        elif words is not None:
            self._add(words)
        elif brace is not None:
            self._brace(brace)
        elif sign is not None:
            self._sign(sign)
        elif word is not None:
            self._word(word.decode(), int(number) if number else None)

    def flush(self) -> None:
        """Octets gathered so far become characters; a character may take two of them."""
        if self._octets:
            state = self._stack[-1]
            charset = state.charset or self._page
            self.out.append(bytes(self._octets).decode(charset, "replace"))
            self._octets.clear()

    def _add(self, octets: bytes) -> None:
        if self._skipped:
            # What stands in for a character that was given by its number.
            dropped = min(self._skipped, len(octets))
            self._skipped -= dropped
            octets = octets[dropped:]
        if not self._stack[-1].unseen:
            self._octets += octets

    def _brace(self, brace: bytes) -> None:
        self.flush()
        self._skipped = 0
        if brace == b"{":
            if len(self._stack) > DEEPEST:
                raise Unreadable("too-long")
            here = self._stack[-1]
            self._stack.append(_State(here.unseen, here.skip, here.charset))
        elif len(self._stack) > 1:
            self._stack.pop()
            if len(self._stack) < self._in_fonts:
                self._in_fonts = 0

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif sign in (b"\\", b"{", b"}"):
            self._add(sign)
        elif sign == b"~":
            self._add(b" ")
        elif sign == b"_":
            self._add(b"-")

    def _word(self, word: str, number: int | None) -> None:
        state = self._stack[-1]
        if word != "u":
            self.flush()
        if word in _UNSEEN or (self._starred and word not in ("shptxt", "nesttableprops")):
            state.unseen = True
        if word == "fonttbl":
            self._in_fonts = len(self._stack)
        self._starred = False
        if word == "u" and number is not None:
            self._character(number)
        elif word == "uc":
            state.skip = min(max(number or 0, 0), 8)
        elif word == "ansicpg" and number:
            self._page = known(f"cp{number}") or "cp1252"
        elif word in ("f", "fcharset", "plain"):
            self._use_font(word, number or 0)
        elif word == "v":
            state.unseen = state.unseen or number != 0
        elif word in _WRITTEN and not state.unseen:
            self.out.append(_WRITTEN[word])

    def _use_font(self, word: str, number: int) -> None:
        if word == "fcharset":
            if self._in_fonts and number in _CHARSETS:
                self._fonts[self._font] = _CHARSETS[number]
        elif self._in_fonts:
            self._font = number
        else:
            self._stack[-1].charset = self._fonts.get(number, "") if word == "f" else ""

    def _character(self, number: int) -> None:
        self.flush()
        code = number % 0x10000
        if not self._stack[-1].unseen:
            self.out.append(chr(code))
        self._skipped = self._stack[-1].skip
