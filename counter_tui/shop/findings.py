"""What a conversation teaches about a customer: a script's questions, read, told, and written into the file (C7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.models import Contact, Customer, Finding, ImportantDate
from counter_tui.shop.consents import agree, refuse_promotion
from counter_tui.shop.context import Shop
from counter_tui.shop.customers import drop_date
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.choices import CHANNELS, YES_NO, Choice, find_choice, label
from counter_tui.shop.entry.contacts import SIGNS, WEARS
from counter_tui.shop.entry.dates import read_partial, words
from counter_tui.shop.series import Who, follow_way, plan_dates
from counter_tui.shop.trace import note
from counter_tui.shop.wishes import usual_channel
from counter_tui.text import LINE_LENGTH, clean, fold

SIGN = "sign"
"""The question under which a sign that a piece may come back is kept (C11)."""
ALSO = "also"
"""The question under which another contact (its id) is kept that was served in the same one (C10)."""
MARKS = ("satisfaction", "recommend")

QUESTIONS = {
    "wears": N_("Wears"),
    "satisfaction": N_("Satisfied"),
    "recommend": N_("Would recommend us"),
    "hours": N_("Best hours"),
    "channel": N_("Likes to be reached by"),
    "birthday": N_("Birthday"),
    "wedding": N_("Wedding day"),
    "promotion": N_("News and offers"),
    "allergies": N_("Allergies"),
    SIGN: N_("Sign"),
}
"""What each question is called, in the call and in the history."""

_LISTS: dict[str, Sequence[Choice]] = {"wears": WEARS, "channel": CHANNELS, "promotion": YES_NO, SIGN: SIGNS}
_DATES = ("birthday", "wedding")


@dataclass(frozen=True)
class Learned:
    """An answer to a question of QUESTIONS, as `read_answer` gives it."""

    question: str
    answer: str


def choices_of(question: str) -> Sequence[Choice] | None:
    """What a question can be answered with, where it is a list."""
    return _LISTS.get(question)


def read_answer(question: str, typed: str) -> str:
    """What was typed as it is kept: a code of the list, a mark from 0 to 10, or words. Raises EntryError.

    A list's number counts from 1.
    """
    typed = clean(typed, LINE_LENGTH)
    if known := _LISTS.get(question):
        number = fold(typed)
        if number.isdecimal() and 0 < int(number[:3]) <= len(known):
            return known[int(number) - 1].code
        found = find_choice(known, typed)
        if found is None:
            raise EntryError(_("none of these: type a number or a word from the list"))
        return found.code
    if question in MARKS:
        mark = re.fullmatch(r"(\d{1,2})(?:\s*(?:分|/\s*10))?", fold(typed))
        if mark is None or int(mark[1]) > 10:
            raise EntryError(_("A whole number from 0 to 10"))
        return str(int(mark[1]))
    if question in _DATES:
        read_partial(typed, clock.today())
    return typed


def answer_words(question: str, answer: str) -> str:
    """An answer as it is shown: the label of its code, a mark as "8 of 10", a day in words."""
    if known := _LISTS.get(question):
        return label(known, answer)
    if question in MARKS:
        return _("{n} of 10").format(n=answer)
    if question in _DATES:
        try:
            return words(read_partial(answer, clock.today()))
        except EntryError:
            return answer
    return answer


def finding_words(question: str, answer: str) -> str:
    """A finding as a line of the history: "Best hours: after 18:00"."""
    name = _(QUESTIONS[question]) if question in QUESTIONS else question
    return _("{name}: {words}").format(name=name, words=answer_words(question, answer))


def learn(shop: Shop, customer: int, contact: int, learned: Sequence[Learned], by: Who) -> None:
    """Keep what was learned in a contact, and write into the file what belongs there, in somebody's transaction."""
    dates = False
    for found in learned:
        Finding.create(contact=contact, question=found.question, answer=clean(found.answer, LINE_LENGTH))
        match found.question:
            case "satisfaction":
                Contact.update(satisfaction=int(found.answer)).where(Contact.id == contact).execute()
            case "hours":
                _change(customer, best_hours=found.answer)
            case "channel":
                before = usual_channel(customer)
                _change(customer, channel=found.answer)
                follow_way(customer, before)
            case "allergies":
                _change(customer, allergies=_added(customer, found.answer))
            case "promotion":
                if found.answer == "yes":
                    agree(shop, customer, by)
                else:
                    refuse_promotion(shop, customer, clock.today(), by)
            case "birthday" | "wedding":
                dates = _date(customer, found, by) or dates
    if dates:
        plan_dates(shop, customer, by, clock.today())


def _change(customer: int, **values: str) -> None:
    Customer.change(customer, None, **values)


def _added(customer: int, words: str) -> str:
    """Another allergy beside those on file."""
    known = str(Customer.get_by_id(customer).allergies)
    return known if words in known else clean(", ".join(part for part in (known, words) if part), LINE_LENGTH)


def _date(customer: int, found: Learned, by: Who) -> bool:
    """A day to remember; answers whether it is another than the file had.

    There is one of a kind in each calendar: the same day gets its year, another takes the place of what was wrong.
    """
    date = read_partial(found.answer, clock.today())
    kind, day = found.question, (date.month, date.day, date.leap)
    theirs = ImportantDate.customer == customer, ImportantDate.kind == kind, ImportantDate.calendar == date.calendar
    standing = list(ImportantDate.select().where(*theirs))
    same = next((row for row in standing if (row.month, row.day, row.leap) == day), None)
    if same is not None and date.year in (None, same.year):
        return False
    if same is not None:
        ImportantDate.update(year=date.year).where(ImportantDate.id == same.id).execute()
    else:
        for wrong in standing:
            drop_date(wrong)
        parts = {"calendar": date.calendar, "month": date.month, "day": date.day, "leap": date.leap}
        ImportantDate.create(customer=customer, kind=kind, year=date.year, **parts)
    if standing:
        note(by, customer, "file.corrected", fields=["dates"])
    Customer.outdate(customer)
    return same is None
