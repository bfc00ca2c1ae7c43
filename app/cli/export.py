"""`zhutiao export CONSULTATION -o FILE`: the 意见汇总处理表 as a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from app import wiring
from app.cli.errors import Refused
from app.consultations import read
from app.review import exports
from app.review.reports.values import NoReport

REFUSALS = {
    "no-such-consultation": "没有这次征求意见，可用网址里 /c/ 后面的那一段",
    "no-such-format": "文件名要以 .xlsx、.docx、.csv 或 .json 结尾",
    "no-reason": "带联系方式导出要写明缘由：--why",
    "does-not-add-up": "条数对不上，没有导出；请把这件事告诉维护人员",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The consultation, the file, what a line is."""
    parser.add_argument("consultation", metavar="CONSULTATION", help="网址里 /c/ 后面的那一段")
    parser.add_argument("-o", "--output", required=True, type=Path, help="写到哪个文件")
    parser.add_argument(
        "--by", choices=("comment", "opinion"), default="comment", help="一行是一条意见还是一个观点"
    )
    parser.add_argument("--contacts", action="store_true", help="含联系方式（记入审计）")
    parser.add_argument("--why", default="", help="含联系方式的缘由")
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")


def run(args: argparse.Namespace) -> int:
    """Make the report and write it; refuse with one line."""
    house = wiring.open_house()
    try:
        content = _make(house, args)
    except NoReport as error:
        raise Refused(REFUSALS[error.code]) from error
    finally:
        house.close()
    try:
        args.output.write_bytes(content)
    except OSError as error:
        raise Refused(f"写不了 {args.output}：{error.strerror}") from error
    if args.json:
        print(json.dumps({"file": str(args.output), "bytes": len(content)}, ensure_ascii=False))
    else:
        print(f"已写入 {args.output}（{len(content):,} 字节）", file=sys.stderr)
    return 0


def _make(house: wiring.House, args: argparse.Namespace) -> bytes:
    found = next(
        (v for v in house.read_now(read.all_of_office) if v.slug == args.consultation), None
    )
    if found is None:
        raise NoReport("no-such-consultation")
    export_id = house.writer.call(
        exports.ask,
        found.id,
        args.output.suffix.removeprefix(".").lower(),
        args.by,
        None,
        contacts=args.contacts,
        why=args.why,
    )
    name, content = house.read_now(exports.make, export_id, house.clock())
    house.writer.call(exports.set_state, export_id, "done", 100, file_name=name, content=content)
    return content
