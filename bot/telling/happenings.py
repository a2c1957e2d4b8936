"""What happened to an alert, in sentences: who did what, and when."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.locale import Language, sentence
from bot.telling import blocks
from bot.telling.choices import CAUSES, CONTACTS, OUTCOMES, in_words
from storage.alerts import words
from storage.alerts.lists import AlertView, Happening, Outreach


def moment(at: datetime) -> str:
    """Return a moment so that everybody reads it in their own time zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC>"


def last_minute(at: datetime) -> str:
    """Return the minute before what ends at a moment: midnight would be read as of the day after."""
    return moment(at - timedelta(minutes=1))


def outreach(language: Language, made: Outreach) -> str:
    """Tell of a contact with a customer: what, when, by whom, and what was found."""
    values = {
        "contact": in_words(language, CONTACTS, made.kind),
        "day": language.day(made.day),
        "name": blocks.escaped(made.person.name) if made.person else language.say("somebody"),
    }
    told = language.say("{contact} on {day} by {name}", **values)
    found = [in_words(language, CAUSES, made.cause)] if made.cause else []
    if made.note:
        found.append(language.say("“{note}”", note=blocks.escaped(made.note, NOTE)))
    return language.say("{contact}: {found}", contact=told, found=language.listed(found)) if found else told


NOTE = 150
"""The longest a note is shown, in characters."""


def told(language: Language, event: Happening) -> str:
    """Tell of one thing that happened."""
    by_bot = event.person is None
    kind = BY_THE_BOT.get(event.kind, event.kind) if by_bot else event.kind
    kind = "given back" if kind == words.REASSIGNED and event.detail.get("undone") else kind
    if kind not in SENTENCES:
        return event.kind
    values = {
        "name": blocks.escaped(event.person.name) if event.person else "",
        "to": blocks.escaped(event.to.name) if event.to else language.say("somebody else"),
        **{place: write(language, event.detail) for place, write in DETAILS.items()},
    }
    text = EXPIRED.get(event.detail.get("reason", ""), SENTENCES[kind]) if kind == words.EXPIRED else SENTENCES[kind]
    return language.say(text, **values)


def state(language: Language, alert: AlertView) -> list[str]:
    """Tell how an alert stands: in whose hands, how long it rests, and what happened last."""
    lines = []
    if alert.is_live and alert.taken_by and alert.taken_at:
        name = blocks.escaped(alert.taken_by.name)
        lines.append(language.say("{name} has had this since {moment}.", name=name, moment=moment(alert.taken_at)))
    rests = [event for event in alert.events if event.kind == words.SNOOZED][-1:] if alert.is_snoozed else []
    last = [event for event in alert.events[-1:] if event.kind not in {*UNSAID, *(one.kind for one in rests)}]
    lines.extend(_with_moment(language, event) for event in (*rests, *last))
    return lines


def _with_moment(language: Language, event: Happening) -> str:
    """Tell of one thing that happened, and when."""
    return language.say("{happened} ({moment})", happened=told(language, event), moment=moment(event.at))


UNSAID = frozenset({words.FOUND, words.ACKNOWLEDGED, words.CONTACTED, words.REMINDED})
"""What a message need not repeat: it says so in other words."""

BY_THE_BOT = {words.WOKEN: "ended", words.RELEASED: "left behind"}
"""What is told in other words where the bot did it."""

SENTENCES: Mapping[str, str] = {
    words.FOUND: sentence("Found in the data."),
    words.ACKNOWLEDGED: sentence("{name} took this."),
    words.RELEASED: sentence("{name} gave this back."),
    words.CONTACTED: sentence("{name} logged {contact}."),
    words.SNOOZED: sentence("{name} snoozed this until {until}."),
    words.WOKEN: sentence("{name} ended the snooze."),
    "ended": sentence("The snooze has ended."),
    "left behind": sentence("Whoever had this has left the sales team: it is open again."),
    words.REASSIGNED: sentence("{name} handed the customer over to {to}."),
    "given back": sentence("{name} undid the handover of the customer."),
    words.USELESS: sentence("{name} found this not useful."),
    words.DISMISSED: sentence("{name} closed this: {outcome}."),
    words.LOST: sentence("{name} gave the customer up for lost."),
    words.RECOVERED: sentence("The customer is back to what is usual."),
    words.EXPIRED: sentence("Nothing was done about this for so long that it is closed."),
    words.ESCALATED: sentence("Nobody had taken this in time: {to} was told."),
    words.REMINDED: sentence("Reminded whoever has this."),
    words.UNDONE: sentence("{name} took back what they did last."),
}
"""What happens to alerts, as it is told."""


EXPIRED: Mapping[str, str] = {
    "over": sentence("This is no longer so."),
    "closed": sentence("The customer has been closed."),
    "away": sentence("The customer is known to be away."),
    "followed": sentence("A newer alert about this follows."),
}
"""Why an alert is over, where it is not for want of anything done."""


def _until(language: Language, detail: Mapping[str, Any]) -> str:
    """Say how long a snooze lasts."""
    if until := detail.get("until"):
        return moment(datetime.fromisoformat(until))
    return language.say("the next visit")


DETAILS: Mapping[str, Callable[[Language, Mapping[str, Any]], str]] = {
    "contact": lambda language, detail: in_words(language, CONTACTS, detail.get("kind") or ""),
    "outcome": lambda language, detail: in_words(language, OUTCOMES, detail.get("outcome") or ""),
    "until": _until,
}
"""How the places in those sentences are filled."""
