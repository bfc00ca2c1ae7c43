"""Lines of a form that nobody filled in: titles, explanations, labels, lists of signatures."""

from __future__ import annotations

import re

from app.core.feedback import fields
from app.core.feedback.names import is_list

_FURNITURE = re.compile(
    r"(?:附件?\s*[0-9一二三]{0,2}\s*[:：]?|.{0,120}(?:意见|建议)[^。]{0,12}表|.{0,80}反馈表|填表?说明.{0,300}|说明[:：].{0,300}|注[:：].{0,300}|第\s*[0-9]+\s*页.{0,12}|.{0,30}截止(?:[（(。,，].{0,100})?)"
)


def is_furniture(line: str) -> bool:
    """Whether a line only titles, explains or signs a form, or labels the sender's fields."""
    if is_list(line):
        return True
    pieces = [one for one in re.split(r"\t|\s{2,}|　+", line) if one.strip()]
    if _FURNITURE.fullmatch(line) or all(fields.is_field(one) for one in pieces):
        return True
    # A label and what was filled in beside it, as a table has them.
    cells = [cell.strip() for cell in line.split("\t")]
    return len(cells) > 1 and all(fields.is_field(one) for one in cells[::2])
