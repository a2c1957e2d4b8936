"""Tables, which sort by the column whose title is pressed: `table`, and `data_table` with its pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from playground.page.blocks import rich, sorting
from playground.page.blocks.sorting import at_instant, at_number
from playground.page.markup import Html, escaped, joined, tag
from playground.page.mrkdwn import bare
from playground.page.parts import button, part, rendered
from playground.page.reader import Reader
from playground.page.redrawing import Redrawn, Region
from playground.page.stage import Json, Stage

PAGE = "Page {page} of {last}, {n} rows"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and what it is sorted by."""

    content: Html
    words: str
    key: sorting.Key


@dataclass(frozen=True)
class Order:
    """By which column rows are sorted, in which direction, and which page of them is shown."""

    column: int | None = None
    is_falling: bool = False
    page: int = 0

    def by(self, column: int) -> "Order":
        """Return the order after a title was pressed: rising, falling, and as it came."""
        if self.column != column:
            return Order(column)
        return replace(self, is_falling=True) if not self.is_falling else Order()


def table(block: Json, stage: Stage) -> None:
    """A table as it is in messages."""
    Table(block, stage.reader, per_page=None).draw("")


def data_table(block: Json, stage: Stage) -> None:
    """A table with a caption, a few rows at a time."""
    Table(block, stage.reader, per_page=int(block.get("page_size", 5))).draw(block.get("caption", ""))


def ordered(rows: Sequence[Sequence[Cell]], order: Order) -> list[Sequence[Cell]]:
    """Return rows in an order; empty cells stay last."""
    if order.column is None:
        return list(rows)
    column = order.column
    filled = [row for row in rows if row[column].words.strip(" –-")]
    empty = [row for row in rows if not row[column].words.strip(" –-")]
    filled.sort(key=lambda row: row[column].key, reverse=order.is_falling)
    return filled + empty


def cell(written: Json, reader: Reader) -> Cell:
    """Return a cell of text, of a number or of rich text."""
    if written.get("type") == "rich_text":
        content = rich.html(written, reader)
        at = _instant(written)
        return _cell(content, bare(content), reader) if at is None else Cell(content, bare(content), at_instant(at))
    if written.get("type") == "raw_number":
        value = written.get("value", 0)
        text = str(written.get("text") or value)
        return Cell(escaped(text), text, at_number(float(value)))
    text = str(written.get("text", ""))
    return _cell(escaped(text), text, reader)


def _cell(content: Html, words: str, reader: Reader) -> Cell:
    """Return a cell that is sorted by what its words amount to."""
    is_month_first = reader.locale == "en_US"
    return Cell(content, words, sorting.key(words.strip(), now=reader.now, is_month_first=is_month_first))


def _instant(written: Json) -> float | None:
    """Return the first instant in rich text, in seconds since 1970."""
    pieces = (piece for line in written.get("elements", ()) for piece in line.get("elements", ()))
    return next((piece["timestamp"] for piece in pieces if piece.get("type") == "date"), None)


class Table:
    """A table on the screen, and the order that somebody has put it in."""

    def __init__(self, block: Json, reader: Reader, *, per_page: int | None) -> None:
        titles, *rows = [[cell(each or {}, reader) for each in row] for row in block.get("rows") or [[]]]
        self._says = reader.says
        self.titles, self.rows, self.per_page = titles, rows, per_page or max(1, len(rows))
        self.order = Order()
        self._sides = [(each or {}).get("align") for each in block.get("column_settings") or ()]
        self._head = int(block.get("row_header_column_index", 0)) if "caption" in block else None
        self._regions: list[Redrawn] = []

    def draw(self, caption: str) -> None:
        """Draw it into a frame in which it can be moved sideways."""
        with part("div", "table", tabindex=0, role="region", aria_label=caption or self._says("Table")), part("table"):
            if caption:
                part("caption", "", caption)
            head, body = part("thead"), rendered(self.body(), tag="tbody")
        self._regions = [
            Region(head, lambda: self.order, lambda _: self._titles()),
            Region(body, self.body, lambda rows: body.props.update(innerHTML=rows)),
        ]
        if len(self.rows) > self.per_page:
            pages = part("div", "table-pages", role="navigation", aria_label=self._says("Pages of the table"))
            self._regions.append(Region(pages, lambda: self.order, lambda _: self._pages()))

    def body(self) -> Html:
        """Return the rows on the page that is shown."""
        start = self.order.page * self.per_page
        return joined(self._row(row) for row in ordered(self.rows, self.order)[start : start + self.per_page])

    def side(self, column: int) -> str:
        """Return at which side a column's cells stand: at the left, unless the bot says otherwise."""
        given = self._sides[column] if column < len(self._sides) else None
        return given or "left"

    def _row(self, row: Sequence[Cell]) -> Html:
        """Return a row."""
        return tag(
            "tr",
            *(
                tag("th" if column == self._head else "td", each.content, class_=f"side-{self.side(column)}")
                for column, each in enumerate(row)
            ),
        )

    def _titles(self) -> None:
        """Draw the titles, each of which sorts by its column."""
        directions = {True: ("descending", " ↓"), False: ("ascending", " ↑")}
        with part("tr"):
            for column, title in enumerate(self.titles):
                spoken, arrow = directions[self.order.is_falling] if column == self.order.column else ("none", "")
                with part("th", f"side-{self.side(column)}", scope="col", aria_sort=spoken):
                    button(title.words + arrow, partial(self._turn, self.order.by(column)), "table-title")

    def _pages(self) -> None:
        """Draw the way to the other pages."""
        page, last = self.order.page, -(-len(self.rows) // self.per_page) - 1
        part("span", "hint", self._says(PAGE, page=page + 1, last=last + 1, n=len(self.rows)))
        for label, to in (("Previous", page - 1), ("Next", page + 1)):
            button(self._says(label), partial(self._turn, replace(self.order, page=to)), disabled=not 0 <= to <= last)

    def _turn(self, order: Order) -> None:
        """Show the table in another order, or another page of it."""
        self.order = order
        for region in self._regions:
            region.refresh()
