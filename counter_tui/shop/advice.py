"""Care advice for what a piece is made of (mission B7, facts.md §12), and topics for keeping in touch (C3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from counter_tui.i18n import _
from counter_tui.shop.conditions import FAMILIES, Situation, holds, unknown
from counter_tui.shop.packs import Text, Texts, check_all_words, check_plain, load_packs, read_pack
from counter_tui.shop.policy import Reason
from counter_tui.shop.scripts import ALWAYS, MAYBE
from counter_tui.shop.tomlfile import Loaded, TomlFile
from counter_tui.words import sentences


class Care(Struct, frozen=True, forbid_unknown_fields=True):
    """Advice for a family of materials (its id): a sentence for the phone, and `more` for the counter."""

    id: str
    title: Text
    say: Text
    more: Annotated[Texts, Meta(max_length=6)] = ()


class Topic(Struct, frozen=True, forbid_unknown_fields=True):
    """Something to talk about: its title stands in the history, its words open the talk."""

    id: str
    title: Text
    say: Text
    when: Texts = ()
    reasons: tuple[Reason, ...] = ()


def load_care(shop: Path | None, language: str) -> Loaded[dict[str, Care]]:
    """The advice by family, the shop's own before the shipped."""
    return load_packs(shop, "care", language, read_care)


def load_topics(shop: Path | None, language: str) -> Loaded[dict[str, Topic]]:
    """The topics by id, the shop's own before the shipped."""
    return load_packs(shop, "topics", language, read_topic)


def read_care(file: TomlFile) -> Care | None:
    care = read_pack(file, Care)
    if care is not None:
        if care.id not in FAMILIES:
            sentence = _("the file's name is a material: expected one of {names}")
            file.add_at(1, sentence.format(names=", ".join(FAMILIES)))
        for key, line in (("title", care.title), ("say", care.say), *(("more", line) for line in care.more)):
            check_plain(file, (key,), line)
    return care


def read_topic(file: TomlFile) -> Topic | None:
    topic = read_pack(file, Topic)
    if topic is not None:
        check_plain(file, ("title",), topic.title)
        for at, condition in enumerate(topic.when):
            if wrong := unknown(condition):
                file.add(("when", at), wrong)
        check_all_words(file, [(("say",), topic.say)], ALWAYS, tuple(name for name in MAYBE if name != "topic"))
    return topic


def care_words(care: Mapping[str, Care], materials: Sequence[str]) -> str | None:
    """What to say on care of a piece of these families, a sentence each; None where there is no advice."""
    return sentences([care[family].say for family in materials if family in care]) or None


def topics_for(topics: Mapping[str, Topic], reason: str, situation: Situation, used: Iterable[str]) -> list[Topic]:
    """The topics that fit, those not talked over yet first, then the ones talked over longest ago.

    `used` are titles as they stand in the history, the newest first.
    """
    newest_first = list(dict.fromkeys(used))
    fitting = [
        topic
        for topic in topics.values()
        if holds(topic.when, situation) and (not topic.reasons or reason in topic.reasons)
    ]

    def turn(topic: Topic) -> tuple[bool, int, bool]:
        known = topic.title in newest_first
        # What suits this very piece before what suits everybody.
        return known, -newest_first.index(topic.title) if known else 0, not topic.when

    return sorted(fitting, key=turn)
