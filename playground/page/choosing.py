"""A list under a field: it opens on typing, is walked with Up and Down, chosen from with Enter, and left with Esc."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from playground.page.parts import in_browser, part

TYPED = "e => emit(e.target.value, playground.cursor(e.target))"
KEYS = "e => playground.listKeys(e, emit)"
MOST = 50


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen; `value` is for whoever offers it."""

    text: str
    value: Any = None
    hint: str = ""
    group: str = ""


Offer = Callable[[str, int], Awaitable[Sequence[Choice]]]
"""What can be chosen, given what is in the field and where the cursor stands in it."""

Enter = Callable[[str], Awaitable[None]]
"""What Enter does with what is in the field, where there is nothing to be chosen."""


class Choosing:
    """A field with its list."""

    def __init__(
        self,
        field: Element,
        offer: Offer,
        choose: Callable[[Choice], Any],
        enter: Enter | None = None,
        *,
        label: str,
        pause: float = 0.0,
    ) -> None:
        self._field, self._offer, self._choose, self._enter = field, offer, choose, enter
        self._choices: Sequence[Choice] = ()
        self._at = 0
        self._asked = 0
        self._items: list[Element] = []
        anchor = f"--{field.html_id}"
        field.style(f"anchor-name:{anchor}")
        self._list = part("div", "choices", role="listbox", popover="manual", aria_label=label)
        self._list.style(f"position-anchor:{anchor}").on("mousedown", js_handler="e => e.preventDefault()")
        field.props.update(
            {
                "role": "combobox",
                "aria-autocomplete": "list",
                "aria-expanded": "false",
                "aria-controls": self._list.html_id,
                "autocomplete": "off",
            }
        )
        field.on("input", self._typed, js_handler=TYPED, throttle=pause, leading_events=not pause)
        field.on("click", self._typed, js_handler=TYPED)
        field.on("keydown", self._key, js_handler=KEYS)
        field.on("blur", lambda: self.close(), args=[])

    def close(self) -> None:
        """Take the list away."""
        self._asked += 1
        self._show(())

    async def _typed(self, event: GenericEventArguments) -> None:
        """Offer what fits to what was typed; an answer that comes too late is dropped."""
        self._asked += 1
        asked, (typed, cursor) = self._asked, event.args
        choices = await self._offer(typed, cursor)
        if asked == self._asked:
            self._show(choices[:MOST])

    async def _key(self, event: GenericEventArguments) -> None:
        """Walk, choose or leave; Down opens a list that is closed."""
        match event.args:
            case "Escape":
                self.close()
            case "ArrowDown" | "ArrowUp" if self._choices:
                self._walk(1 if event.args == "ArrowDown" else -1)
            case "Enter" | ["Enter" | "Tab", str()] if self._choices:
                await self._take(self._choices[self._at])
            case ["Tab", str(typed)]:
                in_browser(self._field, "fill", typed, len(typed))
            case ["Enter", str(typed)] if self._enter:
                await self._enter(typed)
            case [typed, cursor]:
                await self._typed(GenericEventArguments(sender=event.sender, client=event.client, args=[typed, cursor]))

    async def _take(self, choice: Choice) -> None:
        """Choose something."""
        self.close()
        result = self._choose(choice)
        if isinstance(result, Awaitable):
            await result

    def _show(self, choices: Sequence[Choice]) -> None:
        """Draw the list, or hide it if it is empty."""
        if self._field.is_deleted or (not choices and not self._choices):
            return
        self._choices, self._at, self._items = choices, 0, []
        self._list.clear()
        with self._list:
            for place, choice in enumerate(choices):
                self._item(choice, previous=choices[place - 1] if place else None)
        self._field.props["aria-expanded"] = "true" if choices else "false"
        self._walk(0)
        in_browser(self._list, "unfold", bool(choices))

    def _item(self, choice: Choice, *, previous: Choice | None) -> None:
        """Draw a choice, under the title of its group where that begins."""
        if choice.group and (previous is None or previous.group != choice.group):
            part("div", "choices-group", choice.group, role="presentation")
        item = part("div", "choice", role="option", aria_selected="false")
        with item:
            part("span", "", choice.text)
            if choice.hint:
                part("small", "", choice.hint)
        self._items.append(item.on("click", lambda: self._take(choice), args=[]))

    def _walk(self, by: int) -> None:
        """Go to another choice, round and round."""
        if not self._items:
            self._field.props.pop("aria-activedescendant", None)
            return
        self._items[self._at].props["aria-selected"] = "false"
        self._at = (self._at + by) % len(self._items)
        self._items[self._at].props["aria-selected"] = "true"
        self._field.props["aria-activedescendant"] = self._items[self._at].html_id
        in_browser(self._items[self._at], "reveal")
