from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import receipt_numbers as r

BITS = st.integers(min_value=0, max_value=2**r.BITS - 1)
KEY = b"k" * 32


@given(BITS)
def test_what_is_printed_is_read(bits: int) -> None:
    number = r.make(bits)
    assert len(number) == 9
    assert r.read(number) == number
    assert r.read(r.pretty(number)) == number
    assert r.read(f" {r.pretty(number).lower()} ") == number


@given(BITS, st.integers(0, 8), st.sampled_from(r.ALPHABET))
def test_one_wrong_character_is_noticed(bits: int, place: int, letter: str) -> None:
    number = r.make(bits)
    wrong = number[:place] + letter + number[place + 1 :]
    assert (r.read(wrong) == wrong) == (wrong == number)


@pytest.mark.parametrize(("typed", "meant"), [("o", "0"), ("I", "1"), ("l", "1"), ("u", "V")])
def test_confused_letters_are_forgiven(typed: str, meant: str) -> None:
    number = next(made for made in (r.make(bits * 7919) for bits in range(10_000)) if meant in made)
    assert r.read(number.replace(meant, typed)) == number


@pytest.mark.parametrize(
    "junk", ["", "4K7P", "not a number", "😀" * 9, "4K7P29QX60" * 100, "1" * 10]
)
def test_junk_is_no_number(junk: str) -> None:
    assert r.read(junk) is None


@pytest.mark.parametrize("bits", [-1, 2**40])
def test_wrong_bits_are_refused(bits: int) -> None:
    with pytest.raises(ValueError, match="40 bits"):
        r.make(bits)


@given(BITS, BITS)
def test_secret_fits_its_own_receipt_only(bits: int, other: int) -> None:
    number, another = r.make(bits), r.make(other)
    secret = r.secret(number, KEY)
    assert r.secret_fits(number, secret.lower(), KEY)
    assert r.secret_fits(another, secret, KEY) == (number == another)
    assert not r.secret_fits(number, secret, b"another key")
    assert not r.secret_fits(number, "", KEY)
