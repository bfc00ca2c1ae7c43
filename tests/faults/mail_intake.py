"""The intake as it runs in service (receiver, fetcher, reading, sending), to be killed.

``python -m tests.faults.mail_intake`` with the settings in the environment.
"""

from __future__ import annotations

import sys

from app.cli import serving
from app.jobs.names import JobName

INTAKE = serving.Parts(
    receiver=True,
    jobs=frozenset({JobName.FETCH_MAIL, JobName.READ_MAIL, JobName.SEND_MAIL}),
)

if __name__ == "__main__":
    sys.exit(serving.run(INTAKE))
