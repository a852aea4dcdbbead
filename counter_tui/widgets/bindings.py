"""Key descriptions in the clerk's language, translated in one place for key line, help and menu."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import ActiveBinding, Binding
from textual.screen import Screen

from counter_tui.i18n import _

if TYPE_CHECKING:
    _Base = Screen
else:
    _Base = object


class TranslatedBindings(_Base):
    """Mixed into every screen, before Screen: its bindings are marked with N_() and read out translated."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that act now, as Textual gives them, with description, tooltip and group in the language in use."""
        return {
            key: active._replace(binding=_translated(active.binding), tooltip=_(active.tooltip))
            for key, active in super().active_bindings.items()
        }


def _translated(binding: Binding) -> Binding:
    group = binding.group and replace(binding.group, description=_(binding.group.description))
    return replace(binding, description=_(binding.description), tooltip=_(binding.tooltip), group=group)
