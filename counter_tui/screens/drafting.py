"""A screen that keeps what is typed as a draft on every change, so that a power cut costs nothing."""

from __future__ import annotations

import asyncio
import uuid as uuids
from typing import Any

from counter_tui.screens.room import Room


class DraftingRoom(Room):
    """`FORM` names the kind of form; `draft_title` says what it is about; `draft_data` is what to keep."""

    FORM = ""

    def __init__(self, uuid: str = "") -> None:
        super().__init__()
        self.uuid = uuid or uuids.uuid4().hex
        self._keeping: asyncio.Task[None] | None = None
        self._changed = False
        self._over = False
        self._not_kept = ""

    def draft_title(self) -> str:
        """What the form is about, for the list of unsaved forms."""
        return ""

    def draft_data(self) -> dict[str, Any]:
        """All that is needed to put the form back as it stands."""
        return {}

    def keep_draft(self) -> None:
        """Keep the form as it stands now; while one state is being written, only the newest waits."""
        self._changed = True
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        from counter_tui.desk import DeskError
        from counter_tui.shop.drafts import keep

        desk = self.counter.desk
        while self._changed and not self._over:
            self._changed = False
            try:
                await desk.ask(
                    keep, self.uuid, self.FORM, self.draft_title(), self.draft_data(), self.counter.by, desk.till
                )
                self._not_kept = ""
            except DeskError as error:
                self._not_kept = str(error)
                self.say(self._not_kept, "error")

    async def draft_kept(self) -> str:
        """Keep what stands here, and wait until it is written: the program is about to end. Answers why it could not
        be, "" where nothing is lost."""
        if self.unsaved() and not self._over:
            self.keep_draft()
        if self._keeping is not None:
            await self._keeping
        return self._not_kept

    async def settle_draft(self) -> None:
        """No more drafts from here on, and none under way: the form is being saved or thrown away."""
        self._over = True
        if self._keeping is not None:
            await self._keeping

    def reopen_draft(self) -> None:
        """The save was refused: keep drafts again."""
        self._over = False
        self.keep_draft()

    async def discard(self) -> None:
        from counter_tui.shop.drafts import discard

        await self.settle_draft()
        await self.done(discard, self.uuid)
