"""F9, Settings: a form over counter.toml and the rest hours, in use at once; the clerks; backups."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from counter_tui import i18n
from counter_tui.i18n import _
from counter_tui.models import Clerk, Draft, Revisit
from counter_tui.settings import Settings, read_settings
from counter_tui.shop.trace import ShopError
from counter_tui.words import weekday_name
from tests.screens.conftest import Counter

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])
FIELDS = ["name", "region", "language", "theme", "plain", "idle_minutes", "closed_weekdays", "closed_dates"]
FIELDS += ["rest", "backup"]


async def open_settings(c: Counter) -> None:
    await c.press("f9")
    await c.type(_("Settings …"))
    await c.press("enter")
    assert c.screen == "ShopSettings"


async def fill(c: Counter, **typed: str) -> None:
    for name, text in typed.items():
        c.app.screen.form.focus_field(name)
        await c.press("end", "ctrl+u")
        await c.type(text)


def stored(settings: Settings) -> dict[str, Any]:
    return tomllib.loads((settings.folder / "counter.toml").read_text("utf-8"))


@LANGUAGES
async def test_another_language_is_answered_in_that_one_alone(counter, stocked, language: str) -> None:
    other, said = {"en": ("中文", "已保存：语言。"), "zh_CN": ("English", "Saved: Language.")}[language]
    async with counter(stocked, language) as c:
        await open_settings(c)
        await fill(c, language=other)
        await c.press("f2")
        assert c.lines()[22].strip() == said


@LANGUAGES
async def test_every_setting_is_on_one_screen_and_saved_with_f2(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_settings(c)
        form = c.app.screen.form
        embedded = c.app.desk.embedded
        assert [row.spec.name for row in form.shown] == FIELDS[: None if embedded else -1]
        for row in form.shown:
            assert any(_(row.spec.label) in line for line in c.lines())
        await fill(c, name="金铃", region="hong kong", theme="light", plain="yes", idle_minutes="3")
        await fill(c, rest="13:00-14:00")
        await c.press("f2")
        assert c.lines()[22].startswith(" " + _("Saved: {what}.").split("{")[0])
        assert _("Lock after") in c.lines()[22]
        assert _("Language") not in c.lines()[22]
        settings = c.app.settings
        assert (settings.name, settings.region, settings.theme, settings.plain) == ("金铃", "HK", "light", True)
        assert settings.idle_minutes == 3
        assert read_settings(stocked.folder, language) == settings
        assert "database" in stored(stocked), "what stood there stays"
        assert "金铃" in c.lines()[0]
        assert c.app.desk.shop.name == "金铃"
        assert "13:00" in (stocked.folder / "policy.toml").read_text("utf-8")
        await c.press("escape")
        assert c.screen == "TodayScreen", "nothing is unsaved"
        assert Draft.select().count() == 0


async def test_rest_hours_hold_from_the_moment_they_are_saved(counter, stocked) -> None:
    async with counter(stocked) as c:
        assert "rest until" not in c.lines()[0]
        await open_settings(c)
        await fill(c, rest="9:00-12:00")
        await c.press("f2", "escape")
        assert "rest until 12:00" in c.lines()[0]


@LANGUAGES
async def test_holidays_hold_from_the_moment_they_are_saved(counter, stocked, language: str) -> None:
    (stocked.folder / "policy.toml").write_text("[opening]\nclosed_dates = [2026-10-01]\n", "utf-8")
    async with counter(stocked, language) as c:
        await open_settings(c)
        assert "2026-10-01" not in c.text, "what is over is not asked about"
        await fill(c, closed_weekdays=weekday_name(7), closed_dates="2027-02-06 - 2027-02-07")
        await c.press("f2")
        opening = c.app.desk.shop.policy.opening
        assert opening.closed_weekdays == (7,)
        assert [f"{day}" for day in opening.closed_dates] == ["2026-10-01", "2027-02-06", "2027-02-07"]
        assert _("Holidays") in c.lines()[22]
        assert c.app.screen.form.values()["closed_dates"] == "2027-02-06 – 2027-02-07"
        await fill(c, closed_dates="")
        await c.press("f2")
        assert [f"{day}" for day in c.app.desk.shop.policy.opening.closed_dates] == ["2026-10-01"]


async def test_a_new_region_reads_new_numbers_its_own_way(counter, stocked) -> None:
    async with counter(stocked) as c:
        await open_settings(c)
        await fill(c, region="hk")
        await c.press("f2", "escape", "f9")
        await c.type("new cust")
        await c.press("enter")
        await fill(c, phone="91234567")
        assert "Hong Kong" in c.text


async def test_another_theme_is_put_on_at_once(counter, stocked) -> None:
    async with counter(stocked) as c:
        before = c.app.current_theme.background
        await open_settings(c)
        await fill(c, theme="light")
        assert c.app.current_theme.background == before, "not before it is saved"
        await c.press("f2")
        assert c.app.current_theme.background != before


@LANGUAGES
async def test_another_language_is_spoken_at_once(counter, stocked, language: str) -> None:
    other = {"en": "简体中文", "zh_CN": "English"}[language]
    async with counter(stocked, language) as c:
        await open_settings(c)
        await fill(c, language=other)
        await c.press("f2")
        assert i18n.language() != language
        assert _("Rest hours") in c.text
        assert _("Saved: {what}.").split("{")[0] in c.lines()[22]
        assert c.app.desk.shop.language == i18n.language()
        assert not c.app.screen.unsaved()
        await c.press("escape")
        assert c.screen == "TodayScreen"


@LANGUAGES
async def test_what_is_typed_survives_a_change_of_language(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_settings(c)
        await fill(c, name="金铃")
        await c.app.action_switch_language()
        await c.settle()
        form = c.app.screen.form
        assert form.values()["name"] == "金铃"
        assert form.values()["region"] == _("Mainland China")
        assert form.read() is not None


WRONG = [
    ("name", "", "needed"),
    ("region", "Mars", "none of these"),
    ("theme", "pink", "none of these"),
    ("idle_minutes", "241", "from 0 to 240"),
    ("idle_minutes", "-1", "from 0 to 240"),
    ("idle_minutes", "٣", "from 0 to 240"),
    ("idle_minutes", "soon", "from 0 to 240"),
    ("closed_weekdays", "noon", "like Sun"),
    ("closed_weekdays", "Mon-Sun", "at least one day"),
    ("closed_dates", "soon", "Write a date"),
    ("rest", "12:30", "12:30-14:30"),
    ("rest", "9:00-21:00, 20:00-9:00", "some time of the day"),
    ("rest", "12:00-12:00", "two different times"),
]


@pytest.mark.parametrize(("name", "typed", "sentence"), WRONG)
async def test_a_wrong_setting_is_told_at_its_field_and_nothing_is_written(
    counter, stocked, name: str, typed: str, sentence: str
) -> None:
    before = (stocked.folder / "counter.toml").read_bytes()
    async with counter(stocked) as c:
        await open_settings(c)
        await fill(c, plain="yes")
        await fill(c, **{name: typed})
        await c.press("f2")
        assert sentence in c.app.screen.form.field(name).message
        assert c.app.focused.name == name
        assert (stocked.folder / "counter.toml").read_bytes() == before
        assert not (stocked.folder / "policy.toml").exists()
        assert c.app.screen.unsaved()


async def test_the_screen_opens_over_a_policy_with_a_mistake_and_says_it(counter, stocked) -> None:
    policy = stocked.folder / "policy.toml"
    policy.write_text("[visits]\nhome_minutes = \n", "utf-8")
    async with counter(stocked) as c:
        await open_settings(c)
        assert "12:30-14:30, 20:00-09:00" in c.text
        await fill(c, rest="13:00-14:00")
        await c.press("f2")
        assert "policy.toml, line 2" in c.lines()[22]
        assert policy.read_text("utf-8") == "[visits]\nhome_minutes = \n"
        await fill(c, rest="12:30-14:30, 20:00-09:00", name="Silver Bell")
        await c.press("f2")
        assert stored(stocked)["name"] == "Silver Bell"


async def test_a_folder_that_cannot_be_written_is_said_and_the_form_stays(
    counter, stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(_path: Path, _text: str) -> None:
        raise OSError(30, "Read-only file system")

    async with counter(stocked) as c:
        await open_settings(c)
        await fill(c, name="Silver Bell")
        monkeypatch.setattr("counter_tui.settings.write_whole", read_only)
        await c.press("f2")
        assert "The shop's folder can't be written: The disk is read-only" in c.lines()[22]
        assert c.app.screen.form.values()["name"] == "Silver Bell"
        assert c.app.settings.name == "Golden Bell"
        assert c.app.screen.unsaved()


async def test_a_counter_toml_with_a_mistake_is_said_and_the_rest_hours_stay_too(counter, stocked) -> None:
    async with counter(stocked) as c:
        await open_settings(c)
        await fill(c, name="Silver Bell", rest="13:00-14:00")
        (stocked.folder / "counter.toml").write_text('name = "Golden Bell\n', "utf-8")
        await c.press("f2")
        assert "counter.toml, line 1" in c.lines()[22] and c.lines()[22].startswith(" !")
        assert not (stocked.folder / "policy.toml").exists()
        assert c.app.screen.form.values()["name"] == "Silver Bell" and c.app.screen.unsaved()


@LANGUAGES
async def test_leaving_asks_and_the_draft_comes_back(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_settings(c)
        await fill(c, name="Silver Bell")
        await c.press("escape")
        assert c.screen == "Confirm"
        await c.press("2")
        assert c.screen == "TodayScreen"
        await c.press("f9")
        await c.type(_("Drafts …"))
        await c.press("enter", "enter")
        assert c.screen == "ShopSettings"
        assert c.app.screen.form.values()["name"] == "Silver Bell"
        assert c.app.screen.unsaved()
        await c.press("f2", "escape")
        assert stored(stocked)["name"] == "Silver Bell"
        assert Draft.select().count() == 0


# Backups


@LANGUAGES
async def test_the_first_start_of_a_day_makes_a_copy(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        copies = stocked.folder / "backups"
        if c.app.desk.embedded:
            assert [path.name for path in copies.iterdir()] == ["shop-2026-11-21.db"]
        else:
            assert not copies.exists()


@LANGUAGES
async def test_a_copy_is_made_when_asked_for_and_where_it_lies_is_said(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_settings(c)
        await c.press("f9", "3")
        if c.app.desk.embedded:
            assert (stocked.folder / "backups" / "shop-2026-11-21-101200.db").exists()
            assert c.lines()[22].startswith(" " + _("Copied and checked: {file}").split("{")[0])
        else:
            assert _("The records are on a server: they are backed up there, by whoever looks after it.")[:30] in c.text


async def test_another_folder_for_copies_is_tried_before_it_is_taken(counter, stocked, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x", "utf-8")
    async with counter(stocked) as c:
        if not c.app.desk.embedded:
            return
        await open_settings(c)
        await fill(c, backup=str(tmp_path / "note.txt"))
        await c.press("f2")
        assert "This is a file, not a folder: " in c.lines()[22]
        assert "backup" not in stored(stocked)
        await fill(c, backup="copies")
        await c.press("f2")
        assert "Write the whole path" in c.lines()[22]
        assert "backup" not in stored(stocked)
        (tmp_path / "disk").mkdir()
        await fill(c, backup=str(tmp_path / "disk" / "copies"))
        await c.press("f2")
        assert stored(stocked)["backup"] == str(tmp_path / "disk" / "copies")
        await c.press("f9", "3")
        assert len(list((tmp_path / "disk" / "copies").iterdir())) == 1


async def test_a_copy_that_fails_is_a_warning_and_stops_nobody(counter, stocked) -> None:
    (stocked.folder / "backups").write_text("in the way", "utf-8")
    async with counter(stocked) as c:
        if not c.app.desk.embedded:
            return
        assert c.screen == "TodayScreen"
        assert "! No backup was made: " in c.lines()[22]
        await c.press("enter")
        assert c.screen == "CallScreen"


# Clerks


@LANGUAGES
async def test_a_clerk_is_added_renamed_and_leaves(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_settings(c)
        await c.press("f9", "1")
        assert c.screen == "ClerkList"
        assert "Mei Lin" in c.text
        await c.press("f2")
        await c.type("李娜")
        await c.press("enter")
        assert "李娜" in c.text
        assert [clerk.name for clerk in c.app.clerks] == ["Mei Lin", "Wei Chen", "李娜"]
        await c.press("enter", "ctrl+u")
        await c.type("李娜娜")
        await c.press("enter")
        assert [clerk.name for clerk in c.app.clerks] == ["Mei Lin", "Wei Chen", "李娜娜"]
        await c.press("home")
        planned = Revisit.select().where(Revisit.clerk == 1).count()
        assert str(planned) in c.lines()[1]
        await c.press("f8")
        assert c.screen == "Pick"
        assert "李娜娜" in c.text
        await c.press("1")
        assert [clerk.name for clerk in c.app.clerks] == ["Wei Chen", "李娜娜"]
        assert Revisit.select().where(Revisit.clerk == 2).count() == planned
        assert c.app.clerk_name == "Wei Chen", "who has left cannot be at the counter"
        assert "Wei Chen" in c.lines()[0]
        assert not Clerk.get_by_id(1).active


@LANGUAGES
async def test_who_has_nothing_planned_does_not_go_off_the_list_by_one_slip(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_settings(c)
        await c.press("f9", "1", "down", "f8")
        assert c.screen == "Confirm"
        assert "Wei Chen" in c.text and "0" not in c.text.split("Wei Chen", 1)[1].split("\n")[0]
        await c.press("enter")
        assert [clerk.name for clerk in c.app.clerks] == ["Mei Lin", "Wei Chen"], "Enter keeps her"
        await c.press("f8", "f8")
        assert [clerk.name for clerk in c.app.clerks] == ["Mei Lin"]
        assert not Clerk.get_by_id(2).active


async def test_the_clerk_at_the_counter_is_called_by_the_new_name_at_once(counter, stocked) -> None:
    async with counter(stocked) as c:
        await open_settings(c)
        await c.press("f9", "1", "enter", "ctrl+u")
        await c.type("Lin Mei")
        await c.press("enter")
        assert "Lin Mei" in c.lines()[0]


async def test_the_only_clerk_cannot_leave(counter, settings) -> None:
    async with counter(settings) as c:
        await open_settings(c)
        await c.press("f9", "1", "f8")
        assert c.screen == "ClerkList"
        assert "is the only one at the counter" in c.lines()[22]


async def test_while_the_clerks_can_not_be_read_their_keys_do_nothing(counter, stocked, monkeypatch) -> None:
    def gone(_shop: object) -> None:
        raise ShopError("No connection.")

    monkeypatch.setattr("counter_tui.shop.people.duties", gone)
    async with counter(stocked) as c:
        await open_settings(c)
        await c.press("f9", "1")
        assert "No connection." in c.lines()[22]
        await c.press("enter", "f8", "f9", "1")
        assert c.screen == "ClerkList" and "No connection." in c.lines()[22]


async def test_nobody_is_called_a_supervisor_who_could_not_be_made_one(counter, stocked, monkeypatch) -> None:
    def refused(*_of: object) -> None:
        raise ShopError("No connection.")

    monkeypatch.setattr("counter_tui.shop.people.set_supervisor", refused)
    async with counter(stocked) as c:
        await open_settings(c)
        await c.press("f9", "1")
        await c.press("f9", "1")
        assert "No connection." in c.lines()[22] and not Clerk.get_by_id(1).supervisor
