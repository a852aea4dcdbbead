"""The trade's things in words, in the language in use: a piece, a sum, a window, an outcome."""

from __future__ import annotations

import datetime as dt

from counter_tui.i18n import _, language, ngettext, pgettext
from counter_tui.shop.entry import choices
from counter_tui.words import short_day


def piece_words(kind: str, metal: str, stone: str = "", name: str = "") -> str:
    """A piece as a clerk says it: "18K gold diamond ring", 18K金钻石戒指; the tag's own name when nothing else is known."""
    parts = [choices.label(choices.METALS, metal), choices.label(choices.STONES, stone)]
    known = [part for code, part in zip((metal, stone), parts, strict=True) if code not in ("", "none", "other")]
    if not known and name:
        return name
    noun = choices.label(choices.KINDS, kind) if kind not in ("", "other") else name or _("piece")
    return ("" if language() == "zh_CN" else " ").join([*known, noun])


def reason_words(reason: str) -> str:
    """Why a contact is due: first revisit, cleaning due, birthday …"""
    return choices.label(choices.REASONS, reason)


def channel_words(channel: str) -> str:
    """Phone, text message, WeChat …"""
    return choices.label(choices.CHANNELS, channel)


def outcome_words(outcome: str, channel: str = "phone", tries: int = 0) -> str:
    """How a contact ended; a written one that went out is "sent"."""
    if outcome == "reached" and channel in ("text", "wechat", "letter", "email"):
        return pgettext("outcome", "sent")
    words = choices.label(choices.OUTCOMES, outcome) if outcome else ""
    return f"{words} ×{tries}" if tries > 1 and outcome in ("no_answer", "busy") else words


def window_words(due: dt.date, closes: dt.date, today: dt.date, hour: dt.time | None = None) -> str:
    """From when to when: "until Wed 25", "at 15:00", "3 days late"."""
    if hour is not None and due == today:
        return _("at {time}").format(time=f"{hour:%H:%M}")
    if closes < today:
        late = (today - closes).days
        return ngettext("{n} day late", "{n} days late", late).format(n=late)
    if due > today:
        return short_day(due)
    return _("today") if closes == today else _("until {day}").format(day=short_day(closes))
