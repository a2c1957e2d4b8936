"""A message in plain sections, for when Slack does not take its blocks: the same words, line by line."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.question import Block
from bot.slack.limits import TEXT_OF_BLOCKS
from bot.telling import blocks
from bot.telling.mrkdwn import escaped, shortened

MOST = TEXT_OF_BLOCKS - 1_000
"""The longest that all lines together may be."""

Message = dict[str, Any]


def plain(message: Message) -> Message:
    """Return a message whose blocks are nothing but text; of a long one the middle is left out, not how it ends."""
    lines = [
        shortened(line, blocks.PARAGRAPH)
        for block in message.get("blocks", ())
        for line in LINES.get(block["type"], _nothing)(block)
        if line.strip()
    ]
    without = {key: value for key, value in message.items() if key != "blocks"}
    if not lines:
        return without
    return without | {"blocks": [blocks.rendered(part) for part in blocks.paragraphs(*_fitting(lines))]}


def _fitting(lines: list[str]) -> list[str]:
    """Return as many lines as a message takes, the last one always among them."""
    *above, last = lines
    room = MOST - len(last)
    kept: list[str] = []
    for line in above:
        room -= len(line) + 1
        if room < 0:
            return [*kept, "…", last]
        kept.append(line)
    return [*kept, last]


def _nothing(_: Block) -> Iterator[str]:
    """Leave out what has no words of its own, such as buttons."""
    yield from ()


def _section(block: Block) -> Iterator[str]:
    """Yield text, and each fact on a line."""
    if "text" in block:
        yield from _told(block["text"]).split("\n")
    for field in block.get("fields", ()):
        yield _told(field).replace("\n", " ")


def _header(block: Block) -> Iterator[str]:
    """Yield a heading."""
    yield f"*{_told(block['text'])}*"


def _context(block: Block) -> Iterator[str]:
    """Yield the small print."""
    yield from (_told(element) for element in block["elements"] if "text" in element)


def _table(block: Block) -> Iterator[str]:
    """Yield the titles, then each row."""
    titles, *rows = [" · ".join(_told(cell) for cell in row) for row in block["rows"]]
    yield f"*{titles}*"
    yield from rows


def _chart(block: Block) -> Iterator[str]:
    """Yield the title, then each value with its label."""
    yield f"*{escaped(block['title'])}*"
    for series in block["chart"].get("series", ()):
        yield from (f"{escaped(point['label'])}: {point['value']:,.0f}" for point in series["data"])


def _told(text: Mapping[str, Any]) -> str:
    """Return a text as mrkdwn."""
    words = str(text.get("text", ""))
    return words if text["type"] == "mrkdwn" else escaped(words)


LINES: Mapping[str, Callable[[Block], Iterator[str]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "table": _table,
    "data_visualization": _chart,
}
"""How each kind of block is put into lines."""
