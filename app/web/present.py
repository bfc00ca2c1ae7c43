"""From plain values to what a template prints: names of clauses, levels, states, moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup, escape

from app.consultations.values import WHOLE_KIND, ClauseView, ConsultationView
from app.core.deadline import BEIJING, last_day, print_short
from app.core.outline.pages import columns
from app.core.text.cuts import cut
from app.locale.words import DAY, STATES, left_words

LOWEST_HEADING = 6
# Columns of a label that fits beside the text: （十一）, 4.2.1, 第一款.
_MARGIN = 8
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# Kinds whose heading stands over other clauses, also where they have words of their own.
_HEADS = frozenset(("part", "section", "chapter", "subchapter", "annex"))
# What may not begin a line stays with the word before it.
_STICKS = frozenset("的了和与及、，。；：！？）》”’」』】,.;:!?)")
_OPENS = frozenset("（《“‘「『【(")


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause as it is printed. ``say``: the words of its link; ``level``: of its heading;
    ``heads``: whether it stands over other clauses; ``number``: its label, empty for a dash;
    ``hangs``: whether that has room in the margin beside the text."""

    clause: ClauseView
    level: int
    name: str
    say: str
    paragraphs: tuple[str, ...]
    number: str
    heads: bool
    hangs: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A consultation at one moment."""

    view: ConsultationView
    state: str
    state_words: str
    left: str
    opens: str
    closes: str

    @property
    def is_open(self) -> bool:
        """Whether comments are taken now."""
        return self.state == "open"

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self.state in ("closed", "answered")


def call_at(view: ConsultationView, now: datetime) -> Call:
    """A consultation as it stands at ``now``."""
    state: str = view.state_at(now)
    if state == "closed" and view.results_published_at:
        state = "answered"
    until = view.opens_at if state == "announced" else view.deadline
    return Call(
        view,
        state,
        STATES[state],
        left=left_words(now, until),
        opens=opening_words(view.opens_at),
        closes=closing_words(view, now),
    )


def changes_at(view: ConsultationView, now: datetime) -> datetime:
    """The next moment at which the words of a page of this consultation change by themselves."""
    local = now.astimezone(BEIJING)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    ahead = [moment for moment in (view.opens_at, view.deadline) if moment > now]
    counted = [_count_changes(until, now) for until in ahead[:1]]
    return min([midnight, *ahead, *counted])


def _count_changes(until: datetime, now: datetime) -> datetime:
    """When the count of ``left_words`` goes down: just after the last instant of its figure."""
    left = until - now
    if left > DAY:
        return until - DAY
    step = HOUR if left >= HOUR else MINUTE
    return until - left // step * step + timedelta(microseconds=1)


def opening_words(instant: datetime) -> str:
    """When a call opens, in short: ``8月14日9时``, ``8月14日9时30分``."""
    local = instant.astimezone(BEIJING)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{local.month}月{local.day}日{local.hour}时{minutes}"


def closing_words(view: ConsultationView, now: datetime) -> str:
    """When a call closes, in short: ``9月12日24时``, on its last day ``今天24时``."""
    words = print_short(view.deadline)
    if last_day(view.deadline) != now.astimezone(BEIJING).date():
        return words
    return "今天" + words.partition("日")[2]


def shown(clauses: Sequence[ClauseView]) -> list[ShownClause]:
    """The clauses of a draft as they are printed, without the one that stands for the whole."""
    return [show(clause) for clause in clauses if clause.kind != WHOLE_KIND]


def show(clause: ClauseView) -> ShownClause:
    """One clause as it is printed."""
    name = clause_name(clause)
    return ShownClause(
        clause=clause,
        level=min(clause.depth + 1, LOWEST_HEADING),
        name=name,
        say=f"对{name}提意见",
        paragraphs=tuple(line for line in clause.text.split("\n") if line.strip()),
        number=printed(clause.label) if clause.kind != "dash" else "",
        heads=clause.kind in _HEADS,
        # 第二百零八条 has none, and all articles of a draft look alike.
        hangs=clause.kind != "article" and columns(printed(clause.label)) <= _MARGIN,
    )


def clause_name(clause: ClauseView) -> str:
    """How a reader calls a clause: 第15条, 第十五条, 这一部分, 本条."""
    step = clause.address.rpartition("/")[2].partition("#")[0]
    if clause.kind == WHOLE_KIND:
        return f"《{clause.draft}》全文" if clause.draft else "全文"
    if clause.kind == "article":
        return step
    if clause.kind == "point" and step.isdigit():
        return f"第{step}条"
    if clause.kind in ("part", "chapter", "annex"):
        return "这一部分"
    if clause.kind in ("section", "subchapter") and not clause.text:
        return "这一节"
    return {"preamble": "开头这一段", "paragraph": "本款"}.get(clause.kind, "本条")


def cited_name(path: Sequence[ClauseView]) -> str:
    """How a clause is cited, from the article or point down: 第15条, 第九条第二款（一）; else its title.
    Where there are several drafts, with the name of its own: 《供热办法》第五条."""
    draft = f"《{path[-1].draft}》" if path[-1].draft else ""
    kinds = [one.kind for one in path]
    top = next((at for at, kind in enumerate(kinds) if kind in ("article", "point")), None)
    if top is None:
        return f"{draft}“{title_of(path[-1])}”"
    below = (printed(one.label).rstrip("、. ") for one in path[top + 1 :])
    return draft + clause_name(path[top]) + "".join(below)


def title_of(clause: ClauseView) -> str:
    """Label and heading in one: ``15. 推进…``, or the first words where there is no heading."""
    words = clause.heading or clause.text.strip().split("\n")[0][:24]
    if clause.kind == WHOLE_KIND:
        return clause_name(clause)
    label = printed(clause.label) if clause.kind != "dash" else ""
    gap = "" if label.endswith(("、", "）")) or not label else " "
    return f"{label}{gap}{words}"


def printed(label: str) -> str:
    """A clause's number as offices print it: ``（一）`` also where the file has half-width."""
    if label[:1] == "(" and label[-1:] == ")" and not label.isascii():
        return f"（{label[1:-1]}）"
    return label


def broken(words: str) -> Markup:
    """A heading with the places where it may break: between words, never within one."""
    parts: list[str] = []
    for word in cut(words):
        if parts and (word[0] in _STICKS or parts[-1][-1] in _OPENS):
            parts[-1] += word
        else:
            parts.append(word)
    return Markup("<wbr>").join(escape(part) for part in parts)
