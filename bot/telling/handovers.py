"""Handovers in words: what goes from whom to whom, and how far it has come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.locale import Language, sentence
from bot.telling import blocks
from bot.telling.happenings import moment
from bot.telling.heeding import Lapsed
from storage.alerts.who import Who
from storage.handovers import words
from storage.handovers.lists import HandoverView

PEOPLE = 3
"""The most people that are named where others would make the sentence long."""

HEADLINES: Mapping[str, str] = {
    words.PROPOSED: sentence("Hand over {what} to {whom}?"),
    words.WAITING: sentence("Waiting for approval: {what} to {whom}."),
    words.SCHEDULED: sentence("Planned: {what} to {whom}."),
    words.DONE: sentence("Handed over: {what} to {whom}."),
    words.UNDONE: sentence("Taken back: {what} to {whom}."),
    words.REFUSED: sentence("Declined: {what} to {whom}."),
    words.CANCELLED: sentence("Called off: {what} to {whom}."),
    words.EXPIRED: sentence("Not approved in time: {what} to {whom}."),
    words.FAILED: sentence("Could not be done: {what} to {whom}."),
}
"""What a handover is, by how far it has come."""


def headline(language: Language, found: HandoverView) -> str:
    """Say in a sentence what a handover is, and how far it has come."""
    return language.say(HEADLINES[found.state], what=what(language, found), whom=whom(language, found.receivers))


def what(language: Language, found: HandoverView) -> str:
    """Say which accounts of whom a handover is about."""
    givers = [giver for giver in found.givers if giver]
    name = blocks.escaped(found.account) if found.account else None
    if not givers:
        if name:
            return language.say("{name}, whom nobody owns,", name=name)
        return language.count("{n} account of nobody", "{n} accounts of nobody", found.accounts)
    owners = whom(language, givers)
    if len(givers) < len(found.givers) and len(givers) <= PEOPLE:
        owners = language.listed([*(blocks.escaped(giver.name) for giver in givers), language.say("nobody")])
    if name:
        return language.say("{name} of {owners}", name=name, owners=owners)
    return language.count("{n} account of {owners}", "{n} accounts of {owners}", found.accounts, owners=owners)


def whom(language: Language, people: Sequence[Who]) -> str:
    """Name people, or say how many they are."""
    if len(people) > PEOPLE:
        return language.count("{n} person", "{n} people", len(people))
    return language.listed([blocks.escaped(person.name) for person in people])


def standing(language: Language, found: HandoverView, *, undoable_until: datetime | None) -> list[str]:
    """Tell who asked for a handover and why, who decided about it, and when it happens or happened."""
    asked = blocks.escaped(found.asked_by.name) if found.asked_by else language.say("somebody")
    reason = language.say("Because: “{reason}”.", reason=blocks.escaped(found.reason, 200)) if found.reason else ""
    return [
        line
        for line in (language.say("Asked for by {name}.", name=asked), reason, *_state(language, found, undoable_until))
        if line
    ]


def _state(language: Language, found: HandoverView, undoable_until: datetime | None) -> Iterator[str]:
    """Yield what is to be said about how far a handover has come."""
    by = blocks.escaped(found.decided_by.name) if found.decided_by else language.say("somebody")
    at = moment(found.decided_at) if found.decided_at else ""
    if found.state in DECIDED and at:
        yield language.say(DECIDED[found.state], name=by, moment=at)
    yield from day(language, found)
    if found.state == words.WAITING and found.expires_at:
        yield language.say("It waits until {moment}.", moment=moment(found.expires_at))
    if found.done_at:
        yield language.say("Done {moment}.", moment=moment(found.done_at))
    if found.state == words.DONE and undoable_until:
        yield language.say("It can be undone until {moment}.", moment=moment(undoable_until))
    if found.state == words.UNDONE and found.undone_at:
        who = blocks.escaped(found.undone_by.name) if found.undone_by else language.say("somebody")
        yield language.say("{name} took it back ({moment}).", name=who, moment=moment(found.undone_at))
        if found.returned < found.accounts:
            yield language.count(
                "{n} account had moved on, and stays.",
                "{n} accounts had moved on, and stay.",
                found.accounts - found.returned,
            )


def day(language: Language, found: HandoverView) -> Iterator[str]:
    """Yield when the accounts of a handover move that is still ahead, if not at once."""
    if found.state in words.PENDING and found.due_at:
        told = AFTER_APPROVAL if found.state == words.WAITING else ON_ITS_DAY
        yield language.say(told, moment=moment(found.due_at))


ON_ITS_DAY = sentence("The accounts move {moment}.")
AFTER_APPROVAL = sentence("The accounts move {moment}, or once this is approved, if that is later.")

DECIDED: Mapping[str, str] = {
    words.SCHEDULED: sentence("Approved by {name} ({moment})."),
    words.DONE: sentence("Approved by {name} ({moment})."),
    words.REFUSED: sentence("Declined by {name} ({moment})."),
    words.CANCELLED: sentence("Called off by {name} ({moment})."),
}
"""Who decided about a handover."""

FAILED: Mapping[str, str] = {
    "moved_on": sentence("Some of the accounts had moved on."),
    "changed": sentence("There are VIPs among the accounts that were none before."),
    "gone": sentence("Somebody who was to get accounts has left."),
    Lapsed.LEFT.value: sentence("Whoever asked for it has left the sales team."),
    Lapsed.NOT_THEIRS.value: sentence("Whoever asked for it may not give these accounts away any more."),
}
"""Why what was planned could not be done."""
