"""Key descriptions in the clerk's language, translated in one place for key line, help and menu."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding, Binding, BindingsMap, BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from counter_tui.i18n import N_, _
from counter_tui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    _Base = Screen
else:
    _Base = object


def digits(id: str, tooltip: str) -> list[BindingType]:
    """Keys 1 to 9 for numbered lines, where no text field has the focus; the screen has `action_number(n)`.

    `id` goes before each number; `tooltip` is marked with N_().
    """
    return [
        Binding(str(n), f"number({n})", N_("By number"), show=False, id=f"{id}{n}", tooltip=tooltip)
        for n in range(1, 10)
    ]


class TranslatedBindings(_Base):
    """Mixed into every screen, before Screen: its bindings are marked with N_() and read out translated."""

    _dismissed = False

    def _extend_compose(self, widgets: list[Widget]) -> None:
        super()._extend_compose(widgets)
        widgets.append(TooSmall())

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Answer once: a second Enter that was typed ahead must not close the screen below as well."""
        if self._dismissed:
            return AwaitComplete.nothing()
        self._dismissed = True
        with self._own_stack():
            return super().dismiss(result)

    def _own_stack(self) -> AbstractContextManager[None]:
        """While the lock stands before this screen, it still goes from the stack it lies on."""
        stack_of = getattr(self.app, "stack_of", None)
        return stack_of(self) if stack_of else nullcontext()

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        """The keys, the shop's own applied; a box that acts on a key for its screen follows where that has moved."""
        chain = super()._binding_chain
        keymap = self.app._keymap
        moved = {
            binding.key: keymap[binding.id].split(",")
            for _key, binding in (self._bindings if keymap else ())
            if binding.id in keymap
        }
        for node, bindings in chain if moved else ():
            if node is self:
                break
            known = bindings.key_to_bindings
            taken = {key: known.pop(key) for key in moved if any(one.id not in keymap for one in known.get(key, ()))}
            for shipped, own in taken.items():
                for key in moved[shipped]:
                    known[key] = [binding.with_key(key) for binding in own]
        return chain

    def _acts(self, binding: Binding) -> bool:
        return bool(self.check_action(binding.action.partition("(")[0], ()))

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that act now, as Textual gives them, with description, tooltip and group in the language in use."""
        known = super().active_bindings
        mine = next(bindings for node, bindings in self._binding_chain if node is self)
        for key, active in known.items():
            own = [binding for binding in mine.key_to_bindings.get(key, ()) if binding.show and self._acts(binding)]
            if not active.binding.show and own:
                # A box acts on the key itself, on behalf of its screen, which says what for.
                known[key] = active._replace(node=self, binding=own[0], tooltip=own[0].tooltip)
        return {
            key: active._replace(binding=_translated(active.binding), tooltip=_(active.tooltip))
            for key, active in known.items()
        }


def _translated(binding: Binding) -> Binding:
    group = binding.group and replace(binding.group, description=_(binding.group.description))
    return replace(binding, description=_(binding.description), tooltip=_(binding.tooltip), group=group)
