"""The token in every form of the office: bound to the session, stored nowhere."""

from __future__ import annotations

import hashlib
import hmac


def token(secret_key: bytes, session_token: str) -> str:
    """The form token of a session (HMAC-SHA256, 32 hexadecimal digits)."""
    message = b"csrf:" + session_token.encode()
    return hmac.new(secret_key, message, hashlib.sha256).hexdigest()[:32]


def fits(secret_key: bytes, session_token: str, given: str) -> bool:
    """Whether a posted token belongs to the session, compared in constant time."""
    return hmac.compare_digest(
        token(secret_key, session_token).encode(), given.encode("utf-8", "replace")
    )
