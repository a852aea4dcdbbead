"""F7 where no call is open: dial or send, and what the clerk says she has sent is noted as the contact (mission H1)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from counter_tui.i18n import _
from counter_tui.screens.begin_call import let_go
from counter_tui.screens.outcome import saved_words
from counter_tui.screens.send import dial_or_send
from counter_tui.widgets.ask import Answer, Confirm

if TYPE_CHECKING:
    from counter_tui.screens.room import Room
    from counter_tui.shop.sending import SentWords


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

    Where it was to be a call, the clerk says whether it still is. Meanwhile no other till can call the customer.
    """
    from counter_tui.shop.sending import note_sent

    form, by, till = uuid.uuid4().hex, room.counter.by, room.counter.desk.till
    sending = await dial_or_send(
        room, customer, revisit=revisit, channel=channel, edited=edited, traced=traced, till=till
    )
    saved = None
    if sending.sent is not None:
        in_place = revisit is None or await _in_place_of_the_call(room, revisit, sending.sent)
        saved = await room.ask(note_sent, customer, sending.sent, by, uuid=form, revisit=revisit, in_place=in_place)
    await let_go(room, customer)
    await room.reload()
    if saved is not None:
        edited.clear()
        # After the list has said why the line it marks now may have to wait.
        room.call_after_refresh(room.say, saved_words(saved))


async def _in_place_of_the_call(room: Room, revisit: int, sent: SentWords) -> bool:
    from counter_tui.shop.sending import takes_the_place_of_a_call

    if not await room.ask(takes_the_place_of_a_call, revisit, sent):
        return True
    answers = (Answer("call", _("The call is still to be made")), Answer("enough", _("The message was enough")))
    answer = await room.app.push_screen_wait(Confirm(_("A call was planned. Is it still to be made?"), answers))
    return answer == "enough"
