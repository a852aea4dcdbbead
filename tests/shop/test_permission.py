"""May I call? (mission C5): never at rest time, never against a refusal, and the program says why and when."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from counter_tui import i18n
from counter_tui.i18n import LANGUAGES
from counter_tui.shop.permission import PROMOTION, SERVICE, May, Standing, may_contact, next_allowed
from counter_tui.shop.policy import load_policy

POLICY = load_policy(None).value
WILLING = Standing({}, has_number=True)
REFUSES = Standing({(PROMOTION, "any"): False}, has_number=True)
moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1))


def at(clock: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-21T{clock}")


@pytest.mark.parametrize(
    ("clock", "allowed", "again"),
    [
        ("08:59", False, "2026-11-21T09:00"),
        ("09:00", True, ""),
        ("12:29", True, ""),
        ("12:30", False, "2026-11-21T14:30"),
        ("14:29", False, "2026-11-21T14:30"),
        ("14:30", True, ""),
        ("19:59", True, ""),
        ("20:00", False, "2026-11-22T09:00"),
        ("23:30", False, "2026-11-22T09:00"),
    ],
)
def test_rest_hours(clock: str, allowed: bool, again: str) -> None:
    answer = may_contact(WILLING, SERVICE, "phone", at(clock), POLICY)
    assert answer.allowed is allowed
    assert answer.when == (dt.datetime.fromisoformat(again) if again else None)
    assert bool(answer.words) is not allowed


def test_a_text_may_go_out_at_rest_time_because_it_does_not_ring() -> None:
    assert may_contact(WILLING, SERVICE, "text", at("13:00"), POLICY).allowed


@given(moments, st.sampled_from(["phone", "text", "wechat", "visit", "letter", "email"]))
def test_no_moment_lets_a_promotion_through_a_refusal(moment: dt.datetime, channel: str) -> None:
    answer = may_contact(REFUSES, PROMOTION, channel, moment, POLICY)
    assert not answer.allowed
    assert "no news and offers" in answer.words


@given(moments)
def test_a_refusal_of_offers_never_blocks_service(moment: dt.datetime) -> None:
    assert may_contact(REFUSES, SERVICE, "phone", moment, POLICY) == may_contact(
        WILLING, SERVICE, "phone", moment, POLICY
    )


@given(moments)
def test_the_moment_named_is_allowed_and_the_soonest(moment: dt.datetime) -> None:
    answer = may_contact(WILLING, SERVICE, "phone", moment, POLICY)
    if answer.when is not None:
        assert may_contact(WILLING, SERVICE, "phone", answer.when, POLICY).allowed
        assert not may_contact(WILLING, SERVICE, "phone", answer.when - dt.timedelta(seconds=1), POLICY).allowed
        assert next_allowed(moment, POLICY) == answer.when


def test_one_offer_a_day_for_a_number() -> None:
    answer = may_contact(Standing({}, True, promotions_today=1), PROMOTION, "phone", at("10:00"), POLICY)
    assert not answer.allowed
    assert answer.when == dt.datetime(2026, 11, 22, 9, 0)


def test_without_a_number_that_works_there_is_no_call() -> None:
    answer = may_contact(Standing({}, has_number=False), SERVICE, "phone", at("10:00"), POLICY)
    assert (answer.allowed, answer.words) == (False, "no number that works")


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("why", ["rest", "closed", "refused", "channel_refused", "no_number", "enough_today"])
def test_in_a_column_the_reason_fits_whole(why: str, language: str) -> None:
    i18n.set_language(language)
    brief = May(False, why, at("14:30")).brief
    assert 0 < cell_len(brief) <= 13
    assert ("14:30" in brief) is (why == "rest")
