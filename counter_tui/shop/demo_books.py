"""The made-up stories written into the books, table by table: a shop of two years in seconds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from peewee import Model

from counter_tui import clock
from counter_tui.models import (
    AuditEntry,
    Consent,
    Contact,
    Counter,
    Customer,
    ImportantDate,
    ObjectionRaised,
    Phone,
    Piece,
    Revisit,
    Sale,
    Visit,
    db,
    on_server,
)
from counter_tui.models.bulk import insert_rows
from counter_tui.shop import demo_people as made_up
from counter_tui.shop.context import Shop
from counter_tui.shop.customers import LINES, CustomerEntry
from counter_tui.shop.demo_life import Due, Life, Made
from counter_tui.shop.outcomes import next_words
from counter_tui.shop.own_keys import NewKeys
from counter_tui.shop.permission import PROMOTION, SERVICE, purpose_of
from counter_tui.shop.planning import Plan
from counter_tui.shop.sales import PieceEntry, PlannedRow
from counter_tui.shop.scripts import script_for
from counter_tui.shop.search_keys import Findable, keys_of

_PLANNED = ("reason", "channel", "topic", "anchor", "due", "closes", "hour", "agreed_on")
_TOLD = ("version", "state", "tries", "last_outcome", "closed_on", "closed_why")
_TABLES: tuple[type[Model], ...] = (
    Customer, Phone, ImportantDate, Consent, Sale, Piece, Visit, Revisit, Contact, ObjectionRaised, AuditEntry,
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """A customer, their life, what each sale held; `special` if Today is to show them."""

    who: CustomerEntry
    life: Life
    bought: tuple[tuple[PieceEntry, ...], ...]
    special: bool = False


def write_books(shop: Shop, told: list[Story], clerks: list[int], random: Random, language: int) -> frozenset[int]:
    """Write all stories into the empty books, inside somebody's transaction; answers the special customers' ids."""
    sold = sorted((moment, n, sale) for n, story in enumerate(told) for sale, moment in enumerate(story.life.sales))
    numbers = {(n, sale): number for number, (_moment, n, sale) in enumerate(sold, 1)}
    books = _Books(shop, random, language)
    for n, story in enumerate(told):
        books.write(story, random.choice(clerks), [numbers[n, sale] for sale in range(len(story.life.sales))])
    books.close()
    return frozenset(n for n, story in enumerate(told, 1) if story.special)


class _Books:
    """Rows gathered by table; an id is the row's place in its table, so that rows can name each other beforehand."""

    def __init__(self, shop: Shop, random: Random, language: int) -> None:
        self._shop, self._random, self._language = shop, random, language
        self._rows: dict[type[Model], list[dict[str, Any]]] = defaultdict(list)
        self._keys = NewKeys()

    def write(self, story: Story, clerk: int, numbers: list[int]) -> None:
        """One customer with everything that belongs to the file; `numbers` are those of the sales."""
        self._clerk, life = clerk, story.life
        customer = self._customer(story.who, life)
        invoices = [f"{moment:%y%m%d}{number:05d}" for moment, number in zip(life.sales, numbers, strict=True)]
        belongs = {
            "sale": [self._sale(story, n, customer, numbers[n], invoices[n]) for n in range(len(life.sales))],
            "visit": [self._visit(moment, customer) for moment in life.visits],
            "date": [
                self._add(ImportantDate, customer=customer, kind=entry.kind, label=entry.label, **asdict(entry.date))
                for entry in story.who.dates
            ],
        }
        ids: dict[int, int] = {}
        for due in life.rows:
            ids[id(due)] = self._revisit(due, customer, belongs, ids)
        for made in life.contacts:
            self._contact(made, ids[id(made.due)], customer)
        for moment, sale in life.cleanings:
            self._note(moment, customer, "piece.cleaned", sale=belongs["sale"][sale], day=moment.date().isoformat())
        self._find_by(story, customer, invoices)

    def close(self) -> None:
        """Put everything into the tables."""
        for table in _TABLES:
            _store(table, self._rows[table])
        self._keys.write(lambda _part: None)
        for name, table in (("customer", Customer), ("sale", Sale)):
            Counter.insert(name=name, value=len(self._rows[table])).execute()

    def _add(self, table: type[Model], **values: Any) -> int:
        rows = self._rows[table]
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def _note(self, moment: dt.datetime, customer: int, action: str, **detail: Any) -> None:
        entry = {"at": clock.utc(moment), "clerk": self._clerk, "customer": customer, "action": action}
        self._rows[AuditEntry].append(entry | {"detail": detail})

    def _customer(self, who: CustomerEntry, life: Life) -> int:
        plain = {line: getattr(who, line) for line in (*LINES, "name", "sex", "honorific", "temperament", "note")}
        why_not = self._said(made_up.WHY_NOT) if life.visits else ""
        customer = self._add(
            Customer,
            **plain,
            uuid=made_up.uuid(self._random),
            number=len(self._rows[Customer]) + 1,
            klass="A" if life.sales else "B",
            why_not=why_not,
            first_visit=who.first_visit,
            ring_mm=who.ring_mm,
            last_seen=clock.utc(life.last_seen),
            opened_by=self._clerk,
        )
        for position, phone in enumerate(who.phones):
            self._add(
                Phone, customer=customer, typed=phone.typed, e164=phone.e164, kind=phone.kind, verified=phone.verified,
                wrong_since=life.wrong_since if position == 0 else None, position=position,
            )  # fmt: skip
        self._note(life.opened, customer, "file.opened")
        if who.promotion:
            self._consent(life.opened, customer, True)
        if life.refused:
            moment, stopped = life.refused
            self._consent(moment, customer, False)
            if life.no_calls:
                self._consent(moment, customer, False, SERVICE, "phone")
            self._note(moment, customer, "consent.refused", stopped=stopped, calls=life.no_calls)
        return customer

    def _consent(
        self, moment: dt.datetime, customer: int, granted: bool, purpose: str = PROMOTION, channel: str = "any"
    ) -> None:
        at = clock.utc(moment)
        self._add(
            Consent, customer=customer, purpose=purpose, channel=channel, granted=granted, at=at, clerk=self._clerk,
            words="",
        )  # fmt: skip

    def _sale(self, story: Story, n: int, customer: int, number: int, invoice: str) -> int:
        moment, bought = story.life.sales[n], story.bought[n]
        sale = self._add(
            Sale,
            uuid=made_up.uuid(self._random),
            number=number,
            customer=customer,
            day=moment.date(),
            clerk=self._clerk,
            invoice=invoice,
            gift=self._random.random() < 0.08,
            total=sum(piece.price for piece in bought if piece.price is not None),
            note=self._said(made_up.SALE_NOTES, 0.2),
        )
        cleaned = [made.date() for made, cleaned in story.life.cleanings if cleaned == n]
        for position, piece in enumerate(bought):
            self._add(Piece, sale=sale, position=position, cleaned_on=max(cleaned, default=None), **asdict(piece))
        self._note(moment, customer, "sale.recorded", sale=number)
        return sale

    def _visit(self, moment: dt.datetime, customer: int) -> int:
        why_not = self._rows[Customer][customer - 1]["why_not"]
        self._note(moment, customer, "visit.recorded", why_not=why_not)
        return self._add(
            Visit, uuid=made_up.uuid(self._random), customer=customer, day=moment.date(), clerk=self._clerk,
            looked_at=self._said(made_up.LOOKED_AT), why_not=why_not, note="",
        )  # fmt: skip

    def _revisit(self, due: Due, customer: int, belongs: dict[str, list[int]], ids: dict[int, int]) -> int:
        own = {name: rows[n] if (n := getattr(due, name)) is not None else None for name, rows in belongs.items()}
        kind, _apart, n = due.series.partition(":")
        owner = f"sale:{own['sale']}" if own["sale"] else f"customer:{customer}"
        series = f"date:{own['date']}" if kind == "date" else f"{kind}:{owner}"
        plan = {name: getattr(due.plan, name) for name in _PLANNED}
        told = {name: getattr(due, name) for name in _TOLD}
        return self._add(
            Revisit,
            customer=customer,
            clerk=self._clerk,
            after=ids[id(due.after)] if due.after else None,
            series=series,
            open_series=series if due.alive else None,
            **own,
            **plan,
            **told,
        )

    def _contact(self, made: Made, revisit: int, customer: int) -> None:
        reason, talked = made.plan.reason, made.outcome in ("reached", "no_calls")
        contact = self._add(
            Contact,
            uuid=made_up.uuid(self._random),
            customer=customer,
            revisit=revisit,
            clerk=self._clerk,
            at=clock.utc(made.at),
            seconds=self._random.randint(40, 260) if talked and made.plan.channel == "phone" else None,
            direction="out",
            channel=made.plan.channel,
            reason=reason,
            purpose=purpose_of(reason, self._shop.policy),
            outcome=made.outcome,
            topic=made.plan.topic,
            said=self._said(made_up.SAID[reason], 0.75) if made.outcome == "reached" else "",
            request=self._said(made_up.REQUESTS, 0.08) if made.outcome == "reached" else "",
            next_step=next_words(_planned(made.next_plan) if made.next_plan else None),
            script=script_for(self._shop.scripts, reason).id,
        )
        if made.outcome == "wrong_number":
            self._note(made.at, customer, "phone.wrong", phone=self._rows[Phone][-2]["typed"][-4:])
        if made.outcome == "reached" and self._random.random() < 0.06:
            self._add(
                ObjectionRaised, uuid=made_up.uuid(self._random), customer=customer, contact=contact, clerk=self._clerk,
                at=clock.utc(made.at), card=self._random.choice(made_up.CARDS), answer=1,
                ended=self._random.choice(("settled", "settled", "open", "lost")), note="",
            )  # fmt: skip

    def _find_by(self, story: Story, customer: int, invoices: list[str]) -> None:
        pieces = [piece for bought in story.bought for piece in bought]
        keys = keys_of(
            Findable(
                customer,
                story.who.name,
                story.who.wechat,
                phones=tuple((phone.typed, phone.e164) for phone in story.who.phones),
                invoices=tuple(invoices),
                styles=tuple(piece.style for piece in pieces),
                certificates=tuple(piece.certificate for piece in pieces),
                engravings=tuple(piece.engraving for piece in pieces),
            )
        )
        self._keys.put([(customer, keys)])

    def _said(self, words: tuple[made_up.Words, ...], chance: float = 1) -> str:
        said = self._random.choice(words)[self._language]
        return said if self._random.random() < chance else ""


def _store(table: type[Model], rows: list[dict[str, Any]]) -> None:
    insert_rows(table, rows)
    if on_server() and rows and "id" in rows[0]:
        name = table._meta.table_name
        db.execute_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {len(rows)})")


def _planned(plan: Plan) -> PlannedRow:
    return PlannedRow(
        0, plan.reason, plan.channel, plan.topic, plan.anchor, plan.due, plan.closes, plan.hour, plan.waits, ""
    )  # fmt: skip
