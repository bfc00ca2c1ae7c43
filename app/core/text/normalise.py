"""One written form for comparing texts. Never shown: people see what was received."""

from __future__ import annotations

import re
import unicodedata

from app.core.text.script import to_simplified

_BREAKS = str.maketrans({"\t": " ", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})
_OTHER_BREAK = re.compile(r"[\t\r\x0b\x0c\x85]")
_NOT_WORD = re.compile(r"[\W_]+")
# Controls (but the line feed), format characters (zero width, directions), surrogates, private.
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn")


def normalise(text: str) -> str:
    """Width (NFKC), script (simplified), lower case; controls and invisible characters dropped.

    Line ends are ``\\n``. NFKC as in Unicode Standard Annex 15. Lengths change, so offsets into
    the result are none into the text.
    """
    if text.isascii():
        plain = text
    else:
        plain = to_simplified(unicodedata.normalize("NFKC", text))
    if _OTHER_BREAK.search(plain):
        plain = plain.replace("\r\n", "\n").translate(_BREAKS)
    plain = plain.lower()
    return plain if plain.isprintable() else _without_controls(plain)


def bare(text: str) -> str:
    """The normalised text without anything but letters, Hanzi and digits: for finding copies."""
    return bare_form(normalise(text))


def bare_form(form: str) -> str:
    """The same of a text that is normalised already."""
    return _NOT_WORD.sub("", form)


def _without_controls(text: str) -> str:
    dropped = {
        ord(character): None
        for character in set(text)
        if character != "\n" and unicodedata.category(character) in _DROPPED
    }
    return text.translate(dropped) if dropped else text
