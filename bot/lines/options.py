"""What people type behind `/dormant`, in any order, in English or Chinese, understood as `Options`.

To add an option: a field of `Options`, its words in `Options.words`, and a phrase in `PHRASES`. A word that is part of
no phrase is `NotUnderstood`: nothing is silently ignored.
"""

import re
import unicodedata
from calendar import month_name
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from rapidfuzz import fuzz, process

from bot.errors import BotError
from bot.telling.blocks import plain

MOST = 10_000
"""The longest top list; who asks for more gets these."""

ASLEEP = ("resting", "dormant", "shock", "dead", "buried")
STAGES: Mapping[str, tuple[str, ...]] = {
    "正常期": ("normal",),
    "正常": ("normal",),
    "休息期": ("resting",),
    "休息": ("resting",),
    "休眠期": ("dormant",),
    "休眠": ("dormant",),
    "休克期": ("shock",),
    "休克": ("shock",),
    "死亡期": ("dead",),
    "死亡": ("dead",),
    "埋葬期": ("buried",),
    "埋葬": ("buried",),
    "all": ASLEEP,
    "全部": ASLEEP,
    **{stage: (stage,) for stage in ("normal", *ASLEEP)},
}
MONTHS = tuple(name.casefold() for name in month_name if name)


class NotUnderstood(BotError):
    """Words behind a command that mean nothing to it."""

    def __init__(self, words: str, *, nearest: str | None, usage: str) -> None:
        understood = {"words": plain(words), "usage": usage}
        if nearest:
            super().__init__(
                "I do not understand “{words}”. Did you mean “{nearest}”?\nUsage: `{usage}`",
                nearest=nearest,
                **understood,
            )
        else:
            super().__init__("I do not understand “{words}”.\nUsage: `{usage}`", **understood)


class NoList(BotError):
    """The attendance sheet is asked for with what only a list of sleepers has."""

    def __init__(self) -> None:
        super().__init__(
            "The attendance sheet has all of the top customers on one page: leave out stage, sort and page."
        )


@dataclass(frozen=True)
class Options:
    """What a list is asked for: of the `top` customers by spend, those in `stages`, sorted, one `page` of them.

    Without a number of its own, the page is the first. `owner` (a name, mention or e-mail address as typed), `mine` and
    `region` say among whose customers; `month` is the first day of the month of an attendance sheet.
    """

    attendance: bool = False
    month: date | None = None
    top: int = 50
    mine: bool = False
    owner: str | None = None
    region: str | None = None
    stages: tuple[str, ...] = ASLEEP
    sort: Literal["value", "days"] = "value"
    page: int | None = None
    csv: bool = False

    def words(self) -> str:
        """Return words that ask for the same, as a button carries them."""
        choices = (
            (self.attendance, "attendance"),
            (self.month, f"{self.month:%Y-%m}" if self.month else ""),
            (True, f"top{self.top}"),
            (self.mine, "mine"),
            (self.owner, f'owner "{self.owner}"'),
            (self.region, f'region "{self.region}"'),
            (self.stages != ASLEEP, f"stage {','.join(self.stages)}"),
            (self.sort != "value", f"sort {self.sort}"),
            (self.page, f"page {self.page}"),
            (self.csv, "csv"),
        )
        return " ".join(words for chosen, words in choices if chosen)


def understood(words: str, *, today: date, usage: str) -> Options:
    """Return what `words` ask for.

    Raises:
        NotUnderstood: some of them are part of no phrase.
        NoList: the attendance sheet has no such option.
    """
    options, text, position = Options(), unicodedata.normalize("NFKC", words).strip(), 0
    while position < len(text):
        phrase, found = _phrase(text, position, usage)
        options = PHRASES[phrase](options, found, today)
        position = found.end()
    if options.attendance and (options.stages, options.sort, options.page) != (ASLEEP, "value", None):
        raise NoList
    return options


def _phrase(text: str, position: int, usage: str) -> tuple[str, re.Match[str]]:
    """Return the phrase that begins at `position`, and what it matched."""
    for phrase in PHRASES:
        if found := _compiled(phrase).match(text, position):
            return phrase, found
    word = re.split(r"[\s,，、]+", text[position:].lstrip(" ,，、"))[0] or text[position:]
    close = process.extractOne(word.casefold(), tuple(EXAMPLES), scorer=fuzz.ratio, score_cutoff=65)
    raise NotUnderstood(word, nearest=EXAMPLES[close[0]] if close else None, usage=usage)


def _compiled(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase that ends where a word ends; Chinese ones need no blank between them."""
    return re.compile(rf"[\s,，、]*{phrase}(?:(?=[\s,，、]|$|{_HANZI})|(?<={_HANZI}))", re.IGNORECASE)


def _stages(options: Options, found: re.Match[str], _today: date) -> Options:
    """Ask for these stages, beside those asked for already."""
    before = () if options.stages == ASLEEP else options.stages
    asked = [stage for word in re.split(r"[\s,，、]+", found["stages"]) for stage in STAGES[word.casefold()]]
    return replace(options, stages=tuple(dict.fromkeys((*before, *asked))))


def _sorted(options: Options, found: re.Match[str], _today: date) -> Options:
    """Ask for the longest absence first, or the most value."""
    return replace(options, sort="days" if found["by"].casefold() in {"days", "天数", "时间"} else "value")


def _numbered_month(options: Options, found: re.Match[str], today: date) -> Options:
    """Ask for a month by its number: the newest that is not to come, if no year is given."""
    return _month(options, int(found["month"]), int(found["year"]) if found["year"] else None, today)


def _named_month(options: Options, found: re.Match[str], today: date) -> Options:
    """Ask for a month by its English name."""
    number = next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(found["name"].casefold()))
    return _month(options, number, int(found["year"]) if found["year"] else None, today)


def _month(options: Options, month: int, year: int | None, today: date) -> Options:
    """Ask for the attendance of a month."""
    return replace(
        options, attendance=True, month=date(year or (today.year if month <= today.month else today.year - 1), month, 1)
    )


def _past_month(options: Options, found: re.Match[str], today: date) -> Options:
    """Ask for this month or the last one."""
    first = today.replace(day=1)
    last = (first - timedelta(days=1)).replace(day=1)
    return replace(options, attendance=True, month=last if found["last"] else first)


def _value(found: re.Match[str]) -> str:
    """Return what was typed behind a keyword, without its quotes and the comma behind it."""
    return found["value"].strip(' "“”,，、')


_HANZI = "[\u4e00-\u9fff]"
_KEYWORD = (
    r"(?:(?:top|owner|mine|my|stage|region|sort|page|csv|attendance)(?![^\s=:\d])"
    r"|前\s*\d|第\s*\d|负责人|我的|阶段|地区|区域|排序|考勤)"
)
_VALUE = rf"""\s*[=:]?\s*(?P<value>"[^"]+"|<@[^>]+>|(?!{_KEYWORD})[^\s"]+(?:\s+(?!{_KEYWORD})[^\s"]+)*)"""
_STAGE = "(?:" + "|".join(STAGES) + ")"
_MONTH = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + ")"
_YEAR = r"(?P<year>(?:19|20)\d\d)"

PHRASES: Mapping[str, Callable[[Options, re.Match[str], date], Options]] = {
    r"(?:attendance|客户考勤表?|考勤表?)": lambda options, _found, _today: replace(options, attendance=True),
    rf"(?:{_YEAR}[-/.年])?(?P<month>0?[1-9]|1[0-2])月": _numbered_month,
    rf"{_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])": _numbered_month,
    rf"(?P<name>{_MONTH})(?:\s+{_YEAR})?": _named_month,
    r"(?:(?P<last>last month|上个?月)|this month|本月|这个月)": _past_month,
    r"(?:top|前)?\s*0*(?P<n>[1-9]\d{0,8})\s*[名个]?": lambda options, found, _today: replace(
        options, top=min(MOST, int(found["n"]))
    ),
    r"(?:mine|my|我的|(?:owner|负责人)\s*[=:]?\s*(?:me|我))": lambda options, _found, _today: replace(
        options, mine=True
    ),
    rf"(?:owner|负责人){_VALUE}": lambda options, found, _today: replace(options, owner=_value(found)),
    rf"(?:region|地区|区域){_VALUE}": lambda options, found, _today: replace(options, region=_value(found)),
    rf"(?:(?:stage|阶段)\s*[=:]?)?\s*(?P<stages>{_STAGE}(?:\s*[,、]\s*{_STAGE})*)": _stages,
    r"(?:sort(?:\s+by)?|排序)\s*[=:]?\s*(?P<by>value|days|价值|金额|天数|时间)": _sorted,
    r"(?:page|第)\s*0*(?P<n>[1-9]\d{0,8})\s*页?": lambda options, found, _today: replace(options, page=int(found["n"])),
    r"csv": lambda options, _found, _today: replace(options, csv=True),
}

EXAMPLES: Mapping[str, str] = {
    "top": "top50",
    "top50": "top50",
    "owner": "owner @name",
    "mine": "mine",
    "region": "region East",
    "sort": "sort days",
    "page": "page 2",
    "csv": "csv",
    "attendance": "attendance",
    "month": "last month",
    "stage": "stage shock",
    **{stage: stage for stage in STAGES if stage.isascii()},
}
"""What people try to type, each with a phrase that would be understood."""
