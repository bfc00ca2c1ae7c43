"""A real SMTP server that keeps what it gets, and answers what a test wants."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.parts import free_port


@dataclass
class Delivered:
    """One mail that arrived: its envelope and its bytes."""

    sender: str
    recipients: list[str]
    raw: bytes


@dataclass
class SmtpSink:
    """``replies`` are given to the next mails, one each; without any the answer is 250."""

    port: int = field(default_factory=free_port)
    replies: list[str] = field(default_factory=list)
    delay: float = 0.0
    delivered: list[Delivered] = field(default_factory=list)
    _controller: Controller | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep the mail unless another reply was asked for."""
        if self.delay:
            await asyncio.sleep(self.delay)
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith("250"):
            self.delivered.append(
                Delivered(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content)
            )
        return reply

    def start(self) -> None:
        """Listen on 127.0.0.1."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening."""
        if self._controller:
            self._controller.stop()
