"""The made-up shop: the same for everybody who asks for it, and such as the shop's own functions would have left it."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from counter_tui import clock, i18n
from counter_tui.models import (
    TABLES,
    AuditEntry,
    Consent,
    Contact,
    Customer,
    ImportantDate,
    Phone,
    Piece,
    Revisit,
    Sale,
)
from counter_tui.models.opening import open_database
from counter_tui.settings import Settings, read_settings
from counter_tui.shop.agenda import Agenda, agenda, month_counts
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.context import Shop, open_shop
from counter_tui.shop.customers import CustomerEntry, open_file
from counter_tui.shop.demo import make_shop, stories
from counter_tui.shop.demo_books import Story
from counter_tui.shop.demo_life import Made
from counter_tui.shop.lookup import find
from counter_tui.shop.outcomes import finish
from counter_tui.shop.permission import next_allowed
from counter_tui.shop.revisits import record_cleaning
from counter_tui.shop.sales import SaleEntry, VisitEntry, record_sale, record_visit
from counter_tui.shop.trace import ShopError
from tests.conftest import SATURDAY

WORDS = {
    "note", "taste", "occupation", "hobbies", "allergies", "best_hours", "recognise", "why_not", "looked_at", "said",
    "request", "next_step", "closed_why", "detail", "words",
    "topic", "what", "wish",
}  # fmt: skip


def made(folder: Path, size: int = 300, seed: int = 1, language: str = "en", place: str = "") -> Shop:
    settings = make_shop(Settings(folder=folder, language=language, database=place), size, seed)
    open_database(settings.place)
    return open_shop(settings.name, settings.region, settings.language, settings.folder)


def dump(without: set[str] | None = None) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in TABLES:
        columns = [field for name, field in table._meta.fields.items() if name not in (without or ())]
        found[table.__name__] = sorted(table.select(*columns).dicts(), key=str)
    return found


def reasons(work: Agenda) -> Counter[str]:
    return Counter(row.reason for row in (*work.overdue, *work.today))


def test_the_same_seed_and_day_make_the_same_shop(tmp_path: Path) -> None:
    answers = []
    for run in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": run, "COUNTER_TUI_NOW": f"2026-11-21T1{run}:07"}

        def counter(*arguments: str, run: str = run, environment: dict[str, str] = environment) -> str:
            command = [sys.executable, "-m", "counter_tui", *arguments, "--shop", str(tmp_path / run), "--lang", "en"]
            return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

        counter("demo", "--no-open", "--size", "60", "--seed", "4")
        open_database(str(tmp_path / run / "shop.db"))
        answers.append((dump(), counter("today", "--json"), counter("find", "--json", "13")))
    assert answers[0][0] == answers[1][0]
    assert answers[0][2] == answers[1][2] and len(json.loads(answers[0][2])) > 3
    today = [json.loads(answer[1]) for answer in answers]
    assert [row["number"] for row in today[0]["today"]] == [row["number"] for row in today[1]["today"]]
    assert len(today[0]["today"]) > 5


def test_another_seed_makes_another_shop(tmp_path: Path) -> None:
    made(tmp_path / "a", 40, 1)
    first = [row.name for row in Customer.select()]
    made(tmp_path / "b", 40, 2)
    assert [row.name for row in Customer.select()] != first


def test_only_the_words_differ_between_the_languages(tmp_path: Path) -> None:
    made(tmp_path / "en", 80)
    english, told = dump(WORDS), Contact.select().where(Contact.said != "").count()
    clerk_names = [row.pop("name") for row in english["Clerk"]]
    shop = made(tmp_path / "zh", 80, language="zh_CN")
    chinese = dump(WORDS)
    assert [row.pop("name") for row in chinese["Clerk"]] == ["林梅", "陈伟", "谭安娜"] != clerk_names
    for line in english["Piece"] + chinese["Piece"]:
        del line["name"]
    assert english == chinese
    said = [row.said for row in Contact.select().where(Contact.said != "")]
    assert len(said) == told and not any(line.isascii() for line in said)
    assert (shop.name, read_settings(tmp_path / "zh").name) == ("金铃珠宝", "金铃珠宝")
    assert i18n.language() == "en"


@pytest.mark.parametrize("day", ["2026-11-21", "2027-01-01", "2028-02-29", "2027-08-31", "2027-03-01"])
def test_today_is_as_full_as_a_clerk_can_manage(tmp_path: Path, day: str) -> None:
    clock.hold(dt.datetime.fromisoformat(f"{day}T10:12"))
    shop = made(tmp_path, seed=int(day[:4]))
    work = agenda(shop)
    assert 3 <= len(work.overdue) <= 8
    assert 6 <= len(work.today) <= 15
    assert max(row.days_late for row in work.overdue) <= 12
    assert set(reasons(work)) >= {"first", "second", "cleaning", "birthday", "visit", "regular"}
    assert sorted(row.last_outcome for row in work.today if row.hour) == ["later", "no_answer"]
    assert {row.reason for row in work.today if row.channel == "text"} == {"first", "cleaning"}
    assert {row.clerk for row in (*work.overdue, *work.today, *work.coming)} == {"Mei Lin", "Wei Chen", "Anna Tan"}
    month = month_counts(shop, clock.today(), clock.today() + dt.timedelta(days=30))
    assert len(month) > 25
    assert all(row.last_outcome in ("", "no_answer") for row in work.today if row.tries)


def test_the_books_hold_what_a_shop_comes_across(tmp_path: Path) -> None:
    shop = made(tmp_path)
    customers = list(Customer.select())
    assert [row.number for row in customers] == list(range(1, 301))
    assert {row.klass for row in customers} == {"A", "B"}
    assert all(row.why_not for row in customers if row.klass == "B")
    assert {word.granted for word in Consent.select()} == {True, False}
    assert len({word.customer_id for word in Consent.select()}) < 300
    assert all(phone.verified for phone in Phone.select())
    assert {phone.e164[:3] for phone in Phone.select()} == {"+86", "+85", "+65"}
    weighed = Piece.select().where(Piece.carat.is_null(False))
    assert weighed.count() > 50 and all(piece.carat / 5 <= piece.weight for piece in weighed)
    numbers = [sale.number for sale in Sale.select().order_by(Sale.day, Sale.number)]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 300
    assert {event.action for event in AuditEntry.select()} >= {"revisit.moved", "revisit.handed", "piece.cleaned"}
    for text in ("O'Neil", "zoe", "shan", "欧阳"):
        assert find(shop, text, 5).matches, text
    sold = Sale.select().where(Sale.invoice != "").first()
    assert [match.customer_id for match in find(shop, sold.invoice, 5).matches] == [sold.customer_id]


def test_nobody_was_called_at_rest_time_or_after_refusing(tmp_path: Path) -> None:
    shop = made(tmp_path)
    contacts = list(Contact.select())
    assert len(contacts) > 1000
    assert not [c for c in contacts if next_allowed(clock.local(c.at), shop.policy) != clock.local(c.at)]
    refused = {word.customer_id: word.at for word in Consent.select().where(~Consent.granted)}
    offers = [c for c in contacts if c.purpose == "promotion" and c.at > refused.get(c.customer_id, c.at)]
    assert not offers and refused
    assert max(clock.local(c.at).date() for c in contacts) < clock.today()


@pytest.mark.parametrize("size", [1, 2, 16])
def test_a_shop_may_be_small(tmp_path: Path, size: int) -> None:
    shop = made(tmp_path, size)
    assert Customer.select().count() == size
    assert sum(agenda(shop).counts) >= 1


def test_life_goes_on_in_it_on_either_database(place: str, tmp_path: Path) -> None:
    shop = made(tmp_path / "shop", 30, place=place)
    row = agenda(shop).today[0]
    call = CallEntry(row.customer_id, "reached", clock.now(), revisit=row.id, reason=row.reason)
    assert finish(shop, call, row.clerk_id).next is not None
    new = open_file(shop, CustomerEntry("张晓红"), row.clerk_id)
    assert Customer.get_by_id(new).number == 31


def test_it_is_not_made_over_records(tmp_path: Path) -> None:
    made(tmp_path, 5)
    with pytest.raises(ShopError):
        make_shop(Settings(folder=tmp_path), 5, 1)
    open_database(str(tmp_path / "shop.db"))
    assert Customer.select().count() == 5


def test_the_clock_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "held", 3)
    assert clock.now() == SATURDAY.astimezone()
    clock.hold(None)
    monkeypatch.setenv("COUNTER_TUI_NOW", "2027-05-06T09:30")
    made(tmp_path / "named", 3)
    assert clock.now() == dt.datetime(2027, 5, 6, 9, 30).astimezone()
    assert Contact.select().order_by(Contact.at.desc()).get().at < dt.datetime(2027, 5, 6)


# --- the made-up history against the shop's own functions ---------------------------------------------------------


@pytest.mark.parametrize(("place", "size"), [("sqlite", 60), ("postgresql", 15)], indirect=["place"])
def test_the_history_is_what_the_shops_own_functions_would_have_written(shop: Shop, mei: int, size: int) -> None:
    for story in stories(shop.policy, size, 5, 0, clock.today()):
        customer, sales = replay(shop, story, mei)
        rows = sorted(story_row(due) for due in story.life.rows)
        assert sorted(stored_row(row, sales) for row in Revisit.select().where(Revisit.customer == customer)) == rows
        assert clock.local(Customer.get_by_id(customer).last_seen) == story.life.last_seen


def replay(shop: Shop, story: Story, by: int) -> tuple[int, list[int]]:
    """The same deeds at the same moments, through the doors that the clerks use."""
    life, sales = story.life, []
    clock.hold(life.opened)
    customer = open_file(shop, story.who, by)
    deeds: list[tuple[dt.datetime, str, Any]] = [(at, "buy", story.bought[n]) for n, at in enumerate(life.sales)]
    deeds += [(at, "look", None) for at in life.visits]
    deeds += [(at, "clean", sale) for at, sale in life.cleanings]
    deeds += [(contact.at, "contact", contact) for contact in life.contacts]
    for at, deed, what in sorted(deeds, key=lambda deed: deed[0]):
        clock.hold(at)
        if deed == "buy":
            sales.append(record_sale(shop, SaleEntry(customer, at.date(), what, clerk=by), by).sale)
        elif deed == "look":
            record_visit(shop, VisitEntry(customer, at.date(), clerk=by, why_not="asks at home"), by)
        elif deed == "clean":
            record_cleaning(shop, sales[what], at.date(), by)
        else:
            contact_again(shop, customer, sales, what, by)
    return customer, sales


def contact_again(shop: Shop, customer: int, sales: list[int], was: Made, by: int) -> None:
    alive = Revisit.select().where(Revisit.customer == customer, Revisit.open_series.is_null(False))
    named = {short_series(row, sales): row for row in alive}
    row = named.pop(was.due.series)
    assert (row.due, row.closes, row.channel) == (was.plan.due, was.plan.closes, was.plan.channel)
    also = tuple(other.id for other in named.values() if other.state == "open" and other.due <= was.at.date())
    call = CallEntry(
        customer,
        was.outcome,
        was.at,
        revisit=row.id,
        channel=row.channel,
        reason=row.reason,
        later=was.later,
        also=also,
    )
    saved = finish(shop, call, by)
    follows = was.next_plan and (was.next_plan.reason, was.next_plan.due, was.next_plan.channel)
    assert (saved.next and (saved.next.reason, saved.next.due, saved.next.channel)) == follows


def short_series(row: Revisit, sales: list[int]) -> str:
    kind, _, _ = row.series.partition(":")
    if row.date_id:
        dates = [date.id for date in row.customer.dates.order_by(ImportantDate.id)]
        return f"date:{dates.index(row.date_id)}"
    return f"{kind}:{sales.index(row.sale_id)}" if row.sale_id else kind


def stored_row(row: Revisit, sales: list[int]) -> tuple[str, ...]:
    when = (row.anchor, row.due, row.closes, row.hour, row.channel, row.state, row.tries, row.last_outcome)
    return tuple(map(str, (short_series(row, sales), *when, row.closed_on, row.closed_why, row.version)))


def story_row(due: Any) -> tuple[str, ...]:
    plan = due.plan
    when = (plan.anchor, plan.due, plan.closes, plan.hour, plan.channel, due.state, due.tries, due.last_outcome)
    return tuple(map(str, (due.series, *when, due.closed_on, due.closed_why, due.version)))
