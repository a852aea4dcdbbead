"""The shop's own words (mission D4): one file written here, checked as it is typed, shown as a customer hears it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.drafting import DraftingRoom
from counter_tui.widgets.ask import Answer, Confirm
from counter_tui.widgets.cells import fit, wrapped
from counter_tui.widgets.words_area import WordsArea, shown
from counter_tui.words import dotted, sentences

if TYPE_CHECKING:
    from counter_tui.shop.example import Shown
    from counter_tui.shop.own_words import WordsText
    from counter_tui.shop.tomlfile import Mistake

HEAD = 11
"""Cells of the column of heads in the preview."""


class Editor(DraftingRoom):
    """A script, a card, a letter or the policy as its file. What is saved is the shop's own copy, in use at once."""

    FORM = "words"
    HELP = N_(
        "The file as it is written, with its mistakes on the message line while you type; Ctrl+G goes to the first. "
        "F2 saves the shop's own copy, which is in use at once, and F8 goes back to the shipped words; with a mistake "
        "it stays a draft. Below, or beside on a wide screen, stands how it reads for a made-up customer."
    )
    AUTO_FOCUS = "WordsArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", N_("Save"), id="words.save", tooltip=N_("Save the shop's own copy and use it")),
        Binding("ctrl+g", "mistake", N_("Mistake"), id="words.mistake", tooltip=N_("To the first mistake")),
        Binding("f8", "shipped", N_("Shipped words"), id="words.shipped", tooltip=N_("Give up the shop's own copy")),
        Binding("escape", "back", N_("Back"), id="words.back", tooltip=N_("Leave; asks if something is not saved")),
    ]
    DEFAULT_CSS = """
    Editor #halves { height: 1fr; }
    Editor #preview {
        height: 8;
        border: round $foreground 50%;
        border-title-color: $foreground;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    Editor #said { height: auto; }
    Editor.-wide #halves, Editor.-widest #halves { layout: horizontal; }
    Editor.-wide #preview, Editor.-widest #preview { height: 1fr; width: 45%; }
    """

    def __init__(self, opened: WordsText, *, uuid: str = "", draft: dict[str, Any] | None = None) -> None:
        super().__init__(uuid)
        self._opened = opened
        self._saved = shown(opened.source)
        self._begun = draft["source"] if draft else self._saved
        self._mistakes: tuple[Mistake, ...] = ()
        self._preview: tuple[Shown, ...] = ()
        self._tops: list[tuple[int, int]] = []

    def heading(self) -> str:
        from counter_tui.shop.own_words import KINDS

        opened, place = self._opened, self._opened.place
        state = _("the shop's own") if opened.own else _("shipped") if opened.shipped else _("new")
        parts = (_(KINDS[place.kind].label), place.id if place.id != place.kind else "", state)
        return dotted(parts)

    def compose_body(self) -> ComposeResult:
        with Container(id="halves"):
            yield WordsArea(self._begun, id="source")
            with VerticalScroll(id="preview", can_focus=False):
                yield Static(id="said")

    @property
    def area(self) -> WordsArea:
        return self.query_one(WordsArea)

    def on_mount(self) -> None:
        self.query_one("#preview").display = self._opened.place.kind != "policy"
        self._check()

    # Drafts

    def draft_title(self) -> str:
        from counter_tui.shop.own_words import KINDS

        place = self._opened.place
        return place.id if place.id != place.kind else _(KINDS[place.kind].label)

    def draft_data(self) -> dict[str, Any]:
        place = self._opened.place
        return {"kind": place.kind, "language": place.language, "id": place.id, "source": self.area.text}

    def unsaved(self) -> bool:
        return self.area.text != self._saved

    def carry(self) -> Any:
        return self.area.text

    def restore(self, carried: Any) -> None:
        with self.prevent(TextArea.Changed):
            self.area.text = carried
        self.on_mount()

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._check()
        if self.unsaved() and not self._over:
            self.keep_draft()

    # The check and the preview

    def _check(self) -> None:
        from counter_tui.shop.example import preview
        from counter_tui.shop.own_words import check_words_of

        shop, source = self.counter.desk.shop, self.area.text
        self._mistakes = check_words_of(shop, self._opened.place, source)
        self._say_mistakes()
        found = preview(shop, self._opened.place.kind, source, self.counter.clerk_name)
        if found is not None:
            self._preview = found
        title = _("As a customer hears it") if found is not None else _("As it was before the mistake")
        self.query_one("#preview").border_title = Content(title)
        self.call_after_refresh(self._show_preview)

    def _say_mistakes(self) -> None:
        if not self._mistakes:
            self.say(_("No mistake. F2 saves.") if self.unsaved() else _("No mistake."))
            return
        first, more = self._mistakes[0], len(self._mistakes) - 1
        words = _("line {line}: {expected}").format(line=first.line, expected=first.expected)
        others = ngettext("and {n} more mistake", "and {n} more mistakes", more).format(n=more) if more else ""
        self.say(dotted((words, others)), "warn")

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_preview)

    @on(TextArea.SelectionChanged)
    def _moved(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        self._follow()

    def _show_preview(self) -> None:
        width = max(self.query_one("#preview").scrollable_content_region.width, 2 * HEAD)
        lines: list[Content] = []
        self._tops = []
        for paragraph in self._preview:
            self._tops.append((paragraph.line, len(lines)))
            head = Content.styled(fit(paragraph.head, HEAD), "bold $text-accent")
            for row, part in enumerate(wrapped(paragraph.words, width - HEAD)):
                lines.append(Content.assemble(head if row == 0 else " " * HEAD, part))
        self.query_one("#said", Static).update(Content("\n").join(lines))
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        """The preview shows what the caret stands in."""
        line = self.area.cursor_location[0] + 1
        top = max((top for at, top in self._tops if at <= line), default=0)
        self.query_one("#preview").scroll_to(y=top, animate=False)

    def action_mistake(self) -> None:
        if self._mistakes:
            self.area.go_to(self._mistakes[0].line)
        self._say_mistakes()

    # Save, and the way back

    def action_save(self) -> None:
        self.run_worker(self._save(), group="save", exclusive=True)

    async def _save(self) -> None:
        if self._mistakes:
            self.keep_draft()
            self.app.bell()
            self.action_mistake()
            first = self._mistakes[0]
            words = _("Only a draft so far: line {line}: {expected}")
            self.say(words.format(line=first.line, expected=first.expected), "error")
            return
        from counter_tui.shop.own_words import save_words

        source = self.area.text
        if not await self._settled(save_words, self._opened.place, source, self.counter.by, self.uuid):
            return
        self._saved = source
        await self._reopen()
        self.say(_("Saved, and in use from now on."))

    def action_shipped(self) -> None:
        self.run_worker(self._shipped(), group="save", exclusive=True)

    async def _shipped(self) -> None:
        """Ask, saying what differs; then the own copy is put aside and what is shipped is in use."""
        from counter_tui.shop.own_words import difference, give_up_words

        opened = self._opened
        if not opened.own and not self.unsaved():
            self.say(_("These are the shipped words.") if opened.shipped else _("Nothing is saved yet."))
            return
        differs = difference(self.area.text, shown(opened.shipped))
        if opened.shipped:
            question = _("Back to the shipped words? Yours differ: {difference}.").format(difference=differs)
        else:
            question = _("Take {name} away? Nothing like it is shipped.").format(name=opened.place.id)
        kept = _("Your copy stays in the shop's folder as {file}.").format(file=f"{opened.place.id}.toml.bak")
        answers = [
            Answer("stay", _("Keep the shop's own")),
            Answer("back", _("Back to the shipped words") if opened.shipped else _("Take it away"), danger=True),
        ]
        question = sentences([question, kept if opened.own else ""])
        if await self.app.push_screen_wait(Confirm(question, answers)) != "back":
            return
        if not await self._settled(give_up_words, opened.place, self.counter.by, self.uuid):
            return
        if not opened.shipped:
            self._saved = self.area.text
            self.dismiss(None)
            return
        await self._reopen()
        with self.prevent(TextArea.Changed):
            self.area.text = self._saved
        self._check()
        self.say(_("The shipped words are in use again."))

    async def _settled(self, function: Callable[..., None], *args: Any) -> bool:
        """Let the shop do it, its draft gone with it; the words are then read anew."""
        await self.settle_draft()
        if not await self.done(function, *args):
            self.reopen_draft()
            return False
        self._over = False
        await self.counter.desk.reread(self.counter.settings)
        return True

    async def _reopen(self) -> None:
        from counter_tui.shop.own_words import open_words

        opened = await self.ask(open_words, self._opened.place)
        if opened is not None:
            self._opened, self._saved = opened, shown(opened.source)
        self.retitle()
