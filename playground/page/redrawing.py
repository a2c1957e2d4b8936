"""Drawing again what has changed, and nothing else."""

import asyncio
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from nicegui.element import Element

from playground.changes import Changes

T = TypeVar("T")

PAUSE = 0.02
"""For how long changes are gathered, in seconds, before a window is drawn again."""


class Redrawn(Protocol):
    """Whatever can be brought up to date."""

    def refresh(self) -> None:
        """Show what is so now."""


class Region(Generic[T]):
    """A part of the window that is drawn from a value, again whenever that value has changed."""

    def __init__(self, element: Element, shows: Callable[[], T], draw: Callable[[T], Any]) -> None:
        self._element, self._shows, self._draw = element, shows, draw
        self._shown: object = self
        self.refresh()

    def refresh(self) -> None:
        """Draw the value, if it is another one than before."""
        if (now := self._shows()) != self._shown:
            self._shown = now
            self._element.clear()
            with self._element:
                self._draw(now)


class Listing(Generic[T]):
    """A list of which each entry is drawn by itself, under a key; entries are removed, drawn again and put in order."""

    def __init__(
        self, element: Element, shows: Callable[[], Mapping[Hashable, T]], draw: Callable[[T], Element]
    ) -> None:
        self._element, self._shows, self._draw = element, shows, draw
        self._shown: dict[Hashable, tuple[T, Element]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Draw the entries that are new or have changed, where they belong."""
        now = self._shows()
        for key in [key for key, (value, _) in self._shown.items() if key not in now or now[key] != value]:
            self._shown.pop(key)[1].delete()
        for place, (key, value) in enumerate(now.items()):
            if key not in self._shown:
                with self._element:
                    self._shown[key] = (value, self._draw(value))
                if place + 1 < len(self._shown):
                    self._shown[key][1].move(target_index=place)


class Nest(Generic[T]):
    """A region of regions: all of it is drawn anew when its own value changes, or else only what has changed inside."""

    def __init__(self, element: Element, shows: Callable[[], T], draw: Callable[[T], Sequence[Redrawn]]) -> None:
        self._draw = draw
        self._inside: Sequence[Redrawn] = ()
        self._outside = Region(element, shows, self._drawn)

    def refresh(self) -> None:
        """Show what is new."""
        self._outside.refresh()
        for each in self._inside:
            each.refresh()

    def _drawn(self, value: T) -> None:
        """Draw all of it, and keep what is inside."""
        self._inside = self._draw(value)


class Upkeep:
    """Calls `refresh` soon after something changed, once for all that changes together."""

    def __init__(self, changes: Changes, refresh: Callable[[], None]) -> None:
        self._refresh = refresh
        self._waiting: asyncio.TimerHandle | None = None
        self._has_ended = False
        self._stop_listening = changes.listen(self.changed)

    def changed(self) -> None:
        """Take note that something is different now."""
        if self._waiting is None and not self._has_ended:
            self._waiting = asyncio.get_running_loop().call_later(PAUSE, self._due)

    def end(self) -> None:
        """Refresh no more."""
        self._has_ended = True
        self._stop_listening()
        if self._waiting:
            self._waiting.cancel()

    def _due(self) -> None:
        """Refresh."""
        self._waiting = None
        self._refresh()
