"""What the made-up shop owes its customers: promises for today and after, and a complaint that waits for its answer."""

from __future__ import annotations

import datetime as dt
from random import Random

from counter_tui import clock
from counter_tui.clock import DAY
from counter_tui.shop import demo_people as made_up
from counter_tui.shop.agenda import DueRow
from counter_tui.shop.complaints import ComplaintEntry, write_complaint
from counter_tui.shop.context import Shop
from counter_tui.shop.promises import PromiseEntry, write_promise

_PROMISED = (
    (0, ("ask the workshop whether the ring can be made smaller", "问工坊戒指能不能改小")),
    (0, ("send a picture of the new clasp", "发新扣头的照片")),
    (4, ("say when the bracelet is back from polishing", "告诉她手链什么时候抛光好")),
)
"""In so many days from today, and what."""
_COMPLAINT = (
    "quality",
    ("A small stone beside the main one came loose after two weeks.", "戴了两个星期，主石旁边的小钻松了。"),
    ("set it again, free of charge", "免费重新镶好"),
)


def owe(shop: Shop, random: Random, today: dt.date, rows: list[DueRow], language: int) -> None:
    """Promises and a complaint with some of the customers of `rows`, as their clerks noted them two days ago."""
    with clock.at(_morning(today - 2 * DAY)):
        for row, (days, words) in zip(rows, _PROMISED, strict=False):
            entry = PromiseEntry(words[language], today + days * DAY, uuid=made_up.uuid(random))
            write_promise(row.customer_id, entry, row.clerk_id)
    kind, words, wish = _COMPLAINT
    with clock.at(_morning(today - DAY)):
        for row in rows[len(_PROMISED) : len(_PROMISED) + 1]:
            said = ComplaintEntry(kind, words[language], wish[language], uuid=made_up.uuid(random))
            write_complaint(shop, row.customer_id, said, row.clerk_id)


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10, 40)).astimezone()
