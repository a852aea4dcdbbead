"""Call scripts (mission D1, D2): a checklist with its words, conditions, branches and questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from counter_tui.i18n import _
from counter_tui.shop.conditions import Situation, holds, unknown
from counter_tui.shop.packs import Text, Texts, check_all_words, check_plain, load_packs, read_pack
from counter_tui.shop.policy import Reason
from counter_tui.shop.tomlfile import Loaded, TomlFile
from counter_tui.tomltext import KeyPath

ALWAYS = ("shop", "clerk", "customer", "daypart", "today")
MAYBE = (
    *("piece", "material", "bought", "days", "cert", "size", "free_until", "others"),
    *("next", "last", "promise", "care", "topic", "complaint", "owed"),
)
FALLBACK = "call"
HOME_VISIT = "home-visit"
"""Going to a customer's home; its manners and steps stand on the sheet too, a shop's own before the shipped one."""
END = "end"
"""Where an answer goes that leads to the last step."""

StepId = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,32}$")]
Question = Literal[
    "wears", "satisfaction", "recommend", "hours", "channel", "birthday", "wedding", "promotion", "allergies"
]
Leads = Literal["complaint", "promise", "care", "diary", "no_calls", "no_reminders"]
Sign = Literal["tone", "no_receipt", "not_worn", "not_liked", "asks_exchange", "cheaper_seen", "family_against"]
Direction = Literal["out", "in", "counter"]


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """What the customer may answer, chosen by its digit: the reply to say, the step to go to, and what it leads to.

    `sign` is one that the piece may come back (C11).
    """

    words: Text
    say: str = ""
    go: StepId | None = None
    leads: Leads | None = None
    sign: Sign | None = None


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One box of the checklist, shown when all of `when` holds; one that is `aside` only where an answer goes to it.

    `asks` is a question whose answer goes into the file.
    """

    id: StepId
    title: Text
    say: Text
    hint: str = ""
    when: Texts = ()
    aside: bool = False
    asks: Question | None = None
    answers: Annotated[tuple[Answer, ...], Meta(max_length=6)] = ()


class Script(Struct, frozen=True, forbid_unknown_fields=True):
    """A conversation as a checklist. Aim, manners and the steps' words are to be filled in with `render`."""

    id: str
    title: Text
    aim: Text
    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]
    reasons: tuple[Reason, ...] = ()
    direction: Direction = "out"
    manners: Texts = ()


def load_scripts(shop: Path | None, language: str) -> Loaded[dict[str, Script]]:
    """The scripts by id, the shop's own before the shipped ones."""
    return load_packs(shop, "scripts", language, read_script)


def script_for(scripts: Mapping[str, Script], reason: str, direction: str = "out", channel: str = "") -> Script:
    """The script that serves a reason in a direction; else the general `call`, else any of that direction. Going to
    the customer's home has a script of its own (C12), whatever it is for.

    Raises LookupError when there is no script at all.
    """
    if channel == "visit" and direction == "out" and HOME_VISIT in scripts:
        return scripts[HOME_VISIT]
    fitting = [script for script in scripts.values() if script.direction == direction]
    serving = [script for script in fitting if reason in script.reasons]
    general = [script for script in fitting if script.id == FALLBACK]
    for script in (*serving, *general, *fitting, *scripts.values()):
        return script
    raise LookupError(_("there is no call script"))


def steps_for(script: Script, situation: Situation) -> tuple[Step, ...]:
    """The steps that are said in this situation; never none."""
    return tuple(step for step in script.steps if holds(step.when, situation)) or script.steps[-1:]


def read_script(file: TomlFile) -> Script | None:
    """A file as a script; None after noting the mistakes in its shape. What is wrong with its words is noted too."""
    script = read_pack(file, Script)
    if script is None:
        return None
    check_plain(file, ("title",), script.title)
    if script.direction == "out" and not script.reasons:
        file.add(("reasons",), _('reasons: expected at least one, as in ["first"]'))
    seen: set[str] = set()
    for index, step in enumerate(script.steps):
        if step.id in seen:
            file.add(("steps", index, "id"), _("step id {id} is used twice").format(id=step.id))
        seen.add(step.id)
        _check_step(file, script, index)
    check_all_words(file, _words_of(script), ALWAYS, MAYBE)
    return script


def _check_step(file: TomlFile, script: Script, index: int) -> None:
    step, later = script.steps[index], {step.id for step in script.steps[index + 1 :]}
    place: KeyPath = ("steps", index)
    for at, condition in enumerate(step.when):
        if wrong := unknown(condition):
            file.add((*place, "when", at), wrong)
    if step.asks and step.answers:
        file.add((*place, "asks"), _("a step has answers or asks, not both"))
    if len(step.answers) == 1:
        file.add((*place, "answers", 0), _("answers: expected two or more to choose from"))
    for at, answer in enumerate(step.answers):
        check_plain(file, (*place, "answers", at, "words"), answer.words)
        if answer.go is not None and answer.go != END and answer.go not in later:
            sentence = _("go: expected the id of a later step, or {end}; found {id}")
            file.add((*place, "answers", at, "go"), sentence.format(end=END, id=answer.go))
    reached = {answer.go for earlier in script.steps[:index] for answer in earlier.answers}
    if step.aside and step.id not in reached:
        file.add((*place, "aside"), _("no answer goes to {id}: nobody would ever come here").format(id=step.id))


def _words_of(script: Script) -> Iterator[tuple[KeyPath, str]]:
    yield ("aim",), script.aim
    for index, line in enumerate(script.manners):
        yield ("manners", index), line
    for index, step in enumerate(script.steps):
        for key in ("title", "say", "hint"):
            yield ("steps", index, key), getattr(step, key)
        for at, answer in enumerate(step.answers):
            yield ("steps", index, "answers", at, "say"), answer.say
