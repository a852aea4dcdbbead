"""Words that a clerk says she has sent: noted once, with what follows, and counted as what they were (H1, C5)."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.i18n import LANGUAGES, set_language
from counter_tui.models import Consent, Contact, Customer, Promise, Revisit, new_uuid
from counter_tui.shop.context import open_shop
from counter_tui.shop.customers import consent
from counter_tui.shop.permission import PROMOTION, SERVICE, may_contact
from counter_tui.shop.promises import PromiseEntry, make
from counter_tui.shop.sending import (
    WRITTEN,
    SendSheet,
    SentWords,
    note_sent,
    prepare_sending,
    takes_the_place_of_a_call,
)
from counter_tui.shop.standing import standing_of
from counter_tui.shop.trace import FasterError
from counter_tui.shop.undo import last_steps, take_back
from tests.shop.conftest import customer

SOLD = dt.date(2026, 11, 17)
NEWS = SentWords("text", "News", "New rings.", "news", PROMOTION)
THANKS = SentWords("text", "Thank you, and how is it?", "Thank you! Mei", "first-thanks", SERVICE)


def due(reason: str = "first") -> Revisit:
    return Revisit.get(Revisit.reason == reason)


# Noted


def test_what_was_sent_finishes_the_line_and_plans_what_follows(shop, mei, sell) -> None:
    sold = sell(SOLD)
    saved = note_sent(shop, sold.customer, THANKS, mei, uuid=new_uuid(), revisit=due().id)
    contact = Contact.get()
    assert (contact.outcome, contact.channel, contact.topic, contact.said) == (
        "reached", "text", "Thank you, and how is it?", "Thank you! Mei",
    )  # fmt: skip
    assert (contact.reason, contact.revisit_id, contact.purpose) == ("first", due().id, SERVICE)
    assert due().open_series is None
    assert saved.next is not None
    assert saved.next.reason == "second"


def test_without_a_line_it_is_a_contact_nobody_had_planned(shop, mei, sell) -> None:
    sold = sell(SOLD)
    note_sent(shop, sold.customer, THANKS, mei, uuid=new_uuid())
    contact = Contact.get()
    assert (contact.reason, contact.revisit_id, contact.direction, contact.channel) == ("special", None, "out", "text")
    assert due().open_series is not None


def test_saved_twice_it_is_stored_once(shop, mei, sell) -> None:
    sold, form = sell(SOLD), new_uuid()
    first = note_sent(shop, sold.customer, THANKS, mei, uuid=form, revisit=due().id)
    assert note_sent(shop, sold.customer, THANKS, mei, uuid=form, revisit=due().id).contact == first.contact
    assert Contact.select().count() == 1


def test_it_can_be_taken_back(shop, mei, sell) -> None:
    sold = sell(SOLD)
    note_sent(shop, sold.customer, THANKS, mei, uuid=new_uuid(), revisit=due().id)
    take_back(shop, last_steps(shop, mei)[0].uuid, mei)
    assert Contact.select().count() == 0
    assert due().open_series is not None


def test_news_that_were_sent_are_the_offer_of_that_day_whatever_the_line_was_for(shop, mei, sell) -> None:
    sold = sell(SOLD)
    consent(shop, sold.customer, True, mei)
    note_sent(shop, sold.customer, NEWS, mei, uuid=new_uuid(), revisit=due().id)
    assert Contact.get().purpose == PROMOTION
    standing, _dial = standing_of(sold.customer)
    may = may_contact(standing, PROMOTION, "text", clock.now(), shop.policy)
    assert (may.allowed, may.why) == (False, "enough_today")
    sheet = prepare_sending(shop, sold.customer, mei, channel="text")
    held = {letter.id for letter in sheet.letters if not letter.may.allowed}
    assert held == {"news", "birthday", "anniversary", "festival", "after-event"}


MISSED = SentWords("text", "I tried to reach you", "…", "missed-call", SERVICE)


def test_words_that_ask_when_to_call_leave_the_contact_to_be_made(shop, mei, sell) -> None:
    sold, line = sell(SOLD), due().id
    Revisit.update(channel="text", tries=3, last_outcome="no_answer").where(Revisit.id == line).execute()
    saved = note_sent(shop, sold.customer, MISSED, mei, uuid=new_uuid(), revisit=line)
    assert saved.next is not None
    assert (saved.next.id, saved.next.due, saved.next.channel) == (line, dt.date(2026, 11, 23), "phone")
    assert (due().state, due().tries, due().last_outcome) == ("open", 3, "awaited")
    assert (Contact.get().outcome, Contact.get().revisit_id) == ("awaited", line)
    assert due("second").state == "waiting"


def test_beside_a_call_they_change_nothing_of_it(shop, mei, sell) -> None:
    sold, before = sell(SOLD), due()
    note_sent(shop, sold.customer, MISSED, mei, uuid=new_uuid(), revisit=before.id)
    assert (due().due, due().channel, due().version) == (before.due, "phone", before.version)
    assert Contact.get().outcome == "awaited"


def test_a_call_that_is_still_to_be_made_stands_after_a_message(shop, mei, sell) -> None:
    sold = sell(SOLD)
    saved = note_sent(shop, sold.customer, THANKS, mei, uuid=new_uuid(), revisit=due().id, in_place=False)
    assert due().open_series is not None
    assert saved.next is not None and saved.next.id == due().id, "what is still to be made is said to come next"
    assert Contact.get().outcome == "reached"


def test_only_in_place_of_a_call_a_clerk_is_asked(shop, mei, sell) -> None:
    sell(SOLD)
    line = due().id
    assert takes_the_place_of_a_call(shop, line, THANKS)
    assert not takes_the_place_of_a_call(shop, line, MISSED)
    Revisit.update(channel="text").where(Revisit.id == line).execute()
    assert not takes_the_place_of_a_call(shop, line, THANKS)


def test_a_promise_is_kept_only_by_words_meant_for_it(shop, mei, sell) -> None:
    sold = sell(SOLD)
    make(shop, sold.customer, PromiseEntry("ask the workshop", clock.today()), mei)
    line = due("promise").id
    note_sent(shop, sold.customer, MISSED, mei, uuid=new_uuid(), revisit=line)
    assert Promise.get().state == "open"
    assert due("promise").open_series is not None
    kept = SentWords("text", "What we promised is done", "…", "promise-kept", SERVICE)
    note_sent(shop, sold.customer, kept, mei, uuid=new_uuid(), revisit=line)
    assert Promise.get().state == "kept"


# By which way


def ways(sheet: SendSheet) -> dict[str, tuple[str, str]]:
    return {way.channel: (way.where, way.may.why) for way in sheet.ways}


def test_a_way_says_where_it_goes_or_why_it_does_not(shop, mei, sell) -> None:
    full = sell(SOLD, customer(wechat="xiaohong88", address="3 Pearl Road"))
    assert ways(prepare_sending(shop, full.customer, mei)) == {
        "text": ("138 1234 1234", ""),
        "wechat": ("xiaohong88", ""),
        "letter": ("3 Pearl Road", ""),
        "email": ("", "no_email"),
    }
    consent(shop, full.customer, False, mei)
    Revisit.update(reason="birthday").execute()
    refused = prepare_sending(shop, full.customer, mei, revisit=Revisit.get().id)
    assert {why for _where, why in ways(refused).values()} == {"refused"}


@pytest.mark.parametrize("channel", WRITTEN)
def test_the_letters_follow_the_channel(shop, mei, sell, channel: str) -> None:
    sold = sell(SOLD)
    sheet = prepare_sending(shop, sold.customer, mei, revisit=due().id, channel=channel)
    assert sheet.channel == channel
    assert all(channel in shop.letters[letter.id].channels for letter in sheet.letters)
    assert sheet.letters[0].id == ("first-thanks" if channel in ("text",) else "first-thanks-letter") or (
        channel == "wechat" and sheet.letters[0].id == "first-thanks"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_promotion_by_text_says_how_to_stop_it_whichever_letter_it_is(shop, mei, sell, language: str) -> None:
    sold = sell(SOLD)
    Revisit.update(reason="regular").execute()
    set_language(language)
    shop = open_shop("Golden Bell", "CN", language)
    stop = {"en": "Reply NO.", "zh_CN": "退"}[language]
    letters = prepare_sending(shop, sold.customer, mei, revisit=Revisit.get().id, channel="text").letters
    assert letters[0].id == "greeting"
    assert [letter.id for letter in letters if stop not in letter.words or letter.purpose != PROMOTION] == []
    service = prepare_sending(shop, sold.customer, mei, channel="text").letters
    assert not [letter.id for letter in service if stop in letter.words and letter.purpose != PROMOTION]
    assert stop not in next(letter.words for letter in service if letter.id == "greeting")


def test_what_was_promised_may_be_done_on_a_quiet_day_and_a_promotion_says_when(shop, mei, sell) -> None:
    from dataclasses import replace

    from counter_tui.shop.policy import Quiet

    sold = sell(SOLD)
    make(shop, sold.customer, PromiseEntry("ask the workshop", clock.today()), mei)
    quiet = replace_calls(shop, quiet_dates=(Quiet(clock.today()),), rest=())
    promise = prepare_sending(quiet, sold.customer, mei, revisit=due("promise").id, channel="phone")
    assert promise.calling.allowed
    assert not prepare_sending(quiet, sold.customer, mei).calling.allowed
    news = next(letter for letter in prepare_sending(quiet, sold.customer, mei).letters if letter.id == "news")
    assert (news.may.why, news.may.when.date()) == ("quiet", clock.today() + dt.timedelta(days=1))
    assert replace(news.may, allowed=True).words == ""


def test_what_a_supervisor_allows_is_made_by_the_channel_it_was_allowed_for(shop, mei, sell) -> None:
    sold = sell(SOLD)
    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    asked = {"revisit": due().id, "channel": "phone"}
    assert prepare_sending(shop, sold.customer, mei, **asked).calling.why == "rest"
    assert prepare_sending(shop, sold.customer, mei, **asked, allowed="phone").calling.allowed
    assert prepare_sending(shop, sold.customer, mei, **asked, allowed="text").calling.why == "rest"
    Consent.create(customer=sold.customer, purpose=SERVICE, channel="text", granted=False)
    asked["channel"] = "text"
    assert prepare_sending(shop, sold.customer, mei, **asked).letters[0].may.why == "channel_refused"
    sheet = prepare_sending(shop, sold.customer, mei, **asked, allowed="text")
    assert sheet.letters[0].may.allowed
    assert {letter.id for letter in sheet.letters if not letter.may.allowed} >= {"news", "birthday"}


def replace_calls(shop, **changed):
    from dataclasses import replace

    from msgspec.structs import replace as with_fields

    return replace(shop, policy=with_fields(shop.policy, calls=with_fields(shop.policy.calls, **changed)))


# Two tills


def test_while_one_till_sends_no_other_can(shop, mei, sell) -> None:
    sold = sell(SOLD)
    prepare_sending(shop, sold.customer, mei, till="A")
    prepare_sending(shop, sold.customer, mei, till="A")
    with pytest.raises(FasterError, match="has been in contact"):
        prepare_sending(shop, sold.customer, mei, till="B")


# The file


def test_how_to_find_a_customer_and_how_they_like_to_be_reached_stand_in_the_file(shop, mei, sell) -> None:
    from counter_tui.shop.customers import correct, entry_of
    from counter_tui.shop.files import read_file

    sold = sell(SOLD, customer(address="3 Pearl Road", route="Gate B, second lift", channel="wechat"))
    file = read_file(shop, sold.customer, mei)
    assert (file.channel, dict(file.lines)["route"]) == ("wechat", "Gate B, second lift")
    entry, version = entry_of(shop, sold.customer)
    assert (entry.route, entry.channel) == ("Gate B, second lift", "wechat")
    correct(shop, sold.customer, version, entry, mei)
    row = Customer.get_by_id(sold.customer)
    assert (row.route, row.channel) == ("Gate B, second lift", "wechat")
