"""Keys typed while a dialog is on its way wait for it: what a screen begins is told to the program (key_order)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.dom import DOMNode

if TYPE_CHECKING:
    from textual.worker import Worker


class KeysWait(DOMNode):
    """A screen whose workers ask one thing after the other; in a program that knows nothing of it, they just work."""

    def run_worker(self, work: Any, *args: Any, group: str = "default", **options: Any) -> Worker[Any]:
        """Let a worker do something; keys wait while it is between two dialogs."""
        errand = getattr(self.app, "errand", None)
        return super().run_worker(errand(work, group) if errand else work, *args, group=group, **options)

    def press_first(self, key: str) -> None:
        """Press a key, before all those that wait."""
        if (press := getattr(self.app, "press_first", None)) is not None:
            press(key)
