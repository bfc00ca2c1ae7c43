"""Commands that open the house: what is wrong with it is said in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.cli.errors import Refused
from app.settings import BadSettings
from app.storage.opening import CannotOpen, answering

REFUSALS = {
    "data-dir": "数据目录用不了（{detail}），可用 ZHUTIAO_DATA_DIR 换一个",
    "database-url": "ZHUTIAO_DATABASE_URL 不对，要像 postgresql+psycopg://用户@主机:5432/库名",
    "database": "数据库用不了：{detail}",
    "schema": "数据库比这个程序新，或不是这个程序的：{detail}",
}


@contextmanager
def refusing() -> Iterator[None]:
    """Turn BadSettings, CannotOpen and a database that fails meanwhile into Refused."""
    try:
        with answering():
            yield
    except BadSettings as error:
        raise Refused(str(error)) from error
    except CannotOpen as error:
        raise Refused(REFUSALS[error.code].format(detail=error.detail)) from error
