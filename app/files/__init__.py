"""Ground: from the bytes of a file to its text, bounded in memory and time."""

from app.files.reading import read_text
from app.files.values import FileText, Member, Remark, Table, Unreadable

__all__ = ["FileText", "Member", "Remark", "Table", "Unreadable", "read_text"]
