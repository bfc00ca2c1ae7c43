"""A durable POST of a comment (the whole intake) against two baselines in the same run.

Goals: at least .5 of a bare one-row group commit, at least 3 times the same intake by
FastAPI + ORM in the thread pool. ``python -m benchmarks.intake [SECONDS] [ROUNDS]``
"""

from __future__ import annotations

import sys
from contextlib import ExitStack

from benchmarks.load import interleaved, serving, show

PATHS = {"ours": "/c/sichuan-informatization/3-1-15", "bare": "/post", "orm": "/post"}
NAMES = {
    "ours": "whole intake",
    "bare": "bare one-row group commit",
    "orm": "same intake, ORM in the thread pool",
}
SCRIPT = """
local n = 0
math.randomseed(os.time())
local run = math.random(1, 1000000000)
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
request = function()
  n = n + 1
  local body = "text=%E5%BB%BA%E8%AE%AE%E5%A2%9E%E5%8A%A0%E5%AF%B9%E4%B8%AD%E5%B0%8F%E4%BC%81" ..
    "%E4%B8%9A%E4%B8%8A%E4%BA%91%E7%9A%84%E8%A1%A5%E8%B4%B4" .. n ..
    "&kind=amend&name=%E7%8E%8B%E5%85%88%E7%94%9F&key=" .. run .. "-" .. n
  return wrk.format(nil, nil, nil, body)
end
"""


def main() -> None:
    """Print the rates and the two ratios."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with ExitStack() as stack:
        addresses = {
            NAMES[name]: stack.enter_context(serving("benchmarks.servers", name)) + path
            for name, path in PATHS.items()
        }
        rates = interleaved(addresses, rounds, seconds, dict.fromkeys(addresses, SCRIPT))
    show(rates)
    ours, bare, orm = (rates[NAMES[name]].per_second for name in PATHS)
    print(f"ratio to the bare group commit: {ours / bare:.2f} (goal >= .50)")
    print(f"ratio to the ORM in the thread pool: {ours / orm:.2f} (goal >= 3)")


if __name__ == "__main__":
    main()
