"""A line cut at the words that bind it, English or Chinese: `ACME to @maria from monday because …`.

What stands in quotes is part of a name and binds nothing, whatever its words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.lines import days, spacing
from bot.lines.options import NotUnderstood

FROM = frozenset({"from", "starting", "since", "on", "从", "自"})
UNTIL = frozenset({"until", "till", "到", "至", "直到"})
THROUGH = frozenset({"through", "thru"})
FOR = frozenset({"for", "共", "为期"})
BECAUSE = frozenset({"because", "因为", "由于"})
BY = frozenset({"by", "按", "由"})
COMMAS = frozenset({",", "，", "、", ";"})
AND = COMMAS | {"and", "和", "及", "与"}

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|(?P<mention><[^>]*>)|(?P<comma>[,，、;])|(?P<word>[^\s",，、;]+)')
_NUMBER = re.compile(r"#?(\d{1,18})")
_VERSION = re.compile(r"[vV](\d{1,9})")


@dataclass(frozen=True)
class Token:
    """A word as it was typed, and its place in the line."""

    text: str
    is_quoted: bool
    start: int
    end: int

    @property
    def word(self) -> str:
        """The word, whatever its case, without a colon behind it."""
        return self.text.casefold().removesuffix(":")

    def is_one_of(self, words: Collection[str]) -> bool:
        """Say whether it is one of the words that bind."""
        return not self.is_quoted and self.word in words

    @property
    def is_mention(self) -> bool:
        """Whether it is somebody in Slack."""
        return not self.is_quoted and self.text.startswith("<@")

    @property
    def stands_alone(self) -> bool:
        """Whether it is somebody, or a customer, all by itself: a mention, a number of ours, what is in quotes."""
        return self.is_quoted or self.is_mention or self.text.startswith("id:")


@dataclass(frozen=True)
class Line:
    """A line with its words."""

    text: str
    tokens: tuple[Token, ...]

    def raw(self, tokens: Sequence[Token]) -> str:
        """Return words that follow one another as they were typed; of what is in quotes, what is in them."""
        if len(tokens) == 1:
            return tokens[0].text
        return self.text[tokens[0].start : tokens[-1].end] if tokens else ""

    def without_reason(self, *, behind: Collection[str] = ()) -> tuple[list[Token], str | None]:
        """Return the words before the reason, which stands last, and the reason.

        Args:
            behind: words behind one of which it stands, if there is any: before them all it is part of a name.
        """
        binding = [place for place, one in enumerate(self.tokens) if one.is_one_of(behind)]
        start = binding[0] if binding else 0
        first = next((place for place, one in enumerate(self.tokens) if place > start and one.is_one_of(BECAUSE)), None)
        if first is None:
            return list(self.tokens), None
        return list(self.tokens[:first]), self.raw(self.tokens[first + 1 :]) or None

    def people(self, tokens: Sequence[Token]) -> Iterator[str]:
        """Yield people as they were typed: with commas or `and` between them, or each standing alone."""
        current: list[Token] = []
        for token in tokens:
            if current and (token.is_one_of(AND) or token.stands_alone or current[-1].stands_alone):
                yield self.raw(current)
                current = []
            if not token.is_one_of(AND):
                current.append(token)
        if current:
            yield self.raw(current)

    def day(self, tokens: Sequence[Token], *, today: date, usage: str, read: days.Reading = days.day) -> date:
        """Return the day that words name, which is today or ahead.

        Args:
            read: how they are read: as a day, or as the last one of more.

        Raises:
            NotUnderstood: they name none.
            DayOver: it is over, or too far away.
        """
        said = self.raw(tokens)
        if (meant := read(said, today=today)) is None:
            raise NotUnderstood(said or "…", nearest="monday", usage=usage)
        return days.ahead(meant, today=today)


@dataclass(frozen=True)
class Word:
    """What is to be done about something by its number; `version` is that of what was shown, if known."""

    verb: str
    number: int | None = None
    version: int | None = None
    rest: tuple[str, ...] = ()


def line(words: str) -> Line:
    """Return what was typed, its letters made plain, cut into words."""
    text = spacing.apart(unicodedata.normalize("NFKC", words))
    return Line(text, tuple(_token(found) for found in _TOKEN.finditer(text)))


def _token(found: re.Match[str]) -> Token:
    """Return one word."""
    quoted: str | None = found["quoted"]
    return Token(found[0] if quoted is None else quoted, quoted is not None, *found.span())


def loosened(said: Line, tokens: Sequence[Token], binding: Collection[str]) -> Line:
    """Return a line in which one of some words stands by itself: the last that has others before and behind it.

    As it is, where one of `tokens` is such a word already, or none of them has one in it: `茶馆给Priya` has `给`.
    """
    if any(token.is_one_of(binding) for token in tokens):
        return said
    longest_first = "|".join(sorted((re.escape(one) for one in binding if not one.isascii()), key=len, reverse=True))
    last = next((found for token in reversed(tokens) for found in _within(token, longest_first)), None)
    if last is None or not (said.text[: last[0]].strip() and said.text[last[1] :].strip()):
        return said
    start, end = last
    return line(f"{said.text[:start]} {said.text[start:end]} {said.text[end:]}")


def _within(token: Token, words: str) -> list[tuple[int, int]]:
    """Return where words stand in one that is typed as it is, the last first."""
    if token.is_quoted or token.is_mention:
        return []
    return [(token.start + one.start(), token.start + one.end()) for one in re.finditer(words, token.text)][::-1]


def cut(tokens: Sequence[Token], binding: Mapping[str, Collection[str]]) -> tuple[list[Token], dict[str, list[Token]]]:
    """Cut words at those that bind: return what stands before the first of them, and what behind each, by its name.

    Commas where it is cut go with the cut.
    """
    first: list[Token] = []
    parts: dict[str, list[Token]] = {}
    current = first
    for token in tokens:
        name = next((name for name, words in binding.items() if name not in parts and token.is_one_of(words)), None)
        if name:
            current = parts.setdefault(name, [])
        else:
            current.append(token)
    return _bare(first), {name: _bare(part) for name, part in parts.items()}


def _bare(tokens: Sequence[Token]) -> list[Token]:
    """Return words without the commas before and behind them."""
    words = [place for place, token in enumerate(tokens) if token.is_quoted or token.text not in COMMAS]
    return list(tokens[words[0] : words[-1] + 1]) if words else []


def word(tokens: Sequence[Token], verbs: Mapping[str, str], *, alone: Mapping[str, str]) -> Word | None:
    """Return what is to be done, if the words begin like that: a verb, with a number or without, or one `alone`."""
    if not tokens:
        return Word("help")
    first, *rest = tokens
    if not rest and first.is_one_of(alone):
        return Word(alone[first.word])
    if not rest and first.is_one_of(verbs):
        return Word(verbs[first.word])
    number = _NUMBER.fullmatch(rest[0].text) if rest else None
    if not (first.is_one_of(verbs) and number):
        return None
    version = _VERSION.fullmatch(rest[1].text) if len(rest) > 1 else None
    after = tuple(one.text for one in rest[2 if version else 1 :])
    return Word(verbs[first.word], int(number[1]), int(version[1]) if version else None, after)
