"""The servers that are compared: ours and the baselines. ``python -m benchmarks.servers PORT NAME``."""

from __future__ import annotations

import secrets
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs

import uvicorn
from fastapi import FastAPI, Form, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app import wiring
from app.cli.demo import DRAFT, SLUG
from app.comments import sender
from app.comments.values import Part, Person
from app.consultations import propose, publish, read
from app.consultations.values import ClauseView, ConsultationView, Proposal
from app.core import receipt_numbers
from app.core.outline.parse import parse
from app.settings import Settings
from app.storage import models
from app.web.app import make_app

CLAUSE = "3-1-15"


def open_published(folder: Path) -> tuple[wiring.House, ConsultationView, ClauseView]:
    """A house with the real draft published for 30 days, and its clause 三/(一)/15."""
    settings = Settings(data_dir=folder, post_per_minute=100_000_000)
    house = wiring.open_house(settings)
    source = (wiring.DRAFTS / DRAFT).read_bytes()
    outline = parse(source.decode())
    now = house.clock()
    proposal = Proposal(
        title=outline.title,
        slug=SLUG,
        opens_at=now,
        deadline=now + timedelta(days=30),
        source=source,
        mailbox=outline.notice.mailbox,
    )
    number = house.writer.call(propose.propose, proposal, outline, None)
    house.writer.call(publish.publish, number, None)
    view = house.read_now(read.by_slug, SLUG)
    assert view is not None
    clauses = house.read_now(read.clauses_of, view.id)
    return house, view, next(clause for clause in clauses if clause.slug == CLAUSE)


def bare(house: wiring.House) -> FastAPI:
    """One durable row by the same writer: the least that a durable POST can cost."""
    app = FastAPI()

    def work(session: Session, texts: list[str], *, now: object) -> list[None]:
        session.execute(
            insert(models.AuditEntry),
            [
                {"at": now, "action": "bare", "subject": "bench", "values": {"text": text}}
                for text in texts
            ],
        )
        return [None] * len(texts)

    work.__plural__ = True  # type: ignore[attr-defined]

    @app.post("/post")
    async def post(request: Request) -> Response:
        fields = parse_qs((await request.body()).decode())
        await house.writer.run(work, fields["text"][0])
        return RedirectResponse("/done", 303)

    return app


def orm(house: wiring.House, view: ConsultationView, clause: ClauseView) -> FastAPI:
    """The same intake as FastAPI's tutorial does it: ORM in the thread pool, a commit a request."""
    app = FastAPI()
    writing = house._writing

    @app.post("/post")
    def post(
        text: Annotated[str, Form()],
        kind: Annotated[str, Form()] = "",
        name: Annotated[str, Form()] = "",
        key: Annotated[str, Form()] = "",
    ) -> Response:
        now = house.clock()
        receipt = receipt_numbers.make(secrets.randbits(40))
        person = Person(name=name)
        form_key = sender.form_key(view.id, key, person, (Part(text, clause.id),))
        with Session(writing) as session:
            round_ = session.get_one(models.Round, view.round_id)
            row = session.get_one(models.ClauseRow, clause.id)
            known = session.query(models.Submission).filter_by(form_key=form_key).first()
            if known is None:
                _add(session, view, round_, row, (text, kind, name), (receipt, form_key), now)
            session.commit()
        return RedirectResponse("/done", 303)

    return app


def _add(
    session: Session,
    view: ConsultationView,
    round_: models.Round,
    row: models.ClauseRow,
    typed: tuple[str, str, str],
    keys: tuple[str, str],
    now: object,
) -> None:
    text, kind, name = typed
    receipt, form_key = keys
    submission = models.Submission(
        consultation_id=view.id,
        round_id=round_.id,
        channel="web",
        receipt=receipt,
        form_key=form_key,
        sender_key=sender.sender_key(view.id, Person(name=name), receipt),
        received_at=now,
        late=False,
        counted=True,
    )
    session.add(submission)
    session.flush()
    session.add(models.Contact(submission_id=submission.id, name=name))
    comment = models.Comment(
        submission_id=submission.id,
        position=0,
        consultation_id=view.id,
        round_id=round_.id,
        version_id=row.version_id,
        clause_id=row.id,
        clause_address=row.address,
        clause_text=row.text,
        kind=kind or None,
        text=text,
        counted=True,
        tied_by="form",
        received_at=now,
    )
    session.add(comment)
    session.flush()
    session.add(models.Demand(comment_id=comment.id, clause_id=row.id, position=0))
    session.add(models.ClauseMark(clause_id=row.id, marked_at=now))


def static(content: bytes) -> FastAPI:
    """The same bytes as a static answer."""
    app = FastAPI()

    @app.get("/page")
    async def page() -> Response:
        return Response(content, media_type="text/html; charset=utf-8")

    return app


def main() -> None:
    """Serve one of: ours, bare, orm, static FILE."""
    port, name = int(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        if name == "static":
            app = static(Path(sys.argv[3]).read_bytes())
        else:
            house, view, clause = open_published(Path(folder))
            made = {
                "ours": lambda: make_app(house),
                "bare": lambda: bare(house),
                "orm": lambda: orm(house, view, clause),
            }
            app = made[name]()
        if name != "ours":
            app.add_route("/healthz", _healthy)
        wiring.settle_memory()
        uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="warning")


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok")


if __name__ == "__main__":
    main()
