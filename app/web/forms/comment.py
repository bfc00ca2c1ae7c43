"""The comment form: from posted fields to plain values, with the error of each field."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from app.comments.values import KINDS, LONGEST_TEXT, CommentKind, Person
from app.mail import addresses
from app.web.forms.body import PostedForm

_PHONE = re.compile(r"\+?[0-9][0-9 ()（）—–-]{5,24}")
LONGEST_LINE = 200
# A line has no line ends and nothing that cannot be seen. The words themselves stay as typed.
_NOT_IN_A_LINE = {
    code: " " if chr(code) in "\t\n" else None for code in (*range(32), *range(127, 160))
}
_INVISIBLE = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class CommentForm:
    """What was typed, as it was typed, and what is wrong with it by field."""

    text: str = ""
    kind: str = ""
    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    key: str = ""
    as_read: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        """What the sender said of himself."""
        return Person(
            self.name.strip(), self.organisation.strip(), self.email.strip(), self.phone.strip()
        )

    @property
    def comment_kind(self) -> CommentKind | None:
        """One of the four kinds, or none."""
        return next((kind for kind in KINDS if kind == self.kind), None)

    def without_faults(self) -> CommentForm:
        """The form without the fields about the sender that are wrong."""
        if not self.errors:
            return self
        return replace(self, **dict.fromkeys(self.errors.keys() - {"text"}, ""), errors={})

    @property
    def about_sender(self) -> bool:
        """Whether the folded block holds something, or an error."""
        return any((self.name, self.organisation, self.email, self.phone)) or bool(
            self.errors.keys() & {"email", "phone", "name", "organisation"}
        )


def read_comment(posted: PostedForm) -> CommentForm:
    """The form with its errors; only the words are required."""
    typed = CommentForm(
        text=posted.get("text"),
        kind=posted.get("kind"),
        name=_line(posted.get("name")),
        organisation=_line(posted.get("organisation")),
        email=_line(posted.get("email")),
        phone=_line(posted.get("phone")),
        key=_line(posted.get("key"))[:100],
        as_read=_line(posted.get("as_read"))[:40],
    )
    errors = dict(_errors(typed))
    return replace(typed, errors=errors) if errors else typed


def _line(value: str) -> str:
    return value.translate(_NOT_IN_A_LINE)


def _shows_something(text: str) -> bool:
    return any(unicodedata.category(letter) not in _INVISIBLE for letter in text)


def _errors(typed: CommentForm) -> list[tuple[str, str]]:
    found = []
    if not _shows_something(typed.text):
        found.append(("text", "请写下您的意见"))
    elif (over := len(typed.text) - LONGEST_TEXT) > 0:
        found.append(
            (
                "text",
                f"最多{LONGEST_TEXT:,}字，现在多了{over:,}字。可以分成两条，或把全文作为附件发邮件",
            )
        )
    for name, words in (("name", "称呼"), ("organisation", "单位")):
        if len(getattr(typed, name)) > LONGEST_LINE:
            found.append((name, f"{words}最多{LONGEST_LINE}字"))
    email, phone = typed.email.strip(), typed.phone.strip()
    if email and addresses.typed(email) is None:
        found.append(("email", "邮箱应像 name@example.com"))
    if phone and not _PHONE.fullmatch(phone):
        found.append(("phone", "电话可写手机或“区号-号码”"))
    return found
