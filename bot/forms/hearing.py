"""How somebody wants to hear of alerts: what at once, what in the digest, how many a day, when they work."""

from collections.abc import Mapping

from bot.access import HEADS
from bot.asking import seeing
from bot.errors import BotError
from bot.hearing import Hearing
from bot.lines.preferences import MOST_A_DAY, READ
from bot.locale import Language, sentence
from bot.question import Block, Form, Question
from bot.routing import Member, severity
from bot.telling import fields, reasons
from bot.telling.choices import MODES, SCOPES, WEEKDAYS, offered
from segmentation.rules import RULES

TITLE = sentence("How you hear of alerts")
HOURS = range(25)


def draw(question: Question) -> Form:
    """Return the form, filled in with what holds for whoever opens it."""
    say = question.language.say
    with question.sessions() as session:
        asker = seeing.known(session, question)
    return Form(
        title=say("Alert settings"),
        send=say("Save"),
        cancel=say("Cancel"),
        fields=(
            *_rules(question.language, asker.hearing),
            *_amount(question.language, asker.hearing),
            *_times(question.language, asker.hearing, question.today.year),
            *_reach(question.language, asker),
        ),
    )


def mistakes(question: Question, values: Mapping[str, str]) -> Mapping[str, str]:
    """Say what of the values is not possible."""
    found = {}
    for name, said in _said(values).items():
        try:
            if name in READ:
                READ[name](said)
        except BotError as error:
            found["work_to" if name == "work" else name] = error.told(question.language)
    return found


def line(values: Mapping[str, str], _words: str) -> str:
    """Return the line that the filled-in form asks."""
    return "/alerts settings set " + " ".join(f"{name} {said}" for name, said in _said(values).items())


def _said(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values by the words of the line: two hours are one span, what is empty is the default again."""
    said = {name: value.strip() or "none" for name, value in values.items() if name not in {"work_from", "work_to"}}
    return {**said, "work": f"{values['work_from']}-{values['work_to']}"}


def _rules(language: Language, hearing: Hearing) -> list[Block]:
    """Return a field for each rule: when it is heard."""
    modes = offered(language, MODES)
    return [
        fields.menu(name, reasons.title(language, name), modes, chosen=hearing.mode(name, severity(name)).value)
        for name in RULES
    ]


def _amount(language: Language, hearing: Hearing) -> list[Block]:
    """Return the fields for how much, and for the digest."""
    say = language.say
    hours = {say("No digest"): "off", **{_hour(hour): str(hour) for hour in HOURS[:24]}}
    return [
        fields.number(
            "limit",
            say("Alerts a day, at most"),
            low=0,
            high=MOST_A_DAY,
            chosen=hearing.daily_limit,
            hint=say("Those most worth a call come at once, the others with the digest."),
        ),
        fields.menu("digest", say("Digest"), hours, chosen=str(hearing.digest_hour) if hearing.digest else "off"),
        fields.one_of(
            "quiet",
            say("A line when there is nothing to report?"),
            {say("Yes"): "on", say("No"): "off"},
            chosen="on" if hearing.quiet_line else "off",
        ),
    ]


def _times(language: Language, hearing: Hearing, year: int) -> list[Block]:
    """Return the fields for when somebody works."""
    say, works = language.say, hearing.working_time
    days = "".join(str(day + 1) for day in sorted(works.week(year)))
    return [
        fields.menu("work_from", say("Work begins"), _hours(0, 23), chosen=str(works.first_hour)),
        fields.menu("work_to", say("Work ends"), _hours(1, 24), chosen=str(works.last_hour)),
        fields.several("days", say("Working days"), offered(language, WEEKDAYS), chosen=days),
        fields.text(
            "country",
            say("Public holidays of"),
            chosen=works.country or "",
            hint=say("A code such as GB, or DE-BY where they differ by region; empty: by your time zone."),
        ),
    ]


def _reach(language: Language, asker: Member) -> list[Block]:
    """Return the fields for whose alerts are heard, for those who lead somebody."""
    if asker.role not in {"lead", *HEADS}:
        return []
    known = SCOPES if asker.role in HEADS else {key: text for key, text in SCOPES.items() if key != "all"}
    say, scopes = language.say, offered(language, known)
    chosen = asker.hearing.scope.value if asker.hearing.scope.value in known else "team"
    return [
        fields.one_of("scope", say("Which alerts?"), scopes, chosen=chosen),
        fields.channel(
            "channel",
            say("Channel of the team"),
            chosen=asker.hearing.channel,
            hint=say("Your team's alerts are posted there, if the app is a member."),
        ),
    ]


def _hours(first: int, last: int) -> dict[str, str]:
    """Return hours as they are chosen."""
    return {_hour(hour): str(hour) for hour in HOURS if first <= hour <= last}


def _hour(hour: int) -> str:
    """Return an hour as people read it."""
    return f"{hour:02}:00"
