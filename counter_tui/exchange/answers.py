"""What the command line answers to `find`, `today` and `objections`: for people as lines, for programs as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from counter_tui.i18n import _
from counter_tui.shop.agenda import Agenda, DueRow, agenda
from counter_tui.shop.context import Shop
from counter_tui.shop.lookup import Match
from counter_tui.shop.lookup import find as look_up
from counter_tui.shop.objections import Line, report
from counter_tui.shop.wording import channel_words, piece_words, reason_words, window_words


def find(shop: Shop, text: str, limit: int, *, as_json: bool) -> str:
    """The customers the search box would show for `text`."""
    found = look_up(shop, text, limit)
    if as_json:
        return _json([_match(match) for match in found.matches])
    if not found.matches:
        return _("Nobody found.")
    return "\n".join(
        f"{match.number}  {match.name}  {match.phone}  {match.last_sale or ''}".rstrip() for match in found.matches
    )


def today(shop: Shop, day: dt.date | None, *, as_json: bool) -> str:
    """What Today would show on `day`."""
    work = agenda(shop, day)
    if as_json:
        groups = {name: [_due(row) for row in rows] for name, rows in _groups(work).items()}
        return _json({"date": work.day.isoformat(), **groups})
    return "\n".join(_lines(work)) or _("Nothing due.")


def objections(shop: Shop, month: dt.date | None, *, as_json: bool) -> str:
    """The doubts of a month (its first day), or of all time, by kind of piece, clerk and card."""
    last = (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1) if month else None
    known = report(shop, month, last)
    if as_json:
        days = {"from": month.isoformat() if month else None, "to": last.isoformat() if last else None}
        groups = {name: [_counted(line) for line in getattr(known, name)] for name in ("kinds", "clerks", "cards")}
        return _json(days | groups)
    lines: list[str] = []
    for title, of in ((_("By kind of piece"), known.kinds), (_("By clerk"), known.clerks), (_("By card"), known.cards)):
        lines += [title, *map(_doubts, of)] if of else []
    return "\n".join(lines) or _("Nothing was noted.")


def _doubts(line: Line) -> str:
    count, words = line.count, _("{n} settled, {open} still open, {lost} not bought")
    return f"  {line.words}  {count.uses}  ({words.format(n=count.settled, open=count.open, lost=count.lost)})"


def _counted(line: Line) -> dict[str, Any]:
    count = line.count
    counts = {"uses": count.uses, "settled": count.settled, "open": count.open, "not_bought": count.lost}
    return {"key": line.key, "words": line.words, **counts}


def _lines(work: Agenda) -> list[str]:
    lines: list[str] = []
    titles = {"overdue": _("overdue"), "today": _("today"), "coming": _("coming")}
    for name, rows in _groups(work).items():
        title = titles[name]
        if rows:
            lines += [f"{title} ({len(rows)})"]
            lines += [
                "  " + "  ".join(
                    part
                    for part in (
                        row.number, row.customer, row.phone, reason_words(row.reason), _piece(row),
                        window_words(row, work.day), row.clerk, row.may.words,
                    )
                    if part
                )
                for row in rows
            ]  # fmt: skip
    return lines


def _groups(work: Agenda) -> dict[str, tuple[DueRow, ...]]:
    """The day's work by when it is due; what can't wait comes first in its group."""
    late = tuple(row for row in work.first if row.days_late)
    own = tuple(row for row in work.first if not row.days_late)
    return {"overdue": (*late, *work.overdue), "today": (*own, *work.today), "coming": work.coming}


def _match(match: Match) -> dict[str, Any]:
    return {
        "number": match.number,
        "name": match.name,
        "phone": match.phone,
        "class": match.klass,
        "last_sale": match.last_sale.isoformat() if match.last_sale else None,
        "last_contact": match.last_contact.isoformat() if match.last_contact else None,
        "next_due": match.next.due.isoformat() if match.next else None,
    }


def _due(row: DueRow) -> dict[str, Any]:
    return {
        "customer": row.customer,
        "number": row.number,
        "phone": row.phone,
        "reason": row.reason,
        "reason_words": reason_words(row.reason),
        "piece": _piece(row),
        "due": row.due.isoformat(),
        "until": row.closes.isoformat(),
        "hour": f"{row.hour:%H:%M}" if row.hour else None,
        "days_late": row.days_late,
        "topic": row.topic,
        "channel": row.channel,
        "channel_words": channel_words(row.channel),
        "clerk": row.clerk,
        "last_outcome": row.last_outcome,
        "may_be_contacted": row.may.allowed,
        "why_not": row.may.words,
    }


def _piece(row: DueRow) -> str:
    return piece_words(row.kind, row.metal, row.stone, row.piece) if row.kind else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
