"""The parts a page is made of: plain HTML elements, which browsers and screen readers already understand."""

import json
from collections.abc import Callable
from typing import Any

from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from playground.page.markup import Html

VALUE = "e => emit(e.target.value)"
"""Hands on what is in a field."""

CHECKED = "e => emit(e.target.checked)"
"""Hands on whether a box is ticked."""

SUBMITTED = "e => { e.preventDefault(); emit() }"
"""Hands on that a form was sent, which stays where it is."""


def part(tag: str, classes: str = "", text: str = "", **attributes: Any) -> Element:
    """Add an element; `_` in an attribute's name means `-`, and one that is False or None is left out."""
    element = TextElement(tag=tag, text=text) if text else Element(tag)
    if classes:
        element.classes(classes)
    with element.props.suspend_updates():
        for name, value in attributes.items():
            if value is not None and value is not False:
                element.props[name.rstrip("_").replace("_", "-")] = value
    return element


def button(label: str, press: Callable[[], Any], classes: str = "button", **attributes: Any) -> Element:
    """Add a button."""
    return part("button", classes, label, type="button", **attributes).on("click", lambda: press(), args=[])


def sign(name: str) -> Element:
    """Add one of the small pictures that style.css knows; words stand beside it or behind it."""
    return part("span", f"sign sign-{name}", aria_hidden="true")


def rendered(markup: Html, classes: str = "", tag: str = "div", **attributes: Any) -> Element:
    """Add HTML that was made here: one element for NiceGUI, which draws all of its own again at every change."""
    return part(tag, classes, innerHTML=markup, **attributes)


def focus_on(element: Element, key: str) -> None:
    """Give the focus to what has a `data-key`, as soon as it is drawn in the window of an element."""
    element.client.run_javascript(f"playground.focusOn({json.dumps(key)})")


def in_browser(element: Element, function: str, *arguments: Any) -> None:
    """Call a function of page.js with an element, as soon as it is in the page."""
    written = ", ".join((json.dumps(element.html_id), *(json.dumps(argument) for argument in arguments)))
    element.client.run_javascript(f"playground.{function}({written})")
