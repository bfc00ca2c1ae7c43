"""Ground: tables by subject (SQLAlchemy 2). Rows never leave the work rooms."""

from app.storage.models.account import SignInThrottle, User, UserSession
from app.storage.models.base import Base, Instant
from app.storage.models.consultation import (
    ClauseRow,
    Consultation,
    Document,
    DraftVersion,
    OutlineMending,
    Round,
    RoundVersion,
)
from app.storage.models.message import Mailbox, Message, MessagePlace
from app.storage.models.opinion import (
    ClauseMark,
    GroupingEdit,
    GroupingRun,
    OfficeWord,
    Opinion,
    StaffEdit,
)
from app.storage.models.review import Decision, Export
from app.storage.models.submission import Comment, Contact, Demand, Submission
from app.storage.models.work import AuditEntry, Executor, OutboxMail

__all__ = [
    "AuditEntry",
    "Base",
    "ClauseMark",
    "ClauseRow",
    "Comment",
    "Consultation",
    "Contact",
    "Decision",
    "Demand",
    "Document",
    "DraftVersion",
    "Executor",
    "Export",
    "GroupingEdit",
    "GroupingRun",
    "Instant",
    "Mailbox",
    "Message",
    "MessagePlace",
    "OfficeWord",
    "Opinion",
    "OutboxMail",
    "OutlineMending",
    "Round",
    "RoundVersion",
    "SignInThrottle",
    "StaffEdit",
    "Submission",
    "User",
    "UserSession",
]
