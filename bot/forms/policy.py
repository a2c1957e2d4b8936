"""What holds for everybody: what salespeople see, what needs approval, what people hear unless they choose."""

from collections.abc import Mapping

from bot import governance
from bot.access import Ask
from bot.asking import seeing
from bot.errors import BotError
from bot.governance import Governance
from bot.hearing import DAILY_LIMIT, DIGEST_HOUR
from bot.locale import Language
from bot.question import Block, Form, Question
from bot.telling import fields
from bot.telling.choices import SEEN, offered

DEFAULT = "default"


def draw(question: Question) -> Form:
    """Return the form, filled in with what holds, for administrators."""
    say = question.language.say
    with question.sessions() as session:
        seeing.may(session, question, Ask.POLICY)
        held = governance.read(session)
    return Form(
        title=say("For everybody"),
        send=say("Save"),
        cancel=say("Cancel"),
        fields=(
            fields.one_of(
                "colleagues",
                say("What may salespeople see of colleagues' customers?"),
                offered(question.language, SEEN),
                chosen=held.colleagues,
            ),
            *_approval(question.language, held),
            *_heard(question.language, held),
        ),
    )


def mistakes(question: Question, values: Mapping[str, str]) -> Mapping[str, str]:
    """Say what of the values is not possible."""
    found = {}
    for name, said in _said(values).items():
        try:
            if said != DEFAULT:
                governance.chosen(name, said)
        except BotError as error:
            found[name] = error.told(question.language)
    return found


def line(values: Mapping[str, str], _words: str) -> str:
    """Return the line that the filled-in form asks."""
    return "/people policy " + " ".join(f"{name} {said}" for name, said in _said(values).items())


def _said(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values by the names of what is decided; what is empty is as it comes by itself."""
    return {name: "".join(value.split()) or DEFAULT for name, value in values.items()}


def _approval(language: Language, held: Governance) -> list[Block]:
    """Return the fields for which handovers a manager approves."""
    say = language.say
    return [
        fields.number(
            "approve_accounts",
            say("A manager approves handovers of more accounts than"),
            low=0,
            high=1_000_000,
            chosen=held.approve_accounts,
        ),
        fields.text(
            "approve_value", say("Or of more value in 365 days than"), chosen=f"{held.approve_value.normalize():f}"
        ),
        fields.one_of(
            "approve_vips",
            say("Or of any VIP?"),
            {say("Yes"): "yes", say("No"): "no"},
            chosen="yes" if held.approve_vips else "no",
        ),
        fields.number(
            "approval_hours",
            say("What nobody approves expires after hours"),
            low=1,
            high=720,
            chosen=held.approval_hours,
        ),
    ]


def _heard(language: Language, held: Governance) -> list[Block]:
    """Return the fields for what people hear who have not chosen themselves."""
    say = language.say
    usual = say("As it comes ({hour})", hour=_hour(DIGEST_HOUR))
    hours = {usual: DEFAULT, **{_hour(hour): str(hour) for hour in range(24)}}
    return [
        fields.menu(
            "digest_hour",
            say("Digest of whoever has not chosen"),
            hours,
            chosen=DEFAULT if held.digest_hour is None else str(held.digest_hour),
        ),
        fields.text(
            "daily_limit",
            say("Alerts a day of whoever has not chosen"),
            chosen="" if held.daily_limit is None else str(held.daily_limit),
            hint=say("Leave it empty for {n}.", n=language.number(DAILY_LIMIT)),
        ),
    ]


def _hour(hour: int) -> str:
    """Return an hour as people read it."""
    return f"{hour:02}:00"
