"""What intake takes and gives: parcels, receipts, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Channel = Literal["web", "mail", "letter", "import"]
CommentKind = Literal["support", "oppose", "amend", "question"]
KINDS: tuple[CommentKind, ...] = ("support", "oppose", "amend", "question")

# Position of a submission that says only that there is no objection.
NO_OBJECTION = "no-objection"
# 20,000 characters, counted as Unicode code points.
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Person:
    """What the sender said of himself; all may be empty."""

    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One comment of a parcel. ``clause_id`` None: it waits to be tied."""

    text: str
    clause_id: int | None
    kind: CommentKind | None = None
    tied_by: str | None = "form"
    tie_reason: str | None = None
    tie_confidence: float | None = None
    tie_start: int | None = None
    tie_end: int | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one person sent at one time by one channel.

    ``received_at`` is the server's clock at the door. ``form_key`` is the same for a form sent
    twice; ``earlier_form_key`` is what it would have been a moment before, where keys hold a time. ``receipt`` is a fresh number (core/receipt_numbers). ``sender_key`` tells people apart.
    ``position``: no-objection for one that says only that, and has no parts; ``signers``: how many
    signed, as the machine reads it.
    """

    consultation_id: int
    channel: Channel
    received_at: datetime
    receipt: str
    sender_key: str
    parts: tuple[Part, ...]
    person: Person = Person()
    form_key: str | None = None
    earlier_form_key: str | None = None
    message_id: int | None = None
    acknowledge: bool = False
    ack_mail_id: str | None = None
    in_reply_to: str | None = None
    is_example: bool = False
    position: str | None = None
    signers: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was taken in. ``again``: this form had come before; nothing was stored twice."""

    submission_id: int
    receipt: str
    received_at: datetime
    late: bool
    comments: int
    again: bool = False


class Refusal(Exception):
    """A parcel that cannot be taken. Codes: no-consultation, not-open-yet, no-such-clause,
    clause-closed, empty."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
