"""Who wants no reminders is reminded of no cleaning and no check, whatever comes; all else stays theirs (A7)."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.i18n import set_language
from counter_tui.models import Consent, Revisit, new_uuid
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.calls import prepare
from counter_tui.shop.corrections import correct_sale, entry_of_sale
from counter_tui.shop.customers import DateEntry, consent
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.files import read_file
from counter_tui.shop.outcomes import finish, propose
from counter_tui.shop.past_sales import History, PastCustomer, PastSale
from counter_tui.shop.promises import PromiseEntry, make
from counter_tui.shop.reminders import remind
from counter_tui.shop.revisits import cancel, record_cleaning
from counter_tui.shop.scripts import load_scripts
from counter_tui.shop.undo import last_steps, take_back
from tests.conftest import SATURDAY
from tests.shop.conftest import customer

SOLD = dt.date(2026, 5, 20)
"""Its cleaning is due the day before the tests' today."""
TODAY = SATURDAY.date()
DAY = dt.timedelta(days=1)
WEDDING = DateEntry("wedding", PartialDate("solar", 11, 30))


@pytest.fixture
def ring(sell):
    return sell(SOLD, customer(dates=(WEDDING,)))


@pytest.fixture
def said(shop, mei, ring):
    """The cleaning call in which a customer with two more pieces wants no more reminders, not yet saved."""

    def call(outcome: str = "reached") -> CallEntry:
        sheet = prepare(shop, planned(shop, ring.customer, "cleaning")[0].id, mei)
        also = tuple(row.id for row in sheet.also if row.reason not in ("cleaning", "check"))
        return CallEntry(
            ring.customer, outcome, clock.now(), uuid=new_uuid(), revisit=sheet.revisit, reason="cleaning", also=also,
            no_reminders=True,
        )  # fmt: skip

    return call


def planned(shop, customer: int, *reasons: str):
    rows = read_file(shop, customer, None, again=True).planned
    return [row for row in rows if not reasons or row.reason in reasons]


def services(shop, customer: int) -> list[tuple[str, dt.date]]:
    return sorted((row.reason, row.due) for row in planned(shop, customer, "cleaning", "check"))


def test_no_reminders_stops_the_cleanings_and_checks_of_all_pieces_and_nothing_else(
    shop, mei, sell, ring, said
) -> None:
    sell(dt.date(2026, 6, 10), to=ring.customer, kind="necklace")
    make(shop, ring.customer, PromiseEntry("ask the workshop", TODAY + DAY), mei)
    entry = said()
    assert propose(shop, entry, mei).reminders == 3
    assert Consent.select().count() == 0
    done = finish(shop, entry, mei)
    assert (done.reminders, done.stopped) == (3, 0)
    assert services(shop, ring.customer) == []
    left = {row.reason: row.channel for row in planned(shop, ring.customer)}
    assert left == {"promise": "phone", "second": "phone", "regular": "phone", "anniversary": "phone"}
    file = read_file(shop, ring.customer, mei)
    assert [(refusal.channel, refusal.day) for refusal in file.refused] == [("reminder", TODAY)]
    assert file.promotion is None
    assert Consent.get().clerk_id == mei
    told = [line for event in file.events for line in (event.title, *event.lines)]
    assert "Wants no service reminders" in told and "3 planned contacts stopped" in told


def test_it_stays_so_whatever_is_bought_cleaned_corrected_or_imported_later(shop, mei, sell, ring, said) -> None:
    finish(shop, said(), mei)
    new = sell(TODAY - DAY, to=ring.customer, kind="bangle")
    assert {row.reason for row in new.planned} == {"first", "second", "regular", "anniversary"}
    for sale in (ring.sale, new.sale):
        record_cleaning(shop, sale, TODAY, mei)
        read, version = entry_of_sale(shop, sale)
        correct_sale(shop, sale, version, read, mei)
    assert [sale.cleaned_on for sale in read_file(shop, ring.customer, mei).sales] == [TODAY, TODAY]
    known = PastCustomer(ring.customer, 1, mei, sales=(PastSale(new.sale, dt.date(2026, 6, 1), mei),))
    History(shop).plan([known])
    assert services(shop, ring.customer) == []


def test_calls_and_offers_are_asked_about_on_their_own(shop, mei, ring, said) -> None:
    finish(shop, said(), mei)
    consent(shop, ring.customer, False, mei)
    consent(shop, ring.customer, True, mei)
    assert services(shop, ring.customer) == []
    assert prepare(shop, planned(shop, ring.customer, "second", "first")[0].id, mei).no_reminders


def test_a_try_in_vain_stops_nothing_yet(shop, mei, ring, said) -> None:
    assert finish(shop, said("broke_off"), mei).reminders is None
    assert len(services(shop, ring.customer)) == 2


def test_undo_gives_the_reminders_back(shop, mei, ring, said) -> None:
    before = services(shop, ring.customer)
    finish(shop, said(), mei)
    (step,) = [step for step in last_steps(shop, mei) if "Cleaning" in step.title]
    assert "What was said about service reminders no longer counts." in step.effects
    assert "What was said about news, offers and calls no longer counts." not in step.effects
    take_back(shop, step.uuid, mei)
    assert services(shop, ring.customer) == before
    assert read_file(shop, ring.customer, mei).refused == ()


def test_taken_back_in_the_file_each_service_comes_at_its_next_turn(shop, mei, sell, ring) -> None:
    necklace = sell(dt.date(2026, 6, 10), to=ring.customer, kind="necklace")
    ended = next(row for row in planned(shop, ring.customer, "check") if row.due == dt.date(2027, 6, 10))
    cancel(shop, ended.id, None, "has a jeweller of her own", mei, for_good=True)
    assert remind(shop, ring.customer, False, mei) == 3
    assert services(shop, ring.customer) == []
    record_cleaning(shop, necklace.sale, TODAY, mei)
    clock.hold(SATURDAY + 30 * DAY)
    assert remind(shop, ring.customer, True, mei) == 3
    assert services(shop, ring.customer) == [
        ("check", dt.date(2027, 5, 20)),
        ("cleaning", dt.date(2027, 5, 20)),
        ("cleaning", dt.date(2027, 5, 21)),
    ]
    titles = [step.title for step in last_steps(shop, mei)]
    assert "张晓红: wants service reminders again" in titles and "张晓红: wants no service reminders" in titles
    assert Revisit.select().where(Revisit.open_series.is_null(False), Revisit.clerk != mei).count() == 0


@pytest.mark.parametrize("script", ["cleaning-reminder", "yearly-check"])
@pytest.mark.parametrize(
    ("language", "never", "not_now", "next_time"),
    [("en", "Wants no reminders", "Not this time", "next one"), ("zh_CN", "不要再提醒", "这次不用了", "下次")],
)
def test_the_script_tells_never_from_not_this_time(language, never, not_now, next_time, script) -> None:
    set_language(language)
    answers = [answer for step in load_scripts(None, language).value[script].steps for answer in step.answers]
    assert [answer.leads for answer in answers if answer.words == never] == ["no_reminders"] * 2
    (once,) = [answer for answer in answers if answer.words == not_now]
    assert once.leads is None and next_time in once.say


@pytest.mark.parametrize("script", ["cleaning-reminder", "yearly-check"])
def test_of_what_may_come_along_nothing_is_said_that_is_untrue_of_a_piece_long_due(script: str) -> None:
    steps = load_scripts(None, "zh_CN").value[script].steps
    (said,) = [step.say for step in steps if "{others}" in step.say]
    assert "快到" not in said and "您的{others}也可以一起带来" in said
