"""What is on the record: who did what, when, why and where, the newest first."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.locale import Language
from bot.question import File, Reply
from bot.telling import blocks, happenings, recorded, spreadsheet
from storage.entries import Entry

ROWS = 12
"""Rows on a page."""

COLUMNS = (
    *("number", "at", "who", "on_behalf_of", "action", "subject", "about", "before", "after"),
    *("reason", "place", "request", "in_words"),
)
"""The columns of the file."""


def audit(
    language: Language, found: Sequence[Entry], *, page: int, turns: Mapping[str, str], file: File | None = None
) -> Reply:
    """Show one page of the record; `turns` are the questions that show others."""
    lines = [_line(language, one) for one in found[:ROWS]]
    nothing = language.say("Nothing like that is on the record.")
    newest = language.say("The record, newest first:") if lines else nothing
    return blocks.reply(
        f"{newest} {recorded.told(language, found[0]) if found else ''}".strip(),
        blocks.paragraph(f"*{newest}*"),
        *(blocks.paragraphs(*lines) if lines else ()),
        blocks.buttons(turns) if turns else None,
        blocks.remark(
            language.say("Page {page}.", page=language.number(page)) if page > 1 else "",
            language.count("{n} row as a file.", "All {n} rows as a file.", len(found)) if file else "",
            language.say("`regulars audit verify` finds out whether anybody has altered it."),
        ),
        file=file,
    )


def as_file(language: Language, found: Sequence[Entry], *, today: date, zone: ZoneInfo) -> File:
    """Return rows as a file for a spreadsheet."""
    rows = (_cells(language, one, zone) for one in found)
    return spreadsheet.file(f"audit-{today:%Y-%m-%d}.csv", language.say("The record"), COLUMNS, rows)


def _line(language: Language, entry: Entry) -> str:
    """Tell of a row on one line."""
    moment = happenings.moment(entry.at)
    return language.say(
        "`{number}` {moment}: {told}", number=entry.number, moment=moment, told=recorded.told(language, entry)
    )


def _cells(language: Language, entry: Entry, zone: ZoneInfo) -> list[object]:
    """Return a row of the file."""
    before, after = (json.dumps(values, ensure_ascii=False) for values in (entry.before, entry.after))
    values = vars(entry) | {"at": entry.at.astimezone(zone).isoformat(timespec="seconds")}
    values |= {"before": before, "after": after, "in_words": recorded.told(language, entry)}
    return [values[column] for column in COLUMNS]
