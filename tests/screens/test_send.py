"""F7 on a contact by message: the words filled in, a code a phone reads them from, and copying (mission H1, C6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from rich.style import Style
from textual.app import App
from textual.geometry import Size

from counter_tui import clock
from counter_tui.i18n import LANGUAGES, _
from counter_tui.models import Claim, Contact, Customer, Draft, Phone, Revisit
from counter_tui.shop.letters import Letter, fill, load_letters
from counter_tui.widgets import clipboard
from counter_tui.widgets.qr_code import QrCode, code_size, fits
from counter_tui.widgets.themes import PICTURE

BOTH = pytest.mark.parametrize("language", list(LANGUAGES))
THEMES = pytest.mark.parametrize("theme", ["dark", "light", "contrast", "colour-blind"])
TO_ZHANG = "SMSTO:+8613812341234:"
ZHANG = ("down", "down")
MODULE = 4


def scanned(app: App[str]) -> str:
    """What a phone's camera reads from the terminal as it is coloured, all of it; "" if there is no code."""
    pixels: list[bytes] = []
    for strip in app.screen._compositor.render_strips():
        upper, lower = bytearray(), bytearray()
        for segment in strip:
            ink, ground = colours(segment.style or Style.null())
            for char in segment.text:
                cells = 2 if char > "⺀" else 1
                upper += bytes([ink if char in "▀█" else ground]) * MODULE * cells
                lower += bytes([ink if char in "▄█" else ground]) * MODULE * cells
        pixels += [bytes(upper)] * MODULE + [bytes(lower)] * MODULE
    image = memoryview(b"".join(pixels)).cast("B", shape=[len(pixels), len(pixels[0])])
    codes = zxingcpp.read_barcodes(image, try_invert=False)
    return codes[0].text if codes else ""


def colours(style: Style) -> tuple[int, int]:
    """How light ink and ground are on a dark terminal; without a colour they are the terminal's own."""
    ink, ground = (
        sum(colour.triplet) // 3 if colour and colour.triplet else usual
        for colour, usual in ((style.color, 200), (style.bgcolor, 20))
    )
    return (ground, ink) if style.reverse else (ink, ground)


@pytest.fixture
def by_text(stocked):
    """The contacts of 张晓红 are by text message."""
    from counter_tui.models.opening import open_database

    database = open_database(stocked.place)
    Revisit.update(channel="text").where(Revisit.customer == 1).execute()
    database.close()
    return stocked


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PC with a display and no program that takes words."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY", "WSL_INTEROP", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", str(programs))
    return programs


# The code


@THEMES
@BOTH
async def test_a_phone_reads_number_and_words_at_80_by_24(counter, by_text, language: str, theme: str) -> None:
    async with counter(replace(by_text, theme=theme), language) as c:
        await c.press(*ZHANG, "enter")
        read = scanned(c.app)
        assert read.startswith(TO_ZHANG + "张女士")
        assert {"en": "Are you happy with the 18K gold diamond ring?", "zh_CN": "18K金钻石戒指还称心吗？"}[
            language
        ] in read
        assert {"en": "Mei Lin of Golden Bell", "zh_CN": "Golden Bell"}[language] in read


@THEMES
async def test_a_phone_reads_the_number_in_every_theme(counter, stocked, theme: str) -> None:
    async with counter(replace(stocked, theme=theme)) as c:
        await c.press("enter", "f7")
        assert scanned(c.app) == "tel:+8613912345678"


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_a_phone_reads_it_without_colours_and_boxes(
    counter, stocked, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with counter(replace(stocked, theme=theme, plain=True)) as c:
        await c.press("enter", "f7")
        assert "╭" not in c.text
        if theme == "dark":
            assert scanned(c.app) == "tel:+8613912345678"
        else:
            assert not any(segment.style.reverse for segment in code_cells(c.app))


def code_cells(app: App[str]) -> list:
    return [segment for strip in app.screen._compositor.render_strips() for segment in strip if "▀" in segment.text]


KNOWN = {
    "en": {
        "shop": "Golden Bell", "clerk": "Mei Lin", "customer": "Ms Zhang", "piece": "18K gold diamond ring",
        "material": "18K gold", "bought": "17 November", "free_until": "17 November 2027", "cert": "NGTC 88123456789",
        "size": "16.6 mm", "daypart": "morning", "today": "21 November 2026", "next": "21 December",
        "care": "Clean it with a soft cloth.", "owed": "¥1,200.00",
    },
    "zh_CN": {
        "shop": "金铃珠宝", "clerk": "林梅", "customer": "张女士", "piece": "18K金钻石戒指", "material": "18K金",
        "bought": "11月17日", "free_until": "2027年11月17日", "cert": "NGTC 88123456789", "size": "16.6 mm",
        "daypart": "上午", "today": "2026年11月21日", "next": "12月21日", "care": "用软布擦。", "owed": "¥1,200.00",
    },
}  # fmt: skip
"""A customer of whom everything is known, with names of the usual length."""
SMALL = Size(50, 23)
"""What a terminal of 80×24 leaves for the code."""
LETTERS = [
    pytest.param(letter, language, id=f"{letter.id}-{language}")
    for language in LANGUAGES
    for letter in load_letters(None, language).value.values()
]


def read_code(code: QrCode) -> str:
    """What a phone reads from a code as it is drawn, cell by cell."""
    pixels: list[bytes] = []
    for line in code.lines:
        rows = [bytearray(), bytearray()]
        for char in line:
            for row, inks in zip(rows, ("▀█", "▄█"), strict=True):
                row += bytes([0 if char in inks else 255]) * MODULE
        pixels += [bytes(row) for row in rows for _line in range(MODULE)]
    image = memoryview(b"".join(pixels)).cast("B", shape=[len(pixels), len(pixels[0])])
    (read,) = zxingcpp.read_barcodes(image, try_invert=False)
    return read.text


@pytest.mark.parametrize(("letter", "language"), LETTERS)
def test_a_message_of_every_letter_is_read_from_its_code(letter: Letter, language: str) -> None:
    """In the smallest terminal where the letter is made for messages, else in one that has room for it."""
    sms = TO_ZHANG + fill(letter, KNOWN[language])
    room = SMALL if "text" in letter.channels else code_size(sms)
    assert room is not None
    assert fits(sms, room), letter.id
    assert read_code(QrCode(sms, room)) == sms


async def test_the_code_on_the_screen_is_the_one_that_is_read(counter, by_text) -> None:
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f7")
        assert read_code(c.app.screen.query_one(QrCode)) == scanned(c.app) != ""


def test_every_letter_is_there_to_be_read() -> None:
    assert len(LETTERS) == 54


async def test_words_too_long_for_the_window_are_said_to_be_and_the_number_is_there(counter, by_text) -> None:
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f7")
        await write(c, "张女士您好" * 12)
        assert "The words are too long for a code in this window: it takes" in flat(c)
        assert "This one holds the number; F2 copies the words." in flat(c)
        assert scanned(c.app) == TO_ZHANG
        lines = int(flat(c).split("it takes ")[1].split(" lines")[0])
        await resize(c, lines)
        assert scanned(c.app) == TO_ZHANG + "张女士您好" * 12
        assert "too long" not in flat(c)
        await resize(c, lines - 1)
        assert scanned(c.app) == TO_ZHANG


def flat(c) -> str:
    """The words beside the code as running text."""
    words: list[str] = []
    for strip in c.app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None and segment.style.meta.get(PICTURE):
                break
            words += segment.text.split()
    return " ".join(words)


async def write(c, words: str) -> None:
    """Put other words in place of the letter's."""
    await c.press("enter", "ctrl+a")
    await c.type(words)
    await c.press("f2")


async def resize(c, lines: int) -> None:
    """Another height of the window; Textual lets several changes of it pass before it answers one."""
    await c.pilot.resize_terminal(120, lines)
    while len(c.lines()) != lines:
        await c.pilot.pause()
    await c.settle()


async def copied(c) -> None:
    """Press F2 and wait for what comes of it."""
    await c.press("f2")
    if copying := [worker for worker in c.app.workers if worker.group == "copy"]:
        await c.app.workers.wait_for_complete(copying)
    await c.settle()


async def test_words_no_code_can_hold_are_said_to_be(counter, by_text) -> None:
    async with counter(by_text, size=(200, 100)) as c:
        await c.press(*ZHANG, "f7", "enter")
        c.app.screen.query_one("Form").set_value("words", "您" * 1200)
        await c.press("f2")
        assert scanned(c.app) == TO_ZHANG
        assert "too long for a code." in " ".join(c.text.split())


@pytest.mark.parametrize(("channel", "code"), [("wechat", True), ("letter", False), ("email", False)])
async def test_what_no_phone_sends_has_words_and_no_number(counter, stocked, channel: str, code: bool) -> None:
    async with counter(stocked, size=(160, 60)) as c:
        await c.behind(Revisit.update(channel=channel).where(Revisit.customer == 2))
        await c.behind(Customer.update(address="3 Pearl Road", email="emily@example.com"))
        await c.press("f5", "f7")
        assert "Ms Carter" in c.text
        read = scanned(c.app)
        assert ("SMSTO" not in read and "Ms Carter" in read) if code else read == ""
        assert "F2 copies" in c.text


# The words


async def test_another_letter_is_taken_by_pinyin_and_its_code_follows(counter, by_text) -> None:
    async with counter(by_text, "zh_CN") as c:
        await c.press(*ZHANG, "f7", "f6")
        await c.type("srzf")
        await c.press("enter")
        assert "生日快乐" in scanned(c.app)


async def test_words_changed_by_hand_are_in_the_code_and_still_there_after_esc(counter, by_text) -> None:
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f9", "1", "f7")
        await write(c, "Your ring is ready. Mei")
        assert scanned(c.app) == TO_ZHANG + "Your ring is ready. Mei"
        await c.press("escape", "escape", "f7")
        assert scanned(c.app) == TO_ZHANG + "Your ring is ready. Mei"
        await c.press("escape", "escape", "escape")
        assert c.screen == "TodayScreen"
        assert Draft.select().count() == 1
        await c.press("enter", "f7")
        assert scanned(c.app) == TO_ZHANG + "Your ring is ready. Mei"


async def test_what_is_typed_into_a_message_leaves_its_words_standing(counter, by_text) -> None:
    """Also the sentence of how to be left alone, which stands at the end of an offer."""
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f7")
        words = c.app.screen.words
        await c.press("enter")
        await c.type(" See you soon!")
        await c.press("f2")
        assert c.app.screen.words == words + " See you soon!"


@BOTH
async def test_length_and_messages_are_counted(counter, by_text, language: str) -> None:
    async with counter(by_text, language) as c:
        await c.press(*ZHANG, "f7")
        await write(c, "ok")
        assert {"en": "2 characters · 1 message", "zh_CN": "2"}[language] in c.text
        await write(c, "您" * 71)
        assert {"en": "71 characters · 2 messages", "zh_CN": "71"}[language] in c.text


async def test_news_to_somebody_who_refuses_it_has_no_code_and_is_not_copied(
    counter, by_text, no_programs: Path
) -> None:
    from counter_tui.shop.customers import consent

    async with counter(by_text) as c:
        await c.app.desk.ask(consent, 1, False, c.app.by)
        await c.press(*ZHANG, "f7", "f6")
        await c.type("news")
        await c.press("enter")
        assert "Not now: wants no news and offers." in flat(c)
        assert scanned(c.app) == ""
        await copied(c)
        assert c.app.clipboard == ""
        assert "Not now" in flat(c)


# Sent


@BOTH
async def test_sent_from_today_finishes_the_line_and_can_be_undone(counter, by_text, language: str) -> None:
    async with counter(by_text, language) as c:
        await c.press(*ZHANG, "f7")
        sent = scanned(c.app).removeprefix(TO_ZHANG)
        await c.press("escape")
        assert c.screen == "WasItSent"
        await c.press("1")
        contact = Contact.get()
        assert (contact.channel, contact.outcome, contact.reason) == ("text", "reached", "first")
        assert (contact.said, contact.topic) == (
            sent, {"en": "Thank you, and how is it?", "zh_CN": "道谢，问戴得怎么样"}[language],
        )  # fmt: skip
        assert Revisit.get(Revisit.id == contact.revisit_id).open_series is None
        assert {"en": "Noted for 张晓红. Next: Birthday", "zh_CN": "已记录：张晓红。接下来：生日"}[language] in c.text
        assert Claim.select().count() == 0
        await c.press("f9", "8", "4", "enter", "2")
        assert Contact.select().count() == 0
        assert Revisit.get(Revisit.id == contact.revisit_id).open_series is not None


@BOTH
@pytest.mark.parametrize(("keys", "still"), [(("enter",), True), (("escape",), True), (("2",), False)])
async def test_a_message_beside_a_planned_call_asks_whether_it_is_still_made(
    counter, stocked, language: str, keys: tuple[str, ...], still: bool
) -> None:
    async with counter(stocked, language) as c:
        await c.press(*ZHANG, "f7", "f7", "escape", "1")
        assert c.screen == "Confirm"
        assert _("A call was planned. Is it still to be made?") in c.text
        await c.press(*keys)
        assert (Contact.get().outcome, Contact.get().channel) == ("reached", "text")
        line = Revisit.get(Revisit.reason == "first", Revisit.customer == Contact.get().customer_id)
        assert (line.open_series is not None) is still


async def test_in_rest_time_too_what_comes_next_is_said(counter, by_text) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f7", "escape", "1")
        assert "Noted for 张晓红. Next: Birthday" in c.text


@pytest.mark.parametrize("keys", [("escape", "escape"), ("escape", "2"), ("f7", "escape")])
async def test_what_was_not_sent_is_not_noted(counter, by_text, keys: tuple[str, ...]) -> None:
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f7", *keys)
        assert c.screen == "TodayScreen"
        assert Contact.select().count() == 0
        assert Claim.select().count() == 0


@pytest.mark.parametrize(
    ("keys", "noted"),
    [((), 0), (("f2",), 1), (("f2", "enter", "!", "f2"), 0), (("f9", "3"), 0), (("f9", "3", "f3"), 1)],
    ids=["scanned-or-not", "copied", "copied-then-changed", "letter", "printed"],
)
async def test_an_enter_by_habit_notes_only_words_that_were_used(
    counter, by_text, no_programs: Path, keys: tuple[str, ...], noted: int
) -> None:
    async with counter(by_text) as c:
        await c.behind(Customer.update(address="3 Pearl Road").where(Customer.id == 1))
        await c.press(*ZHANG, "f7", *keys, "escape")
        assert "1 Sent: note it" in c.text and "2 Not sent" in c.text
        await c.press("enter")
        assert (c.screen, Contact.select().count()) == ("TodayScreen", noted)


async def test_sent_from_a_file_without_a_line_is_written_down_with_the_words_as_they_went(counter, by_text) -> None:
    async with counter(by_text) as c:
        await c.press(*"1234", "enter", "end", "f7", "f7")
        await write(c, "Your ring is ready. Mei")
        await c.press("escape", "1")
        contact = Contact.get()
        assert (contact.said, contact.reason, contact.revisit_id, contact.channel, contact.direction) == (
            "Your ring is ready. Mei", "special", None, "text", "out",
        )  # fmt: skip
        assert "Noted for 张晓红." in c.text
        assert "Your ring is ready" in c.text  # in the history of the file
        await c.press("f7", "f7")
        assert "Your ring is ready" not in scanned(c.app)  # the next one begins with the letter


async def test_nothing_is_sent_without_words(counter, by_text) -> None:
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f7", "enter", "ctrl+a", "delete", "f2")
        await c.press("escape")
        assert c.screen == "TodayScreen"


async def test_an_offer_that_may_not_be_sent_is_noted_only_after_being_told(counter, by_text) -> None:
    from counter_tui.shop.customers import consent

    async with counter(by_text) as c:
        await c.app.desk.ask(consent, 1, False, c.app.by)
        await c.press(*ZHANG, "f7", "f6")
        await c.type("news")
        await c.press("enter", "escape")
        assert c.screen == "WasItSent"
        assert "Not now: wants no news and offers." in c.text
        assert "2 Sent all the same" in c.text
        await c.press("enter")
        assert Contact.select().count() == 0
        await c.press("f7", "f6")
        await c.type("news")
        await c.press("enter", "escape", "2")
        assert Contact.get().purpose == "promotion"


async def test_another_till_that_is_in_contact_is_named_and_nothing_is_shown(counter, by_text) -> None:
    from counter_tui.shop.sending import prepare_sending

    async with counter(by_text) as c:
        await c.app.desk.ask(prepare_sending, 1, 2, till="the other one")
        await c.press(*ZHANG, "f7")
        assert c.screen == "TodayScreen"
        assert "Wei Chen has been in contact with 张晓红" in c.text


# By another way


@BOTH
async def test_the_same_line_goes_another_way_with_its_letter(counter, by_text, language: str) -> None:
    async with counter(by_text, language) as c:
        await c.behind(Customer.update(address="3 Pearl Road", wechat="xiaohong88").where(Customer.id == 1))
        await c.press(*ZHANG, "f7", "f9")
        assert "xiaohong88" in c.text
        assert "3 Pearl Road" in c.text
        await c.press("2")
        read = scanned(c.app)
        assert "SMSTO" not in read
        assert {"en": "Are you happy with the 18K", "zh_CN": "还称心吗"}[language] in read
        await c.press("f9", "3")
        assert scanned(c.app) == ""
        assert "3 Pearl Road" in c.text
        assert {"en": "Dear 张女士", "zh_CN": "张女士："}[language] in c.text
        await c.press("escape", "1")
        assert Contact.get().channel == "letter"


async def test_a_way_that_is_not_there_says_why_and_what_was_changed_stays(counter, by_text) -> None:
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f7")
        await write(c, "Your ring is ready. Mei")
        await c.press("f9")
        assert "E-mail · no e-mail address" in c.text
        await c.press("4")
        assert c.screen == "Send"
        assert "Not now: no e-mail address." in flat(c)
        await c.press("f9", "2")
        assert scanned(c.app) == "Your ring is ready. Mei"
        await c.press("f9", "escape")
        assert scanned(c.app) == "Your ring is ready. Mei"


@BOTH
async def test_a_letter_is_printed(counter, by_text, language: str) -> None:
    async with counter(by_text, language) as c:
        await c.behind(Customer.update(address="3 Pearl Road").where(Customer.id == 1))
        await c.press(*ZHANG, "f7")
        assert "F3" not in c.lines()[-1]
        await c.press("f3", "f9", "3", "f3")
        (sheet,) = (by_text.folder / "sheets").iterdir()
        assert sheet.name.startswith("letter-C000001-")
        html = sheet.read_text("utf-8")
        assert "<p>3 Pearl Road</p>" in html
        assert {"en": "thank you for coming to Golden Bell", "zh_CN": "谢谢您"}[language] in html
        assert sheet.name in flat(c).replace(" ", "")


async def test_why_not_names_the_moment_it_may_be_done(counter, by_text) -> None:
    async with counter(by_text) as c:
        sent = {"customer": 1, "clerk": 1, "channel": "text", "purpose": "promotion", "outcome": "reached"}
        await c.behind(Contact.insert(uuid="a" * 32, at=clock.utc(clock.now()), direction="out", **sent))
        await c.press(*ZHANG, "f7", "f6")
        await c.type("news")
        await c.press("enter")
        assert "Not now: the day's offers are used up. It may be done from Sun 22 Nov 00:00." in flat(c)


async def test_a_line_that_is_no_line_cannot_break(counter, by_text) -> None:
    async with counter(by_text) as c:
        await c.press(*ZHANG, "f9", "1")
        assert "F7 Send" in c.lines()[-1]
        assert "F8" not in c.lines()[-1]
        await c.press("f8")
        assert c.screen == "CallScreen"
        await c.press("escape", "up", "enter")
        assert "F7 Dial  F8 Broke" in c.lines()[-1]


# The number


async def test_from_dialling_to_writing_and_back(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f7")
        assert scanned(c.app) == "tel:+8613912345678"
        await c.press("f7")
        assert "Are you happy with the 18K gold diamond ring?" in scanned(c.app)
        await c.press("f7")
        assert scanned(c.app) == "tel:+8613912345678"
        await c.press("escape")
        assert c.screen == "TodayScreen"


@pytest.fixture
def two_numbers(stocked):
    """Emily has a second number that works, and one that is somebody else's."""
    from counter_tui.models.opening import open_database

    database = open_database(stocked.place)
    for position, (e164, wrong) in enumerate((("+8613900001111", None), ("+8613700002222", dt.date(2026, 11, 3))), 1):
        Phone.create(customer=2, typed=e164, e164=e164, verified=True, wrong_since=wrong, position=position)
    database.close()
    return stocked


async def test_a_digit_takes_the_other_number_and_the_wrong_one_has_none(counter, two_numbers) -> None:
    async with counter(two_numbers) as c:
        await c.press("enter", "f7")
        assert "› 1 139 1234 5678" in c.text
        assert "137 0000 2222 (wrong since" in c.text
        await c.press("2")
        assert scanned(c.app) == "tel:+8613900001111"
        await c.press("3")
        assert scanned(c.app) == "tel:+8613900001111"
        await c.press("f7")
        assert scanned(c.app).startswith("SMSTO:+8613900001111:")


async def test_the_number_that_was_dialled_is_the_one_marked_as_wrong(counter, two_numbers) -> None:
    async with counter(two_numbers) as c:
        await c.press("enter", "f7", "2", "escape", "f2", "5", "enter")
        wrong = {phone.e164 for phone in Phone.select().where(Phone.wrong_since == dt.date(2026, 11, 21))}
        assert wrong == {"+8613900001111"}


async def test_without_a_number_that_works_it_is_said(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.behind(Phone.update(wrong_since=dt.date(2026, 11, 3)))
        await c.press("f7")
        assert "There is no number that works." in c.text
        await c.behind(Revisit.update(channel="text"))
        await c.press("f7")
        assert "no number that works" in flat(c)
        assert scanned(c.app) == ""


async def test_in_rest_time_dialling_says_until_when(counter, stocked) -> None:
    from counter_tui import clock

    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    async with counter(stocked) as c:
        await c.press("f7")
        assert "! Not now: rest time until 14:30." in c.text
        assert scanned(c.app) == ""
        await c.press("f2")
        assert c.app.clipboard == ""
        await c.press("f7")
        assert scanned(c.app).startswith("SMSTO:")  # a message disturbs nobody


async def test_after_a_call_in_vain_the_message_says_so(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "2", "enter", *"5678", "enter", "f7", "f7")
        assert "I tried to reach you" in scanned(c.app)


async def test_the_file_writes_for_the_marked_contact(counter, by_text) -> None:
    async with counter(by_text) as c:
        await c.press(*"1234", "enter")
        assert "after the first" in "".join(c.lines())
        await c.press("f7")
        assert scanned(c.app).startswith(TO_ZHANG + "张女士")
        await c.press("escape", "escape", "end", "f7")
        assert scanned(c.app) == "tel:+8613812341234"


# Copying


async def test_copied_is_said_of_the_number_only_when_it_is(counter, stocked, no_programs: Path) -> None:
    async with counter(stocked) as c:
        await c.press("f7")
        await copied(c)
        assert "Handed to the terminal: paste to see whether it took it." in c.text
        assert c.app.clipboard == "+8613912345678"
        program = no_programs / "xclip"
        program.write_text(f'#!/bin/sh\n/bin/cat > "{no_programs}/got"\n', "utf-8")
        program.chmod(0o755)
        await copied(c)
        assert "Copied." in c.text
        assert (no_programs / "got").read_text("utf-8") == "+8613912345678"


async def test_the_words_are_copied_whole(counter, by_text, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    monkeypatch.setattr(clipboard, "copy_natively", lambda words: taken.append(words) or True)
    async with counter(by_text, "zh_CN") as c:
        await c.press(*ZHANG, "f7")
        read = scanned(c.app)
        await copied(c)
        assert taken == [read.removeprefix(TO_ZHANG)]
