"""Block Kit's text objects as HTML and as words."""

from collections.abc import Mapping
from typing import Any

from playground.page import mrkdwn
from playground.page.emoji import emoji
from playground.page.markup import Html, escaped, joined
from playground.page.reader import Reader


def shown(text: Mapping[str, Any] | str | None, reader: Reader) -> Html:
    """Return a text object as HTML: `mrkdwn`, or `plain_text` in which only emoji are more than letters."""
    if not text:
        return Html("")
    if isinstance(text, Mapping) and text.get("type") == "mrkdwn":
        return mrkdwn.html(text.get("text", ""), reader)
    return joined((escaped(line) for line in plain(text).split("\n")), "<br>")


def said(text: Mapping[str, Any] | str | None, reader: Reader) -> str:
    """Return the words of a text object as they are read out."""
    return mrkdwn.bare(shown(text, reader))


def plain(text: Mapping[str, Any] | str | None) -> str:
    """Return the words of a text object."""
    words = text if isinstance(text, str) else str((text or {}).get("text", ""))
    return mrkdwn.EMOJI.sub(lambda match: emoji(match["emoji"]), words)
