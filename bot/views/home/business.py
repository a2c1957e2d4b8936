"""How the business moves between tiers, and what somebody has chosen to hear of it."""

from collections.abc import Sequence

from bot.hearing import Hearing
from bot.locale import Language
from bot.telling import blocks, wording
from bot.telling.blocks import Part
from bot.telling.controls import Button, dotted, opening
from bot.views.home.layout import chart, heading
from segmentation.models.value_group import MVC
from segmentation.profile import Policy
from storage.outcome import Move

MOVES = 8
"""The most moves that are drawn."""


def movement(language: Language, policy: Policy, moves: Sequence[Move]) -> list[Part]:
    """Draw how many customers went from which tier to which this week."""
    title = heading(language.say("Between tiers this week"))
    if not moves:
        return [title, blocks.paragraph(language.say("Nobody changed tier."))]
    came = sum(move.customers for move in moves if move.after == MVC.key)
    left = sum(move.customers for move in moves if move.before == MVC.key)
    told = language.say("VIPs: {came} came, {left} left.", came=language.number(came), left=language.number(left))
    drawn = {_named(language, policy, move): move.customers for move in moves[:MOVES]}
    return [title, blocks.paragraph(told), chart(language, drawn)]


def digest(language: Language, hearing: Hearing) -> list[Part]:
    """Say when the digest comes and how many alerts at once, with the form that changes it."""
    say, hour = language.say, f"{hearing.digest_hour:02}:00"
    told = (
        language.say("Your digest comes at {hour}.", hour=hour)
        if hearing.digest
        else language.say("You get no digest."),
        say("At most {n} alerts a day come at once.", n=language.number(hearing.daily_limit)),
    )
    change = Button(say("Change…"), opening("hearing", ""))
    return [heading(say("What you hear")), dotted(" ".join(told), change)]


def _named(language: Language, policy: Policy, move: Move) -> str:
    """Return from where to where."""
    return " → ".join(wording.named(language, policy, "tier", tier) for tier in (move.before, move.after))
