"""The attendance sheet: the best customers, their visits in each ten days of a month, and how long they are away."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from bot.locale import Language
from bot.question import File, Reply
from bot.telling import blocks, spreadsheet, wording
from storage.dormant import Attendance

ROWS = 60
"""Customers in the table: those of a usual sheet and some ties; a phone takes no more."""


def windows(month: date) -> list[tuple[date, date]]:
    """Return the first and the last day of each ten-day window of a month: 1–10, 11–20, 21–end."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    starts = [month.replace(day=1), month.replace(day=11), month.replace(day=21), following]
    return [(first, after - timedelta(days=1)) for first, after in pairwise(starts)]


def attendance(
    language: Language,
    sheet: Sequence[Attendance],
    *,
    month: date,
    top: int,
    csv: bool = False,
    owner: str | None = None,
    region: str | None = None,
    with_file: bool = True,
    as_of: date,
    today: date,
) -> Reply:
    """Show for each of the `top` customers the visits and average spend per visit of each window, and the days away.

    With `csv`, or when there are more customers than the table takes, all of them come as a file as well, if there
    may be one.
    """
    reach = blocks.reach(language, as_of=as_of, today=today)
    answer = _answer(language, sheet, month)
    left_out = len(sheet) - ROWS
    in_file = with_file and bool(sheet) and (csv or left_out > 0)
    return blocks.reply(
        f"{answer} {reach}",
        blocks.paragraph(
            f"*{answer}*",
            blocks.among(language, owner=owner, region=region),
            language.say("Visits × average per visit, by ten days."),
        ),
        _table(language, sheet[:ROWS], month, as_of) if sheet else None,
        blocks.remark(
            blocks.ties(language, top=top, found=len(sheet)),
            _left_out(language, left_out, in_file=in_file) if left_out > 0 else "",
            reach,
        ),
        file=_file(language, sheet, month) if in_file else None,
    )


def _answer(language: Language, sheet: Sequence[Attendance], month: date) -> str:
    """Say how many of the best came in the month."""
    if not sheet:
        return language.say("There are no such customers.")
    came = sum(1 for row in sheet if row.visits)
    if not came:
        top = language.number(len(sheet))
        return language.say(
            "None of the top {top} customers by spend came in {month}.", top=top, month=language.month(month)
        )
    return language.count(
        "{n} of the top {top} customers by spend came in {month}.",
        "{n} of the top {top} customers by spend came in {month}.",
        came,
        top=language.number(len(sheet)),
        month=language.month(month),
    )


def _table(language: Language, sheet: Sequence[Attendance], month: date, as_of: date) -> blocks.Part:
    """List the customers, best first."""
    spans = windows(month)
    titles = [
        language.say("Customer"),
        *(f"{first.day}–{last.day}" for first, last in spans),
        language.say("Last visit"),
    ]
    rows = [
        (
            row.regular.name,
            *(_window(language, row, first, last, as_of) for first, last in spans),
            _absence(language, _away(row)),
        )
        for row in sheet
    ]
    return blocks.table(titles, rows, numbers=(1, 2, 3))


def _window(language: Language, row: Attendance, first: date, last: date, as_of: date) -> str:
    """Show a window: visits and average spend per visit; a window that has not begun is not an absence."""
    if first > as_of:
        return language.say("to come")
    visits, spend = _visits_and_spend(row, first, last)
    return f"{language.number(visits)} × {language.money(spend / visits)}" if visits else language.number(0)


def _left_out(language: Language, count: int, *, in_file: bool) -> str:
    """Say how many the table does not show."""
    if in_file:
        return language.count("{n} more is in the file.", "{n} more are in the file.", count)
    return language.count("{n} more is left out here.", "{n} more are left out here.", count)


def _file(language: Language, sheet: Sequence[Attendance], month: date) -> File:
    """Return the whole sheet as a file, visits and money in columns of their own."""
    spans = windows(month)
    columns = ["name", *(f"{what}_{first.day}_{last.day}" for first, last in spans for what in ("visits", "spend"))]
    rows = (
        [row.regular.name, *(figure for span in spans for figure in _visits_and_spend(row, *span)), _away(row)]
        for row in sheet
    )
    name, title = f"attendance-{month:%Y-%m}.csv", language.say("Attendance {month}", month=language.month(month))
    return spreadsheet.file(name, title, [*columns, "days_since_last_visit"], rows)


def _visits_and_spend(row: Attendance, first: date, last: date) -> tuple[int, Decimal]:
    """Return the visits of a window, and the money net of refunds."""
    visits = [amount for day, amount in row.visits.items() if first <= day <= last]
    refunds = [amount for day, amount in row.refunds.items() if first <= day <= last]
    return len(visits), sum([*visits, *refunds], Decimal(0))


def _away(row: Attendance) -> int | None:
    """Return the days since the last visit."""
    return row.regular.days_since_last_visit


def _absence(language: Language, days: int | None) -> str:
    """Say how long ago the last visit was."""
    return language.say("never") if days is None else language.say("{days} ago", days=wording.days(language, days))
