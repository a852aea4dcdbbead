"""Questions on the command line, answered by a number or by y and n."""

from __future__ import annotations

from counter_tui.i18n import _


def number(many: int, otherwise: int) -> int:
    """A number typed, less than `many`; Enter alone takes `otherwise`."""
    while True:
        typed = _typed(_("Number [{n}]: ").format(n=otherwise)).strip()
        if not typed:
            return otherwise
        if typed.isascii() and typed.isdecimal() and int(typed[:6]) < many:
            return int(typed)
        print(_("Type a number from the list."))


def agreed(question: str, *, otherwise: bool = True) -> bool:
    """Whether the question, which names the letters y and n, is answered with a yes; Enter alone is `otherwise`."""
    typed = _typed(question).strip().casefold()
    return typed in ("y", "yes", "是", "好") if typed else otherwise


def _typed(question: str) -> str:
    """The answer to a question; Ctrl+D, which ends all answers, stops as Ctrl+C does, and nothing has been written."""
    try:
        return input(question)
    except (EOFError, KeyboardInterrupt):
        print()
        print(_("Nothing was changed."))
        raise KeyboardInterrupt from None
