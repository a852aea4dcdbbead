"""Before a contact (mission C3, C4, C11): what was said, what was talked over, what was noticed, where it broke off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peewee import JOIN

from counter_tui import clock
from counter_tui.models import Clerk, Contact, Finding, Revisit, ScriptTick
from counter_tui.shop.advice import topics_for
from counter_tui.shop.conditions import Situation
from counter_tui.shop.context import Shop
from counter_tui.shop.findings import SIGN, answer_words
from counter_tui.shop.packs import render
from counter_tui.shop.permission import RINGING
from counter_tui.shop.wording import outcome_words, reason_words

LAST_CONTACTS = 3
IN_VAIN = ("no_answer", "busy")
"""Outcomes of a call that rang, and nobody was spoken to."""


@dataclass(frozen=True)
class PastContact:
    """A contact that happened, in words."""

    at: dt.datetime
    reason: str
    topic: str
    outcome: str
    said: str
    request: str
    clerk: str


@dataclass(frozen=True)
class TopicView:
    """Something to talk about; `used` is the day it was talked over last, if it was."""

    title: str
    say: str
    used: dt.date | None


@dataclass(frozen=True)
class BrokenStep:
    """What came of a step by then, as it was written down."""

    id: str
    ticked: bool
    answer: str
    note: str


@dataclass(frozen=True)
class Broken:
    """Where a call broke off: when (local), and what came of its steps until then."""

    at: dt.datetime
    steps: tuple[BrokenStep, ...]


def past_contacts(customer: int) -> tuple[PastContact, ...]:
    """The last LAST_CONTACTS contacts with a customer, the newest first."""
    rows = (
        Contact.select(Contact, Clerk)
        .join(Clerk, JOIN.LEFT_OUTER, on=Contact.clerk)
        .where(Contact.customer == customer)
        .order_by(Contact.at.desc(), Contact.id.desc())
        .limit(LAST_CONTACTS)
    )
    return tuple(
        PastContact(
            clock.local(row.at),
            reason_words(row.reason) if row.reason else "",
            row.topic,
            outcome_words(row.outcome, row.channel),
            row.said,
            row.request,
            row.clerk.name if row.clerk else "",
        )
        for row in rows
    )


def called_in_vain(customer: int, revisit: Revisit | None) -> bool:
    """Whether the newest of today's contacts with a customer, and of all those for `revisit`, was a call in vain."""
    bears = Contact.at >= clock.begins(clock.today())
    if revisit is not None:
        bears |= Contact.revisit == revisit.id
    row = (
        Contact.select(Contact.outcome, Contact.channel)
        .where(Contact.customer == customer, bears)
        .order_by(Contact.at.desc(), Contact.id.desc())
        .first()
    )
    return row is not None and row.channel in RINGING and row.outcome in IN_VAIN


def topics_of(
    shop: Shop, customer: int, reason: str, situation: Situation, values: dict[str, str | None]
) -> tuple[TopicView, ...]:
    """What could be talked about, filled in with `values`; what was not talked over yet first (C3)."""
    rows = (
        Contact.select(Contact.topic, Contact.at)
        .where(Contact.customer == customer, Contact.topic != "", Contact.outcome == "reached")
        .order_by(Contact.at.desc())
        .limit(50)
    )
    used = {row.topic: clock.local(row.at).date() for row in reversed(list(rows))}
    newest_first = sorted(used, key=lambda title: used[title], reverse=True)
    return tuple(
        TopicView(topic.title, render(topic.say, values), used.get(topic.title))
        for topic in topics_for(shop.topics, reason, situation, newest_first)
    )


def signs_of(customer: int) -> tuple[str, ...]:
    """Signs that a piece may come back, noted in the last contacts (C11)."""
    rows = (
        Finding.select(Finding.answer)
        .join(Contact)
        .where(Contact.customer == customer, Finding.question == SIGN)
        .order_by(Finding.id.desc())
        .limit(LAST_CONTACTS)
    )
    return tuple(dict.fromkeys(answer_words(SIGN, row.answer) for row in rows))


def broken_of(revisit: Revisit | None) -> Broken | None:
    """Where this very contact broke off, if that was the last that was heard of it (C8)."""
    if revisit is None or revisit.last_outcome != "broke_off":
        return None
    row = _last_try(revisit)
    if row is None:
        return None
    ticks = ScriptTick.select().where(ScriptTick.contact == row.id).order_by(ScriptTick.id)
    steps = tuple(BrokenStep(tick.step, tick.ticked is not None, tick.answer, tick.note) for tick in ticks)
    return Broken(clock.local(row.at) + dt.timedelta(seconds=row.seconds or 0), steps)


def script_of_broken(revisit: Revisit) -> str:
    """The script that goes on where a call the clerk had begun by herself broke off; "" for every other contact."""
    row = _last_try(revisit) if revisit.reason == "callback" and revisit.last_outcome == "broke_off" else None
    return row.script if row is not None and row.direction == "out" else ""


def _last_try(revisit: Revisit) -> Contact | None:
    row: Contact | None = Contact.select().where(Contact.revisit == revisit.id).order_by(Contact.id.desc()).first()
    return row
