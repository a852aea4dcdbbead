"""A contact as a clerk writes it down: how it ended, what was said, and what came up that has to be seen to (C7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counter_tui.shop.complaints import ComplaintEntry
from counter_tui.shop.entry.phones import PhoneEntry
from counter_tui.shop.findings import Learned
from counter_tui.shop.promises import PromiseEnd, PromiseEntry
from counter_tui.shop.sales import PlannedRow


@dataclass(frozen=True)
class TickEntry:
    """A step of the script: ticked or not, what the customer answered, and what was noted at it."""

    step: str
    title: str
    ticked: bool
    note: str = ""
    answer: str = ""


@dataclass(frozen=True)
class ObjectionEntry:
    """A doubt that came up: the card, the answer given (1 …), and how it ended: settled, open or lost."""

    card: str
    answer: int | None = None
    ended: str = ""
    note: str = ""
    uuid: str = ""


@dataclass(frozen=True)
class NextStep:
    """When, how and about what the customer is contacted next, as the clerk leaves it."""

    due: dt.date
    channel: str
    topic: str = ""
    hour: dt.time | None = None


@dataclass(frozen=True)
class WorkEntry:
    """Work the customer wants done on a piece (a code of entry.contacts.WORK), and the day it is brought in."""

    work: str
    day: dt.date
    note: str = ""


@dataclass(frozen=True)
class Leave:
    """Who let a contact be made that the rules held back, and why (C5)."""

    by: int
    why: str


@dataclass(frozen=True)
class CallEntry:
    """A contact as it was made. `started` is local; `later` is when the customer asked to be called.

    - `also`: other due contacts that this one has served; `next` overrules what policy proposes.
    - `dialled`: the number that was used, where it is not the first; `other_number`: what took a wrong one's place.
    - `effect`: a code of entry.contacts.EFFECTS; `learned`: answers to the script's questions; `signs`: codes of SIGNS.
    - `complaints`, `promises`, `work`, `diary`: what came up, each seen to on its day.
    - `settled`: ids of complaints the customer has closed, with their words.
    - `purpose`: of what was sent or said, where it is not that of the reason.
    - `no_reminders`: the customer wants to be reminded of no service any more.
    - `promise`: where the contact was about a promise that is not kept with it; None keeps it.
    """

    customer: int
    outcome: str
    started: dt.datetime
    uuid: str = ""
    revisit: int | None = None
    direction: str = "out"
    channel: str = "phone"
    reason: str = ""
    purpose: str = ""
    topic: str = ""
    script: str = ""
    seconds: int | None = None
    said: str = ""
    request: str = ""
    effect: str = ""
    later: dt.datetime | None = None
    ticks: tuple[TickEntry, ...] = ()
    objections: tuple[ObjectionEntry, ...] = ()
    learned: tuple[Learned, ...] = ()
    signs: tuple[str, ...] = ()
    complaints: tuple[ComplaintEntry, ...] = ()
    promises: tuple[PromiseEntry, ...] = ()
    work: tuple[WorkEntry, ...] = ()
    diary: tuple[NextStep, ...] = ()
    settled: tuple[tuple[int, str], ...] = ()
    no_reminders: bool = False
    promise: PromiseEnd | None = None
    also: tuple[int, ...] = ()
    next: NextStep | None = None
    dialled: str = ""
    other_number: PhoneEntry | None = None
    allowed: Leave | None = None


@dataclass(frozen=True)
class CallSaved:
    """What a contact came to: what is planned next, and how many offers were taken off the list.

    `reminders`: how many reminders of services were taken off, None where they go on.
    `late`: what it was planned as was off the list already, done or taken off by somebody else. `customer`: the name.
    """

    contact: int
    next: PlannedRow | None
    stopped: int = 0
    reminders: int | None = None
    late: bool = False
    customer: str = ""
