"""`zhutiao read-mail PATH...`: what mails say, a line each."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.cli.errors import Refused
from app.cli.inputs import read_bytes
from app.core.messages import Attachment, Message, read
from app.files import Unreadable, read_text

MAIL_ENDINGS = (".eml", ".msg", ".mail", ".mbox", "")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Mails or folders of them."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="邮件或装邮件的文件夹")
    parser.add_argument("--json", action="store_true", help="每封一行 JSON（默认给人看）")


def run(args: argparse.Namespace) -> int:
    """Read them all."""
    files = [file for path in args.paths for file in _files(path)]
    if not files:
        raise Refused("没有找到邮件")
    for number, file in enumerate(files, start=1):
        if len(files) > 1 and sys.stderr.isatty():
            print(f"\r{number}/{len(files)}", end="", file=sys.stderr)
        found = as_json(file, read(read_bytes(file)))
        print(json.dumps(found, ensure_ascii=False) if args.json else _shown(found))
    if len(files) > 1 and sys.stderr.isatty():
        print(file=sys.stderr)
    return 0


def as_json(file: Path, mail: Message) -> dict[str, Any]:
    """The contract's object. ``body`` is the sender's own text; ``quoted_from`` the offset in
    characters of the whole text where the older mail begins (null: nothing is quoted)."""
    return {
        "file": str(file),
        "subject": mail.subject,
        "from": {"name": mail.from_name, "address": mail.from_address},
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "body": mail.body,
        "quoted_from": mail.quoted_from,
        "auto": mail.auto is not None,
        "attachments": [_attachment(one) for one in mail.attachments],
        "flags": [*mail.flags, *([mail.auto] if mail.auto else [])],
    }


def _attachment(one: Attachment) -> dict[str, Any]:
    text, status = "", "read"
    try:
        nested = one.type == "message/rfc822"
        text = read(one.content).text if nested else read_text(one.content, one.name).text
    except Unreadable as error:
        status = error.code
    return {"name": one.name, "type": one.type, "size": one.size, "text": text, "status": status}


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(
            file
            for file in path.rglob("*")
            if file.is_file() and file.suffix.lower() in MAIL_ENDINGS and file.name[0] != "."
        )
    elif path.exists():
        yield path
    else:
        raise Refused(f"没有这个文件：{path}")


def _shown(found: dict[str, Any]) -> str:
    sender = found["from"]
    lines = [
        f"—— {found['file']}",
        f"主题：{found['subject']}",
        f"发件人：{sender['name']} {sender['address']}".rstrip(),
    ]
    lines += [f"附件：{one['name']}（{one['size']:,}字节）" for one in found["attachments"]]
    if found["flags"]:
        lines.append("提示：" + "、".join(found["flags"]))
    return "\n".join([*lines, "", found["body"], ""])
