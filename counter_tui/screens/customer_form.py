"""A new file, opened the same day the customer comes in, or a file corrected (mission A1, A2, A6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens import readers
from counter_tui.screens.form_room import FormRoom, Specs
from counter_tui.text import NAME_LENGTH, digits
from counter_tui.widgets.fields import FieldSpec
from counter_tui.words import listed

LINE_FIELDS = (
    ("wechat", N_("WeChat"), ""),
    ("email", N_("E-mail"), ""),
    ("address", N_("Address"), ""),
    ("occupation", N_("Occupation"), ""),
    ("hobbies", N_("Hobbies"), ""),
    ("taste", N_("Taste"), N_("Metal and style they like")),
    ("recognise", N_("Recognise by"), N_("What you would know them by")),
    ("allergies", N_("Allergies"), N_("Nickel, silver …")),
    ("best_hours", N_("Best hours"), N_("When a call is welcome")),
)


class CustomerForm(FormRoom):
    """The first five fields are enough to open a file; F2 saves from any of them."""

    FORM = "customer"
    HELP = N_(
        "Name and phone are enough to open a file; F2 saves from any field. Enter goes on, Shift+Tab goes back. "
        "What stands beside a field is how it was understood."
    )

    def __init__(
        self, *, typed: str = "", customer: int | None = None, uuid: str = "", draft: dict[str, Any] | None = None
    ) -> None:
        super().__init__(uuid, draft)
        self.customer = draft.get("customer") if draft else customer
        self._version = draft.get("version") if draft else None
        self._typed = typed
        self._other_dates: tuple[Any, ...] = ()

    def heading(self) -> str:
        return _("Correct the file") if self.customer else _("New customer")

    def draft_title(self) -> str:
        return self.form.values().get("name", "")

    def extra(self) -> dict[str, Any]:
        return {"customer": self.customer, "version": self._version}

    def specs(self) -> Specs:
        region = self.counter.settings.region
        return [
            *new_customer_specs(region, self._typed, also=lambda e164: self.also(e164, self.customer)),
            *self._more(),
        ]

    def _more(self) -> Specs:
        from counter_tui.shop.entry import choices

        region = self.counter.settings.region
        lines = [FieldSpec(name, label, hint, empty="", long=True) for name, label, hint in LINE_FIELDS]
        return [
            FieldSpec("phone2", N_("Second phone"), read=readers.phone(region), show=readers.phone_words, width=22),
            FieldSpec(
                "wedding",
                N_("Wedding day"),
                N_("As 1990-05-06, 0506, 正月初八"),
                read=readers.birthday,
                show=readers.birthday_words,
                width=22,
            ),
            FieldSpec(
                "promotion", N_("News and offers"), N_("What the customer says"), choices=choices.YES_NO, width=14
            ),
            FieldSpec("honorific", N_("Form of address"), choices=choices.HONORIFICS, empty="", width=14),
            FieldSpec("why_not", N_("Why not bought"), N_("For who has not bought yet"), empty="", long=True),
            FieldSpec("temperament", N_("Temperament"), choices=choices.TEMPERAMENTS, empty="", width=22),
            FieldSpec(
                "ring_mm", N_("Ring size"), readers.RING_HELP, read=readers.ring(region), show=readers.ring_words
            ),
            *lines,
            readers.day_field("first_visit", N_("First visit"), past=True),
            FieldSpec("note", N_("Note"), empty="", long=True),
        ]

    async def on_mount(self) -> None:
        if self.customer is not None and self._draft is None:
            await self._read()
        await super().on_mount()

    async def _read(self) -> None:
        """Fill in the file that is to be corrected."""
        from counter_tui.shop.customers import entry_of

        known = await self.ask(entry_of, self.customer)
        if known is None:
            return
        entry, self._version = known
        self._other_dates = tuple(d for d in entry.dates if d.kind not in ("birthday", "wedding"))
        self.form.restore(_texts(entry))
        self.form.mark_clean()

    async def save(self, values: dict[str, Any]) -> bool:
        from counter_tui.shop.customers import correct, open_file

        entry = entry_from(values, self.uuid, self._other_dates)
        by = self.counter.by
        if self.customer is not None:
            done = await self.ask(lambda shop: (correct(shop, self.customer, self._version, entry, by), True)[1])
            if done:
                self.dismiss(None)
            return bool(done)
        made = await self.ask(open_file, entry, by)
        if made is None:
            return False
        from counter_tui.screens.customer import CustomerScreen

        words = _("Opened. Tell them: come or call {name} with any question; keep the receipt.")
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

    def phone_words(entry: Any) -> str:
        words = readers.phone_words(entry)
        others = also(entry.e164) if also and entry.e164 else ()
        return f"{words} · " + _("also: {names}").format(names=listed(others)) if others else words

    number = len(digits(typed)) >= 5 and len(digits(typed)) >= len(typed.replace(" ", "")) - 2
    return [
        FieldSpec(
            "name", N_("Name"), N_("As the customer writes it"), required=True, when=when, length=NAME_LENGTH,
            initial="" if number else typed,
        ),
        FieldSpec(
            "phone", N_("Phone"), N_("What is no number is kept as typed"), read=readers.phone(region), when=when,
            show=phone_words, initial=typed if number else "", width=22,
        ),
        FieldSpec("sex", N_("Sex"), choices=choices.SEXES, empty="", when=when, width=14),
        FieldSpec(
            "birthday", N_("Birthday"), N_("As 1990-05-06, 0506, 正月初八, 农历8-15; the year may be left out"),
            read=readers.birthday, show=readers.birthday_words, when=when, width=22,
        ),
    ]  # fmt: skip


def entry_from(values: dict[str, Any], uuid: str, other_dates: tuple[Any, ...] = ()) -> Any:
    """The shop's entry from a form's values; fields the form does not have stay empty."""
    from counter_tui.shop.customers import CustomerEntry, DateEntry

    dates = [DateEntry(kind, values[kind]) for kind in ("birthday", "wedding") if values.get(kind)]
    plain = ("honorific", "why_not", "temperament", "note", *(name for name, _label, _help in LINE_FIELDS))
    return CustomerEntry(
        name=values["name"],
        uuid=uuid,
        phones=tuple(values[name] for name in ("phone", "phone2") if values.get(name)),
        sex=values.get("sex") or "",
        dates=(*dates, *other_dates),
        first_visit=values.get("first_visit"),
        ring_mm=values.get("ring_mm"),
        promotion={"yes": True, "no": False}.get(values.get("promotion") or ""),
        **{name: values.get(name) or "" for name in plain},
    )


def _texts(entry: Any) -> dict[str, str]:
    """A file's values as they would be typed."""
    from counter_tui.shop.entry import choices
    from counter_tui.shop.entry.dates import words

    texts = {name: getattr(entry, name) for name, _label, _help in LINE_FIELDS}
    texts |= {"name": entry.name, "why_not": entry.why_not, "note": entry.note.replace("\n", " ")}
    texts |= {date.kind: words(date.date) for date in entry.dates if date.kind in ("birthday", "wedding")}
    texts |= {name: phone.typed for name, phone in zip(("phone", "phone2"), entry.phones, strict=False)}
    for name, known in (
        ("sex", choices.SEXES),
        ("honorific", choices.HONORIFICS),
        ("temperament", choices.TEMPERAMENTS),
    ):
        texts[name] = choices.label(known, getattr(entry, name)) if getattr(entry, name) else ""
    texts["promotion"] = {True: _("Yes"), False: _("No"), None: ""}[entry.promotion]
    texts["ring_mm"] = f"{entry.ring_mm} mm" if entry.ring_mm else ""
    texts["first_visit"] = (entry.first_visit or clock.today()).isoformat()
    return texts
