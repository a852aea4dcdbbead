"""Words on their way to a customer (mission H1, C6): the numbers, and the letters filled in. A person sends them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import Customer, Phone, Revisit
from counter_tui.shop.before import called_in_vain
from counter_tui.shop.call_entry import CallEntry, CallSaved
from counter_tui.shop.claims import claim
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.choices import AWAITED
from counter_tui.shop.entry.phones import pretty
from counter_tui.shop.filling import known_values, owed_to
from counter_tui.shop.letters import MISSED_CALL, Letter, fill, fitting, stop_words
from counter_tui.shop.outcomes import finish
from counter_tui.shop.permission import PROMOTION, RINGING, May, Standing, may_contact, may_make, purpose_of
from counter_tui.shop.pieces import subject
from counter_tui.shop.promises import REASON as PROMISE
from counter_tui.shop.sales import planned_row
from counter_tui.shop.standing import standing_of
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.text import fold
from counter_tui.words import number_words, sentences, spoken_day

WRITTEN = ("text", "wechat", "letter", "email")
"""Channels that take words instead of a call."""

_NUMBER = re.compile(r"[+0-9\s().-]+")
_OF_THE_PIECE = ("piece", "material", "bought", "days", "cert", "size", "free_until")
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True)
class NumberView:
    """A number of the file in full: as people write it, and as a phone dials it. `kind` as in entry.phones."""

    words: str
    dial: str
    kind: str
    wrong_since: dt.date | None

    @property
    def digits(self) -> str:
        """What a code holds: digits only, a plus before the country code, and no extension."""
        number = _NUMBER.match(fold(self.dial))
        return re.sub(r"[^+0-9]", "", number[0]) if number else ""


@dataclass(frozen=True)
class LetterView:
    """A letter filled in for this customer: service or promotion, and whether it may be sent now."""

    id: str
    title: str
    words: str
    purpose: str
    may: May


@dataclass(frozen=True)
class WayView:
    """A channel that takes words: where to (empty: nothing on file), and whether the occasion may go that way now."""

    channel: str
    where: str
    may: May


@dataclass(frozen=True)
class SentWords:
    """What a clerk says has gone out: by which channel, the letter's title and its id, and the words as they were."""

    channel: str
    letter: str
    words: str
    letter_id: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class SendSheet:
    """What can be dialled and sent. `channel` is how the customer is to be contacted; numbers that work come first.

    `letters` go by that channel, or by text message where it is a call; the one that fits the occasion comes first.
    """

    customer_id: int
    customer: str
    number: str
    channel: str
    numbers: tuple[NumberView, ...]
    wechat: str
    email: str
    address: str
    calling: May
    ways: tuple[WayView, ...]
    letters: tuple[LetterView, ...]

    @property
    def working(self) -> tuple[NumberView, ...]:
        """The numbers that are not known to be somebody else's."""
        return tuple(number for number in self.numbers if number.wrong_since is None)


@transaction
def prepare_sending(
    shop: Shop,
    customer: int,
    by: int | None,
    *,
    revisit: int | None = None,
    channel: str = "",
    traced: bool = False,
    till: str = "",
    allowed: str = "",
) -> SendSheet:
    """Numbers and letters for a customer, on the occasion of a planned contact if there is one.

    `channel` goes before the planned one. Showing a number leaves a trace (A7) unless the file is open (`traced`); for
    a visit its sheet leaves its own.
    With a `till` the customer is claimed for it; raises FasterError while another till is in contact. By the channel
    `allowed` this contact is made whatever the rules say: a supervisor lets it be (C5), or the customer rang.
    """
    row = Customer.get_or_none(Customer.id == customer)
    if row is None:
        raise ShopError(_("This file is no longer there."))
    if till:
        claim(customer, by, till)
    planned = Revisit.get_or_none(Revisit.id == revisit) if revisit else None
    channel = channel or (planned.channel if planned else "phone")
    if not traced and channel != "visit":
        note(by, customer, "file.read", why="number")
    standing, _dial = standing_of(customer)
    numbers = numbers_of(shop, customer)
    return SendSheet(
        customer_id=row.id,
        customer=row.name,
        number=number_words(row.number),
        channel=channel,
        numbers=numbers,
        wechat=row.wechat,
        email=row.email,
        address=row.address,
        calling=May(True) if allowed in RINGING else may_go(shop, standing, planned, "phone"),
        ways=tuple(_ways(shop, row, numbers, standing, planned)),
        letters=_letters(shop, row, standing, planned, channel, by, allowed),
    )


@transaction
def note_sent(
    shop: Shop,
    customer: int,
    sent: SentWords,
    by: int | None,
    *,
    uuid: str,
    revisit: int | None = None,
    in_place: bool = True,
) -> CallSaved:
    """Write down words that a clerk says she has sent; the line they served is over, and what follows is planned.

    Saving the same ones (`uuid`) again changes nothing. The line stays to be made where the words went out beside it
    and not `in_place` of a call; and where they only ask when to call: what was planned by message waits some days for
    the answer. A promise is kept by words meant for it alone.
    """
    planned = Revisit.get_or_none(Revisit.id == revisit, Revisit.customer == customer) if revisit else None
    reason = planned.reason if planned else "special"
    asks = sent.letter_id == MISSED_CALL
    stays: Revisit | None = None
    if planned is not None and not _served(shop, planned, sent, in_place=in_place and not asks):
        planned, stays = None, planned
    entry = CallEntry(
        customer=customer,
        outcome=AWAITED if asks else "reached",
        started=clock.now(),
        uuid=uuid,
        revisit=planned.id if planned else None,
        channel=sent.channel,
        reason=reason,
        topic=sent.letter,
        said=sent.words,
        purpose=sent.purpose,
    )
    saved = finish(shop, entry, by)
    if stays is None or stays.open_series is None:
        return saved
    return replace(saved, next=planned_row(stays))


def _served(shop: Shop, planned: Revisit, sent: SentWords, *, in_place: bool) -> bool:
    """Whether a planned contact is what words were sent for: a call only where they went out `in_place` of it."""
    if planned.reason == PROMISE and PROMISE not in _reasons(shop, sent.letter_id):
        return False
    return in_place or planned.channel in WRITTEN


def takes_the_place_of_a_call(shop: Shop, revisit: int, sent: SentWords) -> bool:
    """Whether a clerk is to say if words that went out are enough for a planned contact, or the call is still made."""
    planned = Revisit.get_or_none(Revisit.id == revisit)
    if planned is None or planned.open_series is None or sent.letter_id == MISSED_CALL:
        return False
    return planned.channel not in WRITTEN and _served(shop, planned, sent, in_place=True)


def _reasons(shop: Shop, letter: str) -> tuple[str, ...]:
    found = shop.letters.get(letter)
    return found.reasons if found else ()


def numbers_of(shop: Shop, customer: int) -> tuple[NumberView, ...]:
    """The numbers of a customer, as `standing_of` would take them; those known to be wrong at the end."""
    rows = Phone.select().where(Phone.customer == customer).order_by(Phone.verified.desc(), Phone.position)
    views = [
        NumberView(pretty(row.e164 or row.typed, shop.region), row.e164 or row.typed, row.kind, row.wrong_since)
        for row in rows
    ]
    return tuple(sorted(views, key=lambda number: number.wrong_since is not None))


def message_length(words: str) -> tuple[int, int]:
    """How long a text message is: its characters, and the messages it is charged as.

    One holds 160 characters of the plain alphabet (GSM 03.38), or 70 as soon as one is not in it; each part of a longer
    one holds 153, or 67. An emoji or a rare character takes two places, which no part splits.
    """
    plain = all(char in _GSM or char in _GSM_DOUBLE for char in words)
    places = [2 if (char in _GSM_DOUBLE if plain else ord(char) > 0xFFFF) else 1 for char in words]
    whole, part = (160, 153) if plain else (70, 67)
    return len(words), 1 if sum(places) <= whole else _parts(places, part)


def _parts(places: Iterable[int], room: int) -> int:
    parts, used = 1, 0
    for place in places:
        used += place
        if used > room:
            parts, used = parts + 1, place
    return parts


def _ways(
    shop: Shop, row: Customer, numbers: Iterable[NumberView], standing: Standing, planned: Revisit | None
) -> Iterator[WayView]:
    number = next((number.words for number in numbers if number.wrong_since is None), "")
    where = {"text": number, "wechat": row.wechat or number, "letter": row.address, "email": row.email}
    for channel in WRITTEN:
        yield WayView(channel, where[channel], may_go(shop, standing, planned, channel))


def may_go(
    shop: Shop, standing: Standing, planned: Revisit | None, channel: str, moment: dt.datetime | None = None
) -> May:
    """Whether a contact, planned or not, may be made by a channel now, or at a local `moment`."""
    moment = moment or clock.now()
    if planned is None:
        return may_make(standing, "special", channel, moment, shop.policy)
    return may_make(
        standing,
        planned.reason,
        channel,
        moment,
        shop.policy,
        due=planned.due,
        hour=planned.hour,
        last_outcome=planned.last_outcome,
    )


def _letters(
    shop: Shop,
    customer: Customer,
    standing: Standing,
    planned: Revisit | None,
    channel: str,
    by: int | None,
    allowed: str,
) -> tuple[LetterView, ...]:
    """The letters that go by a channel. That somebody tried to call is first after a call in vain, else the last."""
    about = subject(planned, customer.id)
    values = known_values(shop, customer, about, owed_to(customer.id), by)
    values["today"] = spoken_day(clock.today(), dt.date.min)
    if about and about[0].gift:  # who reads the message over the buyer's shoulder must not learn of it
        values |= dict.fromkeys(_OF_THE_PIECE)
    reason = planned.reason if planned else "special"
    missed = called_in_vain(customer.id, planned)
    channel = channel if channel in WRITTEN else "text"
    its_own = May(True) if channel == allowed else may_go(shop, standing, planned, channel)

    def view(letter: Letter) -> LetterView:
        purpose = PROMOTION if letter.promotes(shop.policy) else purpose_of(reason, shop.policy)
        same = purpose == purpose_of(reason, shop.policy)
        may = its_own if same else may_contact(standing, purpose, channel, clock.now(), shop.policy)
        words = fill(letter, values)
        if purpose == PROMOTION and channel == "text" and not letter.opt_out:
            words = sentences([words, stop_words(shop.letters, values)])
        return LetterView(letter.id, letter.title, words, purpose, may)

    found = fitting(shop.letters, reason, channel)
    found.sort(key=lambda letter: (letter.id == MISSED_CALL) != missed)
    return tuple(view(letter) for letter in found)
