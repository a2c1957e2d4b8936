"""HTML as text. What people and bots wrote becomes `Html` here only, and never part of a tag."""

from collections.abc import Iterable
from html import escape
from typing import NewType

Html = NewType("Html", str)
"""Text that may be put into a page as it stands."""


def escaped(text: str) -> Html:
    """Return text that shows as it was written."""
    return Html(escape(text))


def tag(name: str, *content: Html, **attributes: str) -> Html:
    """Return an element; `class_` means `class`, and `_` in other names `-`."""
    written = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{written}>{''.join(content)}</{name}>")


def joined(parts: Iterable[Html], by: str = "") -> Html:
    """Return several pieces as one; `by` is HTML that stands between them."""
    return Html(by.join(parts))


def _attribute(name: str) -> str:
    """Return an attribute's name as HTML writes it."""
    return name.rstrip("_").replace("_", "-")
