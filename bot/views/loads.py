"""The loads of a team side by side, the heaviest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.books import load
from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, wording
from storage.holdings import Holding

ROWS = 50
"""The most people in the table."""

BARS = 20
"""The most bars in a chart."""

NAME = 20
"""The longest a name is shown beside what is said of somebody."""


@dataclass(frozen=True)
class Burden:
    """What somebody looks after; `is_away` while somebody stands in for them, `has_left` once they are of no team."""

    name: str
    book: Holding
    is_away: bool = False
    has_left: bool = False

    @property
    def load(self) -> int:
        """Return how much work it is."""
        return load.load(self.book)


def loads(
    language: Language,
    burdens: Sequence[Burden],
    *,
    usual: float,
    team: str,
    to_balance: bool,
    as_of: date | None,
    today: date,
) -> Reply:
    """Show what everybody of a team looks after.

    Args:
        usual: the load in the middle.
        team: the team as typed.
        to_balance: whether whoever asks may even the loads out.
    """
    reach = blocks.reach(language, as_of=as_of, today=today)
    heaviest = sorted(burdens, key=lambda one: (-one.load, one.name))
    headline = _headline(language, heaviest, usual)
    line = f"/accounts balance {team}".strip()
    return blocks.reply(
        f"{headline} {reach}",
        blocks.paragraph(f"*{headline}*"),
        _table(language, heaviest[:ROWS], usual) if heaviest else None,
        _chart(language, heaviest[:BARS]),
        blocks.buttons({language.say("Even out"): line}) if to_balance else None,
        blocks.remark(
            language.say("Load: contacts a quarter that the accounts deserve, and against the team's median."),
            language.count("And {n} more.", "And {n} more.", len(heaviest) - ROWS) if len(heaviest) > ROWS else "",
            reach,
        ),
    )


def _headline(language: Language, burdens: Sequence[Burden], usual: float) -> str:
    """Say how far the loads are apart."""
    if not any(one.load for one in burdens):
        return language.say("Nobody of the team has accounts that are any work.")
    most, least = burdens[0], burdens[-1]
    return language.say(
        "Loads go from {least} ({lightest}) to {most} ({heaviest}), the median is {median}.",
        least=language.number(least.load),
        lightest=blocks.escaped(least.name),
        most=language.number(most.load),
        heaviest=blocks.escaped(most.name),
        median=language.number(usual, decimals=1),
    )


def _table(language: Language, burdens: Sequence[Burden], usual: float) -> blocks.Part:
    """List everybody."""
    say = language.say
    titles = (say("Who"), say("Load"), say("Accounts"), say("VIPs"), say("Dormant"), say("A year"))
    rows = [
        (
            _name(language, one),
            wording.load(language, one.load, load.against(one.load, usual)),
            language.number(one.book.accounts),
            language.number(one.book.vips),
            language.number(one.book.dormant),
            language.money(one.book.value),
        )
        for one in burdens
    ]
    return blocks.table(titles, rows, numbers=range(1, 6))


def _name(language: Language, one: Burden) -> str:
    """Return who it is, and whether they are there."""
    if one.has_left:
        return language.say("{name} (has left)", name=blocks.plain(one.name, NAME))
    return language.say("{name} (away)", name=blocks.plain(one.name, NAME)) if one.is_away else one.name


def _chart(language: Language, burdens: Sequence[Burden]) -> blocks.Part | None:
    """Draw the loads."""
    bars: dict[str, float] = {}
    for one in burdens:
        name = blocks.plain(one.name, NAME)
        bars[name if name not in bars else f"{blocks.plain(name, NAME - 4)} {len(bars) + 1}"] = one.load
    return blocks.bars(language.say("Load"), language.say("Load"), bars) if any(bars.values()) else None
