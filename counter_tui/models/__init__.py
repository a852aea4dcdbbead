"""What is stored: Peewee models, their migrations, and opening a database."""

from counter_tui.models.base import Record, db, new_uuid, on_server, utc_now
from counter_tui.models.care import (
    ALIVE,
    CANCELLED,
    DONE,
    OPEN,
    WAITING,
    Contact,
    Finding,
    ObjectionRaised,
    Revisit,
    ScriptTick,
)
from counter_tui.models.ledger import AuditEntry, Claim, Counter, Draft, UndoStep
from counter_tui.models.owed import CLOSED, EXPLAINED, KEPT, Complaint, Promise
from counter_tui.models.people import Clerk, Consent, Customer, ImportantDate, ImportBatch, OwnKeys, Phone, SearchKey
from counter_tui.models.practice import PracticeCard, PracticeReview
from counter_tui.models.sales import Piece, Sale, Visit

TABLES = (
    Clerk,
    ImportBatch,
    Customer,
    Phone,
    ImportantDate,
    Consent,
    SearchKey,
    OwnKeys,
    Sale,
    Piece,
    Visit,
    Revisit,
    Contact,
    ScriptTick,
    Finding,
    ObjectionRaised,
    Promise,
    Complaint,
    Counter,
    Draft,
    Claim,
    AuditEntry,
    UndoStep,
    PracticeCard,
    PracticeReview,
)

__all__ = [
    "ALIVE", "CANCELLED", "CLOSED", "DONE", "EXPLAINED", "KEPT", "OPEN", "TABLES", "WAITING", "AuditEntry", "Claim",
    "Clerk", "Complaint", "Consent", "Contact", "Counter", "Customer", "Draft", "Finding", "ImportBatch",
    "ImportantDate", "ObjectionRaised", "OwnKeys", "Phone", "Piece", "PracticeCard", "PracticeReview", "Promise",
    "Record", "Revisit", "Sale", "ScriptTick", "SearchKey", "UndoStep", "Visit", "db", "new_uuid", "on_server",
    "utc_now",
]  # fmt: skip
