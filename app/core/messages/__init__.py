"""From the bytes of a mail to what its sender wrote."""

from app.core.messages.fingerprint import fingerprint
from app.core.messages.read import read
from app.core.messages.values import Attachment, Message

__all__ = ["Attachment", "Message", "fingerprint", "read"]
