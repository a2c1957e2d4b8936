"""Selects, for one or for many: of given options, of the bot's own, of people and of conversations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui.element import Element

from playground import acting
from playground.acting import Gone, Trouble
from playground.page import words
from playground.page.choosing import Choice, Choosing
from playground.page.elements.confirming import confirmed
from playground.page.parts import button, in_browser, part
from playground.page.stage import Json, Spot

PAUSE = 0.2
"""For how long typing must rest before the bot is asked, in seconds."""

CHOSEN = {
    "static": "selected_option",
    "external": "selected_option",
    "users": "selected_user",
    "conversations": "selected_conversation",
    "channels": "selected_channel",
}
"""What Slack calls the choice; with an `s` where there may be several."""


def select(spot: Spot) -> Element:
    """One of many."""
    kind = _kind(spot)
    chosen = spot.value.get(CHOSEN[kind])
    written = _choice(spot, chosen).text if chosen else ""
    with part("span", "select"):
        drawn = _field(spot, defaultValue=written)
        Choosing(drawn, partial(offered, spot), partial(_pick, spot, drawn), label=spot.name, pause=_pause(kind))
    return drawn


def multi_select(spot: Spot) -> Element:
    """Several of many, each of which can be taken away again."""
    kind = _kind(spot)
    chosen = [_choice(spot, one) for one in spot.value.get(f"{CHOSEN[kind]}s") or ()]
    with part("span", "select select-many"):
        chips = part("span", "chips")
        drawn = _field(spot)
        several = Several(spot, chosen, chips, drawn)
        Choosing(drawn, partial(offered, spot), several.add, label=spot.name, pause=_pause(kind))
    several.draw()
    return drawn


@dataclass
class Several:
    """What has been chosen so far."""

    spot: Spot
    chosen: list[Choice]
    chips: Element
    into: Element

    async def add(self, choice: Choice) -> None:
        """Choose one more, up to as many as the bot takes."""
        in_browser(self.into, "fill", "")
        if choice not in self.chosen and len(self.chosen) < self.spot.element.get("max_selected_items", 100):
            await self._change([*self.chosen, choice])

    async def remove(self, choice: Choice) -> None:
        """Take one away."""
        await self._change([one for one in self.chosen if one != choice])

    async def _change(self, chosen: list[Choice]) -> None:
        self.chosen = chosen
        self.draw()
        if await confirmed(self.spot):
            await self.spot.choose(**{f"{CHOSEN[_kind(self.spot)]}s": [one.value for one in chosen]})

    def draw(self) -> None:
        """Show what is chosen, each with a cross."""
        self.chips.clear()
        with self.chips:
            for choice in self.chosen:
                label = self.spot.stage.reader.says("Remove {name}", name=choice.text)
                button(f"{choice.text} ×", partial(self.remove, choice), "chip", aria_label=label)


async def offered(spot: Spot, typed: str, _cursor: int) -> Sequence[Choice]:
    """Return what can be chosen; what the field already says does not narrow it."""
    kind = _kind(spot)
    if kind == "external":
        return await _asked(spot, typed)
    every = tuple(_every(spot, kind))
    wanted = typed.strip().casefold()
    if any(wanted == choice.text.casefold() for choice in every):
        return every
    return [choice for choice in every if wanted in choice.text.casefold()]


def choices(answer: Sequence[Json]) -> Iterator[Choice]:
    """Yield options, or the options of groups, as choices."""
    for each in answer:
        if "options" in each:
            group = words.plain(each.get("label"))
            yield from (Choice(one.text, one.value, one.hint, group) for one in choices(each["options"]))
        else:
            yield Choice(words.plain(each["text"]), each, words.plain(each.get("description")))


async def _asked(spot: Spot, typed: str) -> Sequence[Choice]:
    """Ask the bot for options, once enough has been typed."""
    stage = spot.stage
    if stage.place is None or len(typed) < spot.element.get("min_query_length", 3):
        return ()
    try:
        answer = await acting.options(stage.slack, stage.reader.id, stage.place, spot.block_id, spot.action_id, typed)
    except (Gone, Trouble) as trouble:
        stage.say(str(trouble))
        return ()
    return tuple(choices(answer))


def _every(spot: Spot, kind: str) -> Iterator[Choice]:
    """Yield everything that can be chosen without asking the bot."""
    workspace, reader = spot.stage.slack.workspace, spot.stage.reader
    if kind == "static":
        yield from choices(spot.element.get("options") or spot.element.get("option_groups") or ())
    elif kind == "users":
        yield from (Choice(one.real_name, one.id) for one in workspace.people.values() if not one.is_deactivated)
    else:
        wanted = _wanted(spot.element, kind)
        for one in workspace.channels.values():
            if one.kind in wanted and not one.is_archived and (one.kind == "public" or reader.id in one.members):
                yield Choice(reader.titled(one.id), one.id)


def _wanted(element: Json, kind: str) -> Sequence[str]:
    """Return which kinds of conversations can be chosen."""
    if kind == "channels":
        return ("public",)
    wanted: Sequence[str] = element.get("filter", {}).get("include") or ("im", "mpim", "private", "public")
    return wanted


def _kind(spot: Spot) -> str:
    """Return where the choices come from: `static`, `external`, `users`, `conversations` or `channels`."""
    return str(spot.element["type"]).removeprefix("multi_").removesuffix("_select")


def _pause(kind: str) -> float:
    """Return how long typing must rest."""
    return PAUSE if kind == "external" else 0.0


def _choice(spot: Spot, chosen: Any) -> Choice:
    """Return what was chosen before, as it is shown."""
    if isinstance(chosen, str):
        reader = spot.stage.reader
        return Choice(reader.people.get(chosen) or reader.titled(chosen), chosen)
    return Choice(words.plain(chosen.get("text")), chosen)


def _field(spot: Spot, **attributes: Any) -> Element:
    """Draw what is typed into."""
    placeholder = words.plain(spot.element.get("placeholder")) or spot.stage.reader.says("Select an item")
    return part("input", "field", type="text", placeholder=placeholder, aria_label=spot.name, **attributes)


async def _pick(spot: Spot, drawn: Element, choice: Choice) -> None:
    """Choose one."""
    in_browser(drawn, "fill", choice.text)
    if await confirmed(spot):
        await spot.choose(**{CHOSEN[_kind(spot)]: choice.value})
