"""An alert: what changed, who and why you; what shows it; how it stands; and what can be done about it."""

from collections.abc import Mapping

from bot.locale import Language, sentence
from bot.question import Reply
from bot.telling import blocks, happenings, reasons
from bot.telling.choices import SNOOZES
from bot.telling.controls import Button, Menu, dotted, opening, row
from segmentation.profile import Policy
from segmentation.rules import RULES
from storage.alerts import words
from storage.alerts.life import handed_over_alone
from storage.alerts.lists import AlertView, Happening
from storage.alerts.who import Who

WHYS: Mapping[str, str] = {
    "owner": sentence("You are its owner."),
    "unowned": sentence("As it has no owner, it comes to you."),
    "instead": sentence("It comes to you because {absent} cannot be told."),
    "cover": sentence("You stand in for {absent}."),
    "covered": sentence("You stood in for {absent}."),
    "snoozed": sentence("You had snoozed this until now."),
    "visited": sentence("They have come: you had snoozed this until then."),
    "untaken": sentence("It comes to you because {absent} has not taken it in time."),
    "passed over": sentence(
        "It comes to you because nobody has taken it in time: {absent} was told in place of {asked_for}."
    ),
    "channel": sentence("It comes to you because the channel of the team cannot be reached."),
    "outsiders": sentence("It comes to you because not everybody in the team's channel is of the sales team."),
    "team": sentence("{owner} of your team is its owner."),
    "all": sentence("{owner} is its owner; you hear of all."),
}
"""Why somebody hears of an alert."""

OWNED = frozenset({"owner", "team", "all"})
"""What is said only where there is an owner."""

STANDING_IN = frozenset({"cover", "covered"})
"""Why somebody hears of it who stands in for the owner, or for somebody who hears of the owner's alerts."""

ABOUT_ABSENCE = frozenset(name for name, rule in RULES.items() if rule.absence)
"""The rules that tell that somebody stays away."""

UNDOABLE = frozenset(
    {words.CONTACTED, words.SNOOZED, words.DISMISSED, words.USELESS, words.LOST, words.REASSIGNED, words.RELEASED}
)
"""What a button takes back; what was taken is given back."""


def alert(
    language: Language,
    policy: Policy,
    found: AlertView,
    *,
    hearer: Who | None,
    why: str,
    instead_of: str | None = None,
    asked_for: str | None = None,
    kept: bool = True,
) -> Reply:
    """Show an alert to whoever hears it for a reason (`WHYS`), perhaps instead of somebody else; None is a channel.

    Who has not taken it may have been asked in place of another, the one `asked_for`. A message that is `kept` changes
    with the alert; one that only answers a question does not.
    """
    first = f"{reasons.change(language, policy, found)} {_why(language, found, hearer, why, instead_of, asked_for)}"
    shown = reasons.evidence(language, policy, found)
    reach = blocks.reach(language, as_of=found.as_of, today=found.as_of)
    return blocks.reply(
        " ".join(part for part in (first, shown, reach) if part),
        dotted(first, Menu(_more(language, found)), kept=kept) if found.is_live else blocks.paragraph(first),
        blocks.paragraph(
            shown, _came_since(language, found), _key_contact(language, found), _last_contact(language, found)
        ),
        blocks.paragraph(*standing) if (standing := happenings.state(language, found)) else None,
        row(*_controls(language, found), kept=kept),
        blocks.remark(language.say("Alert {id}", id=found.id), reach),
    )


def _why(
    language: Language, found: AlertView, hearer: Who | None, why: str, instead_of: str | None, asked_for: str | None
) -> str:
    """Say whose customer it is, and why whoever reads this hears of it."""
    owner = blocks.escaped(found.owner.name) if found.owner else None
    if why in {"snoozed", "visited"} and hearer:
        return language.say(WHYS[why])
    if hearer and found.owner and hearer.id == found.owner.id:
        return language.say(WHYS["owner"])
    if hearer is None or why not in WHYS:
        return _its_owner(language, owner) if owner else language.say("It has no owner.")
    if owner is None and why in OWNED:
        return language.say(WHYS["unowned"])
    if why in {"owner", "unowned"} and owner:
        return _its_owner(language, owner)
    others = {"absent": blocks.escaped(instead_of or ""), "asked_for": blocks.escaped(asked_for or "")}
    told = language.say(WHYS["passed over" if why == "untaken" and asked_for else why], owner=owner, **others)
    is_of_another = why in STANDING_IN and found.owner is not None and found.owner.name != instead_of
    return f"{told} {_its_owner(language, owner)}" if is_of_another and owner else told


def _its_owner(language: Language, owner: str) -> str:
    """Say whose customer it is."""
    return language.say("{owner} is its owner.", owner=owner)


def _key_contact(language: Language, found: AlertView) -> str:
    """Say who should look after a customer who has just become a VIP, or has nobody."""
    if found.rule not in {"growth_crossing", "vip_unowned"} or not found.is_live:
        return ""
    if found.successor is None:
        return "" if found.owner else language.say("Who should look after them from now on?")
    if found.owner == found.successor:
        return ""
    return language.say("Suggested as key contact from now on: {name}.", name=blocks.escaped(found.successor.name))


def _came_since(language: Language, found: AlertView) -> str:
    """Say that a customer of whom it was told that they stay away has come since, while it is open."""
    if found.rule not in ABOUT_ABSENCE or not found.is_live or not found.last_visit:
        return ""
    if found.last_visit <= found.last_known_visit:
        return ""
    return language.say("They have come since, last on {day}.", day=language.day(found.last_visit))


def _last_contact(language: Language, found: AlertView) -> str:
    """Tell of the last contact; of who came back, the one before that."""
    made = found.outreach_before if found.rule == "vip_back" and found.outreach is None else found.outreach
    if made is None:
        return language.say("No contact has been logged.")
    return language.say("Last contact: {contact}.", contact=happenings.outreach(language, made))


def _is_undoable(event: Happening) -> bool:
    """Say whether a button takes back what was done; a handover of many accounts is undone as a whole, elsewhere."""
    return event.kind in UNDOABLE and (event.kind != words.REASSIGNED or handed_over_alone(event.detail))


def _controls(language: Language, found: AlertView) -> list[Button | Menu | None]:
    """Return what can be done about an alert as it stands."""
    say, last = language.say, found.events[-1] if found.events else None
    undo = Button(say("Undo"), _line("undo", found)) if last and last.person and _is_undoable(last) else None
    if not found.is_live:
        return [undo, Button(say("History"), f"/alerts history {found.id}")]
    release = Button(say("Give it back"), _line("release", found)) if found.state == words.ACKNOWLEDGED else None
    wake = Button(say("End the snooze"), _line("wake", found)) if found.is_snoozed else None
    return [
        None if found.taken_by else Button(say("I'll take it"), _line("take", found), primary=True),
        _handing_over(language, found) if _wants_owner(found) else _contact(language, found),
        wake or Menu(_snoozes(language, found), say("Snooze")),
        undo or release,
        Button(say("Settings"), opening("hearing", "")),
    ]


def _contact(language: Language, found: AlertView) -> Button:
    """Return the button for what has been done, whoever has the alert; once somebody has it, it comes first."""
    label, primary = language.say("Log contact"), found.state == words.ACKNOWLEDGED
    return Button(label, opening("log_contact", str(found.id)), primary)


def _handing_over(language: Language, found: AlertView) -> Button:
    """Return the button that gives the customer an owner."""
    return Button(language.say("Reassign…"), opening("reassign", _ticket(found)))


def _wants_owner(found: AlertView) -> bool:
    """Say whether what has to be done is to find an owner."""
    return found.rule == "vip_unowned" and found.owner is None


def _snoozes(language: Language, found: AlertView) -> dict[str, str]:
    """Return the ways to let an alert rest."""
    ways = {language.say(label): f"/alerts snooze {_ticket(found)} {word}" for word, label in SNOOZES.items()}
    return {**ways, language.say("Until a day…"): opening("snooze_until", _ticket(found))}


def _more(language: Language, found: AlertView) -> dict[str, str]:
    """Return what else can be done: five lines, as many as Slack takes."""
    say = language.say
    is_contacted = found.state == words.CONTACTED
    over = (say("Lost for good"), "lost") if is_contacted else (say("Not useful"), "useless")
    handing = (
        (say("Log contact"), opening("log_contact", str(found.id)))
        if _wants_owner(found)
        else (say("Reassign…"), opening("reassign", _ticket(found)))
    )
    return {
        over[0]: _line(over[1], found),
        say("Known absence…"): opening("absence", _ticket(found)),
        handing[0]: handing[1],
        say("History"): f"/alerts history {found.id}",
        say("Mute this kind"): f"/alerts mute {found.rule}",
    }


def _line(verb: str, found: AlertView) -> str:
    """Return the line that does something about the alert as it is shown."""
    return f"/alerts {verb} {_ticket(found)}"


def _ticket(found: AlertView) -> str:
    """Return which alert is meant, and how it stood when it was shown."""
    return f"{found.id} v{found.version}"
