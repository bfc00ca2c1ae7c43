"""The same letter is tied alike in every process: no sum or choice follows the order of a set."""

from __future__ import annotations

import os
import subprocess
import sys

from app.wiring import DRAFTS, ROOT

DRAFT = DRAFTS / "sichuan-informatization-2017.txt"
# What every clause sounds like, to the last bit, and what words typed from memory come from.
ASKED = """
import hashlib, sys
from app.core.citations.fold import bare, fold
from app.core.citations.index import index
from app.core.outline.parse import parse

draft = index(parse(open(sys.argv[1], encoding="utf-8").read()))
digest = hashlib.sha256()
for clause in draft.clauses:
    words = bare(fold(clause.text + "15天内补贴三百元，宽带网络要通到乡村，老人要有人工窗口。"))
    digest.update(draft.likeness.scores(words).tobytes())
    digest.update(str(draft.words.fuzzy(words[1:60:2] + words[:40])).encode())
print(digest.hexdigest())
"""


def test_the_same_in_every_process() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", ASKED, str(DRAFT)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
