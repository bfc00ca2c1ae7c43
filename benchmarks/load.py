"""Load from a process of its own: wrk (Debian package ``wrk``) against a server on 127.0.0.1."""

from __future__ import annotations

import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second and the 99th percentile of the answer times in milliseconds."""

    per_second: float
    p99_ms: float
    errors: int


def need_wrk() -> str:
    """The path of wrk, or an end with what to install."""
    found = shutil.which("wrk")
    if not found:
        sys.exit("wrk is missing: apt-get install wrk")
    return found


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(module: str, *args: str) -> Iterator[str]:
    """Run ``python -m module PORT args...`` until the block ends; the server's address."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", module, str(port), *args])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(address + "/healthz", timeout=1).read()
                break
            except OSError:
                if process.poll() is not None:
                    sys.exit(f"{module} {args} ended with {process.returncode}")
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def measure(address: str, seconds: int, script: str = "") -> Rate:
    """One run of wrk with 32 connections on one thread."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script)
        lua.flush()
        command = [need_wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
        if script:
            command += ["-s", lua.name]
        out = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", out)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if not rate or not p99:
        sys.exit(out)
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]]
    return Rate(float(rate[1]), float(p99[1]) * scale, int(bad[1]) if bad else 0)


def interleaved(
    addresses: dict[str, str], rounds: int, seconds: int, scripts: dict[str, str]
) -> dict[str, Rate]:
    """Measure each address in turn, ``rounds`` times; the median rate of each.

    The machine's speed drifts: what is compared must run close together.
    """
    found: dict[str, list[Rate]] = {name: [] for name in addresses}
    for name, address in addresses.items():
        measure(address, 1, scripts.get(name, ""))
    for _ in range(rounds):
        for name, address in addresses.items():
            found[name].append(measure(address, seconds, scripts.get(name, "")))
    return {
        name: Rate(
            statistics.median(rate.per_second for rate in rates),
            statistics.median(rate.p99_ms for rate in rates),
            sum(rate.errors for rate in rates),
        )
        for name, rates in found.items()
    }


def show(rates: dict[str, Rate]) -> None:
    """A line each."""
    for name, rate in rates.items():
        print(
            f"{name:42} {rate.per_second:9.0f}/s   p99 {rate.p99_ms:7.1f} ms   errors {rate.errors}"
        )


ROOT = Path(__file__).resolve().parents[1]
