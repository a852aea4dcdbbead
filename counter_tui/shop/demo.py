"""A made-up shop to try the program in: two years of it, as full today as a shop of its size would be.

The same seed and day make the same shop, whatever the language: only the words differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random

from counter_tui import clock, i18n
from counter_tui.clock import DAY
from counter_tui.i18n import _
from counter_tui.models import OPEN, Clerk, Customer, Revisit, db
from counter_tui.models.opening import open_database
from counter_tui.settings import Settings, write_settings
from counter_tui.shop import demo_people as made_up
from counter_tui.shop.agenda import agenda
from counter_tui.shop.context import Shop, open_shop
from counter_tui.shop.customers import DateEntry
from counter_tui.shop.demo_books import Story, write_books
from counter_tui.shop.demo_life import Due, Life
from counter_tui.shop.demo_owed import owe
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.hours import read_hours
from counter_tui.shop.months import add_months
from counter_tui.shop.people import add_clerk
from counter_tui.shop.permission import next_allowed
from counter_tui.shop.policy import Policy
from counter_tui.shop.revisits import hand_over_row, move_row
from counter_tui.shop.trace import ShopError

YEARS = 2 * 365
_OUTCOMES = {
    "reached": 82, "no_answer": 9, "busy": 3, "later": 2, "broke_off": 1, "no_calls": 1, "other": 1, "wrong_number": 1,
}  # fmt: skip
_HOURS = (dt.time(10, 30), dt.time(15), dt.time(16, 30))
_AT_THE_COUNTER = (*range(9 * 60 + 5, 12 * 60 + 25), *range(14 * 60 + 35, 19 * 60 + 45))
_ROOM_TODAY = 14


@dataclass(frozen=True)
class Plot:
    """How a story is to end: somebody bought, or came to look, so many months and days ago.

    Nobody calls them during the last `left_alone` days (None: never), but for the `tries`, one a day until yesterday.
    """

    days: int = 0
    months: int = 0
    bought: bool = True
    left_alone: int | None = None
    tries: tuple[str, ...] = ()
    birthday: bool = False
    refuses: bool = False


_PLOTS = (
    Plot(days=4),  # first revisit
    Plot(days=6, tries=("later",)),  # to be called back at an hour
    Plot(months=6, left_alone=5),  # cleaning
    Plot(days=9),  # first revisit, overdue
    Plot(days=200, left_alone=1, birthday=True),
    Plot(days=10, left_alone=4),  # second revisit
    Plot(months=6, left_alone=5, refuses=True),  # cleaning, by text only
    Plot(months=6, days=19, left_alone=22),  # cleaning, overdue
    Plot(days=6, tries=("no_answer", "no_answer", "no_answer")),
    Plot(days=3, bought=False),  # after a visit
    Plot(days=15, left_alone=9),  # second revisit, overdue
    Plot(days=5, tries=("no_answer",)),
    Plot(days=120, left_alone=6),  # keeping in touch
    Plot(days=7, bought=False),  # after a visit, overdue
    Plot(days=134, left_alone=20),  # keeping in touch, overdue
)
"""What Today is to show, whichever day it is; everybody else has been called in time."""


def make_shop(settings: Settings, size: int, seed: int) -> Settings:
    """Make a shop of `size` customers in `settings.folder` and at `settings.place`; answers its settings.

    Raises ShopError if there are records already.
    """
    language = ("en", "zh_CN").index(settings.language)
    settings = write_settings(replace(settings, name=made_up.SHOP_NAME[language]))
    today = clock.today()
    with _speaking(settings.language):
        database = open_database(settings.place)
        try:
            if Customer.select().exists() or Clerk.select().exists():
                raise ShopError(_("There are records already: the demo is made in an empty place."))
            shop = open_shop(settings.name, settings.region, settings.language, settings.folder)
            with db.atomic():
                _fill(shop, size, seed, language, today)
        finally:
            database.close()
    return settings


def stories(policy: Policy, size: int, seed: int, language: int, today: dt.date) -> list[Story]:
    """Everybody's story up to yesterday evening, in the order their files were opened."""
    random = Random(f"{seed}")
    special = random.sample(range(size), min(size, len(_PLOTS)))
    plots = dict(zip(special, _PLOTS, strict=False))
    told = [_story(policy, Random(f"{seed}/{n}"), language, today, plots.get(n)) for n in range(size)]
    return sorted(told, key=lambda story: story.life.opened)


def _fill(shop: Shop, size: int, seed: int, language: int, today: dt.date) -> None:
    random = Random(f"{seed}/books")
    with clock.at(_morning(today - (YEARS + 30) * DAY)):
        clerks = [add_clerk(shop, words[language]).id for words in made_up.CLERKS]
    for clerk in clerks:
        Clerk.update(uuid=made_up.uuid(random)).where(Clerk.id == clerk).execute()
    told = stories(shop.policy, size, seed, language, today)
    special = write_books(shop, told, clerks, random, language)
    with clock.at(_morning(today - DAY)):
        _make_room(shop, random, today, special, max(_ROOM_TODAY, size // 22), language)
        for row in agenda(shop, today).coming[::7][:3]:
            hand_over_row(Revisit.get_by_id(row.id), clerks[clerks.index(row.clerk_id or 0) - 1], row.clerk_id)
    called = [row for row in agenda(shop, today).coming if row.channel == "phone"]
    owe(shop, random, today, called[1::5], language)


def _make_room(shop: Shop, random: Random, today: dt.date, special: frozenset[int], room: int, language: int) -> None:
    """Yesterday the clerks put off what would be too much for today, each with a reason."""
    rows = agenda(shop, today).today
    others = [row for row in rows if row.customer_id not in special and row.reason not in ("birthday", "anniversary")]
    for row in others[: max(len(rows) - room, 0)]:
        why = random.choice(made_up.POSTPONED)[language]
        move_row(Revisit.get_by_id(row.id), row.version, today + random.randint(1, 6) * DAY, why, row.clerk_id)


# --- one story ----------------------------------------------------------------------------------------------------


def _story(policy: Policy, random: Random, language: int, today: dt.date, plot: Plot | None) -> Story:
    coming = _comings(random, today, plot)
    who = made_up.somebody(random, language, coming[0].moment.date())
    if plot:
        birthday = DateEntry("birthday", PartialDate("solar", today.month, today.day, year=random.randint(1960, 2000)))
        who = replace(who, promotion=True, dates=(birthday,) if plot.birthday else (), best_hours="")
    life = Life(policy, who.dates, who.promotion is False, coming[0].moment, read_hours(who.best_hours))
    _live(life, random, today, coming, plot, len(who.phones))
    if plot:
        _try(life, random, today, plot.tries)
    bought = tuple(made_up.pieces(random, language) for _sale in life.sales)
    return Story(who, life, bought, plot is not None)


@dataclass(frozen=True, order=True)
class _Coming:
    """A customer comes into the shop: to buy, to look, or to have the pieces of a sale cleaned."""

    moment: dt.datetime
    why: str
    sale: int = 0


def _comings(random: Random, today: dt.date, plot: Plot | None) -> list[_Coming]:
    """When somebody comes, the first time to look if at all to look; more often lately than long ago."""
    if plot:
        moment = _sometime(random, add_months(today, -plot.months) - plot.days * DAY)
        return [_Coming(moment, "buy" if plot.bought else "look")]
    times = random.choices(range(7), (13, 46, 20, 9, 6, 4, 2))[0]
    looked = times == 0 or random.random() < 0.1
    days = [today - int(1 + (YEARS - 1) * random.random() ** 1.5) * DAY for _n in range(times + looked)]
    moments = sorted(_sometime(random, day) for day in days)
    return [_Coming(moment, "look" if looked and n == 0 else "buy") for n, moment in enumerate(moments)]


def _live(life: Life, random: Random, today: dt.date, coming: list[_Coming], plot: Plot | None, phones: int) -> None:
    """Everything in the order of time: what they came for, and the calls that the clerks made when one was due."""
    until = today
    if plot:
        until = today - YEARS * DAY if plot.left_alone is None else today - plot.left_alone * DAY
    agreed: dict[tuple[int, dt.date, dt.time | None], dt.datetime] = {}
    while True:
        calls = [(_call_time(life, random, due, agreed), n) for n, due in enumerate(life.rows) if due.state == OPEN]
        call, n = min(((at, n) for at, n in calls if at.date() < until), default=(None, 0))
        if coming and (call is None or coming[0].moment <= call):
            _come_in(life, coming.pop(0))
        elif call is not None:
            due = life.rows[n]
            outcome, later = _outcome(life, random, call, due, plot, phones)
            life.contact(call, due, outcome, later)
            if (
                outcome == "reached"
                and due.plan.reason == "cleaning"
                and due.sale is not None
                and random.random() < 0.4
            ):
                clean_on = _sometime(random, call.date() + random.randint(2, 6) * DAY)
                if clean_on.date() < today:
                    coming[:] = sorted([*coming, _Coming(clean_on, "clean", due.sale)])
        else:
            return


def _come_in(life: Life, coming: _Coming) -> None:
    if coming.why == "buy":
        life.buy(coming.moment)
    elif coming.why == "look":
        life.look(coming.moment)
    else:
        life.clean(coming.moment, coming.sale)


def _call_time(
    life: Life, random: Random, due: Due, agreed: dict[tuple[int, dt.date, dt.time | None], dt.datetime]
) -> dt.datetime:
    """When somebody will call: at the hour agreed, else on the first day or soon after, always in time."""
    plan = due.plan
    key = (id(due), plan.due, plan.hour)
    if key not in agreed:
        if plan.hour:
            moment = dt.datetime.combine(plan.due, plan.hour) + random.randint(1, 4) * dt.timedelta(minutes=1)
            agreed[key] = next_allowed(moment.astimezone(), life.policy)
        else:
            delay = random.choices((0, 1, 2), (60, 25, 15))[0]
            agreed[key] = _sometime(random, min(plan.due + delay * DAY, plan.closes))
    return agreed[key]


def _outcome(
    life: Life, random: Random, moment: dt.datetime, due: Due, plot: Plot | None, phones: int
) -> tuple[str, dt.datetime | None]:
    if plot:
        return ("no_calls" if plot.refuses and not life.contacts else "reached"), None
    outcome = random.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]
    later = dt.datetime.combine(moment.date() + random.randint(1, 3) * DAY, random.choice(_HOURS)).astimezone()
    spare_number = phones > 1 and life.wrong_since is None
    if due.plan.channel != "phone" or (outcome == "no_calls" and life.refuses):
        return "reached", None
    if outcome == "wrong_number" and not spare_number:
        return "no_answer", None
    return outcome, later if outcome == "later" else None


def _try(life: Life, random: Random, today: dt.date, outcomes: tuple[str, ...]) -> None:
    """The calls of the last days that did not come through."""
    for n, outcome in enumerate(outcomes):
        moment = _sometime(random, today - (len(outcomes) - n) * DAY)
        (due,) = [due for due in life.due_by(moment.date()) if due.sale is not None]
        later = dt.datetime.combine(today, random.choice(_HOURS[1:])).astimezone()
        life.contact(moment, due, outcome, later if outcome == "later" else None)


def _sometime(random: Random, day: dt.date) -> dt.datetime:
    """A moment at which the shop is open and may call."""
    hour, minute = divmod(random.choice(_AT_THE_COUNTER), 60)
    return dt.datetime.combine(day, dt.time(hour, minute, random.randrange(60))).astimezone()


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9, 10)).astimezone()


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    before = i18n.language()
    i18n.set_language(language)
    try:
        yield
    finally:
        i18n.set_language(before)
