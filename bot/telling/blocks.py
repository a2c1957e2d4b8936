"""The parts that answers are made of: what people typed is escaped, everything fits Slack's limits.

Sizes are Slack's: a table has 100 rows, a message about 13,000 characters of text, a button 75 and a chart's label 20.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

import slackblocks as slack

from bot.locale import Language
from bot.question import Block, File, Reply
from bot.telling import mrkdwn

Part = slack.Block
"""A part of an answer."""

NAME = 60
"""The longest a name is shown, in characters."""

CELL = 40
"""The longest a name is shown in a table."""

PARAGRAPH = 3_000
"""The longest a paragraph may be."""

STALE_DAYS = 3
"""Data older than this says so: a weekend without visits is no news."""

_WIDE = re.compile(r"([：，。；！？、]) +(?![*_~`<])")
"""Blanks behind full-width marks; those that markup needs to begin behind stay."""

NOTHING = "–"
"""What a table shows where there is nothing to show."""


def plain(text: str, at_most: int = NAME) -> str:
    """Return what somebody typed on one line, without control characters, shortened to `at_most` characters."""
    line = " ".join((text if text.isprintable() else "".join(map(_visible, text))).split())
    return (line if len(line) <= at_most else line[: at_most - 1].rstrip() + "…") or NOTHING


def escaped(text: str, at_most: int = NAME) -> str:
    """Return what somebody typed as mrkdwn that shows it and does nothing, and is at most twice as long as it shows."""
    whole = mrkdwn.escaped(plain(text, at_most))
    return whole if len(whole) <= 2 * at_most else mrkdwn.escaped(plain(text, at_most // 3))


def paragraph(*lines: str) -> Part:
    """Return lines of mrkdwn; empty ones are left out."""
    return slack.SectionBlock(_mrkdwn("\n".join(line for line in lines if line)))


def paragraphs(*lines: str) -> list[Part]:
    """Return any number of lines of mrkdwn, as many to a part as Slack takes."""
    parts: list[list[str]] = [[]]
    for line in (mrkdwn.shortened(line, PARAGRAPH) for line in lines):
        if len("\n".join([*parts[-1], line])) > PARAGRAPH:
            parts.append([])
        parts[-1].append(line)
    return [paragraph(*part) for part in parts]


def facts(values: Mapping[str, str]) -> Part:
    """Return up to ten facts, side by side in two columns, each under its title."""
    return slack.SectionBlock(fields=[_mrkdwn(f"*{title}*\n{value}") for title, value in values.items()])


def remark(*sentences: str) -> Part:
    """Return sentences in small print; empty ones are left out."""
    return slack.ContextBlock([_mrkdwn(sentence) for sentence in sentences if sentence])


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()) -> Part:
    """Return a table, the columns at `numbers` aligned to the right."""
    sides = [slack.ColumnSettings(align="right" if column in numbers else "left") for column in range(len(titles))]
    cells: list[list[slack.RawText | slack.RichTextObject]] = [
        [slack.RawText(plain(cell, CELL)) for cell in row] for row in (titles, *rows)
    ]
    return slack.TableBlock(cells, sides)


def bars(title: str, series: str, values: Mapping[str, float]) -> Part:
    """Return a bar chart of up to twenty labelled values."""
    points = [slack.DataPoint(plain(label, 20), value) for label, value in values.items()]
    axis = slack.AxisConfig([point.label for point in points])
    return slack.DataVisualizationBlock(
        plain(title, 50), slack.BarChart([slack.DataSeries(plain(series, 20), points)], axis)
    )


def buttons(questions: Mapping[str, str]) -> Part:
    """Return a button for each label, asking the question it stands for."""
    asking = enumerate(questions.items(), start=1)
    return slack.ActionsBlock(
        [slack.Button(plain(label, 75), f"ask_{place}", value=words) for place, (label, words) in asking]
    )


def reach(language: Language, *, as_of: date | None, today: date) -> str:
    """Say how far the data reaches, and whether that is long ago."""
    if as_of is None:
        return language.say("Nothing has been classified yet.")
    day, age = language.day(as_of), (today - as_of).days
    if age <= STALE_DAYS:
        return language.say("Data as of {day}.", day=day)
    return language.count(
        "Careful, this is old: data as of {day}, {n} day ago.",
        "Careful, this is old: data as of {day}, {n} days ago.",
        age,
        day=day,
    )


def among(language: Language, *, owner: str | None, region: str | None) -> str:
    """Say among whose customers was looked; nothing if among all."""
    if owner and region:
        return language.say("Among the customers of {owner} in {region}.", owner=escaped(owner), region=escaped(region))
    if owner:
        return language.say("Among the customers of {owner}.", owner=escaped(owner))
    return language.say("Among the customers in {region}.", region=escaped(region)) if region else ""


def ties(language: Language, *, top: int, found: int) -> str:
    """Say why there are more customers than asked for; nothing if there are not."""
    if found <= top:
        return ""
    return language.say("More than {top}: those at the end spent the same.", top=language.number(top))


def reply(text: str, *parts: Part | None, file: File | None = None) -> Reply:
    """Return an answer of `parts`, leaving out those that are None; `text` stands for them in a notification."""
    return Reply(closed(text), tuple(rendered(part) for part in parts if part is not None), file)


def rendered(part: Part) -> Block:
    """Return a part as Slack takes it, without the random id that would make equal answers differ."""
    return {key: value for key, value in part._resolve().items() if key != "block_id"}


def _visible(letter: str) -> str:
    """Return a letter that shows: blanks for line ends and control characters, nothing for what turns text around."""
    kind = unicodedata.category(letter)
    return "" if kind in {"Cf", "Cs"} else " " if kind == "Cc" or kind[0] == "Z" else letter


def _mrkdwn(text: str) -> slack.Text:
    """Return text in which Slack links nothing by itself."""
    return slack.Text(closed(text), verbatim=True)


def closed(text: str) -> str:
    """Return text without blanks behind full-width marks, which bring their own."""
    return _WIDE.sub(r"\1", text)
