"""How whoever asks stands to alerts: which they may see and act on, and whom to ask where they may not."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from bot import access
from bot.access import HEADS, Action, Circle
from bot.asking.orders import NoSuchAlert
from bot.errors import BotError
from bot.question import Question
from bot.routing import Member, Team, above, keepers
from bot.team import team
from bot.telling.blocks import plain
from storage import hearings
from storage.alerts import lists
from storage.alerts.lists import AlertView
from storage.tables import Person


class Stranger(BotError):
    """Somebody whom the team does not know, or who has left, asks about alerts."""

    def __init__(self) -> None:
        super().__init__(
            "Alerts are for the sales team, and I do not know you as one of it. "
            "Whoever looks after me can add your Slack id to the people."
        )


class NotYours(BotError):
    """An alert is about a customer of somebody else."""

    def __init__(self, alert_id: int, *, ask: Sequence[str]) -> None:
        if ask:
            names = ", ".join(map(plain, ask))
            super().__init__("Alert {id} is not about a customer of yours. Ask {names}.", id=alert_id, names=names)
        else:
            super().__init__("Alert {id} is not about a customer of yours.", id=alert_id)


class NobodyBelow(BotError):
    """A team is asked for, and nobody reports to whoever asks."""

    def __init__(self) -> None:
        super().__init__("Nobody of the sales team reports to you: `/alerts mine` lists your own.")


class OnlyForHeads(BotError):
    """Everybody's alerts are asked for by somebody who may not see them."""

    def __init__(self) -> None:
        super().__init__("Only managers see all alerts: `/alerts mine` lists yours, `/alerts team` those of your team.")


def known(session: Session, question: Question) -> Member:
    """Return who asks, as one of the team.

    Raises:
        Stranger: they are not, or no longer.
    """
    everybody = everyone(session, question)
    person = session.get(Person, question.asker.id) if question.asker.id is not None else None
    if person is None or not person.active or person.id not in everybody:
        raise Stranger
    return everybody[person.id]


def everyone(session: Session, question: Question) -> Team:
    """Return the sales team."""
    return team(session, business_zone=question.time_zone)


def allowed(session: Session, question: Question, alert_id: int, action: Action) -> AlertView:
    """Return an alert that whoever asks may do something about.

    Raises:
        Stranger, NoSuchAlert, NotYours: they may not.
    """
    asker = known(session, question)
    if (found := lists.one(session, alert_id)) is None:
        raise NoSuchAlert(alert_id)
    everybody = everyone(session, question)
    if not access.may(asker.id, asker.role, action, _circle(session, question, found, everybody)):
        raise NotYours(alert_id, ask=_whom_to_ask(found, everybody))
    return found


def asked_about(question: Question, action: Action) -> AlertView:
    """Return the alert that a form is about, whose words begin with its number, if whoever opens it may act on it.

    Raises:
        Stranger, NoSuchAlert, NotYours: they may not.
    """
    with question.sessions() as session:
        return allowed(session, question, int(question.words.split()[0]), action)


def _circle(session: Session, question: Question, found: AlertView, everybody: Team) -> Circle:
    """Return the people around an alert; who asks in a channel where it was told has heard it there."""
    owner, told = found.owner.id if found.owner else None, hearings.heard(session, found.id)
    leads = frozenset(member.id for member in above(owner, everybody)) if owner is not None else frozenset()
    hearers = set(told.people) | ({found.taken_by.id} if found.taken_by else set())
    if question.channel_id in told.channels and question.asker.id is not None:
        hearers.add(question.asker.id)
    return Circle(owner, leads, hearers)


def _whom_to_ask(found: AlertView, everybody: Team) -> list[str]:
    """Return the names of those who may: the owner and their lead, else whoever looks after the bot."""
    around = [who.name for who in (found.owner, found.lead) if who and everybody[who.id].is_reachable]
    return around or [keeper.name for keeper in keepers(everybody)][:3]


def usual_scope(asker: Member) -> str:
    """Return whose alerts somebody looks at unless they say: those they hear of; of leads, those of their team."""
    if asker.role in HEADS:
        return "all"
    return "team" if asker.role == "lead" else "mine"


def in_scope(asker: Member, scope: str, everybody: Team) -> Collection[int] | None:
    """Return the ids of those whose alerts are looked at; None for everybody's.

    Raises:
        NobodyBelow, OnlyForHeads: the asker may not look so far.
    """
    if scope == "all":
        if asker.role not in HEADS:
            raise OnlyForHeads
        return None
    if scope == "mine":
        return {asker.id}
    below = {member.id for member in everybody.values() if asker in above(member.id, everybody)}
    if not below and asker.role not in HEADS:
        raise NobodyBelow
    return {asker.id, *below} if below else None
