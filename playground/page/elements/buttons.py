"""Buttons, and menus that hide behind one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from nicegui.element import Element

from playground.page import words
from playground.page.elements.confirming import confirmed
from playground.page.markup import Html, escaped, joined, tag
from playground.page.parts import part, rendered
from playground.page.stage import Json, Spot

PICKED = "e => playground.pick(e, emit)"
"""Hands on which item of a menu was pressed, and leaves the menu."""


def button(spot: Spot) -> Element:
    """A button, or a link that looks like one and tells the bot as well."""
    element, label = spot.element, words.plain(spot.element.get("text"))
    style = f"button button-{element.get('style', 'plain')}"
    spoken = element.get("accessibility_label")
    if url := element.get("url"):
        drawn = part("a", style, label, href=_safe(url), target="_blank", rel="noopener noreferrer", aria_label=spoken)
    else:
        drawn = part("button", style, label, type="button", aria_label=spoken)
    return drawn.on("click", lambda: _press(drawn, spot), args=[])


def icon_button(spot: Spot) -> Element:
    """A small button in a row of context actions."""
    label = words.plain(spot.element.get("text")) or spot.name
    sign = {"trash": "🗑"}.get(spot.element.get("icon", ""), "•")
    drawn = part("button", "button button-icon", sign, type="button", aria_label=label, title=label)
    return drawn.on("click", lambda: _press(drawn, spot), args=[])


def feedback_buttons(spot: Spot) -> Element:
    """Two buttons: good, or not."""
    with part("span", "feedback") as pair:
        for name in ("positive_button", "negative_button"):
            choice = spot.element.get(name, {})
            drawn = part("button", "button button-icon", words.plain(choice.get("text")), type="button")
            drawn.on("click", partial(spot.choose, value=choice.get("value", "")), args=[])
    return pair


def overflow(spot: Spot) -> Element:
    """Three dots, and the menu behind them."""
    return menu("⋯", spot.name, spot.element.get("options", ()), partial(_pick, spot))


def menu(
    sign: str,
    label: str,
    options: Sequence[Json],
    pick: Callable[[Json], Any],
    classes: str = "button button-icon",
    look: str = "",
) -> Element:
    """A button, and a menu that opens below it and is left with Esc; `pick` gets the option."""
    opener = part("button", classes, sign, type="button", aria_label=label, title=label, aria_haspopup="menu")
    items = joined(map(_item, options))
    list_ = rendered(items, f"menu {look}", popover="auto", role="menu", aria_label=label, data_walk="")
    list_.on("click", lambda event: pick(options[event.args]), js_handler=PICKED)
    opener.props["popovertarget"] = list_.html_id
    return opener


def _item(option: Json) -> Html:
    """Return an item of a menu."""
    said = [tag("span", escaped(words.plain(option.get("text"))))]
    if option.get("description"):
        said.append(tag("small", escaped(words.plain(option["description"]))))
    return tag("button", *said, class_="menu-item", role="menuitem", type="button")


async def _press(drawn: Element, spot: Spot) -> None:
    """Press a button; it shows that it is at work until the bot has acknowledged."""
    if await confirmed(spot):
        drawn.props["aria-busy"] = "true"
        await spot.choose()
        if not drawn.is_deleted:
            drawn.props.pop("aria-busy")


async def _pick(spot: Spot, option: Json) -> None:
    """Choose from an overflow menu."""
    if await confirmed(spot):
        await spot.choose(selected_option=option)


def _safe(url: str) -> str | None:
    """Return a URL that may be followed."""
    return url if url.lower().startswith(("http://", "https://", "mailto:", "tel:", "slack://")) else None
