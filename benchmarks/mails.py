"""Whether mails are read and tied as a careful reader would: ``../shared/data/citations/mails``.

Prints how many of the mails have the right subject, sender, body, automatic kind and attachments,
and precision and recall of the suggestions, each counted by its clause, in bodies and subjects and
in attachments; beside them, in the same run, the same with tables and cover notes read as any other
text (`comments.tying` on every text). ``python -m benchmarks.mails [--wrong]`` lists what is wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.comments.tying import tie
from app.comments.values import Part
from app.consultations.values import WHOLE_ADDRESS
from app.core.outline.parse import parse
from app.core.outline.values import Outline
from app.mail.parts import spoken
from app.mail.reading import Reading, read_mail

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "citations"
FIELDS = ("subject", "sender", "body", "auto", "attachments")
Clauses = Counter[str | None]


def main() -> None:
    """Print the figures."""
    index = FOLDER / "mails" / "mails.jsonl"
    if not index.is_file():
        print("the folder citations/mails is absent: nothing to measure", file=sys.stderr)
        return
    rows = [json.loads(line) for line in index.read_text("utf-8").splitlines()]
    drafts = {name: _draft(name) for name in {row["document"] for row in rows}}
    right: Counter[str] = Counter()
    sums = {name: [0, 0, 0] for name in ("body", "files", "plain body", "plain files")}
    for row in rows:
        reading = read_mail((FOLDER / "mails" / row["file"]).read_bytes())
        for name in FIELDS:
            good = _right(name, row, reading)
            right[name] += good
            if not good and "--wrong" in sys.argv:
                print(f"{row['file']}: {name} is {_shown(name, reading)!r}")
        if row["auto"]:
            continue
        outline, ids = drafts[row["document"]]
        for side, (body, files) in {
            "": _ours(reading, outline, ids),
            "plain ": _plain(reading, outline, ids),
        }.items():
            want_body = _wanted(row["segments"]) + _wanted(row.get("subject_segments", []))
            want_files: Clauses = Counter(
                one for file in row["attachments"] for one in file.get("clauses", [])
            )
            for name, found, wanted in (("body", body, want_body), ("files", files, want_files)):
                _add(sums[side + name], found, wanted)
                if not side and found != wanted and "--wrong" in sys.argv:
                    print(f"{row['file']}: {name} {dict(found)} for {dict(wanted)}")
    for name in FIELDS:
        print(f"{name:12} {right[name]:3} of {len(rows)}")
    for name, (hits, found_all, wanted_all) in sums.items():
        print(
            f"{name:12} precision {hits / max(found_all, 1):.3f}, recall "
            f"{hits / max(wanted_all, 1):.3f} ({hits} of {wanted_all}, {found_all} said)"
        )


def _draft(name: str) -> tuple[Outline, Mapping[str, int]]:
    outline = parse((FOLDER / name / "draft.txt").read_text("utf-8"))
    addresses = [WHOLE_ADDRESS, *(one.address for one in outline.clauses)]
    return outline, {address: place for place, address in enumerate(addresses, start=1)}


def _wanted(segments: list[dict[str, Any]]) -> Clauses:
    """Suggestions by clause. No comment at all (whole, no clause) is asked for apart."""
    return Counter(one["clause"] for one in segments if one["clause"] is not None)


def _add(sums: list[int], found: Clauses, wanted: Clauses) -> None:
    sums[0] += (found & wanted).total()
    sums[1] += found.total()
    sums[2] += wanted.total()


def _ours(reading: Reading, outline: Outline, ids: Mapping[str, int]) -> tuple[Clauses, Clauses]:
    parts = spoken(reading, outline, ids).parts
    inside = [one for one in parts if one.tie_start is not None or not reading.contents]
    return _clauses(inside, ids), _clauses([one for one in parts if one not in inside], ids)


def _plain(reading: Reading, outline: Outline, ids: Mapping[str, int]) -> tuple[Clauses, Clauses]:
    body = tie(reading.body or reading.subject, outline, ids, subject=reading.subject)
    files = [part for one in reading.contents for part in tie(one.text, outline, ids)]
    return _clauses(body, ids), _clauses(files, ids)


def _clauses(parts: Any, ids: Mapping[str, int]) -> Clauses:
    names = {number: address for address, number in ids.items()}
    tied: list[Part] = [one for one in parts if one.clause_id is not None]
    return Counter(names[one.clause_id or 0] for one in tied if names[one.clause_id or 0] != "全文")


def _right(name: str, row: dict[str, Any], reading: Reading) -> bool:
    match name:
        case "subject":
            return bool(reading.subject == row["subject"])
        case "sender":
            sender = {"name": reading.from_name, "address": reading.from_address}
            return bool(sender == row["from"])
        case "body":
            return bool(_bare(reading.body) == _bare(row["body"]))
        case "auto":
            return bool((reading.auto in ("auto", "bounce")) == row["auto"])
        case _:
            files = [(one.name, bool(one.text.strip())) for one in reading.attachments]
            return files == [(one["name"], one["has_text"]) for one in row["attachments"]]


def _shown(name: str, reading: Reading) -> object:
    values = {
        "sender": (reading.from_name, reading.from_address),
        "attachments": [(one.name, one.status) for one in reading.attachments],
    }
    return values.get(name, getattr(reading, name, ""))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


if __name__ == "__main__":
    main()
