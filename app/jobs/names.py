"""The names of all jobs; a test holds them against the handlers."""

from __future__ import annotations

from enum import StrEnum


class JobName(StrEnum):
    """Short work, one row an item."""

    READ_MAIL = "read-mail"
    REGROUP_CLAUSE = "regroup-clause"
    REGROUP_NIGHTLY = "regroup-nightly"
    INDEX_COMMENTS = "index-comments"
    SEND_MAIL = "send-mail"
    FETCH_MAIL = "fetch-mail"
    BEGIN_REPORT = "begin-report"


class LongJobName(StrEnum):
    """Work with steps, carried by DBOS."""

    MAKE_REPORT = "make-report"
