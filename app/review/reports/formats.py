"""Which file endings a report can have, and who writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.review.reports.docx import write_docx
from app.review.reports.plain import write_csv, write_json
from app.review.reports.values import By, NoReport, Report
from app.review.reports.xlsx import write_xlsx

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its media type and its writer."""

    media_type: str
    write: Callable[[Report, By], bytes]


FORMATS = {
    "xlsx": Format(f"{OFFICE}.spreadsheetml.sheet", lambda report, by: write_xlsx(report)),
    "docx": Format(f"{OFFICE}.wordprocessingml.document", write_docx),
    "csv": Format("text/csv; charset=utf-8", write_csv),
    "json": Format("application/json", write_json),
}


def write(report: Report, ending: str, by: By = "comment") -> bytes:
    """The report's file. Raises NoReport("no-such-format")."""
    found = FORMATS.get(ending)
    if found is None:
        raise NoReport("no-such-format")
    return found.write(report, by)
