"""Hints on what came together: they count, and change nothing."""

from __future__ import annotations

from email.message import EmailMessage

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.jobs.drain import drain_once
from app.mail.jobs import read_handler
from app.mail.store import arrival, store_raw
from app.opinions.bursts import bursts
from app.opinions.read import clause_desk
from app.storage.models import Comment
from tests.houses import Published


def found(town: Published) -> list[tuple[str, int, int]]:
    clause = town.clauses["一/(一)"].id
    return [(one.kind, one.comments, one.people) for one in town.house.read_now(bursts, clause)]


def test_many_in_one_minute_are_told(town: Published) -> None:
    for n in range(8):
        town.send(f"{n}号读者说的话，各不相同{n}。", email=f"p{n % 6}@b.example")
        town.clock.forward(hours=1)
    assert found(town) == []
    for n in range(6):
        town.send(f"这一分钟里的第{n}条，也各不相同。", email=f"q{n}@b.example")
    assert found(town)[0] == ("minute", 6, 6)


def test_one_opening_is_told_whatever_its_marks(town: Published) -> None:
    for n in range(5):
        town.send(f"各位领导：我们是全省从事餐饮的小商家，{'，' * n}第{n}家的话。")
        town.clock.forward(hours=1)
    assert found(town) == [("opening", 5, 5)]


def _mail(number: int, name: str, content: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"p{number}@b.example", "office@example.cn"
    mail["Subject"], mail["Message-ID"] = f"对指导思想的意见{number}", f"<{number}@b.example>"
    mail.set_content(f"对（一）指导思想：这是第{number}个人自己的话，附件请看{number * 37}。\n")
    mail.add_attachment(content, "text", "plain", filename=name)
    return mail.as_bytes()


def test_one_file_is_told_by_its_content_whatever_it_is_called(town: Published) -> None:
    house, clause = town.house, town.clauses["一/(一)"].id
    same, alike = "大家转发的同一份材料，长短一样甲。", "大家转发的同一份材料，长短一样乙。"
    for number in range(10):
        # Five send one file under several names; five send others of its length under its name.
        name = f"材料{number % 2}.txt" if number < 5 else "材料0.txt"
        text = same if number < 5 else f"{alike[:-2]}{'子丑寅卯辰'[number - 5]}。"
        raw = _mail(number, name, text.encode())
        where = {"envelope_from": f"p{number}@b.example", "envelope_to": ("office@example.cn",)}
        house.writer.call(store_raw, arrival(raw, "smtp", town.clock(), **where))
        town.clock.forward(hours=1)
    while drain_once(read_handler(house.tools)):
        pass

    def tie(session: Session, *, now: object) -> None:
        session.execute(update(Comment).where(Comment.position == 0).values(clause_id=clause))

    house.writer.call(tie)
    told = [one for one in house.read_now(bursts, clause) if one.kind == "attachment"]
    assert [(one.comments, one.people, one.words) for one in told] == [(5, 5, "材料0.txt")]


def test_hints_merge_and_drop_nothing(town: Published) -> None:
    for n in range(12):
        town.send(f"同一分钟，同一个开头，同一句话，第{n}次。", email=f"p{n}@b.example")
    assert len(found(town)) == 2
    desk = town.house.read_now(clause_desk, town.clauses["一/(一)"].id)
    assert desk is not None
    assert (desk.figures.comments, desk.figures.people) == (12, 12)


def test_too_few_say_nothing(town: Published) -> None:
    for _ in range(4):
        town.send("同一分钟，同一个开头，同一句话。")
    assert found(town) == []
