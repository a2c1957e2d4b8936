"""What Slack takes of a message: the sizes of its blocks and of their parts, as far as our answers use them.

Where Slack's pages disagree with one another or with what it does, the smaller number counts. To add a kind of block:
one function, listed in `KINDS`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.question import Block

TEXT = 4_000
BLOCKS = 50
TEXT_OF_BLOCKS = 13_000
WEIGHT_OF_A_BLOCK = 50
"""What each block counts for in that, as people measured (github.com/slackapi/bolt-js, issues 2509 and 2867)."""


def breaches(message: Mapping[str, Any]) -> list[str]:
    """Return the limits that a message breaks, told without its words; none if Slack takes it."""
    blocks = message.get("blocks") or ()
    return [breach for keeps, breach in _promises(message["text"], blocks) if not keeps]


def _promises(text: str, blocks: Sequence[Block]) -> Iterator[tuple[bool, str]]:
    """Yield for each limit whether a message keeps it, and what it would be to break it."""
    texts, kinds = list(_texts(blocks)), [block["type"] for block in blocks]
    yield 0 < len(text) <= TEXT, "text: length"
    yield len(blocks) <= BLOCKS, "blocks: number"
    yield sum(map(len, texts)) + WEIGHT_OF_A_BLOCK * len(blocks) <= TEXT_OF_BLOCKS, "blocks: length of all text"
    yield all(each.strip() for each in texts), "blocks: empty text"
    yield kinds.count("table") <= 1, "table: number"
    yield kinds.count("data_visualization") <= 2, "data_visualization: number"
    for block in blocks:
        for keeps, breach in KINDS.get(block["type"], _anything)(block):
            yield keeps, f"{block['type']}: {breach}"


def _anything(_: Block) -> Iterator[tuple[bool, str]]:
    """Know no limit."""
    yield from ()


def _section(block: Block) -> Iterator[tuple[bool, str]]:
    """Look at text and fields."""
    fields = block.get("fields", ())
    yield len(block.get("text", {}).get("text", "")) <= 3_000, "length of text"
    yield len(fields) <= 10, "number of fields"
    yield all(len(field["text"]) <= 2_000 for field in fields), "length of a field"
    yield from _options(block.get("accessory", {}))


def _header(block: Block) -> Iterator[tuple[bool, str]]:
    """Look at a heading."""
    yield len(block["text"]["text"]) <= 150, "length of text"


def _context(block: Block) -> Iterator[tuple[bool, str]]:
    """Look at the small print."""
    yield 1 <= len(block["elements"]) <= 10, "number of elements"


OPTIONS: Mapping[str, int] = {"static_select": 100, "overflow": 5, "checkboxes": 10}
"""The most options of each kind of element."""


def _actions(block: Block) -> Iterator[tuple[bool, str]]:
    """Look at buttons, menus and boxes, and what they carry."""
    elements = block["elements"]
    ids = [element["action_id"] for element in elements]
    yield 1 <= len(elements) <= 25, "number of elements"
    yield len(ids) == len(set(ids)), "equal action ids"
    yield all(len(element.get("text", {}).get("text", "")) <= 75 for element in elements), "length of a label"
    yield all(len(element.get("value", "")) <= 2_000 for element in elements), "length of a value"
    for element in elements:
        yield from _options(element)


def _options(element: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    """Look at what can be chosen."""
    options = element.get("options", ())
    read = [option[part]["text"] for option in options for part in ("text", "description") if part in option]
    yield element.get("type") not in OPTIONS or 1 <= len(options) <= OPTIONS[element["type"]], "number of options"
    yield all(0 < len(text) <= 75 for text in read), "length of an option"
    yield all(len(option["value"]) <= 150 for option in options), "length of the value of an option"


def _table(block: Block) -> Iterator[tuple[bool, str]]:
    """Look at rows and columns."""
    widths = {len(row) for row in block["rows"]}
    yield 1 <= len(block["rows"]) <= 100, "number of rows"
    yield len(widths) == 1 and max(widths) <= 20, "number of columns"


def _chart(block: Block) -> Iterator[tuple[bool, str]]:
    """Look at the series of a chart and their labels."""
    series = block["chart"].get("series", ())
    labels = [point["label"] for each in series for point in each["data"]]
    yield len(block["title"]) <= 50, "length of the title"
    yield len(series) <= 6, "number of series"
    yield all(1 <= len(each["data"]) <= 20 for each in series), "number of points"
    yield all(0 < len(label) <= 20 for label in [*labels, *(each["name"] for each in series)]), "length of a label"
    yield len(set(labels)) * len(series) == len(labels), "equal labels"


KINDS: Mapping[str, Callable[[Block], Iterator[tuple[bool, str]]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "table": _table,
    "data_visualization": _chart,
}
"""How each kind of block is looked at; of others no limit is known."""


def _texts(part: Any) -> Iterator[str]:
    """Yield every text in a part of a message."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from [value] if key == "text" and isinstance(value, str) else _texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _texts(value)
