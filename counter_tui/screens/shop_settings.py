"""The shop's settings as a form: what stands in counter.toml, and the closed days and rest hours of its own policy."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from counter_tui import clock, disk_words, i18n
from counter_tui.i18n import LANGUAGES, N_, _, ngettext
from counter_tui.screens.first_start import REGION_NAMES, REGION_WORDS
from counter_tui.screens.form_room import FormRoom, Specs
from counter_tui.settings import LONGEST_IDLE, REGIONS, THEMES, Settings, SettingsError, change_settings, check_changes
from counter_tui.text import NAME_LENGTH, fold
from counter_tui.widgets import kinds
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.message_line import Hint, Kind
from counter_tui.words import listed

if TYPE_CHECKING:
    from counter_tui.shop.entry.choices import Choice

THEME_NAMES = {
    "dark": N_("Dark"),
    "light": N_("Light"),
    "contrast": N_("High contrast"),
    "colour-blind": N_("Safe for the colour-blind"),
}
THEME_WORDS = {
    "dark": ("深色", "暗色"), "light": ("浅色", "亮色"), "contrast": ("高对比度", "高对比"),
    "colour-blind": ("色盲友好", "色盲"),
}  # fmt: skip
IN_POLICY = {
    "closed_weekdays": ("opening", "closed_weekdays"),
    "closed_dates": ("opening", "closed_dates"),
    "rest": ("calls", "rest"),
}
"""Where each field that belongs to the shop's policy stands in it."""


class ShopSettings(FormRoom):
    """Everything takes effect with F2. Clerks, words and backups are one step further, in the menu."""

    FORM = "settings"
    HELP = N_(
        "F2 saves, and what was changed is in use at once; only what you change is written. "
        "Closed days and rest hours go into the shop's own policy. "
        "F9 leads on to the clerks and to the shop's words, and makes a backup at once."
    )
    DEFAULT_CSS = """
    ShopSettings #further { height: auto; padding: 1 2; color: $text-muted; }
    """

    _answered: Any = None

    def heading(self) -> str:
        return _("Settings")

    def draft_title(self) -> str:
        return self.form.values().get("name", "")

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        words = [f"{number} {label}" for number, (_action, label) in enumerate(self.menu_items(), 1)]
        yield Static(Content(_("F9, then: {words}").format(words="   ".join(words))), id="further")

    def menu_items(self) -> list[tuple[str, str]]:
        """Where one goes from here."""
        return [
            ("clerks", _("Clerks …")),
            ("words", _("The shop's words …")),
            ("back_up", _("Back up now")),
        ]

    def specs(self) -> Specs:
        from counter_tui.shop.entry.choices import YES_NO, Choice
        from counter_tui.shop.shop_times import (
            closed_words,
            read_closed,
            read_rest,
            read_weekdays,
            rest_words,
            weekday_words,
        )

        settings, desk, today = self.counter.settings, self.counter.desk, clock.today()
        policy = desk.shop.policy
        ahead = [day for day in policy.opening.closed_dates if day >= today]
        regions = [Choice(code, REGION_NAMES[code], REGION_WORDS[code]) for code in REGIONS]
        languages = [Choice(code, name) for code, name in LANGUAGES.items()]
        themes = [Choice(code, THEME_NAMES[code], THEME_WORDS[code]) for code in THEMES]
        plain = next(choice for choice in YES_NO if (choice.code == "yes") == settings.plain)
        return [
            FieldSpec(
                "name", N_("Shop's name"), N_("As customers know it"), required=True, length=NAME_LENGTH, width=30,
                initial=settings.name,
            ),
            _choice("region", N_("Region"), regions, settings.region),
            _choice("language", N_("Language"), languages, i18n.language()),
            _choice("theme", N_("Colours"), themes, settings.theme, width=26),
            kinds.yes_no("plain", N_("Plain drawing"), required=True, initial=_(plain.label)),
            FieldSpec(
                "idle_minutes", N_("Lock after"), N_("Minutes without a key, at most 240; 0 never locks"),
                read=_minutes, show=_minutes_words, required=True, width=8, initial=str(settings.idle_minutes),
            ),
            FieldSpec(
                "closed_weekdays", N_("Closed on"), N_("Weekdays, like Sun or Mon, Tue; empty for none"),
                read=read_weekdays, show=weekday_words, empty=(), width=20,
                initial=weekday_words(policy.opening.closed_weekdays),
            ),
            FieldSpec(
                "closed_dates", N_("Holidays"), N_("Closed then: 2027-02-06 - 2027-02-12, 1 May; empty for none"),
                read=lambda typed: read_closed(typed, today), show=closed_words, empty=(), long=True,
                initial=closed_words(ahead),
            ),
            FieldSpec(
                "rest", N_("Rest hours"), N_("No calls then: 12:30-14:30, 20:00-9:00; empty for none"),
                read=read_rest, empty=(), width=36, initial=rest_words(policy),
            ),
            FieldSpec(
                "backup", N_("Backups in"), N_("A folder, best on another disk; empty for one in the shop's folder"),
                empty="", long=True, initial=settings.backup, when=lambda _values: desk.embedded,
            ),
        ]  # fmt: skip

    def carry(self) -> Any:
        """Only what was typed: the rest stands there in the new language."""
        before = {row.spec.name: row.spec.initial for row in self.form.fields}
        return {name: typed for name, typed in self.form.values().items() if typed != before[name]}

    # Save

    async def save(self, values: dict[str, Any]) -> bool:
        before = self.counter.settings
        changes = self._changes(before, values)
        typed = self.form.values()
        times = {name: values[name] for name in IN_POLICY if typed[name] != self.form.field(name).spec.initial}
        labels = [row.spec.label for row in self.form.fields if row.spec.name in changes or row.spec.name in times]
        if "backup" in changes and not await self._backup_fits(replace(before, backup=changes["backup"])):
            return False
        if not self._written(before, changes, times):
            return False
        await self._apply(before, changes)
        await self._begin_anew()
        self._answer(_("Saved: {what}.").format(what=listed(map(_, labels))) if labels else _("Nothing was changed."))
        return True

    def _answer(self, words: str, kind: Kind = "info") -> None:
        """Say how it went; it stands until something is typed or another field has the focus."""
        self._answered = self._at_rest()
        self.say(words, kind)

    def _at_rest(self) -> Any:
        return self.focused.name if self.focused else None, self.form.values()

    @on(Hint)
    def _after_answer(self, event: Hint) -> None:
        if self._answered == self._at_rest():
            event.stop()
            event.prevent_default()

    def _changes(self, before: Settings, values: dict[str, Any]) -> dict[str, Any]:
        known = {field.name for field in fields(Settings)}
        wanted = {name: value for name, value in values.items() if name in known and value is not None}
        wanted["plain"] = values["plain"] == "yes"
        now = replace(before, language=i18n.language())
        return {name: value for name, value in wanted.items() if value != getattr(now, name)}

    async def _backup_fits(self, wanted: Settings) -> bool:
        from counter_tui.shop.backups import usable

        why_not = _("Write the whole path, from the drive or from / on.")
        if not wanted.backup or Path(wanted.backup).expanduser().is_absolute():
            why_not = await self.counter.desk.long_job(lambda _shop: usable(wanted.backups))
        if why_not:
            self.form.message("backup", why_not)
            self._answer(why_not, "error")
        return not why_not

    def _written(self, before: Settings, changes: dict[str, Any], times: dict[str, Any]) -> bool:
        """Write policy.toml and counter.toml, or neither; a sentence if one of them can't be."""
        from counter_tui.shop.shop_times import change_policy

        if "closed_dates" in times:
            gone = [day for day in self.counter.desk.shop.policy.opening.closed_dates if day < clock.today()]
            times = times | {"closed_dates": [*sorted(gone), *times["closed_dates"]]}
        try:
            check_changes(before, **changes)
            wanted = {IN_POLICY[name]: value for name, value in times.items()}
            wrong = change_policy(before.folder, wanted) if wanted else []
            if wrong:
                name = "rest" if "rest" in times else next(iter(times))
                self.form.message(name, wrong[0].expected)
                label = _(self.form.field(name).spec.label)
                self._answer(_("{what}: nothing was changed. {why}").format(what=label, why=wrong[0].sentence), "error")
                return False
            self.counter.settings = change_settings(before, **changes) if changes else before
        except SettingsError as error:
            self._answer(str(error), "error")
            return False
        except OSError as error:
            why = _("The shop's folder can't be written: {reason}").format(reason=disk_words.reason(error))
            self._answer(why, "error")
            return False
        return True

    async def _apply(self, before: Settings, changes: dict[str, Any]) -> None:
        """In use from now on: words and numbers, the language, the colours."""
        settings = self.counter.settings
        if "language" in changes:
            i18n.set_language(settings.language)
        await self.counter.desk.reread(settings)
        if {"theme", "plain"} & changes.keys():
            self.counter.apply_theme(settings.theme)

    async def _begin_anew(self) -> None:
        """The form shows what is saved now; the draft is gone, and the next change begins another."""
        from counter_tui.shop.drafts import discard

        await self.done(discard, self.uuid)
        focused = self.focused.name if self.focused else None
        async with self._one_at_a_time:
            self._spoken = i18n.language()
            await self.recompose()
        self.retitle()
        self.form.focus_field(focused)
        self.refresh_bindings()
        self._over = False

    # Further

    def action_clerks(self) -> None:
        from counter_tui.screens.clerk_list import ClerkList

        self.app.push_screen(ClerkList())

    def action_words(self) -> None:
        from counter_tui.screens.words_list import WordsList

        self.app.push_screen(WordsList())

    def action_back_up(self) -> None:
        from counter_tui.screens.backing_up import copy_now

        self.run_worker(copy_now(self), group="backup", exclusive=True)


def _choice(name: str, label: str, choices: list[Choice], code: str, width: int = 20) -> FieldSpec:
    chosen = next(choice for choice in choices if choice.code == code)
    return kinds.choice(name, label, choices, required=True, width=width, initial=_(chosen.label))


def _minutes(typed: str) -> int:
    from counter_tui.shop.entry import EntryError

    typed = fold(typed).strip()
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > 3 or int(typed) > LONGEST_IDLE:
        raise EntryError(_("A whole number of minutes, from 0 to {n}").format(n=LONGEST_IDLE))
    return int(typed)


def _minutes_words(minutes: int) -> str:
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes) if minutes else _("never")
