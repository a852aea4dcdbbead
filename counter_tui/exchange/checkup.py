"""Everything that can be wrong with a shop's folder, each as one line: settings, policy, words, records (D4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from peewee import PeeweeException, fn

from counter_tui.i18n import _
from counter_tui.models import ALIVE, Counter, Customer, Revisit, Sale, db, on_server
from counter_tui.models.opening import OpenError, open_database
from counter_tui.models.plain import rows
from counter_tui.settings import Settings, is_server
from counter_tui.shop.backups import usable
from counter_tui.shop.context import check_all
from counter_tui.shop.permission import rests
from counter_tui.shop.policy import load_policy
from counter_tui.shop.search_keys import NUMBER

_UNFINDABLE = f"""
    SELECT count(*) FROM customer c LEFT JOIN own_keys o ON o.customer_id = c.id WHERE o.customer_id IS NULL
    OR NOT EXISTS (SELECT 1 FROM search_key WHERE key = '{NUMBER}' || c.number AND customer_id = c.id)
"""


def check(settings: Settings) -> list[str]:
    """Every mistake found, in the clerk's language; an empty list is a clean bill."""
    mistakes = [mistake.sentence for mistake in check_all(settings.folder)]
    policy = load_policy(settings.folder).value
    if all(rests(hour, policy) for hour in policy.calls.retry_hours):
        mistakes.append(_("policy.toml: no time of retry_hours lies outside the rest hours, so no other hour is tried"))
    if settings.backup and not is_server(settings.place) and (why_not := usable(settings.backups)):
        mistakes.append(_("No backup can be made. {why}").format(why=why_not))
    if not is_server(settings.place) and not Path(settings.place).exists():
        return mistakes
    try:
        open_database(settings.place)
        mistakes += _records()
    except OpenError as error:
        mistakes.append(str(error))
    except (PeeweeException, sqlite3.Error) as error:
        mistakes.append(_("The records are damaged: {reason}").format(reason=error))
    return mistakes


def _records() -> Iterator[str]:
    if not on_server():
        for (answer,) in db.execute_sql("PRAGMA integrity_check(5)").fetchall():
            if answer != "ok":
                yield _("The records are damaged: {reason}").format(reason=answer)
        for table, row, *_rest in db.execute_sql("PRAGMA foreign_key_check").fetchall():
            yield _("The records are damaged: {reason}").format(reason=f"{table} {row}")
    for name, model in (("customer", Customer), ("sale", Sale)):
        highest = model.select(fn.MAX(model.number)).scalar() or 0
        counter = Counter.get_or_none(Counter.name == name)
        if highest > (counter.value if counter else 0):
            yield _("The numbers of {table} have run past their counter: records are missing.").format(table=name)
    ((unfindable,),) = rows(_UNFINDABLE)
    if unfindable:
        yield _("Customers the search box can't find: {n}").format(n=unfindable)
    stray = Revisit.select().where(Revisit.state.in_(ALIVE) != Revisit.open_series.is_null(False))
    if stray.count():
        yield _("Planned contacts in no list: {n}").format(n=stray.count())
