"""The shop's customers with what they bought, as rows of a list that the import understands whole.

A purchase a row, a customer without one has one row; what one row can't say stands in a further one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from phonenumbers import country_code_for_region

from counter_tui.exchange.headers import COUNTED, HEADERS
from counter_tui.exchange.own_numbers import own_number
from counter_tui.i18n import _, in_each_language, language
from counter_tui.models.plain import among, rows
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.choices import HONORIFICS, KINDS, LABS, METALS, SEXES, STONES, YES_NO, Choice
from counter_tui.shop.entry.dates import PartialDate, words
from counter_tui.shop.entry.phones import split_phones
from counter_tui.shop.wishes import promotions_of
from counter_tui.text import LINE_LENGTH, NOTE_LENGTH, clean
from counter_tui.words import number_words, sale_number_words

Cell = str | int | float
"""Text is text whatever it looks like; a number is an amount. An empty cell is ""."""

WHO = (
    "name", "sex", "phone", "phone2", "wechat", "email", "birthday", "lunar_birthday", "anniversary",
    "address", "route", "occupation", "allergies", "best_hours", "offers",
)  # fmt: skip
BOUGHT = (
    "sale_date", "invoice", "clerk", "style", "piece", "kind", "metal", "weight", "stone", "carat", "cert", "lab",
    "ring", "engraving", "gold_price", "labour", "price", "gift",
)  # fmt: skip
FIELDS = (*WHO, *BOUGHT, "note")
# COUNTED stands before the fields. It is always there, and keeps a customer named Sum, as families in Hong Kong are,
# from the first two cells, where the import looks for a line of totals.
DAYS = frozenset({"birthday", "lunar_birthday", "anniversary", "sale_date"})

_AT_ONCE = 500  # customers
_NOBODY: Sequence[Any] = ()
_NOTHING: list[Cell] = [""] * len(BOUGHT)

_CUSTOMERS = """
    SELECT id, number, uuid, name, sex, honorific,
        wechat, email, address, route, occupation, allergies, best_hours, note
    FROM customer WHERE number > ? ORDER BY number LIMIT ?
"""
_PHONES = "SELECT customer_id, typed, e164 FROM phone WHERE customer_id IN (…) ORDER BY position, id"
_DATES = """
    SELECT customer_id, kind, calendar, month, day, leap, year FROM important_date
    WHERE customer_id IN (…) AND kind IN ('birthday', 'wedding') ORDER BY id
"""
# A sale without pieces there should not be; one is better seen than lost.
_SALES = """
    SELECT s.customer_id, s.number, s.uuid, s.day, s.invoice, s.clerk_id, s.note, s.gift,
        p.style, p.name, p.kind, p.metal, p.weight, p.stone, p.carat, p.certificate, p.lab, p.ring_mm, p.engraving,
        p.gold_price, p.labour,
        CASE WHEN p.id IS NULL THEN s.total ELSE p.price END
    FROM sale s LEFT JOIN piece p ON p.sale_id = s.id
    WHERE s.customer_id IN (…) ORDER BY s.day, s.number, p.position, p.id
"""


def header() -> list[str]:
    """The names of the columns in the clerk's language: of the names the import knows, the first."""
    chinese = language() == "zh_CN"
    names = (next(name for name in HEADERS[field] if name.isascii() != chinese) for field in FIELDS)
    return [*COUNTED[language()], *(name if chinese else name.capitalize() for name in names)]


def how_many() -> int:
    """The customers there are."""
    return int(rows("SELECT count(*) FROM customer")[0][0])


class Listing:
    """Reads the customers by their number, some hundred at a time; `customers` and `rows` count what was handed out."""

    def __init__(self, shop: Shop) -> None:
        self.customers = self.rows = 0
        self._region = shop.region
        self._own = f"+{country_code_for_region(shop.region)}"
        self._clerks = dict(rows("SELECT id, name FROM clerk"))
        self._kinds, self._metals, self._stones = _labels(KINDS), _labels(METALS), _labels(STONES)
        self._labs, self._sexes, self._honorifics = _labels(LABS), _labels(SEXES), _labels(HONORIFICS)
        self._sex_of = {choice.code: choice.sex or "" for choice in HONORIFICS}
        self._yes, self._no = (_labels(YES_NO)[code] for code in ("yes", "no"))
        self._served = [words.split("{name}") for words in in_each_language("Served by {name}")]

    def portions(self) -> Iterator[list[list[Cell]]]:
        """All rows, some hundred customers' at a time."""
        last = 0
        while customers := rows(_CUSTOMERS, last, _AT_ONCE):
            last = customers[-1][1]
            ids = [customer[0] for customer in customers]
            phones, dates, sales = (_by_customer(among(sql, ids)) for sql in (_PHONES, _DATES, _SALES))
            offers = promotions_of(ids)
            portion: list[list[Cell]] = []
            for customer in customers:
                id_ = customer[0]
                known = (phones.get(id_, _NOBODY), dates.get(id_, _NOBODY), sales.get(id_, _NOBODY))
                wants = {None: "", True: self._yes, False: self._no}[offers.get(id_)]
                for line in self._lines(customer, wants, *known):
                    portion.append([self.rows + len(portion) + 1, *line])
            self.customers += len(customers)
            self.rows += len(portion)
            yield portion

    def _lines(
        self, customer: Sequence[Any], offers: str, phones: Sequence[Any], dates: Sequence[Any], sales: Sequence[Any]
    ) -> Iterator[list[Cell]]:
        _id, number, uuid, name, sex, honorific, *further, note = customer
        wechat, email, *others = map(_line, further)
        called, also = self._address(sex, honorific)
        first, second = self._phones(phones)
        weddings = [_day(*date[1:]) for date in dates if date[0] == "wedding"] or [""]
        births = {date[1]: _day(*date[1:]) for date in reversed(dates) if date[0] == "birthday"}
        own = own_number(number_words(number), uuid)
        between = (first, second, wechat, email, births.get("solar", ""), births.get("lunar", ""))
        before = (own, "", _line(name))
        after = (*others, offers)
        if also:
            yield [*before, also, *between, weddings[0], *after, *_NOTHING, ""]
        for wedding in weddings[1:]:
            yield [*before, called, *between, wedding, *after, *_NOTHING, ""]
        facts = [_line(name), called, *between, weddings[0], *after]
        note = note if note.isprintable() else clean(note, NOTE_LENGTH, lines=True)
        for sale, its, *bought in sales:
            yield [own, own_number(sale_number_words(sale), its), *facts, *self._bought(*bought), note]
            note = ""
        if not sales:
            yield [own, "", *facts, *_NOTHING, note]

    def _address(self, sex: str, honorific: str) -> tuple[str, str]:
        """What stands in the column of sex and form of address; of a doctor whose sex is known, in a further row."""
        called, woman_or_man = self._honorifics.get(honorific, honorific), self._sexes.get(sex, sex)
        if not honorific or not sex or self._sex_of.get(honorific, "") == sex:
            return called or woman_or_man, ""
        return woman_or_man, called

    def _phones(self, phones: Sequence[Any]) -> tuple[str, str]:
        """The first number, and all the others."""
        if not phones:
            return "", ""
        if len(phones) == 1:
            return self._phone(*phones[0]), ""
        first, *others = (self._phone(*phone) for phone in phones)
        return first, " / ".join(others)

    def _phone(self, typed: str, e164: str | None) -> str:
        """A number as it was typed, unless it would not be read so again."""
        if e164 is None or typed == e164:
            return _line(typed)
        figures = typed.replace(" ", "").replace("-", "")
        if figures.isdecimal() and figures.isascii() and self._own + figures.lstrip("0") == e164:
            return typed
        again = [entry.e164 for entry in split_phones(typed, self._region)]
        return _line(typed) if again == [e164] else e164

    def _bought(
        self, day: Any, invoice: str, clerk: int | None, note: str, gift: Any, style: str | None, *piece: Any
    ) -> list[Cell]:
        served = self._clerks[clerk] if clerk else self._served_by(note) if note else ""
        bought: list[Cell] = [str(day), _line(invoice), _line(served)]
        given = self._yes if gift else ""
        if style is None:
            return [*bought, *_NOTHING[len(bought) + 2 :], _figure(piece[-1]), given]
        name, kind, metal, weight, stone, carat, certificate, lab, ring, engraving, gold_price, labour, price = piece
        return [
            *bought,
            _line(style),
            _line(name),
            self._kinds.get(kind, kind),
            self._metals.get(metal, metal),
            _figure(weight),
            self._stones.get(stone, stone),
            _figure(carat),
            _line(certificate),
            self._labs.get(lab) or _line(lab),
            # A bare whole number would be a shop's own ring number.
            "" if ring is None else f"{_figure(ring)} mm",
            _line(engraving),
            _figure(gold_price),
            _figure(labour),
            _figure(price),
            given,
        ]

    def _served_by(self, note: str) -> str:
        """Who sold it, if that was taken over from a list and is no clerk here."""
        line = note.partition("\n")[0]
        for before, after in self._served:
            if line.startswith(before) and line.endswith(after):
                return line[len(before) : len(line) - len(after)]
        return ""


def _labels(choices: Sequence[Choice]) -> dict[str, str]:
    return {choice.code: _(choice.label) for choice in choices}


def _by_customer(found: list[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    grouped: dict[int, list[tuple[Any, ...]]] = {}
    for customer, *row in found:
        grouped.setdefault(customer, []).append(tuple(row))
    return grouped


def _line(text: str) -> str:
    """Text of one line; what is printable throughout has been cleaned already."""
    return text if text.isprintable() else clean(text, LINE_LENGTH)


def _day(calendar: Any, month: int, day: int, leap: Any, year: int | None) -> str:
    """A date as 1990-05-06; a lunar one, or one without its year, in words."""
    if calendar == "solar" and year is not None:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return words(PartialDate(calendar, month, day, bool(leap), year))


def _figure(value: float | Decimal | None) -> Cell:
    """An amount as a plain number; SQLite answers floats, PostgreSQL decimals with all their places."""
    if value is None:
        return ""
    plain = float(value)
    return int(plain) if plain.is_integer() else plain
