"""`zhutiao cite FILE < TEXT`: the passages of a text and the clause each speaks about."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.cli.errors import EXIT_DONE, Refused
from app.cli.inputs import read_draft
from app.core.citations.passages import cite
from app.core.citations.values import Passage
from app.core.outline.parse import parse
from app.core.outline.values import Outline

_SHOWN = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The draft's FILE, --lines and --json."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="征求意见稿（docx、doc、pdf、txt、html…）"
    )
    parser.add_argument(
        "--lines", action="store_true", help='标准输入每行一个 {"id", "text"}，每行回答一个'
    )
    parser.add_argument("--json", action="store_true", help="写成 JSON")


def run(args: argparse.Namespace) -> int:
    """Cite what stands on standard input against the draft in FILE."""
    outline = parse(read_draft(args.file))
    if args.lines:
        _lines(sys.stdin.buffer, outline)
        return EXIT_DONE
    passages = cite(_decoded(sys.stdin.buffer.read(), "标准输入"), outline)
    if args.json:
        print(json.dumps([_as_json(one) for one in passages], ensure_ascii=False, indent=1))
    else:
        for one in passages:
            quote = " ".join(one.quote[:_SHOWN].split())
            print(f"{one.clause or '（待归条）'}\t{one.reason} {one.confidence:.2f}\t{quote}")
    return EXIT_DONE


def _lines(stream: Iterable[bytes], outline: Outline) -> None:
    for number, raw in enumerate(stream, 1):
        line = _decoded(raw, f"第 {number} 行")
        if not line.strip():
            continue
        row = _row(line, number)
        passages = [_as_json(one) for one in cite(row["text"], outline)]
        # Each answer leaves at once: who writes lines may wait for it before the next.
        print(
            json.dumps({"id": row.get("id"), "passages": passages}, ensure_ascii=False), flush=True
        )


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise Refused(f'第 {number} 行不是带 "text" 的 JSON 对象。')
    return row


def _decoded(data: bytes, where: str) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    raise Refused(f"{where}：不是 UTF-8 或 GB18030 编码的文字。")


def _as_json(passage: Passage) -> dict[str, Any]:
    return {
        "start": passage.start,
        "end": passage.end,
        # Half a surrogate pair, which JSON can bring in, is no character that could be printed.
        "quote": passage.quote.encode("utf-8", "replace").decode("utf-8"),
        "clause": passage.clause,
        "reason": passage.reason,
        "confidence": passage.confidence,
    }
