"""The report as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

from app.review.reports.cells import is_formula_like
from app.review.reports.values import By, Report, Row


def write_csv(report: Report, by: By = "comment") -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads Chinese.

    A text that looks like a formula gets an apostrophe before it: CSV has no other way to say
    that a cell is text (OWASP, CSV Injection).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(report.columns)
    for row in (*_lines(report, by), *report.late):
        writer.writerow(["'" + cell if is_formula_like(cell) else cell for cell in row.cells])
    return out.getvalue().encode("utf-8-sig", "replace")


def write_json(report: Report, by: By = "comment") -> bytes:
    """All of it, texts untouched."""
    made = {
        "title": report.title,
        "office": report.office,
        "deadline": report.deadline.isoformat(),
        "made_at": report.made_at.isoformat(),
        "rows": [_object(row, report) for row in _lines(report, by)],
        "late": [_object(row, report) for row in report.late],
        "check": asdict(report.check),
        "notes": list(report.notes),
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _lines(report: Report, by: By) -> tuple[Row, ...]:
    return report.by_comment if by == "comment" else report.by_opinion


def _object(row: Row, report: Report) -> dict[str, object]:
    cells: dict[str, object] = dict(zip(report.columns, row.cells, strict=True))
    return {**cells, "序号": row.number, "回执": list(row.receipts)}
