"""The shop's numbers: what is shipped, what a shop may change, and what a wrong file is told."""

from __future__ import annotations

import datetime as dt
import re
from operator import attrgetter
from pathlib import Path

import pytest

from counter_tui.i18n import assets
from counter_tui.shop import policy
from counter_tui.shop.policy import (
    ShippedPolicyError,
    check_policy,
    load_policy,
)

MISSION_NUMBERS = {
    "revisits.first_days": (3, 7),
    "revisits.second_within_days": 7,
    "revisits.second_latest_days": 30,
    "revisits.contacts_per_year": 3,
    "revisits.cleaning_months": 6,
    "calls.rest": ((dt.time(12, 30), dt.time(14, 30)), (dt.time(20), dt.time(9))),
    "calls.promotional_per_day": 1,
    "entitlements.repair_months": 12,
    "entitlements.exchange_days": 10,
    "complaints.report_days": 2,
    "campaigns.call_days_before": 7,
    "campaigns.text_days_before": 2,
    "campaigns.check_days_before": 1,
    "campaigns.after_days": 2,
    "visits.home_minutes": 30,
}

BROKEN = [
    ("[revisits]\nfirst_days = [7, 3]", 2, "first day must not be after the last"),
    ("[revisits]\nfirst_days = [3]", 2, "a list of 2, found [3]"),
    ("[revisits]\nfirst_days = [\n  3,\n  -1,\n]", 4, "a whole number of 0 or more, found -1"),
    ("[revisits]\nfirst_days = [20, 40]\n", 1, "second_latest_days: expected 40 or more"),
    ("[revisits]\nvisit_followup_days = [5, 2]", 2, "first day must not be after the last"),
    ("# ours\n[revisits]\ncontacts_per_year = 13", 3, "a whole number of 12 or less, found 13"),
    ('[revisits]\ncontacts_per_year = "three"', 2, 'contacts_per_year: expected a whole number, found "three"'),
    ("[revisits]\ncontacts_per_year = true", 2, "a whole number, found true"),
    ("[revisits]\ncontacts_per_yaer = 3", 2, "did you mean contacts_per_year?"),
    ("[revisits]\ncleaning_months = 0", 2, "a whole number of 1 or more, found 0"),
    ('[revisits]\nleap_day = "02-29"', 2, "one of 02-28, 03-01"),
    ("revisits = 3", 1, "a table of keys, found 3"),
    ("[revisit]\nfirst_days = [3, 7]", 1, "did you mean revisits?"),
    ('[calls]\nrest = [\n  ["12:30", "14:30"],\n  ["20:00", "25:00"],\n]', 4, 'a time such as "12:30", found "25:00"'),
    ('[calls]\nrest = [["12:30", "12:30"]]', 2, "two different times"),
    ('[calls]\nrest = [["09:00", "21:00"], ["20:00", "09:00"]]', 2, "some time of the day"),
    ('[calls]\npromotional_reasons = ["birthdya"]', 2, "birthday, anniversary, festival, campaign, visit"),
    ("[calls]\nquiet_dates = [2027-04-05, 3]", 2, "from: expected a date such as 2027-02-06, found 3"),
    ('[calls]\nquiet_dates = ["2027-02-30"]', 2, "a date such as 2027-02-06"),
    ("[calls]\nquiet_dates = [{ to = 2027-04-05 }]", 2, "from is missing"),
    ("[calls]\nquiet_dates = [{ from = 2027-04-05, until = 2027-04-06 }]", 2, "unknown key until"),
    ("[calls]\nquiet_dates = [{ from = 2027-04-05, to = 2027-04-04 }]", 2, "first day must not be after the last"),
    ("[calls]\nquiet_dates = [{ from = 2026-04-05, to = 2027-04-05 }]", 2, "at most 60 days in a row"),
    ('[calls]\npromised_reasons = ["promises"]', 2, "one of first, second"),
    ('[calls]\nretry_hours = ["10:30", "25:00"]', 2, 'a time such as "12:30", found "25:00"'),
    ('[calls]\nretry_hours = ["10:30", "13:00"]', 2, "13:00 lies in the rest hours"),
    ('[calls]\nrest = [["09:00", "11:00"]]\nretry_hours = [\n"10:30",\n]', 4, "10:30 lies in the rest hours"),
    ("[opening]\nclosed_weekdays = [0]", 2, "a whole number of 1 or more, found 0"),
    ("[opening]\nclosed_weekdays = [1, 2, 3, 4, 5, 6, 7]", 2, "one open day a week"),
    ('[opening]\nclosed_dates = ["2027-02-30"]', 2, "a date such as 2027-02-06"),
    ("[campaigns]\n\nafter_days = 2.5", 3, "a whole number, found 2.5"),
    ("[calls]\n\nrest = [", 3, "cannot be understood as TOML"),
    ("[calls]\nrest 12:30", 2, "cannot be understood as TOML"),
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "policy.toml"


def test_every_number_of_the_mission_is_shipped() -> None:
    shipped = load_policy(None)
    assert {name: attrgetter(name)(shipped.value) for name in MISSION_NUMBERS} == MISSION_NUMBERS
    assert shipped.mistakes == ()


def test_every_shipped_number_is_explained_in_both_languages() -> None:
    comment = ""
    for line in (assets() / "policy.toml").read_text("utf-8").splitlines():
        if line.startswith("#"):
            comment += line
        elif " = " in line and comment:
            assert re.search("[a-z]{3}", comment), line
            assert re.search("[\u4e00-\u9fff]{3}", comment), line
        elif line.startswith("["):
            comment = ""


def test_the_shops_own_number_wins_and_the_rest_stays(own: Path) -> None:
    own.write_text("[revisits]\ncontacts_per_year = 4\n", "utf-8")
    loaded = load_policy(own.parent)
    assert loaded.mistakes == ()
    assert loaded.value.revisits.contacts_per_year == 4
    assert loaded.value.revisits.first_days == (3, 7)
    assert loaded.value.visits.home_minutes == 30


def test_a_number_that_is_no_more_closes_nothing_of_a_policy_that_still_names_it(own: Path) -> None:
    own.write_text("[entitlements]\ncleaning_months = 3\nexchange_days = 15\n[visits]\nhome_minutes = 20\n", "utf-8")
    loaded = load_policy(own.parent)
    assert (loaded.mistakes, loaded.value.entitlements.exchange_days, loaded.value.visits.home_minutes) == ((), 15, 20)
    assert loaded.value.revisits.cleaning_months == 6 and not hasattr(loaded.value.entitlements, "cleaning_months")
    assert check_policy(own) == []
    own.write_text("[entitlements]\ncleaning_moths = 3\n", "utf-8")
    assert [mistake.line for mistake in load_policy(own.parent).mistakes] == [2]


def test_times_and_dates_are_read_as_people_write_them(own: Path) -> None:
    own.write_text(
        '[calls]\nrest = [["9:00", "１０：３０"], [21:00:00, 08:00:00]]\n'
        '[opening]\nclosed_dates = [2027-02-06, "2027-02-07"]\n',
        "utf-8-sig",
    )
    loaded = load_policy(own.parent)
    assert loaded.mistakes == ()
    assert loaded.value.calls.rest == ((dt.time(9), dt.time(10, 30)), (dt.time(21), dt.time(8)))
    assert loaded.value.opening.closed_dates == (dt.date(2027, 2, 6), dt.date(2027, 2, 7))


def test_quiet_dates_are_single_days_or_spans(own: Path) -> None:
    own.write_text(
        '[calls]\nquiet_dates = [2027-04-05, "2027-04-07", { from = 2027-05-01, to = "2027-05-05" }, '
        "{ from = 2027-06-01 }]\n",
        "utf-8",
    )
    loaded = load_policy(own.parent)
    assert loaded.mistakes == ()
    april, may = dt.date(2027, 4, 1), dt.date(2027, 5, 1)
    days = [april + n * dt.timedelta(days=1) for n in range(90)]
    quiet = [day for day in days if any(dates.holds(day) for dates in loaded.value.calls.quiet_dates)]
    assert quiet == [
        dt.date(2027, 4, 5), dt.date(2027, 4, 7), *(may.replace(day=n) for n in range(1, 6)), dt.date(2027, 6, 1),
    ]  # fmt: skip


def test_a_shop_that_rests_at_other_times_goes_without_the_shipped_retry_hours(own: Path) -> None:
    own.write_text('[calls]\nrest = [["18:00", "10:00"]]\n', "utf-8")
    assert load_policy(own.parent).mistakes == ()


@pytest.mark.parametrize(("source", "line", "expected"), BROKEN)
def test_a_wrong_policy_is_refused_with_its_line_and_the_shipped_one_holds(
    own: Path, source: str, line: int, expected: str
) -> None:
    own.write_text(source, "utf-8")
    loaded = load_policy(own.parent)
    assert [(mistake.file, mistake.line) for mistake in loaded.mistakes] == [(own, line)]
    assert expected in loaded.mistakes[0].sentence
    assert f"policy.toml, line {line}: " in loaded.mistakes[0].sentence
    assert loaded.value == load_policy(None).value
    assert tuple(check_policy(own)) == loaded.mistakes


def test_all_mistakes_of_a_file_are_told_in_their_order(own: Path) -> None:
    own.write_text('[revisits]\ncheck_months = "x"\nfoo = 1\n[visits]\nhome_minutes = 1\n', "utf-8")
    assert [mistake.line for mistake in check_policy(own)] == [2, 3, 5]


def test_mistakes_of_several_sorts_are_told_in_one_round(own: Path) -> None:
    own.write_text(
        '[revisits]\nfirst_days = [7, 3]\ncheck_months = "x"\nfoo = 1\n'
        '[calls]\nrest = [["12:30", "12:30"], ["x"]]\n'
        "[opening]\nclosed_weekdays = [1, 2, 3, 4, 5, 6, 7]\n[visits]\nhome_minutes = 1\n",
        "utf-8",
    )
    told = {mistake.line: mistake.expected for mistake in check_policy(own)}
    assert list(told) == [2, 3, 4, 6, 8, 10]
    assert "first day must not be after the last" in told[2]
    assert "one open day a week" in told[8]


def test_a_table_that_is_none_does_not_hide_the_rest(own: Path) -> None:
    own.write_text('calls = 3\nrevisit = 4\n[opening]\nclosed_weekdays = ["x"]\n[visits]\nhome_minutes = 1\n', "utf-8")
    assert [mistake.line for mistake in check_policy(own)] == [1, 2, 4, 6]


def test_a_file_saved_in_another_encoding_is_told_so(own: Path) -> None:
    own.write_bytes("[visits]\n# 上门\nhome_minutes = 30\n".encode("gb18030"))
    (mistake,) = load_policy(own.parent).mistakes
    assert mistake.line == 2
    assert "UTF-8" in mistake.sentence


def test_a_folder_in_the_place_of_the_file_is_told(own: Path) -> None:
    own.mkdir()
    loaded = load_policy(own.parent)
    assert "cannot be read" in loaded.mistakes[0].sentence
    assert loaded.value == load_policy(None).value


def test_a_wrong_shipped_policy_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = (assets() / "policy.toml").read_text("utf-8")
    (tmp_path / "policy.toml").write_text(shipped.replace("home_minutes = 30", ""), "utf-8")
    monkeypatch.setattr(policy, "assets", lambda: tmp_path)
    with pytest.raises(ShippedPolicyError, match=r"policy\.toml, line \d+: home_minutes is missing"):
        load_policy(None)
    assert "home_minutes is missing" in check_policy(tmp_path / "policy.toml")[0].expected


# Rest hours, as the settings change them
