"""`zhutiao split FILE`: a draft's outline."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.cli.inputs import read_draft
from app.core import deadline
from app.core.outline.parse import parse
from app.core.outline.values import Doubt, Notice, Outline
from app.locale.outline import DOUBTS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and --json."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="征求意见稿（docx、doc、pdf、txt、html…）"
    )
    parser.add_argument("--recognise", action="store_true", help="扫描件让机器识别")
    parser.add_argument("--json", action="store_true", help="写成 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the outline."""
    outline = parse(read_draft(args.file, recognise=args.recognise))
    if args.json:
        print(json.dumps(as_json(outline), ensure_ascii=False, indent=1))
    else:
        _print_table(outline)
    return 0


def as_json(outline: Outline) -> dict[str, Any]:
    """The contract's object. The deadline is printed inclusive: the last instant that counts."""
    return {
        "title": outline.title,
        "notice": _notice(outline.notice),
        "warnings": [_warning(doubt, outline.text) for doubt in outline.doubts],
        "clauses": [
            {
                "address": clause.address,
                "slug": clause.slug,
                "kind": clause.kind,
                "label": clause.label,
                "heading": clause.heading,
                "text": clause.text,
                "parent": clause.parent,
                "commentable": clause.commentable,
                "start": clause.start,
                "end": clause.end,
                "aliases": list(clause.aliases),
            }
            for clause in outline.clauses
        ],
        "documents": [
            {"title": one.title, "clauses": [one.first, one.stop]} for one in outline.documents
        ],
        "asides": [
            {"role": one.role, "title": one.title, "start": one.start, "end": one.end}
            for one in outline.asides
        ],
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "deadline": _last_instant(notice.deadline),
        "mailbox": notice.mailbox,
        "issuer": notice.issuer,
        "mailboxes": list(notice.mailboxes),
        "address": notice.address,
        "telephone": notice.telephone,
    }


def _last_instant(exclusive: datetime | None) -> str | None:
    if exclusive is None:
        return None
    return (exclusive - timedelta(microseconds=1)).isoformat()


def _warning(doubt: Doubt, text: str) -> dict[str, Any]:
    return {
        "code": doubt.code,
        "at": doubt.at,
        "line": text.count("\n", 0, doubt.at) + 1,
        "words": doubt.words,
        "message": DOUBTS[doubt.code].format(words=doubt.words),
    }


def _print_table(outline: Outline) -> None:
    print(outline.title or "（没有找到标题）")
    notice = outline.notice
    if notice.deadline:
        print(f"截止：{deadline.print_deadline(notice.deadline)}，北京时间")
    if notice.mailbox:
        print(f"邮箱：{'、'.join(notice.mailboxes) or notice.mailbox}")
    if notice.address:
        print(f"地址：{notice.address}")
    if notice.telephone:
        print(f"电话：{notice.telephone}")
    if notice.issuer:
        print(f"发文：{notice.issuer}")
    for clause in outline.clauses:
        indent = "  " * clause.address.count("/")
        words = clause.heading or clause.text[:30].replace("\n", " ")
        print(f"{indent}{clause.address}  {words}")
    for doubt in outline.doubts:
        print(f"请核对：{DOUBTS[doubt.code].format(words=doubt.words)}")
    if len(outline.documents) > 1:
        print(f"文件里有{len(outline.documents)}份草案：")
        for document in outline.documents:
            print(f"  {document.title}（{document.stop - document.first}个条款）")
    print(f"共{len(outline.clauses)}个条款")
