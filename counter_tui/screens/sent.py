"""F7 where no call is open: dial or send, and what the clerk says she has sent is noted as the contact (mission H1)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from counter_tui.screens.outcome import saved_words
from counter_tui.screens.send import dial_or_send

if TYPE_CHECKING:
    from counter_tui.screens.room import Room


async def send_and_note(
    room: Room,
    customer: int,
    *,
    revisit: int | None = None,
    channel: str = "",
    edited: dict[str, str],
    traced: bool = False,
) -> None:
    """Dial or send; words that went out finish the line `revisit`, or are a contact that nobody had planned.

    Meanwhile no other till can call the customer.
    """
    from counter_tui.shop.claims import release
    from counter_tui.shop.sending import note_sent

    form, by, till = uuid.uuid4().hex, room.counter.by, room.counter.desk.till
    sending = await dial_or_send(
        room, customer, revisit=revisit, channel=channel, edited=edited, traced=traced, till=till
    )
    saved = None
    if sending.sent is not None:
        saved = await room.ask(note_sent, customer, sending.sent, by, uuid=form, revisit=revisit)
    await room.ask(release, customer, till)
    await room.reload()
    if saved is not None:
        edited.clear()
        # After the list has said why the line it marks now may have to wait.
        room.call_after_refresh(room.say, saved_words(saved))
