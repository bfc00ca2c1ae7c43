"""Telling people and forms apart without keeping who they are."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from app.comments.values import Part, Person


def sender_key(consultation_id: int, person: Person, receipt: str) -> str:
    """The same person in one consultation has one key: by mail address, else by telephone.

    Who leaves neither counts as a person of his own (``receipt``): names are shared by many.
    """
    if not (person.email or person.phone):
        known = "receipt:" + receipt
    elif person.email.strip():
        known = "mail:" + unicodedata.normalize("NFKC", person.email).strip().lower()
    elif digits := re.sub(r"\D", "", unicodedata.normalize("NFKC", person.phone)):
        known = "phone:" + digits[-11:]
    else:
        known = "receipt:" + receipt
    return hashlib.sha256(f"{consultation_id}\n{known}".encode()).hexdigest()[:32]


def form_key(consultation_id: int, origin: str, person: Person, parts: tuple[Part, ...]) -> str:
    """The same for a form that is sent twice.

    ``origin`` is the random key of the filled form where scripts run, else the browser's address
    and name with the time slot: two people behind one address send the same words rarely.
    """
    words = [str(consultation_id), origin, person.name, person.organisation, person.email]
    words.append(person.phone)
    for part in parts:
        words += (str(part.clause_id), part.kind or "", part.text)
    joined = "\x1f".join(words)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
