"""Loads of a team evened out: what it takes, what it cannot avoid, and when there is nothing to do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.books.balancing import SECONDS, Balance
from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks


def balance(
    language: Language, found: Balance, *, within: float, away: Sequence[str], as_of: date | None, today: date
) -> Reply:
    """Say that nothing need move, or that nothing that moves would help."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    lines = [*_outcome(language, found, within), *_away(language, away)]
    return blocks.reply(" ".join((*lines, reach)), blocks.paragraph(*lines), blocks.remark(reach))


def told(
    language: Language, found: Balance, *, within: float, away: Sequence[str] = (), left: Sequence[str] = ()
) -> list[str]:
    """Say what the moves bring about, and what they cannot avoid.

    Args:
        away: the names of those whose books stay as they are.
        left: the names of those whose accounts go to others, as they have left.
    """
    return [
        *_outcome(language, found, within),
        *_price(language, found),
        *_left(language, left),
        *_away(language, away),
    ]


def _outcome(language: Language, found: Balance, within: float) -> Iterator[str]:
    """Say how near to the mean the loads come, and whether that is the best there is."""
    low, high = found.band
    band = {"share": language.share(within), "low": language.number(low), "high": language.number(high)}
    yield _falls_short(language, found, band) if found.excess else _is_enough(language, found, band)
    if not found.proven:
        yield language.say(
            "There may be a better way: I stopped looking after {n} seconds.", n=language.number(SECONDS)
        )
    elif found.moves:
        yield language.say("There is no better way.")


def _is_enough(language: Language, found: Balance, band: Mapping[str, str]) -> str:
    """Say that all loads end, or are, as near to the mean as asked."""
    if not found.moves:
        return language.say("All loads are within {share} of the mean ({low} to {high}) already.", **band)
    return language.count(
        "{n} hand-over brings every load within {share} of the mean ({low} to {high}).",
        "{n} hand-overs bring every load within {share} of the mean ({low} to {high}).",
        len(found.moves),
        **band,
    )


def _falls_short(language: Language, found: Balance, band: Mapping[str, str]) -> str:
    """Say that not all do."""
    far = language.number(found.excess)
    if not found.moves:
        return language.say(
            "No hand-over brings the loads nearer to one another. Within {share} of the mean is {low} to {high}; the "
            "furthest is {far} from that.",
            far=far,
            **band,
        )
    return language.count(
        "{n} hand-over brings the loads nearer to one another. Within {share} of the mean is {low} to {high}; the "
        "furthest ends {far} from that.",
        "{n} hand-overs bring the loads nearer to one another. Within {share} of the mean is {low} to {high}; the "
        "furthest ends {far} from that.",
        len(found.moves),
        far=far,
        **band,
    )


def _price(language: Language, found: Balance) -> Iterator[str]:
    """Say what could not be kept."""
    if found.vips:
        yield language.count(
            "It cannot be done without {n} VIP losing whom they know.",
            "It cannot be done without {n} VIPs losing whom they know.",
            found.vips,
        )
    if found.outside:
        yield language.count(
            "{n} account goes to somebody who is not at home in its region.",
            "{n} accounts go to somebody who is not at home in their region.",
            found.outside,
        )


def _left(language: Language, names: Sequence[str]) -> Iterator[str]:
    """Say whose accounts are given to the others."""
    if names:
        listed = language.listed([blocks.escaped(name) for name in names])
        yield language.say("All accounts of {names}, who left, go to the others.", names=listed)


def _away(language: Language, names: Sequence[str]) -> Iterator[str]:
    """Say whose books stay as they are."""
    if names:
        listed = language.listed([blocks.escaped(name) for name in names])
        yield language.say("Books of those who are away stay as they are: {names}.", names=listed)
