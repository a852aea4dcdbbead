"""The trade's things in words, in the language in use: a piece, a sum, a window, an outcome."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from counter_tui import clock
from counter_tui.i18n import N_, _, language, ngettext, pgettext
from counter_tui.shop.entry import choices
from counter_tui.shop.planning import DATES
from counter_tui.words import brief_day, listed, short_day

_OF_A_PIECE = ("cleaning", "check")
"""What is done to a piece; any other contact is with a person, about it."""
_UNSAID = ("", "none", "other")

# Mission A3
_MANNERS = {
    "knowing": N_("Give facts and reasons, show the papers, and let them ask."),
    "lively": N_("Be warm and brisk: a little talk first, then one clear point."),
    "quiet": N_("Speak slowly, ask what is easy to answer, and leave time."),
    "rational": N_("Figures in good order; no flattery, no hurry."),
    "emotional": N_("Listen first and say what you have heard; the occasion before the price."),
    "bargain": N_("Say early what is free and what it costs; never haggle, never promise."),
}
_NO_MANNER = N_("Temperament not known yet: ask, listen, and note what you notice.")


def piece_words(kind: str, metal: str, stone: str = "", name: str = "") -> str:
    """A piece as a clerk says it: "18K gold diamond ring", 18K金钻石戒指; else the name on its tag."""
    known = [choices.label(choices.METALS, metal)] if metal not in _UNSAID else []
    known += [_within(choices.label(choices.STONES, stone))] if stone not in _UNSAID else []
    if kind not in _UNSAID:
        known.append(_within(choices.label(choices.KINDS, kind)) if known else choices.label(choices.KINDS, kind))
    elif name or not known:
        return name or _("piece")
    return ("" if language() == "zh_CN" else " ").join(known)


def _within(label: str) -> str:
    """A label inside a phrase: English writes it small there, but for names such as WeChat."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def certificate_words(lab: str, certificate: str) -> str:
    """A certificate with the laboratory that gave it: "GIA 2141438171"; "" where there is none."""
    named = "" if lab in _UNSAID else choices.label(choices.LABS, lab)
    told = certificate.casefold().startswith(named.casefold())
    return f"{'' if told else named} {certificate}".strip() if certificate else ""


def reason_words(reason: str) -> str:
    """Why a contact is due: first revisit, cleaning due, birthday …"""
    return choices.label(choices.REASONS, reason)


def manner_words(temperament: str) -> str:
    """How to talk with somebody of this temperament (A3), in a line; also where none is on file."""
    return _(_MANNERS.get(temperament, _NO_MANNER))


def contact_words(reason: str, piece: str = "", due: dt.date | None = None) -> str:
    """A contact with the piece it is about, if that may be named, and its day while it is still to come:
    "Yearly check of the 18K gold ring, Sat 28 Nov"."""
    words = _("{reason} of the {piece}").format(reason=reason_words(reason), piece=piece) if piece else ""
    if piece and reason not in _OF_A_PIECE:
        words = f"{reason_words(reason)} · {piece}"
    return listed([words or reason_words(reason), short_day(due) if due and due > clock.today() else ""])


def channel_words(channel: str) -> str:
    """Phone, text message, WeChat …; "" where nothing is said."""
    return choices.label(choices.CHANNELS, channel)


def outcome_words(outcome: str, channel: str = "phone", tries: int = 0) -> str:
    """How a contact ended; a written one that went out is "sent"."""
    if outcome == "reached" and channel in ("text", "wechat", "letter", "email"):
        return pgettext("outcome", "sent")
    words = choices.label(choices.OUTCOMES, outcome) if outcome else ""
    return f"{words} ×{tries}" if tries > 1 and outcome in ("no_answer", "busy") else words


class Window(Protocol):
    """When a contact is to be made; a birthday or the like is on the day `anchor`."""

    @property
    def reason(self) -> str: ...
    @property
    def anchor(self) -> dt.date: ...
    @property
    def due(self) -> dt.date: ...
    @property
    def closes(self) -> dt.date: ...
    @property
    def hour(self) -> dt.time | None: ...


def window_words(window: Window, today: dt.date) -> str:
    """From when to when, as it is on the day `today` of a list: "until 25 Nov", "at 15:00", "3 Dec 10:00", "3 days
    late", and where it is the day itself that counts "birthday today", "2 days ago"."""
    due, closes = window.due, window.closes
    if window.hour is not None and due == today:
        return _("at {time}").format(time=f"{window.hour:%H:%M}")
    if closes < today:
        late = (today - closes).days
        return ngettext("{n} day late", "{n} days late", late).format(n=late)
    if due > today and window.hour is not None:
        return f"{brief_day(due, near=True)} {window.hour:%H:%M}"
    if due > today:
        return short_day(due) if due.year == today.year else due.isoformat()
    if window.reason in DATES and window.anchor <= today:
        return _date_words(window, today)
    return _("today") if closes == today == clock.today() else _("until {day}").format(day=brief_day(closes, near=True))


def _date_words(window: Window, today: dt.date) -> str:
    """A birthday or the like, on the day and after it."""
    over = (today - window.anchor).days
    if over:
        return ngettext("{n} day ago", "{n} days ago", over).format(n=over)
    if today != clock.today():
        return _("on the day")
    return _("birthday today") if window.reason == "birthday" else _("today")
