"""The worker container's health check: has this host's worker beaten within half a minute?

Exit 0 if so, else 1. Reads ZHUTIAO_DATABASE_URL (and PGPASSWORD, as every PostgreSQL client does).
Plain psycopg, since importing the program itself would cost seconds of processor at each check.
"""

from __future__ import annotations

import os
import socket
import sys

import psycopg

ALIVE = """
SELECT EXISTS (
  SELECT 1 FROM executors
  WHERE starts_with(id, %s) AND seen_at > now() - interval '30 seconds'
)
"""


def alive(url: str, host: str) -> bool:
    """Whether a worker of this host has told the database lately that it lives."""
    url = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(url, connect_timeout=4) as connection:
        found = connection.execute(ALIVE, (f"{host}:",)).fetchone()
    return found == (True,)


if __name__ == "__main__":
    sys.exit(not alive(os.environ["ZHUTIAO_DATABASE_URL"], socket.gethostname()))
