"""One mail, however it came: a hash of what its sender sent, without the traces of its way."""

from __future__ import annotations

import hashlib
import re

_TRACE = re.compile(
    rb"(?:received|return-path|delivered-to|envelope-to|authentication-results|dkim-signature|"
    rb"domainkey-signature|arc-[a-z-]+|received-spf|status|lines|bytes|x-[a-z0-9-]+)\s*:",
    re.IGNORECASE,
)


def fingerprint(raw: bytes) -> str:
    """SHA-256 (64 hexadecimal digits) of the mail: header lines that servers add are left out,
    line ends are made one, blank lines at the end do not count."""
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head, _, body = text.partition(b"\n\n")
    kept: list[bytes] = []
    skipping = False
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            if not skipping:
                kept.append(line)
            continue
        skipping = bool(_TRACE.match(line)) or line.startswith((b"From ", b">From "))
        if not skipping:
            kept.append(line)
    whole = b"\n".join(kept) + b"\n\n" + body.rstrip(b"\n")
    return hashlib.sha256(whole).hexdigest()
