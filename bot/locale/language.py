"""Speaking a person's language: sentences, segment names, numbers, money, days.

A sentence is written in English where it is used, and translated in `LANGUAGE.po` beside this file: to add a language,
add its catalogue and a line to `LANGUAGES`; a test names the sentences it lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision

from segmentation.segment import Segment

SMALL_CHANGE = 100
"""Amounts below this many units are written with their cents."""


@dataclass(frozen=True)
class Language:
    """One language the bot speaks: `code` names its catalogue, `locale` its way of writing numbers and dates."""

    code: str
    locale: str
    currency: str = "USD"

    def say(self, sentence: str, /, **values: object) -> str:
        """Return `sentence` translated, with its `{places}` filled."""
        return _catalogue(self.code).get(sentence, (sentence,))[0].format_map(values)

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the sentence for `n` things translated; `{n}` is the number as people write it."""
        forms = _catalogue(self.code).get(one, (one, many))
        return forms[0 if n == 1 else -1].format_map({"n": self.number(n), **values})

    def listed(self, things: list[str]) -> str:
        """Return things in a row, with the comma of the language."""
        return self.say(", ").join(things)

    def name(self, segment: Segment) -> str:
        """Return the name of a segment; in Chinese with its abbreviation, if that is what people call it."""
        if self.code != "zh":
            return segment.en
        return (
            f"{segment.zh}（{segment.key}）" if segment.key.isupper() and segment.key not in segment.zh else segment.zh
        )

    def number(self, number: float | Decimal, *, decimals: int = 0) -> str:
        """Return a number grouped, and rounded to at most `decimals`, as people of this language write it."""
        return format_decimal(number, format=f"#,##0.{'#' * decimals}" if decimals else "#,##0", locale=self.locale)

    def share(self, share: float) -> str:
        """Return a fraction as whole per cent."""
        return format_percent(share, locale=self.locale)

    def money(self, amount: Decimal | int, *, rounding: str = ROUND_HALF_EVEN) -> str:
        """Return an amount in the business's currency, with cents only where they matter."""
        small = -SMALL_CHANGE < amount < SMALL_CHANGE and amount % 1 != 0
        digits = get_currency_precision(self.currency) if small else 0
        rounded = Decimal(amount).quantize(Decimal(1).scaleb(-digits), rounding) + 0
        if small:
            return format_currency(rounded, self.currency, locale=self.locale)
        return format_currency(rounded, self.currency, format="¤#,##0", locale=self.locale, currency_digits=False)

    def day(self, day: date) -> str:
        """Return a day with its year: `Nov 30, 2013`, `2013年11月30日`."""
        return format_date(day, format="medium", locale=self.locale)

    def month(self, day: date) -> str:
        """Return the month of `day`: `Nov 2013`, `2013年11月`."""
        return format_skeleton("yMMM", day, locale=self.locale)


ENGLISH = Language("en", "en")
CHINESE = Language("zh", "zh_Hans_CN")
LANGUAGES = {language.code: language for language in (ENGLISH, CHINESE)}


def sentence(text: str) -> str:
    """Mark a sentence that is translated elsewhere than where it is written, so that no catalogue misses it."""
    return text


@cache
def _catalogue(code: str) -> Mapping[str, tuple[str, ...]]:
    """Read the catalogue of a language, once: each translated sentence with its plural forms."""
    file = Path(__file__).parent / f"{code}.po"
    if not file.exists():
        return {}
    with file.open("rb") as lines:
        return {
            _first(message.id): (message.string,) if isinstance(message.string, str) else tuple(message.string)
            for message in read_po(lines, locale=code)
            if message.id and message.string and any(message.string)
        }


def _first(id_: str | list[str] | tuple[str, ...]) -> str:
    """Return the singular of a catalogue entry."""
    return id_ if isinstance(id_, str) else id_[0]
