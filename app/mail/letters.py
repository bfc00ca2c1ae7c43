"""What our mails say: the values of their templates, in the language of the sender's mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from app.comments import receipts
from app.core import deadline, receipt_numbers
from app.core.deadline import BEIJING

Language = Literal["zh", "en"]
SHOWN_CHARACTERS = 500
LOOKED_AT = 4000
# Characters of Chinese, also where a Japanese or Korean would see his own.
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How the office writes. ``templates`` is the folder of mail templates.

    ``sender`` empty: the consultation's mailbox. ``public_url`` empty: no link, the codes only.
    ``addresses``: the office's own, which are never answered.
    """

    templates: Path
    secret_key: bytes
    sender: str = ""
    public_url: str = ""
    addresses: tuple[str, ...] = ()
    receipt_path: str = "/r/{receipt}/{secret}"


def language(view: receipts.ReceiptView) -> Language:
    """Chinese, unless the sender wrote many Latin letters and next to no Chinese."""
    text = "".join(one.text[:LOOKED_AT] for one in view.comments)
    latin, han = len(_LATIN.findall(text)), len(_HAN.findall(text))
    # A letter in English may quote the name of a clause; a Chinese character is worth a word.
    return "en" if latin >= 20 and latin > 20 * han else "zh"


def letter_values(
    view: receipts.ReceiptView,
    head: Letterhead,
    words: Language,
    now: datetime,
    *,
    office: str,
    answer_due: datetime | None = None,
    follows: str = "",
) -> dict[str, Any]:
    """The words and values of a mail about a submission.

    ``follows``: the receipt that it adds to or corrects, empty if it stands by itself.
    """
    secret = receipt_numbers.secret(view.receipt, head.secret_key)
    site = head.public_url.rstrip("/")
    link = site + head.receipt_path.format(receipt=view.receipt, secret=secret) if site else ""
    return {
        "title": view.consultation_title,
        "office": office,
        "receipt": receipt_numbers.pretty(view.receipt),
        "secret": secret,
        "link": link,
        "withdraw": f"{link}/withdraw" if link else "",
        "page": f"{site}/c/{view.consultation_slug}" if site else "",
        "received": instant(view.received_at, words),
        "deadline": closing(view.deadline, words),
        "answer_due": day(answer_due, words) if answer_due else "",
        "late": view.late,
        "closed": deadline.is_late(now, view.deadline),
        "withdrawn": instant(view.withdrawn_at, words) if view.withdrawn_at else "",
        "comments": len(view.comments),
        "no_objection": view.no_objection,
        "follows": receipt_numbers.pretty(follows) if follows else "",
        "tied": [_shown(one) for one in view.comments if one.address],
        "untied": [_shown(one) for one in view.comments if not one.address],
    }


def instant(at: datetime, words: Language) -> str:
    """A moment in Beijing: ``2017年8月29日（星期二）10:12``, ``29 August 2017, 10:12``."""
    if words == "zh":
        return deadline.print_instant(at)
    local = at.astimezone(BEIJING)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def closing(at: datetime, words: Language) -> str:
    """The closing moment; midnight is the end of the day before: ``12 September 2017, 24:00``."""
    if words == "zh":
        return deadline.print_deadline(at)
    local = at.astimezone(BEIJING)
    clock = "24:00" if (local.hour, local.minute) == (0, 0) else f"{local:%H:%M}"
    return f"{day(at, words)}, {clock}"


def day(at: datetime, words: Language) -> str:
    """The last day before an exclusive end: ``2017年10月15日``, ``15 October 2017``."""
    last = deadline.last_day(at)
    if words == "zh":
        return f"{last.year}年{last.month}月{last.day}日"
    return f"{last.day} {_MONTHS[last.month - 1]} {last.year}"


def _shown(comment: receipts.ReceivedComment) -> dict[str, Any]:
    text = comment.text.strip()
    start = text[:SHOWN_CHARACTERS]
    return {
        "clause": _clause(comment),
        "text": start,
        "lines": start.splitlines(),
        "cut": len(text) > SHOWN_CHARACTERS,
    }


def _clause(comment: receipts.ReceivedComment) -> str:
    if comment.heading and comment.heading != comment.address:
        return f"{comment.address}　{comment.heading}"
    return comment.address
