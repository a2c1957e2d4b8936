"""What to heed about a handover, in words: who gets what they should not, what has moved on, by whose word it is."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.locale import Language, sentence
from bot.telling import blocks, wording
from bot.telling.happenings import moment
from storage.handovers import preview, words
from storage.handovers.lists import HandoverView
from storage.handovers.preview import Caution, Preview
from storage.handovers.refusals import MovedOn

CAUTIONS = 12
"""The most things to be heeded that are said."""

NAMED = 10
"""The most accounts that moved on that are named."""


class Lapsed(StrEnum):
    """Why a handover is not done by the word of whoever asked for it."""

    LEFT = "left"
    NOT_THEIRS = "not_theirs"


LAPSED: Mapping[Lapsed, str] = {
    Lapsed.LEFT: sentence("*Careful:* {name} asked for this, and has left the sales team."),
    Lapsed.NOT_THEIRS: sentence("*Careful:* {name} asked for this, and may not give these accounts away any more."),
}
"""What there is to say of them then."""

APPROVED = sentence("Only somebody who may give them away can approve it.")
ANEW = sentence(
    "Whoever may give them away asks for it anew: *All accounts as a file*, and that file with *Hand over…* under "
    "`/assign help`."
)
"""How it goes on then, with approval or without."""


def cautions(language: Language, found: Sequence[Caution]) -> list[str]:
    """Say what is to be heeded."""
    lines = [language.say("*Careful:* {caution}", caution=_caution(language, one)) for one in found[:CAUTIONS]]
    more = len(found) - CAUTIONS
    return [*lines, language.count("{n} more.", "{n} more.", more)] if more > 0 else lines


def _caution(language: Language, one: Caution) -> str:
    """Say one thing that is to be heeded."""
    name = blocks.escaped(one.person.name)
    until = moment(one.until) if one.until else ""
    regions = wording.first(language, [blocks.escaped(region or "", 30) for region in one.regions])
    values = {"name": name, "regions": regions}
    if one.kind == preview.TERRITORY:
        return language.count(
            "{n} of these is outside the territory of {name}: {regions}.",
            "{n} of these are outside the territory of {name}: {regions}.",
            one.accounts,
            **values,
        )
    if one.kind == preview.UNUSUAL:
        return language.count(
            "{n} of these is in a region where {name} has no account: {regions}.",
            "{n} of these are in regions where {name} has no account: {regions}.",
            one.accounts,
            **values,
        )
    if one.kind == preview.LEFT:
        return language.say("{name} has left the team: these accounts need somebody else.", name=name)
    if one.kind == preview.UNHEARD:
        return language.say("{name} has no Slack account here, and hears nothing of it.", name=name)
    told = COVERS[one.kind, one.since is not None]
    return language.say(told, name=name, first=moment(one.since) if one.since else "", moment=until)


COVERS: Mapping[tuple[str, bool], str] = {
    (preview.AWAY, False): sentence("somebody stands in for {name} until {moment}."),
    (preview.AWAY, True): sentence("somebody stands in for {name} from {first} until {moment}."),
    (preview.COVERING, False): sentence("{name} stands in for somebody else until {moment}."),
    (preview.COVERING, True): sentence("{name} stands in for somebody else from {first} until {moment}."),
}
"""What is said of a cover, and where it is still to come."""


def moved_on(language: Language, found: Sequence[MovedOn]) -> list[str]:
    """Say who has which account now, and since when."""
    lines = [_moved_on(language, one) for one in found[:NAMED]]
    more = len(found) - NAMED
    return [*lines, language.count("{n} more.", "{n} more.", more)] if more > 0 else lines


def _moved_on(language: Language, one: MovedOn) -> str:
    """Say who has an account now."""
    customer = blocks.escaped(one.customer)
    if not one.is_known:
        return language.say("{customer} has moved on.", customer=customer)
    if one.holder is None:
        return language.say("Nobody has {customer} any more.", customer=customer)
    name = blocks.escaped(one.holder.name)
    if one.since is None:
        return language.say("{name} has {customer} now.", name=name, customer=customer)
    return language.say(
        "{name} has had {customer} since {moment}.", name=name, customer=customer, moment=moment(one.since)
    )


def hidden(language: Language, found: Preview) -> str:
    """Say how many accounts nothing is told of."""
    if not found.hidden:
        return ""
    return language.count(
        "{n} of these accounts is out of your sight.", "{n} of these accounts are out of your sight.", found.hidden
    )


def so_already(language: Language, accounts: int) -> list[str]:
    """Say how many accounts are not part of a handover, being where it would bring them."""
    if not accounts:
        return []
    return [
        language.count(
            "{n} account is left out: it is already whose it would be.",
            "{n} accounts are left out: they are already whose they would be.",
            accounts,
        )
    ]


def lapsed(language: Language, why: Lapsed | None, found: HandoverView) -> str:
    """Say that whoever asked for it may not do so any more, and how somebody else goes on."""
    if why is None:
        return ""
    name = blocks.escaped(found.asked_by.name) if found.asked_by else language.say("somebody")
    way = APPROVED if found.state == words.WAITING else ANEW
    return f"{language.say(LAPSED[why], name=name)} {language.say(way)}"
