"""Key descriptions in the clerk's language, translated in one place for key line, help and menu."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen

from counter_tui.i18n import _

if TYPE_CHECKING:
    _Base = Screen
else:
    _Base = object


class TranslatedBindings(_Base):
    """Mixed into every screen, before Screen: its bindings are marked with N_() and read out translated."""

    _dismissed = False

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Answer once: a second Enter that was typed ahead must not close the screen below as well."""
        if self._dismissed:
            return AwaitComplete.nothing()
        self._dismissed = True
        return super().dismiss(result)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that act now, as Textual gives them, with description, tooltip and group in the language in use."""
        known = super().active_bindings
        for key, active in known.items():
            own = self._bindings.key_to_bindings.get(key, ())
            if not active.binding.show and any(binding.show for binding in own):
                # A box acts on the key itself, on behalf of its screen, which says what for.
                known[key] = active._replace(node=self, binding=own[0], tooltip=own[0].tooltip)
        return {
            key: active._replace(binding=_translated(active.binding), tooltip=_(active.tooltip))
            for key, active in known.items()
        }


def _translated(binding: Binding) -> Binding:
    group = binding.group and replace(binding.group, description=_(binding.group.description))
    return replace(binding, description=_(binding.description), tooltip=_(binding.tooltip), group=group)
