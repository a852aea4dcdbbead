"""The very first start: the shop's name, region and language, and the first clerk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from counter_tui import disk_words, i18n
from counter_tui.i18n import LANGUAGES, N_, _
from counter_tui.screens.room import Room
from counter_tui.settings import (
    REGIONS,
    Settings,
    SettingsError,
    is_address,
    remember,
    without_password,
    write_settings,
)
from counter_tui.text import NAME_LENGTH
from counter_tui.widgets import kinds
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.form import Form
from counter_tui.widgets.paragraphs import Paragraphs

REGION_NAMES = {
    "CN": N_("Mainland China"),
    "HK": N_("Hong Kong"),
    "MO": N_("Macao"),
    "TW": N_("Taiwan"),
    "SG": N_("Singapore"),
    "MY": N_("Malaysia"),
    "other": N_("Elsewhere"),
}
REGION_WORDS = {
    "CN": ("中国", "大陆", "内地"), "HK": ("香港",), "MO": ("澳门", "macau"), "TW": ("台湾",),
    "SG": ("新加坡",), "MY": ("马来西亚",), "other": ("其他",),
}  # fmt: skip


class FirstStart(Room):
    """Four fields; the last Enter opens the shop."""

    HELP = N_(
        "Four questions, and the shop is open. "
        "Enter goes to the next one, and in the last one it opens the shop. "
        "Everything can be changed later, in the settings or in counter.toml in the shop's folder."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "noop", N_("Next"), id="start.enter", tooltip=N_("To the next question; the last opens the shop")
        ),
        Binding("f2", "open", N_("Open"), id="start.open", tooltip=N_("Open the shop")),
    ]
    DEFAULT_CSS = """
    FirstStart #welcome { height: auto; padding: 1 2; }
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def heading(self) -> str:
        return "counter-tui"

    def compose_body(self) -> ComposeResult:
        yield Paragraphs(Content(f"{_('Welcome. Four questions, and the shop is open.')}\n{self._where}"), id="welcome")
        yield Form(self._specs(), id="form")

    @property
    def _where(self) -> str:
        """Where the records lie; an address is shown without its password."""
        settings = self._settings
        if is_address(settings.place):
            return _("The records lie on the server: {address}").format(address=without_password(settings.place))
        return _("The records will lie in {folder}.").format(folder=settings.database or settings.folder)

    def _specs(self) -> list[FieldSpec]:
        from counter_tui.shop.entry.choices import Choice

        regions = [Choice(code, REGION_NAMES[code], REGION_WORDS[code]) for code in REGIONS]
        languages = [Choice(code, name) for code, name in LANGUAGES.items()]
        return [
            kinds.choice(
                "language", N_("Language"), languages, initial=LANGUAGES[i18n.language()], required=True, width=20
            ),
            FieldSpec(
                "name", N_("Shop's name"), N_("As customers know it"), required=True, length=NAME_LENGTH, width=30
            ),
            kinds.choice("region", N_("Region"), regions, required=True, width=20, initial=_(REGION_NAMES["CN"])),
            kinds.person("clerk", N_("Your name"), N_("The first clerk"), width=30),
        ]

    def on_mount(self) -> None:
        self.query_one(Form).focus_field("name")

    def carry(self) -> Any:
        values = self.query_one(Form).values()
        return {name: values[name] for name in ("name", "clerk")}

    def restore(self, carried: Any) -> None:
        self.query_one(Form).restore(carried)

    @on(Form.Changed)
    async def _language(self, event: Form.Changed) -> None:
        """The other language at once, so that the other questions are asked in it."""
        chosen = next((code for code, name in LANGUAGES.items() if name == event.values["language"]), "")
        if chosen and chosen != i18n.language():
            i18n.set_language(chosen)
            await self.speak()
            self.retitle()
            self.query_one(Form).focus_field("language")

    def action_noop(self) -> None:
        """Enter is taken by the fields."""

    @on(Form.Completed)
    def action_open(self) -> None:
        """Write the answers down and open the shop."""
        values = self.query_one(Form).read()
        if values is None:
            return
        settings = replace(self._settings, name=values["name"], region=values["region"], language=values["language"])
        try:
            write_settings(settings)
        except SettingsError as error:
            self.say(str(error), "error")
            return
        except OSError as error:
            self.say(_("The shop's folder can't be written: {reason}").format(reason=disk_words.reason(error)), "error")
            return
        i18n.set_language(settings.language)
        remember(settings, first_clerk=values["clerk"])
        self.dismiss(settings)
