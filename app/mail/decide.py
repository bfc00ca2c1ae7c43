"""What a mail is: a submission of which parts, an automatic answer, or a riddle for staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.consultations.values import ConsultationView
from app.core.feedback.taking_back import disowns
from app.core.messages.quoting import is_only_quote
from app.core.messages.read import forwarded
from app.core.outline.values import Outline
from app.mail import courtesy, withdrawal
from app.mail.bounces import returned
from app.mail.parts import spoken
from app.mail.reading import Reading
from app.mail.take import Loaded, Place, Taken, parcel

OutlineOf = Callable[[ConsultationView], tuple[Outline, Mapping[str, int]]]


def decide(
    mail: Loaded, reading: Reading, place: Place, outline_of: OutlineOf, own: tuple[str, ...] = ()
) -> Taken:
    """What is to be written about a mail. ``own``: the office's addresses beside the mailboxes."""
    kept = reading.as_json()
    view = place.belongs.consultation
    number = view.id if view else mail.consultation_id
    first = place.belongs.submission_id
    if place.own:
        return Taken("own", kept, number, answers=first)
    if reading.auto == "bounce":
        back = returned(mail.raw, reading.text)
        return Taken("bounce", kept, number, returned=back, answers=first, error=back.said or None)
    if reading.auto == "auto":
        return Taken("automatic", kept, number, answers=first)
    named = place.belongs.named
    asked = "" if place.speaks else withdrawal.asked(reading)
    wanted, why = _wanted(place.back if asked else None, reading), None
    if named is not None and disowns(reading.body) and not place.speaks:
        # Who never sent it is asked as one who wants it back: at the address it came from.
        asked, wanted, why = "only", _wanted(named, reading), "not-mine"
    if asked == "only" and any(courtesy.may_say(one) for one in reading.attachments):
        asked = "also"  # a file may be what is to stand instead
    if asked == "only":
        if wanted is None:
            return Taken("quarantined", kept, mail.consultation_id, error="withdraw-which")
        return Taken("withdrawal", kept, number, error=why, answers=first, withdraw=wanted)
    if place.plain_answer and courtesy.is_thanks(reading) and not place.speaks:
        return Taken("courtesy", kept, number, answers=first)
    if not forwarded(reading.subject) and named is not None and is_only_quote(reading.body):
        if place.plain_answer and not reading.attachments:
            return Taken("empty", kept, number, error="quote-only", answers=first)
        # What stands there are our own words; another subject and the files are his.
        subject = "" if place.plain_answer else reading.subject
        reading = replace(reading, body="", subject=subject)
    if view is None:
        return Taken("quarantined", kept, mail.consultation_id, error=place.belongs.code)
    words = spoken(reading, *outline_of(view))
    if not words.parts and not words.no_objection:
        return Taken("empty", kept, number, error="empty", answers=first)
    addresses = place.addresses | {one.casefold() for one in own}
    made = parcel(mail, reading, view, words, addresses)
    return Taken("taken", kept, number, made, answers=first, withdraw=wanted)


def _wanted(submission_id: int | None, reading: Reading) -> withdrawal.Wanted | None:
    if submission_id is None:
        return None
    return withdrawal.Wanted(submission_id, reading.from_address, reading.message_id)
