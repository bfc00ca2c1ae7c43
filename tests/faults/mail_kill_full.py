"""The kill test at full length: 200 kills, 500 mails. ``python -m tests.faults.mail_kill_full``

With KILLS MAILS SEED as arguments another length. Takes some minutes; prints what was found.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from app.storage import migrate
from tests.faults.mail_kill import Run, run
from tests.houses import FakeClock
from tests.mail.letters import open_town
from tests.support import parts
from tests.support.dovecot import Dovecot


def main() -> None:
    """Run it and print the figures; an AssertionError says what is wrong."""
    kills, mails, seed = [int(one) for one in sys.argv[1:]] + [200, 500, 20170829][
        len(sys.argv) - 1 :
    ]
    with tempfile.TemporaryDirectory(prefix="zhutiao-kill-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'zhutiao.db'}"
        migrate.upgrade(url)
        open_town(folder, url, FakeClock(datetime.now(UTC))).house.close()
        dovecot = Dovecot(parts.dovecot())
        try:
            made = run(folder, url, dovecot, Run(mails, kills), seed=seed)
        finally:
            dovecot.stop()
    print(
        f"{made.mails} mails by both ways, {made.kills} kills, {made.seconds:.0f} s\n"
        f"found: {made.counts}\nstates: {made.states}\n"
        f"sent again by the senders: {made.retried} times\n"
        f"acknowledgements at the relay: {made.deliveries}, of {len(made.lives)} Message-IDs\n"
        f"twice, with a kill between relay and commit: {len(made.doubles)}\n"
        f"left in INBOX: {made.left_in_inbox}, moved: {made.moved}"
    )
    made.check()
    print("nothing lost, nothing twice")


if __name__ == "__main__":
    main()
