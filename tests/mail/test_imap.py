from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from app.mail import health
from app.mail.imap import ImapAccount
from app.mail.jobs import fetch_handler
from app.storage.models import Mailbox
from tests.mail.imap_servers import NetEase
from tests.mail.letters import ADDRESS, MAILBOX, Room, door, drain, letter
from tests.support.dovecot import PASSWORD, Dovecot

DONE = "已处理"


@pytest.fixture
def inbox(dovecot: Dovecot) -> Dovecot:
    """An empty INBOX, and no folder for what is done."""
    return dovecot


def login(server: Dovecot) -> IMAPClient:
    client = IMAPClient("127.0.0.1", server.port, ssl=False)
    client.login(MAILBOX, PASSWORD)
    return client


def account(port: int, **kwargs: object) -> ImapAccount:
    return ImapAccount("127.0.0.1", port, MAILBOX, PASSWORD, tls=False, **kwargs)  # type: ignore[arg-type]


def fetch(room: Room, given: ImapAccount) -> None:
    """One round, when it is due."""
    room.town.clock.forward(minutes=2)
    drain(fetch_handler(room.tools, given))


def append(server: Dovecot, *mails: bytes, at: datetime | None = None) -> None:
    with login(server) as client:
        for raw in mails:
            client.append("INBOX", raw, msg_time=at)


def folder(server: Dovecot, name: str) -> dict[int, tuple[bytes, ...]]:
    """UIDs and flags in a folder."""
    with login(server) as client:
        if not client.folder_exists(name):
            return {}
        client.select_folder(name, readonly=True)
        found = client.fetch(client.search("ALL"), ["FLAGS"])
        return {uid: items[b"FLAGS"] for uid, items in found.items()}


def row(session: Session) -> Mailbox:
    found = session.scalars(select(Mailbox)).one()
    session.expunge(found)
    return found


def test_fetched_twice_is_one_comment_and_one_acknowledgement(room: Room, inbox: Dovecot) -> None:
    append(inbox, letter())
    for _ in range(3):
        fetch(room, account(inbox.port))
        room.read()
        room.send()
    (comment,) = room.comments()
    assert comment.clause_address == ADDRESS
    assert len(room.written()) == 1
    (message,) = room.messages()
    assert (message.source, message.times_seen, message.raw) == ("imap", 1, letter())


def test_by_imap_and_by_smtp_is_one(room: Room, inbox: Dovecot) -> None:
    import smtplib

    with door(room.tools) as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("zhao@factory.example", [MAILBOX], letter())
    append(inbox, b"Received: from a by b; Tue, 29 Aug 2017 10:00:00 +0800\r\n" + letter())
    fetch(room, account(inbox.port))
    room.read()
    assert len(room.submissions()) == 1
    assert room.messages()[0].times_seen == 2


def test_the_servers_time_counts_and_a_clock_that_runs_ahead_does_not(
    room: Room, inbox: Dovecot
) -> None:
    early = room.town.clock() - timedelta(hours=5)
    append(inbox, letter("一"), at=early)
    append(inbox, letter("二"), at=datetime(2030, 1, 1, tzinfo=UTC))
    fetch(room, account(inbox.port))
    assert [one.received_at for one in room.messages()] == [early, room.town.clock()]


def test_seen_says_nothing_and_is_left_alone(room: Room, inbox: Dovecot) -> None:
    append(inbox, letter("一"), letter("二"))
    with login(inbox) as client:
        client.select_folder("INBOX")
        first, second = client.search("ALL")
        client.add_flags([first], [b"\\Seen"])
    fetch(room, account(inbox.port))
    assert len(room.messages()) == 2
    flags = folder(inbox, "INBOX")
    assert b"\\Seen" in flags[first]
    assert b"\\Seen" not in flags[second]


def test_moved_only_after_the_commit(room: Room, inbox: Dovecot) -> None:
    append(inbox, letter("一"), letter("二"))
    given = account(inbox.port, done_folder=DONE)
    engine = room.town.house.writer._engine

    def refuse(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "INTO messages" in statement:
            raise OSError("no space left on device")

    event.listen(engine, "before_cursor_execute", refuse)
    fetch(room, given)
    event.remove(engine, "before_cursor_execute", refuse)
    assert len(folder(inbox, "INBOX")) == 2
    assert room.town.house.read_now(row).failed_at is not None
    fetch(room, given)
    assert (len(folder(inbox, "INBOX")), len(folder(inbox, DONE))) == (0, 2)
    assert len(room.messages()) == 2
    state = room.town.house.read_now(health.mailbox_health)
    assert (state.failing, state.mailboxes[0].error) == (0, None)


def test_a_crash_between_commit_and_move_moves_later(room: Room, inbox: Dovecot) -> None:
    append(inbox, letter("一"))
    fetch(room, account(inbox.port))
    assert len(folder(inbox, "INBOX")) == 1
    append(inbox, letter("二"))
    fetch(room, account(inbox.port, done_folder=DONE))
    assert (len(folder(inbox, "INBOX")), len(folder(inbox, DONE))) == (0, 2)
    assert len(room.messages()) == 2


def test_a_mailbox_made_anew_is_read_from_its_start_without_doubles(
    room: Room, inbox: Dovecot
) -> None:
    append(inbox, letter("一"), letter("二"))
    fetch(room, account(inbox.port))
    room.town.house.writer.call(_other_validity)
    append(inbox, letter("三"))
    fetch(room, account(inbox.port))
    assert [one.times_seen for one in room.messages()] == [2, 2, 1]


def _other_validity(session: Session, *, now: object) -> None:
    session.execute(update(Mailbox).values(uidvalidity=1, last_uid=10_000_000))


def test_one_fetcher_a_mailbox(room: Room, inbox: Dovecot) -> None:
    append(inbox, letter())
    handler = fetch_handler(room.tools, account(inbox.port))
    assert len(handler.claim()) == 1
    assert fetch_handler(room.tools, account(inbox.port)).claim() == []
    # A dead worker's lease ends, and another one takes over.
    room.town.clock.forward(minutes=6)
    fetch(room, account(inbox.port))
    assert len(room.messages()) == 1


def test_many_mails_and_one_beyond_the_limit(room: Room, inbox: Dovecot) -> None:
    append(inbox, *(letter(f"第{n}封，第十五条") for n in range(120)))
    append(inbox, letter("长" * 300_000), letter("最后"))
    given = account(inbox.port, max_bytes=200_000, done_folder=DONE)
    fetch(room, given)
    messages = room.messages()
    assert len(messages) == 122
    (cut,) = [one for one in messages if one.source == "imap-cut"]
    assert len(cut.raw) == 200_000
    # What is not whole here stays there.
    assert len(folder(inbox, "INBOX")) == 1
    room.read()
    cut = next(one for one in room.messages() if one.source == "imap-cut")
    assert cut.state == "taken"
    assert "truncated" in cut.reading["flags"]
    fetch(room, given)
    assert len(room.messages()) == 122


def test_netease_wants_to_know_who_we_are(room: Room) -> None:
    with NetEase({3: letter("第十五条：一"), 8: letter("二")}).running() as server:
        with pytest.raises(IMAPClient.Error, match="Unsafe Login"):
            _select_without_id(server.port)
        fetch(room, account(server.port))
        fetch(room, account(server.port))
        assert [one.times_seen for one in room.messages()] == [1, 1]
        assert room.messages()[0].received_at == datetime(2017, 8, 29, 1, 0, tzinfo=UTC)
        ids = [at for at, one in enumerate(server.commands) if one.startswith("ID ")]
        assert len(ids) == 2
        assert all(not one.startswith("UID SEARCH") for one in server.commands)


def _select_without_id(port: int) -> None:
    client = IMAPClient("127.0.0.1", port, ssl=False)
    client.login(MAILBOX, PASSWORD)
    client.select_folder("INBOX")


def test_no_id_where_it_is_not_offered(room: Room) -> None:
    with NetEase({1: letter()}, offers_id=False).running() as server:
        fetch(room, account(server.port))
        assert not any(one.startswith("ID") for one in server.commands)
    assert len(room.messages()) == 1


def test_a_mail_the_server_fails_on_costs_only_itself(room: Room) -> None:
    mails = {n: letter(f"第{n}封") for n in range(1, 6)}
    with NetEase(mails, broken={2}).running() as server:
        fetch(room, account(server.port))
        assert len(room.messages()) == 4
        box = room.town.house.read_now(row)
        assert box.last_uid == 1
        (view,) = room.town.house.read_now(health.mailbox_health).mailboxes
        assert (view.error, view.trouble) == (None, "missing: 2")
        server.broken.clear()
        fetch(room, account(server.port))
    assert len(room.messages()) == 5
    assert [one.times_seen for one in room.messages()] == [1] * 5
    assert room.town.house.read_now(row).last_uid == 5


def test_a_folder_made_anew_within_the_same_second(room: Room) -> None:
    with NetEase({n: letter(f"旧{n}") for n in range(1, 6)}).running() as server:
        fetch(room, account(server.port))
        server.mails = {1: letter("新1"), 2: letter("旧2")}
        fetch(room, account(server.port))
    assert len(room.messages()) == 6


def test_a_wrong_password_is_said_in_its_own_words_alarms_once_and_backs_off(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    with NetEase({1: letter()}).running() as server:
        given = ImapAccount("127.0.0.1", server.port, MAILBOX, "falsch", tls=False)
        handler = fetch_handler(room.tools, given)
        drain(handler)
        box = room.town.house.read_now(row)
        assert box.tries == 1
        assert box.failed_at == room.town.clock()
        assert (box.last_error or "").startswith("login: ")
        assert "授权码错误" in (box.last_error or "")
        logins = len(server.commands)
        room.town.clock.forward(minutes=4)
        drain(handler)
        assert len(server.commands) == logins
        for _ in range(12):
            room.town.clock.forward(minutes=6)
            drain(handler)
        later = room.town.house.read_now(row)
        assert len([one for one in caplog.records if one.levelname == "ERROR"]) == 1
        assert later.tries > 4
        assert _pause(later) > 3 * _pause(box)
        # Whoever mends the password starts anew, and need not wait for an hour.
        assert room.messages() == []
        drain(fetch_handler(room.tools, account(server.port)))
    assert len(room.messages()) == 1
    assert room.town.house.read_now(row).failed_at is None


def _pause(box: Mailbox) -> timedelta:
    assert box.not_before is not None
    assert box.failed_at is not None
    return box.not_before - box.failed_at


def test_nobody_listens(room: Room) -> None:
    fetch(room, account(1))
    box = room.town.house.read_now(row)
    assert (box.last_error or "").startswith("connection: ")
    assert box.lease_owner is None
