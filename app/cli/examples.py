"""The demo's examples: posted to the pages and sent to the mail receiver, as anybody would."""

from __future__ import annotations

import email
import email.policy
import json
import logging
import smtplib
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from app import wiring
from app.comments import examples as marks
from app.consultations import read

EXAMPLES = wiring.DRAFTS / "examples"
# Below the throttle of the pages, so that the demo never refuses its own examples.
PAUSE_SECONDS = 0.05
log = logging.getLogger(__name__)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """The answer to a post is where it sends us: its address carries the receipt."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Never follow."""
        return


def send(house: wiring.House, slug: str) -> None:
    """Send all examples and mark each as an example as soon as it is there."""
    consultation = house.read_now(read.by_slug, slug)
    if consultation is None:
        return
    slugs = {
        clause.address: clause.slug for clause in house.read_now(read.clauses_of, consultation.id)
    }
    try:
        for one in _comments():
            receipt = _post(house, slug, slugs[one["clause"]], one)
            house.writer.call(marks.mark_receipts, consultation.id, [receipt])
        senders = list(_mail(house, consultation.mailbox or ""))
        _mark_mails(house, consultation.id, senders)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the examples could not all be sent: %s", error)


def _comments() -> list[dict[str, str]]:
    lines = (EXAMPLES / "comments.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def _post(house: wiring.House, slug: str, clause: str, one: dict[str, str]) -> str:
    settings = house.settings
    fields = {key: one[key] for key in ("text", "kind", "name", "organisation")}
    # A key of its own, as a browser with scripts sends: copies of a letter are copies, not retries.
    fields["key"] = f"example-{time.monotonic_ns()}"
    request = urllib.request.Request(
        f"http://{settings.host}:{settings.port}/c/{slug}/{clause}",
        data=urllib.parse.urlencode(fields).encode(),
        method="POST",
    )
    time.sleep(PAUSE_SECONDS)
    opener = urllib.request.build_opener(_StayHere)
    try:
        with opener.open(request, timeout=30) as answer:
            raise OSError(f"no receipt, status {answer.status}")
    except urllib.error.HTTPError as answer:
        location = answer.headers.get("Location", "")
        if answer.code != 303 or not location.startswith("/r/"):
            raise OSError(f"no receipt, status {answer.code}") from answer
        return location.split("/")[2]


def _mail(house: wiring.House, mailbox: str) -> Iterator[str]:
    settings = house.settings
    if not settings.smtp_listen_port:
        return
    with smtplib.SMTP(settings.smtp_listen_host, settings.smtp_listen_port, timeout=30) as client:
        for path in sorted((EXAMPLES / "mails").glob("*.eml")):
            raw = path.read_bytes()
            head = email.message_from_bytes(raw, policy=email.policy.compat32)
            sender = parseaddr(str(head["From"]))[1]
            client.sendmail(sender, [mailbox], raw)
            yield sender


def _mark_mails(house: wiring.House, consultation_id: int, senders: list[str]) -> None:
    """The mails become submissions a moment later: look a few times."""
    for _ in range(20):
        left = house.writer.call(marks.mark_senders, consultation_id, senders)
        if left == 0:
            return
        time.sleep(0.5)
