"""Replies in a terminal: what Slack would draw, drawn with text."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.question import Block, Reply
from bot.telling.controls import FORM, TICKED
from bot.telling.mrkdwn import unescaped

BAR = 30
"""The longest bar of a chart, in characters."""


_MOMENT = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
"""A moment as Slack writes it for each reader, and as it reads elsewhere."""


def show(reply: Reply, console: Console) -> None:
    """Print a reply."""
    for part in [_drawn(block) for block in reply.blocks] or [mrkdwn(reply.text)]:
        console.print(part)
    if reply.file:
        console.print(Text(f"[{reply.file.name}, {len(reply.file.content):,} bytes]", style="dim"))


def mrkdwn(text: str) -> Text:
    """Return Slack's markup as styled text: bold, code, moments, and the three escaped characters."""
    styled, text = Text(), _MOMENT.sub(r"\1", text)
    for piece in re.split(r"(?<!\w)(\*[^*\n]+\*|`[^`\n]+`)(?!\w)", text):
        if len(piece) > 2 and piece[0] == piece[-1] and piece[0] in "*`":
            styled.append(unescaped(piece[1:-1]), style="bold" if piece[0] == "*" else "cyan")
        else:
            styled.append(unescaped(piece))
    return styled


def _drawn(block: Block) -> RenderableType:
    """Draw one block; a kind that is not known is named."""
    draw = BLOCKS.get(block["type"])
    return draw(block) if draw else Text(f"[{block['type']}]", style="dim")


def _section(block: Block) -> RenderableType:
    """Draw text, and facts in two columns under it."""
    parts: list[RenderableType] = [mrkdwn(block["text"]["text"])] if "text" in block else []
    if fields := block.get("fields"):
        grid = Table.grid(padding=(0, 4))
        for first in range(0, len(fields), 2):
            grid.add_row(*(_fact(field["text"]) for field in fields[first : first + 2]))
        parts.append(grid)
    return Padding(Group(*parts), (0, 0, 1, 0))


def _fact(text: str) -> Text:
    """Draw a fact on one line."""
    title, _, value = text.partition("\n")
    return mrkdwn(f"{title} {value}" if value else title)


def _context(block: Block) -> RenderableType:
    """Draw the small print."""
    lines = [mrkdwn(element["text"]) for element in block["elements"]]
    for line in lines:
        line.stylize("dim")
    return Group(*lines)


def _table(block: Block) -> RenderableType:
    """Draw a table."""
    sides = [setting.get("align", "left") for setting in block.get("column_settings") or []]
    titles, *rows = [[cell["text"] for cell in row] for row in block["rows"]]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for place, title in enumerate(titles):
        table.add_column(Text(title), justify=sides[place] if place < len(sides) else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return Padding(table, (0, 0, 1, 0))


def _chart(block: Block) -> RenderableType:
    """Draw each series of a chart as bars of text."""
    series = block["chart"].get("series") or [{"name": "", "data": block["chart"].get("segments", [])}]
    bars = [_bar(point, series_) for series_ in series for point in series_["data"]]
    return Padding(Group(Text(block["title"], style="bold"), *bars), (0, 0, 1, 0))


def _bar(point: Mapping[str, Any], series: Mapping[str, Any]) -> Text:
    """Draw one bar beside its label and value; below zero there is none."""
    longest = max(abs(other["value"]) for other in series["data"]) or 1
    widest = max(cell_len(other["label"]) for other in series["data"])
    label = point["label"] + " " * (widest - cell_len(point["label"]))
    length = round(BAR * max(point["value"], 0) / longest)
    return Text(f"{label}  {'█' * length}{' ' if length else ''}{point['value']:,.0f}")


def _actions(block: Block) -> RenderableType:
    """Draw each button with the question it asks, each menu with all of its own, and each box."""
    lines = [line for element in block["elements"] for line in ELEMENTS.get(element["type"], _nothing)(element)]
    return Padding(Group(*(Text(line, style="cyan") for line in lines)), (0, 0, 1, 0))


def _nothing(_: Block) -> Iterator[str]:
    """Leave out what cannot be used here."""
    yield from ()


def _button(element: Block) -> Iterator[str]:
    """Draw a button; a form cannot be filled in here."""
    if element["action_id"].startswith("ask") and not element["value"].startswith(FORM):
        yield f"[{element['text']['text']}] → {_typed(element['value'])}"


def _menu(element: Block) -> Iterator[str]:
    """Draw what can be chosen, a line each."""
    name = f"{element['placeholder']['text']}: " if "placeholder" in element else ""
    for option in element["options"]:
        if not option["value"].startswith(FORM):
            yield f"[{name}{option['text']['text']}] → {_typed(option['value'])}"


def _typed(line: str) -> str:
    """Return a line as it is typed: the numbers that boxes stand for are left to whoever types."""
    return line.replace(TICKED, "…")


def _boxes(element: Block) -> Iterator[str]:
    """Draw boxes, each with the value that stands for it in lines."""
    for option in element["options"]:
        beside = f" ({option['description']['text']})" if "description" in option else ""
        yield f"{option['value']}  {option['text']['text']}{beside}"


ELEMENTS: Mapping[str, Callable[[Block], Iterator[str]]] = {
    "button": _button,
    "static_select": _menu,
    "overflow": _menu,
    "checkboxes": _boxes,
}
"""How what can be used is drawn."""


BLOCKS: Mapping[str, Callable[[Block], RenderableType]] = {
    "section": _section,
    "context": _context,
    "table": _table,
    "data_visualization": _chart,
    "actions": _actions,
    "header": lambda block: Text(block["text"]["text"], style="bold"),
    "divider": lambda _block: Text(""),
}
"""How each kind of block is drawn."""
