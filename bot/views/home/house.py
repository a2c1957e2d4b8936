"""What whoever looks after the bot should know: who asks to be let in, how the data stands, what was decided."""

from collections.abc import Sequence
from datetime import date

from bot.governance import Colleagues, Governance
from bot.hearing import DAILY_LIMIT, DIGEST_HOUR
from bot.locale import Language, sentence
from bot.telling import blocks
from bot.telling.blocks import Part
from bot.telling.controls import Button, dotted, opening, row
from bot.telling.happenings import moment
from bot.views.home.layout import heading
from storage.home.state import State
from storage.tables import AccessRequest

COLLEAGUES = {
    Colleagues.YES: sentence("Salespeople see the customers of colleagues."),
    Colleagues.NAMES: sentence("Of colleagues' customers salespeople see name and owner only."),
    Colleagues.NO: sentence("Salespeople do not see the customers of colleagues."),
}


def requests(language: Language, asking: Sequence[AccessRequest], total: int) -> list[Part]:
    """Show who asks to be let in."""
    if not asking:
        return []
    parts: list[Part | None] = [heading(language.say("Asking to be let in"))]
    for one in asking:
        told = language.say("*{name}* asked {moment}.", name=blocks.escaped(one.name), moment=moment(one.asked_at))
        grant = Button(language.say("Let in as salesperson"), f"/people grant {one.slack_id}", primary=True)
        refuse = Button(language.say("Refuse"), f"/people refuse {one.slack_id}")
        parts += [blocks.paragraph(told), row(grant, refuse)]
    if total > len(asking):
        parts.append(blocks.remark(language.count("And {n} more.", "And {n} more.", total - len(asking))))
    return [part for part in parts if part is not None]


def data(language: Language, found: State, *, today: date) -> list[Part]:
    """Say how far the data reaches, and what does not get through."""
    say, warnings = language.say, _warnings(language, found)
    lines = [
        blocks.reach(language, as_of=found.as_of, today=today),
        say("Last import: {moment}.", moment=moment(found.imported_at)) if found.imported_at else say("No import yet."),
        *(say("*Careful:* {warning}", warning=warning) for warning in warnings),
        "" if warnings else say("All messages get through."),
    ]
    return [heading(say("The data")), blocks.paragraph(*lines)]


def policy(language: Language, held: Governance, *, can_change: bool = True) -> list[Part]:
    """Say what was decided for everybody, with the form that changes it for whoever may."""
    say = language.say
    vips = say("or any VIP") if held.approve_vips else ""
    limits = [
        language.count("more than {n} account", "more than {n} accounts", held.approve_accounts),
        say("more than {money} a year", money=language.money(held.approve_value)),
        *([vips] if vips else []),
    ]
    lines = [
        say(COLLEAGUES[held.colleagues]),
        say("A manager approves handovers of {limits}.", limits=language.listed(limits)),
        language.count(
            "What nobody approves within {n} hour expires.",
            "What nobody approves within {n} hours expires.",
            held.approval_hours,
        ),
        _usual(language, held),
    ]
    told = "\n".join(lines)
    change = dotted(told, Button(say("Change…"), opening("policy", ""))) if can_change else blocks.paragraph(told)
    return [heading(say("The rules of the house")), change]


def _usual(language: Language, held: Governance) -> str:
    """Say what holds for whoever has not chosen what to hear."""
    hour = DIGEST_HOUR if held.digest_hour is None else held.digest_hour
    limit = DAILY_LIMIT if held.daily_limit is None else held.daily_limit
    return language.say(
        "Unless people choose: a digest at {hour}, and at most {n} alerts a day at once.",
        hour=f"{hour:02}:00",
        n=language.number(limit),
    )


def _warnings(language: Language, found: State) -> list[str]:
    """Return what does not get through, each with what to do."""
    late = language.count(
        "{n} message should have gone out over an hour ago: see that the worker runs.",
        "{n} messages should have gone out over an hour ago: see that the worker runs.",
        found.late,
    )
    unheard = language.count(
        "{n} message of the last week had nobody to hear it: give people their Slack ids and managers.",
        "{n} messages of the last week had nobody to hear them: give people their Slack ids and managers.",
        found.unheard,
    )
    unreachable = language.count(
        "{n} owner of customers cannot be reached in Slack: `/people` shows who.",
        "{n} owners of customers cannot be reached in Slack: `/people` shows who.",
        found.unreachable,
    )
    told = ((found.late, late), (found.unheard, unheard), (found.unreachable, unreachable))
    return [warning for count, warning in told if count]
