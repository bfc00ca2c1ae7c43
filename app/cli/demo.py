"""`zhutiao demo`: the real draft, examples sent through the real doors, everything in one process."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
import threading
from datetime import timedelta
from pathlib import Path

from app import wiring
from app.accounts import users
from app.cli import examples, serving
from app.consultations import propose, publish, read
from app.consultations.values import Proposal
from app.core.deadline import BEIJING, end_of_day
from app.core.outline.parse import parse
from app.settings import load
from app.storage.opening import opening

DRAFT = "sichuan-informatization-2017.txt"
SLUG = "sichuan-informatization"
OPEN_DAYS = 14
ACCOUNT_FILE = "demo-account.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--empty` leaves the examples out."""
    parser.add_argument("--empty", action="store_true", help="不放示例意见和邮件")


def run(args: argparse.Namespace) -> int:
    """Publish the draft on first start, send the examples, serve until stopped."""

    def on_start(house: wiring.House) -> None:
        _announce(house)
        if fresh and not args.empty:
            threading.Thread(target=examples.send, args=(house, SLUG), daemon=True).start()

    settings = load()
    if not settings.public_url:
        # So that the receipts in the acknowledgements can be opened from this machine.
        settings.public_url = f"http://{settings.host}:{settings.port}"
    house = wiring.open_house(settings)
    try:
        with opening():
            fresh = house.read_now(read.by_slug, SLUG) is None
            account = _account(house)
            if fresh:
                _publish(house)
    finally:
        house.close()
    _print_account(account)
    return serving.run(serving.EVERYTHING, on_start, settings)


def _publish(house: wiring.House) -> None:
    source = (wiring.DRAFTS / DRAFT).read_bytes()
    outline = parse(source.decode("utf-8"))
    now = house.clock()
    last_day = now.astimezone(BEIJING).date() + timedelta(days=OPEN_DAYS)
    proposal = Proposal(
        title="关于加快推进信息化发展的实施意见",
        slug=SLUG,
        issuer=outline.notice.issuer or "中共四川省委办公厅、四川省人民政府办公厅",
        office="四川省经济和信息化委员会",
        mailbox=outline.notice.mailbox,
        opens_at=now,
        deadline=end_of_day(last_day),
        answer_due_at=end_of_day(last_day + timedelta(days=33)),
        file_name=DRAFT,
        source=source,
        short_period_reason="演示：从启动起14天",
        is_example=True,
    )
    consultation_id = house.writer.call(propose.propose, proposal, outline, None)
    house.writer.call(publish.publish, consultation_id, None)


def _account(house: wiring.House) -> dict[str, str]:
    """The demo's office account, made once and kept in the data directory."""
    path = house.settings.data_dir / ACCOUNT_FILE
    if path.exists():
        kept: dict[str, str] = json.loads(path.read_text("utf-8"))
        return kept
    account = {"name": "demo", "password": secrets.token_urlsafe(9)}
    if account["name"] in house.read_now(users.user_names):
        house.writer.call(users.set_password, account["name"], account["password"])
    else:
        house.writer.call(
            users.add_user, account["name"], account["password"], "administrator", "演示账号"
        )
    _write_private(path, json.dumps(account))
    return account


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def _print_account(account: dict[str, str]) -> None:
    print(f"起草单位账号：{account['name']}  密码：{account['password']}", file=sys.stderr)


def _announce(house: wiring.House) -> None:
    settings = house.settings
    web = f"http://{settings.host}:{settings.port}"
    lines = [
        f"网页：{web}/c/{SLUG}",
        f"起草单位：{web}/office",
        f"收信：{settings.smtp_listen_host}:{settings.smtp_listen_port}",
        f"数据目录：{settings.data_dir.resolve()}（发出的确认邮件写在 outbox/，不会寄给任何人）",
        "按 Ctrl+C 停止；再次启动会接着用同一份数据。",
    ]
    print("\n".join(lines), file=sys.stderr, flush=True)
