"""A new file, opened the same day the customer comes in, or a file corrected (mission A1, A2, A6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens.correcting import Known, changed_here, known_of, learn, untouched
from counter_tui.screens.form_room import FormRoom, Specs
from counter_tui.screens.room import Room
from counter_tui.text import digits
from counter_tui.widgets import kinds
from counter_tui.widgets.fields import FieldSpec

if TYPE_CHECKING:
    from counter_tui.shop.customers import CustomerEntry, DateEntry
    from counter_tui.shop.entry.choices import Choice

PHONES = ("phone", "phone2")
DATES = ("birthday", "wedding")
LINE_FIELDS = (
    ("wechat", N_("WeChat"), ""),
    ("email", N_("E-mail"), ""),
    ("address", N_("Address"), ""),
    ("route", N_("How to find it"), N_("Gate, block, floor, where to park")),
    ("occupation", N_("Occupation"), ""),
    ("hobbies", N_("Hobbies"), ""),
    ("taste", N_("Taste"), N_("Metal and style they like")),
    ("recognise", N_("Recognise by"), N_("What you would know them by")),
    ("allergies", N_("Allergies"), N_("Nickel, silver …")),
    ("best_hours", N_("Best hours"), N_("When a call is welcome")),
)


def _line(name: str, label: str, hint: str) -> FieldSpec:
    if name == "best_hours":  # narrow, because how it is understood stands beside it
        return FieldSpec(name, label, hint, empty="", show=_hours_words, recall=None)
    return kinds.line(name, label, hint, recall=None)


def _ways() -> list[Choice]:
    from counter_tui.shop.entry import choices

    return [way for way in choices.CHANNELS if way.code != "counter"]


def _hours_words(typed: str) -> str:
    from counter_tui.shop.entry.hours import hours_words

    return hours_words(typed)


class CustomerForm(FormRoom):
    """The first five fields are enough to open a file; F2 saves from any of them."""

    FORM = "customer"
    HELP = N_(
        "Name and phone are enough to open a file; F2 saves from any field. Enter goes on, Shift+Tab goes back. "
        "Beside a field you see how it was understood."
    )

    def __init__(
        self, *, typed: str = "", customer: int | None = None, uuid: str = "", draft: dict[str, Any] | None = None
    ) -> None:
        super().__init__(uuid, draft)
        self.customer = self.reads = draft.get("customer") if draft else customer
        self._known = known_of(draft)
        self._typed = typed
        self._file: CustomerEntry | None = None

    def heading(self) -> str:
        return _("Correct the file") if self.customer else _("New customer")

    def draft_title(self) -> str:
        return self.form.values().get("name", "")

    def extra(self) -> dict[str, Any]:
        return {"customer": self.customer, **self._known.kept()}

    def specs(self) -> Specs:
        region = self.counter.settings.region
        return [
            *new_customer_specs(region, self._typed, also=lambda e164: self.also(e164, self.customer)),
            *self._more(),
        ]

    def _more(self) -> Specs:
        from counter_tui.shop.entry import choices

        region = self.counter.settings.region
        return [
            kinds.phone("phone2", N_("Second phone"), region),
            kinds.partial("wedding", N_("Wedding day")),
            kinds.yes_no("promotion", N_("News and offers"), recall=None),
            kinds.choice("honorific", N_("Form of address"), choices.HONORIFICS, recall=None),
            kinds.line("why_not", N_("Why not bought"), N_("For who has not bought yet"), recall=None),
            kinds.choice("temperament", N_("Temperament"), choices.TEMPERAMENTS, width=22, recall=None),
            kinds.ring("ring_mm", N_("Ring size"), region, recall=None),
            *(_line(name, label, hint) for name, label, hint in LINE_FIELDS),
            kinds.choice("channel", N_("Best way"), _ways(), N_("How they like to be reached"), recall=None),
            kinds.day("first_visit", N_("First visit"), past=True),
            kinds.note("note", N_("Note")),
        ]

    async def on_mount(self) -> None:
        if self.customer is not None and (known := await self._read()) is not None:
            self.form.restore(known.texts)
            self.form.mark_clean()
            self._known = self._known if self._draft else known
        await super().on_mount()

    async def _read(self) -> Known | None:
        """The file that is to be corrected, as it stands now."""
        from counter_tui.shop.files import file_to_correct

        again = self._file is not None
        read = await self.ask(file_to_correct, self.customer, self.counter.by, again=again)
        if read is None:
            return None
        mark, entry, version = read
        self._file = entry
        return Known(version, _texts(entry), mark)

    async def _corrected(self, entry: Any) -> bool:
        from counter_tui.shop.customers import correct

        customer, was, by = self.customer or 0, self._known, self.counter.by
        if await self.done(correct, customer, was.version, entry, by):
            changed = changed_here(self, was)
            self._say_below(_("Corrected: {fields}.").format(fields=changed) if changed else _("Nothing has changed."))
            return True
        now = await self._read()
        if now is not None and now.version != was.version:
            self._known = now
            # A no to news and offers said meanwhile goes before the yes of a form opened before (A7).
            await learn(self, customer, was, now, yields=("promotion",) if now.texts["promotion"] == _("No") else ())
        return False

    def _say_below(self, words: str) -> None:
        """Close the form, and tell on the screen one comes back to what came of it."""
        self.dismiss(None)
        below = self.app.screen_stack[-1]
        if isinstance(below, Room):
            below.say(words)

    async def save(self, values: dict[str, Any]) -> bool:
        from counter_tui.shop.customers import open_file

        entry = entry_from(values, self.uuid, self._file)
        if self.customer is not None:
            said = None if untouched(self, "promotion", self._known) else entry.promotion
            return await self._corrected(replace(entry, promotion=said))
        made = await self.ask(open_file, entry, self.counter.by)
        if made is None:
            return False
        from counter_tui.screens.customer import CustomerScreen

        words = _("Opened. Tell them: come or call {name} with any question.")
        self.dismiss(None)
        await self.app.push_screen(CustomerScreen(made, words.format(name=self.counter.clerk_name)))
        return True


def new_customer_specs(
    region: str, typed: str = "", when: Any = None, also: Callable[[str], Sequence[str]] | None = None
) -> list[FieldSpec]:
    """The fields that open a file: name, phone, sex, birthday; `typed` is what was searched for.

    `also` tells who else has a number: families share one, so it is shown and allowed.
    """
    from counter_tui.shop.entry import choices

    number = len(digits(typed)) >= 5 and len(digits(typed)) >= len(typed.replace(" ", "")) - 2
    return [
        kinds.person(
            "name", N_("Name"), N_("As the customer writes it"), when=when, initial="" if number else typed
        ),
        kinds.phone(
            "phone", N_("Phone"), region, N_("With its area or country code; grouped while you type"), also=also,
            when=when, initial=typed if number else "",
        ),
        kinds.choice("sex", N_("Sex"), choices.SEXES, when=when, width=14, recall=None),
        kinds.partial("birthday", N_("Birthday"), past=True, when=when),
    ]  # fmt: skip


def entry_from(values: dict[str, Any], uuid: str, file: CustomerEntry | None = None) -> CustomerEntry:
    """The shop's entry from a form's values; what the `file` that it corrects has besides the form's fields is kept."""
    from counter_tui.shop.customers import CustomerEntry

    phones = [values[name] for name in PHONES if values.get(name)]
    phones += file.phones[len(PHONES) :] if file else ()
    plain = ("honorific", "why_not", "temperament", "channel", "note", *(name for name, _label, _help in LINE_FIELDS))
    return CustomerEntry(
        name=values["name"],
        uuid=uuid,
        phones=tuple({phone.e164 or phone.typed: phone for phone in phones}.values()),
        sex=values.get("sex") or "",
        dates=tuple(dict.fromkeys(_dates(values, file.dates if file else ()))),
        first_visit=values.get("first_visit"),
        ring_mm=values.get("ring_mm"),
        promotion={"yes": True, "no": False}.get(values.get("promotion") or ""),
        **{name: values.get(name) or "" for name in plain},
    )


def _dates(values: dict[str, Any], known: Sequence[DateEntry]) -> Iterator[DateEntry]:
    """The days of the form, each under the label it had, and those `known` that have no field."""
    from counter_tui.shop.customers import DateEntry

    shown = _with_a_field(known)
    for kind in DATES:
        if values.get(kind):
            yield replace(shown.get(kind) or DateEntry(kind, values[kind]), date=values[kind])
    yield from (date for date in known if date is not shown.get(date.kind))


def _with_a_field(dates: Sequence[DateEntry]) -> dict[str, DateEntry]:
    """The first day of each kind the form has a field for."""
    return {date.kind: date for date in reversed(dates) if date.kind in DATES}


def _texts(entry: CustomerEntry) -> dict[str, str]:
    """A file's values as they would be typed."""
    from counter_tui.shop.entry import choices
    from counter_tui.shop.entry.dates import words

    texts = {name: getattr(entry, name) for name, _label, _help in LINE_FIELDS}
    texts |= {"name": entry.name, "why_not": entry.why_not, "note": entry.note}
    texts |= {kind: words(shown.date) for kind, shown in _with_a_field(entry.dates).items()}
    texts |= {name: phone.typed for name, phone in zip(PHONES, entry.phones, strict=False)}
    for name, known in (
        ("sex", choices.SEXES),
        ("honorific", choices.HONORIFICS),
        ("temperament", choices.TEMPERAMENTS),
        ("channel", choices.CHANNELS),
    ):
        texts[name] = choices.label(known, getattr(entry, name)) if getattr(entry, name) else ""
    texts["promotion"] = {True: _("Yes"), False: _("No"), None: ""}[entry.promotion]
    texts["ring_mm"] = f"{entry.ring_mm} mm" if entry.ring_mm else ""
    texts["first_visit"] = (entry.first_visit or clock.today()).isoformat()
    return texts
