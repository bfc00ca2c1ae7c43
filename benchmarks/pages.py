"""The draft's page and a clause page against a static answer of the same bytes. Goal: >= .8.

``python -m benchmarks.pages [SECONDS] [ROUNDS]``
"""

from __future__ import annotations

import sys
import tempfile
import urllib.request
from contextlib import ExitStack

from benchmarks.load import interleaved, serving, show

PAGES = {
    "draft": "/c/sichuan-informatization",
    "clause": "/c/sichuan-informatization/3-1-15",
}


def main() -> None:
    """Print the rates and a ratio a page."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with ExitStack() as stack:
        ours = stack.enter_context(serving("benchmarks.servers", "ours"))
        addresses = {}
        for name, path in PAGES.items():
            file = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".html"))
            with urllib.request.urlopen(ours + path, timeout=30) as answer:
                file.write(answer.read())
            file.flush()
            other = stack.enter_context(serving("benchmarks.servers", "static", file.name))
            addresses[f"{name} page"] = ours + path
            addresses[f"{name} page, static bytes"] = other + "/page"
        rates = interleaved(addresses, rounds, seconds, {})
    show(rates)
    for name in PAGES:
        ratio = rates[f"{name} page"].per_second / rates[f"{name} page, static bytes"].per_second
        print(f"{name} page, ratio to static: {ratio:.2f} (goal >= .80)")


if __name__ == "__main__":
    main()
