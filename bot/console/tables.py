"""Tables in the terminal: who went where, the lines in force."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from bot.locale import Language
from bot.telling import wording
from segmentation.segment import Segment
from storage.movers import Mover
from storage.outcome import Outcome
from storage.tables import Run

QUANTILES = {"r_": "days_since_last_visit", "f_": "visits_rfm", "m_": "spend_rfm"}
"""The figure that the quantiles of each RFM score are of, by the first letters of the line."""


def transitions(outcome: Outcome, label: str, segments: Sequence[Segment]) -> Table:
    """Draw how many went from which segment (row) to which (column), and how many are where now."""
    keys = [segment.key for segment in segments]
    moved = {(move.before, move.after): move.customers for move in outcome.moves if move.label == label}
    table = Table("from \\ to", title=f"{wording.LABELS[label]}: who moved", title_justify="left")
    for key in keys:
        table.add_column(key, justify="right")
    for before in keys if moved else ():
        table.add_row(before, *(_count(moved.get((before, after), 0)) for after in keys))
    table.add_section()
    table.add_row("now", *(_count(outcome.counts[label].get(key, 0)) for key in keys), style="bold")
    return table


def largest_movers(movers: Sequence[Mover], language: Language) -> Table:
    """Draw the most valuable customers who changed tier."""
    table = Table("Customer", "From", "To", title="Most valuable who changed tier", title_justify="left")
    table.add_column("Value of 365 days", justify="right")
    for mover in movers:
        table.add_row(escape(mover.name), mover.before, mover.after, language.money(mover.value))
    return table


def lines(run: Run, language: Language) -> Table:
    """Draw the lines of a run in words."""
    table = Table("Model", "Line", title=f"Lines as of {run.as_of}", title_justify="left")
    table.add_column("At", justify="right")
    for model, held in (run.cutpoints or {}).items():
        for name, value in held.items():
            at = "none" if value is None else wording.amount(language, QUANTILES.get(name[:2], name), value)
            table.add_row(model, _title(name, language), at)
        table.add_section()
    return table


def is_money(line: str) -> bool:
    """Say whether a line is an amount: those of spend and value are, days and visits are not."""
    return line.endswith("_line") or line.startswith("m_")


def _title(line: str, language: Language) -> str:
    """Return what a line is called."""
    title = wording.figure_title(language, QUANTILES.get(line[:2], line))
    return f"{title}, {line[2:]} %" if line[:2] in QUANTILES else title


def _count(number: int) -> str:
    """Write a count, nothing as a dot."""
    return f"{number:,}" if number else "·"
