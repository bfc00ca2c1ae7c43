"""Making a house with a published draft, for tests."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app import wiring
from app.comments import intake, sender
from app.comments.values import Parcel, Part, Person, Receipt
from app.consultations import propose, publish, read
from app.consultations.values import ClauseView, ConsultationView, Proposal
from app.core import receipt_numbers
from app.core.outline.values import Clause, Notice, Outline
from app.jobs.drain import Handler, drain_once
from app.opinions.jobs import regroup_handler
from app.settings import Settings
from app.storage.engine import make_engine

START = datetime(2017, 8, 29, 2, 12, tzinfo=UTC)
SMALL = (
    ("一", "1", "part", "一、", "总体要求", "", None),
    ("一/(一)", "1-1", "section", "(一)", "指导思想", "坚持以人民为中心。", "一"),
    ("一/(二)", "1-2", "section", "(二)", "基本方针", "统筹推进。", "一"),
    ("二", "2", "part", "二、", "保障措施", "加强领导。", None),
)


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self.time = start

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **by: float) -> None:
        self.time += timedelta(**by)


def small_outline() -> Outline:
    """Four clauses, enough for most tests."""
    clauses = tuple(
        Clause(address, slug, kind, label, heading, text, parent, True, n, n + 1)  # type: ignore[arg-type]
        for n, (address, slug, kind, label, heading, text, parent) in enumerate(SMALL)
    )
    return Outline("实施意见", Notice(), clauses, (), "一二三四")


@dataclass
class Published:
    """A house with one open consultation."""

    house: wiring.House
    clock: FakeClock
    consultation: ConsultationView
    clauses: dict[str, ClauseView]

    def parcel(
        self,
        text: str,
        address: str | None = "一/(一)",
        *,
        email: str = "",
        form_key: str | None = None,
        received_at: datetime | None = None,
        person: Person | None = None,
    ) -> Parcel:
        """A parcel with one comment."""
        receipt = receipt_numbers.make(secrets.randbits(40))
        person = person or Person(email=email)
        return Parcel(
            consultation_id=self.consultation.id,
            channel="web",
            received_at=received_at or self.clock(),
            receipt=receipt,
            sender_key=sender.sender_key(self.consultation.id, person, receipt),
            parts=(Part(text, self.clauses[address].id if address else None),),
            person=person,
            form_key=form_key,
        )

    def send(self, text: str, address: str | None = "一/(一)", **kwargs: object) -> Receipt:
        """Take one comment in; its receipt."""
        answer = self.house.writer.call(intake.take_in, self.parcel(text, address, **kwargs))  # type: ignore[arg-type]
        assert isinstance(answer, Receipt)
        return answer


def open_small(
    folder: Path,
    url: str,
    clock: FakeClock | None = None,
    outline: Callable[[], Outline] = small_outline,
) -> Published:
    """A house on a migrated database with the small outline published for 14 days."""
    clock = clock or FakeClock()
    house = wiring.open_house(
        Settings(data_dir=folder, database_url=url, worker_id="test", smtp_listen_port=0), now=clock
    )
    return publish_outline(house, clock, outline)


def publish_outline(
    house: wiring.House, clock: FakeClock, outline: Callable[[], Outline], days: float = 14
) -> Published:
    """Publish an outline in an open house."""
    proposal = Proposal(
        title="实施意见",
        opens_at=clock(),
        deadline=clock() + timedelta(days=days),
        office="省经信委",
        mailbox="office@example.cn",
    )
    made = outline()
    number = house.writer.call(propose.propose, proposal, made, None)
    slug = house.writer.call(publish.publish, number, None)
    view = house.read_now(read.by_slug, slug)
    assert view is not None
    clauses = house.read_now(read.clauses_of, view.id)
    return Published(house, clock, view, {clause.address: clause for clause in clauses})


@contextmanager
def writing(town: Published) -> Iterator[Engine]:
    """An engine as another process of the office writes with."""
    engine = make_engine(town.house.settings.database, writing=True)
    try:
        yield engine
    finally:
        engine.dispose()


def meanwhile(
    town: Published, first: Callable[[Session], object], second: Callable[[Session], object]
) -> Exception | None:
    """Two processes at once on PostgreSQL: the second begins while the first is not committed yet,
    and waits for it. What the second raised."""
    raised: list[Exception] = []
    with writing(town) as engine:

        def work() -> None:
            try:
                with Session(engine) as session, session.begin():
                    second(session)
            except Exception as error:  # noqa: BLE001 - handed to the test
                raised.append(error)

        other = threading.Thread(target=work)
        with Session(engine) as session, session.begin():
            first(session)
            session.flush()
            other.start()
            until = time.monotonic() + 20
            while not somebody_waits(engine) and other.is_alive() and time.monotonic() < until:
                time.sleep(0.01)
        other.join(20)
        assert not other.is_alive()
    return raised[0] if raised else None


def somebody_waits(engine: Engine) -> bool:
    """Whether a session of this database waits for a lock."""
    with engine.connect() as connection:
        asked = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(connection.scalar(asked))


def drain(handler: Handler) -> None:
    """Do all that waits now."""
    while drain_once(handler):
        pass


def regroup(town: Published) -> None:
    """Group the clauses that were touched."""
    drain(regroup_handler(town.house.tools))
