"""Speaking a person's language: sentences, numbers, money, days."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.core import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent


@dataclass(frozen=True)
class Language:
    """One language the bot speaks: `code` names its catalogue, `locale` its way of writing numbers and dates."""

    code: str
    locale: str
    currency: str = "USD"

    def say(self, sentence: str, /, **values: object) -> str:
        """Return `sentence` translated, with its `{places}` filled."""
        return _translated(self.code, sentence, 0).format_map(values)

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the sentence for `n` things translated; `{n}` is the number as people write it."""
        form = _translated(self.code, one, 0 if n == 1 else 1) if self.code == "en" else _translated(self.code, one, 0)
        return (many if form == one and n != 1 else form).format_map({"n": self.number(n), **values})

    def number(self, number: float | Decimal, *, decimals: int = 0) -> str:
        """Return a number grouped and rounded as people of this language write it."""
        return format_decimal(number, format=f"#,##0.{'#' * decimals}" if decimals else "#,##0", locale=self.locale)

    def share(self, share: float) -> str:
        """Return a fraction as whole per cent."""
        return format_percent(share, locale=self.locale)

    def money(self, amount: Decimal | int, *, cents: bool = False) -> str:
        """Return an amount in the business's currency, in whole units unless `cents` are wanted."""
        pattern = None if cents else Locale.parse(self.locale).currency_formats["standard"].pattern.replace(".00", "")
        return format_currency(amount, self.currency, format=pattern, locale=self.locale, currency_digits=cents)

    def day(self, day: date) -> str:
        """Return a day with month in letters (English) or as written in Chinese, with its year."""
        return format_date(day, format="medium", locale=self.locale)


ENGLISH = Language("en", "en")
CHINESE = Language("zh", "zh_Hans_CN")
LANGUAGES = {language.code: language for language in (ENGLISH, CHINESE)}


def _translated(code: str, sentence: str, form: int) -> str:
    """Return the translation of `sentence`, or the sentence itself where the catalogue has none."""
    message = None if code == "en" else _catalogue(code).get(sentence)
    if message is None or not message.string:
        return sentence
    return message.string if isinstance(message.string, str) else message.string[form]


@cache
def _catalogue(code: str) -> Catalog:
    """Read the catalogue of a language, once."""
    with (Path(__file__).parent / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)
