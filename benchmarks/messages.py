"""Reading mails against the standard library's own way, on the same mails in turn. Goal: >= 2.

The corpus: the mails of ``../shared/data/citations/mails`` where they are, and the matrix of
``tests/core/messages/cases.py``. Both sides yield subject, sender, date, text and files; ours also
mends charsets, finds the quote and tells automatic mail. ``python -m benchmarks.messages [ROUNDS]``
"""

from __future__ import annotations

import email
import email.policy
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.core.messages import read
from tests.core.messages.cases import CASES

MAILS = Path(__file__).resolve().parents[2] / "shared" / "data" / "citations" / "mails"


def main() -> None:
    """Print the rates, the ratio, and what each side could not read."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    raws = [case.raw for case in CASES]
    if MAILS.is_dir():
        raws += [file.read_bytes() for file in sorted(MAILS.glob("*.eml"))]
    else:
        print(f"{MAILS.name}/ is absent: the matrix alone", file=sys.stderr)
    ways: dict[str, Callable[[bytes], bool]] = {"ours": ours, "standard library": standard}
    seconds = dict.fromkeys(ways, 0.0)
    failed = dict.fromkeys(ways, 0)
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            failed[name] = sum(not way(raw) for raw in raws)
            seconds[name] += time.perf_counter() - start
    for name in ways:
        rate = len(raws) * rounds / seconds[name]
        print(f"{name:17} {rate:7.0f} mails/s, without a text {failed[name]} of {len(raws)}")
    print(f"ratio: {seconds['standard library'] / seconds['ours']:.2f} (goal >= 2)")


def ours(raw: bytes) -> bool:
    """Whether a text or a file came out."""
    found = read(raw)
    return bool(found.text or found.attachments)


def standard(raw: bytes) -> bool:
    """The same by ``email.policy.default``."""
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        _ = (mail["subject"], mail["from"], mail["date"])
        body = mail.get_body(("plain", "html"))
        text = str(body.get_content()) if body else ""
        files = [(one.get_filename(), one.get_content()) for one in mail.iter_attachments()]
    except Exception:  # noqa: BLE001 - whatever it raises, the mail was not read
        return False
    return bool(text.strip() or files)


if __name__ == "__main__":
    main()
