"""Receipt numbers: short, easy to read out, with a check character; and the secret beside them.

The alphabet is Crockford's base 32 (no I, L, O, U); reading forgives case, spaces, hyphens and
the letters people confuse. The check character is the value modulo 32 of a weighted sum with odd
weights, which finds every single wrong character.
"""

from __future__ import annotations

import hmac
from operator import mul

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
# Ten bits at a time, low five first: every comment needs a number and a secret.
_PAIRS = [low + high for high in ALPHABET for low in ALPHABET]
_CONFUSED = str.maketrans(
    {"I": "1", "L": "1", "O": "0", "U": "V", " ": None, "-": None, "　": None}
)
BITS = 40
_LENGTH = 8
_WEIGHTS = (3, 5, 7, 9, 11, 13, 15, 17)
_SECRET_LENGTH = 20


def make(bits: int) -> str:
    """The receipt number (9 characters) for 40 random bits."""
    if not 0 <= bits < 1 << BITS:
        raise ValueError("40 bits are needed")
    body = "".join([_PAIRS[bits >> shift & 1023] for shift in range(0, BITS, 10)])[::-1]
    return body + _check(body)


def read(text: str) -> str | None:
    """The receipt number a person typed, in its one form; None if it cannot be one."""
    if len(text) > 40:
        return None
    number = text.strip().upper().translate(_CONFUSED)
    if len(number) != _LENGTH + 1 or any(letter not in _VALUES for letter in number):
        return None
    return number if number[-1] == _check(number[:-1]) else None


def pretty(number: str) -> str:
    """In groups, as it is printed: ``4K7P 29QX 6``."""
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def secret(number: str, key: bytes) -> str:
    """The secret of a receipt: 100 bits of HMAC-SHA256, so that nothing secret is stored."""
    digest = hmac.digest(key, b"receipt:" + number.encode(), "sha256")
    value = int.from_bytes(digest[:13], "big")
    return "".join([_PAIRS[value >> shift & 1023] for shift in range(0, 5 * _SECRET_LENGTH, 10)])


def secret_fits(number: str, given: str, key: bytes) -> bool:
    """Whether ``given`` is the secret of the receipt, compared in constant time."""
    typed = given.strip().upper().translate(_CONFUSED)
    return hmac.compare_digest(secret(number, key).encode(), typed.encode("utf-8", "replace"))


def _check(body: str) -> str:
    return ALPHABET[sum(map(mul, _WEIGHTS, map(_VALUES.__getitem__, body))) % 32]
