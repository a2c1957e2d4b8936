"""What people see and can use: a message, a modal, their Home."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground import acting, places
from playground.blocks import PRESSED, VALUES, Element, elements
from playground.places import Place
from playground.testing.choosing import Wanted, chosen, option_list
from playground.testing.running import Running
from playground.testing.words import words


@dataclass(frozen=True)
class Control:
    """A button, a menu or an input, under somebody's finger."""

    running: Running
    person: str
    place: Place
    block: Mapping[str, Any]
    element: Element

    @property
    def block_id(self) -> str:
        """The id of the block it is in."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """Its own id."""
        return str(self.element["action_id"])

    @property
    def text(self) -> str:
        """What is written on it, or for an input beside it."""
        return names(self.block, self.element)[0]

    @property
    def warning(self) -> str:
        """What the sign beside it warns of, if there is one."""
        slack = self.running.slack
        return self.running.look(lambda: places.holder(slack, self.place).warnings.get(self.action_id, ""))

    def click(self) -> None:
        """Press it, and wait for the acknowledgement."""
        self._act({})

    def options(self, typed: str = "") -> list[str]:
        """Return what the options read; those of an external menu come from the bot."""
        return [option["text"]["text"] for option in option_list(self._offered(typed))]

    def choose(self, *wanted: Wanted, typed: str | None = None) -> None:
        """Choose in a menu and wait for the acknowledgement; in an external one, type that or `typed` first."""
        self._act(self._chosen(wanted, typed))

    def fill(self, *wanted: Wanted, typed: str | None = None) -> None:
        """Type or choose, and tell nobody before the modal is submitted, unless the block asks for it."""
        self._act(self._chosen(wanted, typed))

    @property
    def value(self) -> Any:
        """What it holds."""
        held = self.running.look(acting.values, self.running.slack, self.place)
        return held[self.block_id][self.action_id][VALUES[self.element["type"]][1]]

    def _chosen(self, wanted: Sequence[Wanted], typed: str | None) -> Mapping[str, Any]:
        """Return what Slack sends for what was chosen."""
        one: Any = wanted[0] if len(wanted) == 1 else list(wanted)
        first = one[0] if isinstance(one, list | tuple) and one else one
        offered = self._offered(str(first) if typed is None else typed)
        made: Mapping[str, Any] = chosen(self.element, one, offered=offered, slack=self.running.slack)
        return made

    def _offered(self, typed: str) -> list[dict[str, Any]]:
        """Return the options there are."""
        if "external" not in self.element["type"]:
            return [*(self.element.get("options") or ()), *(self.element.get("option_groups") or ())]
        asked = (self.person, self.place, self.block_id, self.action_id, typed)
        return self.running.do(acting.options(self.running.slack, *asked))

    def _act(self, made: Mapping[str, Any]) -> None:
        """Do it."""
        used = (self.person, self.place, self.block_id, self.action_id, made)
        self.running.do(acting.acts(self.running.slack, *used))


@dataclass(frozen=True)
class Surface:
    """Something with blocks on it, before somebody's eyes."""

    running: Running
    person: str
    place: Place

    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]:
        """What is on it now."""
        return self.running.look(places.blocks_at, self.running.slack, self.place)

    @property
    def words(self) -> str:
        """All that can be read on it."""
        return words(self.blocks)

    @property
    def buttons(self) -> list[str]:
        """What its buttons read."""
        return [control.text for control in self._controls() if control.element["type"] == "button"]

    def button(self, name: str) -> Control:
        """Return the button that reads so, or has that `action_id`."""
        return self._named(name, [one for one in self._controls() if one.element["type"] == "button"])

    def select(self, name: str = "") -> Control:
        """Return a menu, picker or group of boxes by placeholder, label or `action_id`; the only one needs no name."""
        return self._named(name, [one for one in self._controls() if one.element["type"] != "button"])

    def field(self, label: str) -> Control:
        """Return an input by its label, placeholder, `block_id` or `action_id`."""
        return self._named(label, [one for one in self._controls() if one.element["type"] not in PRESSED])

    def _controls(self) -> Iterator[Control]:
        """Yield everything that can be used."""
        for block in self.blocks:
            for element in elements(block):
                yield Control(self.running, self.person, self.place, block, element)

    def _named(self, name: str, among: Sequence[Control]) -> Control:
        """Return the one control that is called so, or whose name has that in it.

        Raises:
            AssertionError: where there is none, or more than one.
        """
        for found in (
            [one for one in among if name in names(one.block, one.element)],
            [
                one
                for one in among
                if any(name.casefold() in known.casefold() for known in names(one.block, one.element))
            ],
        ):
            if len(found) == 1:
                return found[0]
        there = ", ".join(repr(one.text) for one in among) or "nothing"
        raise AssertionError(f"No one thing to use is called {name!r}; there is {there}")


def names(block: Mapping[str, Any], element: Element) -> list[str]:
    """Return what an element may be called: what it reads first, its ids last."""
    written = (element.get("text"), element.get("placeholder"), block.get("label"))
    texts = [one["text"] for one in written if one]
    return [*texts, element.get("action_id", ""), block.get("block_id", "")]
