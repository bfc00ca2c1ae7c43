"""Time and peak memory of reading files that are made to hurt: ``python -m benchmarks.hostile_files``.

Each is read as an attachment is: in a bounded child. The peak is the largest resident size of that
child and of what it started; the baseline is reading a small Word file.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time

from app.files import Unreadable, read_text
from tests.files import hostile, material

SECONDS = 10
MEMORY = 512


def measure(name: str, data: bytes) -> tuple[str, float, int]:
    """How reading ended, seconds, and the peak in MB of the children of this process."""
    begun = time.perf_counter()
    try:
        read_text(data, name)
        end = hostile.READ
    except Unreadable as error:
        end = error.code
    seconds = time.perf_counter() - begun
    return end, seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def main() -> int:
    """Print a line a file; 1 if one took too much or ended in another way than it may."""
    usual = hostile.one(
        "usual.docx", lambda: material.docx(material.p("第一条 正文")), hostile.READ
    )
    worst, failed = 0, 0
    for one in (usual, *hostile.SET):
        data = one.make()
        # A process for each, since the peak of its children is kept for a process's life.
        with multiprocessing.get_context("fork").Pool(1) as pool:
            end, seconds, peak = pool.apply(measure, (one.name, data))
        worst = max(worst, peak)
        bad = seconds > SECONDS or end not in one.ends
        failed += bad
        mark = "  NOT AS IT SHOULD BE" if bad else ""
        print(f"{one.name:28} {seconds:6.2f} s  peak {peak:4} MB  {end}{mark}", flush=True)
    print(
        f"largest child: {worst} MB of {MEMORY}; {len(hostile.SET)} files, {failed} not as it should"
    )
    return 1 if failed or worst > MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
