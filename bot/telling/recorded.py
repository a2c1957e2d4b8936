"""What is on the record, in sentences: who did what, for whom, why and where. To add an action: a line in `SENTENCES`.

An action without a sentence is told by its own word, with what changed.
"""

from collections.abc import Callable, Mapping

from bot.locale import Language, sentence
from bot.telling import blocks, happenings, values
from bot.telling.handovers import FAILED
from storage.alerts.lists import Happening
from storage.alerts.who import Who
from storage.entries import Account, Entry

VALUES = 3
"""How many of the values that changed are told."""

NAME = 30
REASON = 100
"""The longest that names, values and reasons are shown, in characters: of a page of doings none may be long."""

ALERT = "alert."


def told(language: Language, entry: Entry) -> str:
    """Tell of a row: who did what, on whose behalf, where, and why."""
    notes = [
        language.say("on behalf of {name}", name=blocks.escaped(entry.on_behalf_of, NAME))
        if entry.on_behalf_of
        else "",
        language.say("because “{reason}”", reason=_reason(language, entry)) if entry.reason else "",
        _where(language, entry.place or ""),
    ]
    did, more = _did(language, entry), language.listed([note for note in notes if note])
    return language.say("{did} ({notes})", did=did, notes=more) if more else did


def _reason(language: Language, entry: Entry) -> str:
    """Return why, as somebody said it; of what could not be done, why not."""
    reason = entry.reason or ""
    if entry.action == "handover.failed" and reason in FAILED:
        return language.say(FAILED[reason])
    return blocks.escaped(reason, REASON)


def _did(language: Language, entry: Entry) -> str:
    """Say who did what."""
    if entry.action.startswith(ALERT):
        return _about_an_alert(language, entry)
    known = BY_FILE if entry.subject.startswith("import:") else SENTENCES
    text = known.get(entry.action, sentence("{name}: {action} {subject}: {changes}"))
    named = {"name": _who(language, entry.who), "action": blocks.escaped(entry.action, NAME)}
    filled = {place: write(language, entry) for place, write in PLACES.items() if f"{{{place}}}" in text}
    return language.say(text, **named, **filled)


def _about_an_alert(language: Language, entry: Entry) -> str:
    """Say what somebody did to an alert, as its own history does."""
    number = entry.subject.partition(":")[2]
    who, to = (Who(0, name, None) if name else None for name in (entry.who, entry.after.get("to")))
    happened = Happening(entry.action.removeprefix(ALERT), entry.at, who, entry.after, to=to)
    about = blocks.escaped(entry.about, NAME) if entry.about else language.say("a customer")
    return language.say(
        "Alert {id} about {customer}: {happened}",
        id=number,
        customer=about,
        happened=happenings.told(language, happened),
    )


def _who(language: Language, name: str | None) -> str:
    """Return a name, or the bot's."""
    return blocks.escaped(name, NAME) if name else language.say("The bot")


def _where(language: Language, place: str) -> str:
    """Say where something was done, if that is worth a word."""
    if place.startswith(("C", "G")) and place.isalnum():
        return f"<#{place}>"
    return language.say("in the terminal") if place == "terminal" else ""


def _accounts(language: Language, entry: Entry) -> str:
    """Tell of accounts from whom to whom they went: the first ones, and how many more."""
    told = [_account(language, one) for one in entry.accounts]
    more = entry.moved - len(told)
    return language.listed([*told, language.count("{n} more", "{n} more", more)] if more > 0 else told)


def _account(language: Language, moved: Account) -> str:
    """Tell of one account."""
    before, after = (
        blocks.escaped(one, NAME) if one else language.say("nobody") for one in (moved.before, moved.after)
    )
    return language.say(
        "{customer} from {before} to {after}", customer=blocks.escaped(moved.name, NAME), before=before, after=after
    )


def _changes(language: Language, entry: Entry) -> str:
    """Tell of values how they changed."""
    names = [name for name in entry.after if entry.before.get(name) != entry.after[name]]
    changes = [values.change(language, name, entry.before, entry.after) for name in names[:VALUES]]
    return language.listed(changes) or blocks.NOTHING


def _subject(_language: Language, entry: Entry) -> str:
    """Return what a row is about, by its name if it has one."""
    return values.written(entry.about or entry.after.get("name") or entry.subject.partition(":")[2])


def _value(name: str) -> Callable[[Language, Entry], str]:
    """Return what writes a value, as it is or was."""
    return lambda _language, entry: values.written(entry.after.get(name) or entry.before.get(name))


PLACES: Mapping[str, Callable[[Language, Entry], str]] = {
    "accounts": _accounts,
    "changes": _changes,
    "subject": _subject,
    "number": lambda _language, entry: entry.subject.partition(":")[2],
    "people": _value("people"),
    "person": _value("person_id"),
    "stand_in": _value("stand_in_id"),
}
"""How the places in the sentences are filled."""

SENTENCES: Mapping[str, str] = {
    "accounts.moved": sentence("{name} moved accounts: {accounts}"),
    "accounts.returned": sentence("{name} gave accounts back: {accounts}"),
    "handover.proposed": sentence("{name} asked for handover {number}"),
    "handover.approved": sentence("{name} approved handover {number}"),
    "handover.refused": sentence("{name} refused handover {number}"),
    "handover.cancelled": sentence("{name} called handover {number} off"),
    "handover.scheduled": sentence("{name} confirmed handover {number} for a later day"),
    "handover.expired": sentence("Nobody decided about handover {number} in time"),
    "handover.failed": sentence("Handover {number} could not be done on its day"),
    "cover.made": sentence("{name} had {stand_in} stand in for {person}"),
    "cover.ended": sentence("{name} ended a stand-in for {person}"),
    "person.added": sentence("{name} added {subject} to the team"),
    "person.changed": sentence("{name} changed {subject}: {changes}"),
    "person.left": sentence("{subject} left the team"),
    "person.returned": sentence("{subject} is back in the team"),
    "team.made": sentence("{name} made the team {subject}"),
    "team.changed": sentence("{name} changed the team {subject}: {changes}"),
    "choice.made": sentence("{name} decided for everybody: {changes}"),
    "access.asked": sentence("{subject} asked for access"),
    "access.granted": sentence("{name} let {subject} in"),
    "access.refused": sentence("{name} did not let {subject} in"),
    "hearing.changed": sentence("{name} changed how they hear of alerts: {changes}"),
}
"""What is on the record, as it is told."""

BY_FILE: Mapping[str, str] = {
    "accounts.imported": sentence("New owners came with a file: {accounts}"),
    "person.added": sentence("People came into the team with a file: {people}"),
    "person.merged": sentence("Owners known only by name turned out to be people of a file: {people}"),
}
"""What came with a file."""
