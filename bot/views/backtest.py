"""What a rule would have said over the past, and how right it was, beside what people do without it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.locale import Language, sentence
from bot.question import Reply
from bot.telling import blocks, reasons
from segmentation.profile import Policy

FEW = 20
"""Below so many judged alerts, shares say little."""

PEERS: Mapping[str, str] = {
    "forty_days": sentence("No visit for 40 days"),
    "twice_gap": sentence("Twice the usual gap"),
}
"""The plain rules beside it."""


def backtest(language: Language, policy: Policy, found: Mapping[str, Any], *, today: date) -> Reply:
    """Show a backtest as `regulars backtest --json` prints it."""
    title = reasons.title(language, found["rule"])
    first, last = (date.fromisoformat(found[end]) for end in ("first", "last"))
    reach = blocks.reach(language, as_of=last, today=today)
    answer = language.count(
        "*{title}* would have spoken {n} time from {first} to {last}.",
        "*{title}* would have spoken {n} times from {first} to {last}.",
        found["alerts"],
        title=title,
        first=language.day(first),
        last=language.day(last),
    )
    right = _right(language, found)
    rows = [(title, found), *((language.say(PEERS.get(name, name)), record) for name, record in found["peers"].items())]
    return blocks.reply(
        " ".join(part for part in (answer, right, reach) if part),
        blocks.paragraph(answer, right, _fires(language, policy, found["rule"])),
        _table(language, rows),
        blocks.remark(*_small_print(language, found), reach),
    )


def _fires(language: Language, policy: Policy, rule: str) -> str:
    """Say when the rule speaks."""
    return language.say("It fires when {fires}.", fires=reasons.fires(language, policy, rule))


def _right(language: Language, found: Mapping[str, Any]) -> str:
    """Say how often it was right."""
    if found["share_dropped"] is None:
        return ""
    of_ten = language.number(10 * found["share_dropped"], decimals=0)
    return language.say("{of_ten} of 10 were followed by a real drop.", of_ten=of_ten)


def _table(language: Language, rows: list[tuple[str, Mapping[str, Any]]]) -> blocks.Part:
    """Show each rule in a row."""
    say = language.say
    titles = (
        say("Rule"),
        say("A month"),
        say("A drop followed"),
        say("Came by themselves"),
        say("Days ahead"),
        say("AUC"),
    )
    cells = [
        (
            name,
            language.number(record["alerts_a_month"], decimals=1),
            _share(language, record["share_dropped"]),
            _share(language, record["share_came_back"]),
            _number(language, record["median_lead_days"]),
            _number(language, record["auc"], decimals=2),
        )
        for name, record in rows
    ]
    return blocks.table(titles, cells, numbers=range(1, 6))


def _share(language: Language, share: float | None) -> str:
    """Write a share, if it is known."""
    return blocks.NOTHING if share is None else language.share(share)


def _number(language: Language, number: float | None, *, decimals: int = 0) -> str:
    """Write a number, if it is known."""
    return blocks.NOTHING if number is None else language.number(number, decimals=decimals)


def _small_print(language: Language, found: Mapping[str, Any]) -> list[str]:
    """Say how to read it."""
    notes = [language.say("Each day was judged with what was known then. A drop: half of the usual visits, or fewer.")]
    if found["alerts"] and not found["judged"]:
        notes.append(language.say("None of the alerts can be judged yet, so there are no shares."))
    elif found["alerts"] and found["judged"] < FEW:
        notes.append(
            language.count(
                "Only {n} alert could be judged: shares say little.",
                "Only {n} alerts could be judged: shares say little.",
                found["judged"],
            )
        )
    if found["peers"]:
        notes.append(language.say("The plain rules speak as often: of the strictest cases, as many."))
    return notes
