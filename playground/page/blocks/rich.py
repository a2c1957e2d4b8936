"""Rich text: what people's own formatting becomes."""

from typing import Any

from playground.page import mrkdwn
from playground.page.emoji import emoji
from playground.page.markup import Html, escaped, joined, tag
from playground.page.parts import rendered
from playground.page.reader import Reader
from playground.page.stage import Json, Stage

TAGS = {"rich_text_preformatted": "pre", "rich_text_quote": "blockquote"}

STYLES = {"bold": "strong", "italic": "em", "strike": "s", "underline": "u", "code": "code"}


def rich_text(block: Json, stage: Stage) -> None:
    """Sections, lists, quotes and code."""
    rendered(html(block, stage.reader), "text")


def html(block: Json, reader: Reader) -> Html:
    """Return rich text as HTML."""
    return joined(_part(each, reader) for each in block.get("elements", ()))


def _part(element: Json, reader: Reader) -> Html:
    """Return a section, a list, a quote or code."""
    kind = element.get("type", "")
    if kind == "rich_text_list":
        return _list(element, reader)
    return tag(TAGS.get(kind, "p"), _line(element, reader))


def _list(element: Json, reader: Reader) -> Html:
    """Return a list, as far to the right as its indent says."""
    indent = f"indent-{min(int(element.get('indent', 0)), 8)}"
    items = (tag("li", _line(each, reader)) for each in element.get("elements", ()))
    if element.get("style") != "ordered":
        return tag("ul", *items, class_=indent)
    return tag("ol", *items, class_=indent, start=str(int(element.get("offset", 0)) + 1))


def _line(element: Json, reader: Reader) -> Html:
    """Return what an element says, piece by piece."""
    return joined(_styled(each, reader) for each in element.get("elements", ()))


def _styled(piece: Json, reader: Reader) -> Html:
    """Return a piece of a line in its styles."""
    content, style = _piece(piece, reader), piece.get("style") or {}
    for name, element in STYLES.items():
        if style.get(name):
            content = tag(element, content)
    return content


def _piece(piece: Json, reader: Reader) -> Html:
    """Return a piece of a line."""
    drawn = PIECES.get(piece.get("type", ""))
    return drawn(piece, reader) if drawn else escaped(str(piece.get("text", "")))


def _lines(text: str) -> Html:
    """Return text with its line ends."""
    return joined((escaped(line) for line in text.split("\n")), "<br>")


def _link(piece: Json, _reader: Reader) -> Html:
    """Return a link."""
    return mrkdwn.link(piece.get("url", ""), escaped(piece.get("text") or piece.get("url", "")))


def _emoji(piece: Json, _reader: Reader) -> Html:
    """Return an emoji, by its code points or its name."""
    try:
        known = "".join(chr(int(point, 16)) for point in piece.get("unicode", "").split("-") if point)
    except ValueError:
        known = ""
    return escaped(known or emoji(piece.get("name", "")))


def _date(piece: Json, reader: Reader) -> Html:
    """Return a date."""
    when, form = str(piece.get("timestamp", "")), piece.get("format", "")
    return mrkdwn.date(when, form, reader, url=piece.get("url", ""), fallback=piece.get("fallback", ""))


PIECES: dict[str, Any] = {
    "text": lambda piece, _reader: _lines(piece.get("text", "")),
    "link": _link,
    "emoji": _emoji,
    "date": _date,
    "user": lambda piece, reader: mrkdwn.mention("@", piece.get("user_id", ""), reader),
    "channel": lambda piece, reader: mrkdwn.mention("#", piece.get("channel_id", ""), reader),
    "usergroup": lambda piece, reader: mrkdwn.mention("^", piece.get("usergroup_id", ""), reader),
    "broadcast": lambda piece, _reader: mrkdwn.broadcast(piece.get("range", "here")),
    "color": lambda piece, _reader: tag("code", escaped(piece.get("value", ""))),
}
"""Every piece of a line that is more than its text."""
