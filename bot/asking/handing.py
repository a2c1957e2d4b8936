"""How whoever asks stands to handovers: which they may see, what they may decide, and why something is not possible."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import access, approving, governance
from bot.access import Ask, Role, Rows
from bot.asking import seeing
from bot.errors import BotError
from bot.question import Question
from bot.routing import Member, Team
from bot.telling.blocks import plain
from bot.telling.consequences import Needed
from storage.handovers import life, lists, looking, words
from storage.handovers.lists import HandoverView
from storage.handovers.refusals import Gone, NothingToMove, OwnApproval, Refused, TooLate


class NoSuchHandover(BotError):
    """There is no handover of this number, or none that whoever asks may know of."""

    def __init__(self, number: int) -> None:
        super().__init__("There is no handover {id}. `/assign pending` lists what waits.", id=number)


class NotForYou(BotError):
    """A handover is for others to decide."""

    def __init__(self, found: HandoverView) -> None:
        told = {"id": found.id, "name": plain(found.asked_by.name if found.asked_by else "")}
        super().__init__("{name} asked for handover {id}: it is for them and their managers to decide.", **told)


class NotYoursToGive(BotError):
    """Accounts of somebody are to be given away by whom they are no business of."""

    def __init__(self, owner: str | None) -> None:
        if owner:
            super().__init__("Accounts of {name} are not yours to give away. Ask their lead.", name=plain(owner))
        else:
            super().__init__("Accounts that nobody owns are for leads and managers to give away.")


class NotYoursAnyMore(BotError):
    """Accounts are to be given away that are by now those of somebody of whom whoever asks may not know."""

    def __init__(self) -> None:
        super().__init__("Some of these accounts have moved on, and are not yours to give away any more.")


class OutOfTheirSight(BotError):
    """Accounts are by now those of somebody of whom whoever asked for them may not know."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "Some of these accounts are by now with somebody whose customers {name} may not see. Decline this, and "
            "hand over yourself what should still move.",
            name=plain(name),
        )


class SoAlready(BotError):
    """Every account is whose it was to be."""

    def __init__(self) -> None:
        super().__init__("It is so already: every one of these accounts is whose it would be.")


class NotThere(BotError):
    """Somebody was to get accounts who is not of the team any more."""

    def __init__(self, names: str) -> None:
        super().__init__("{names} cannot get accounts: they have left the sales team.", names=names)


class YourOwn(BotError):
    """Somebody approves what they asked for themselves."""

    def __init__(self) -> None:
        super().__init__("You asked for this yourself: somebody else has to approve it.")


class TooLateToUndo(BotError):
    """A handover was done more than a day ago."""

    def __init__(self, number: int, until: str) -> None:
        super().__init__(
            "Handover {id} could be undone until {until}. Hand the accounts back with a new one.",
            id=number,
            until=until,
        )


@dataclass(frozen=True)
class Stand:
    """How somebody stands to a handover: whether they asked for it, may approve it, may call it off or undo it."""

    me: Member
    found: HandoverView
    asked: bool
    approves: bool
    decides: bool


def stand(session: Session, question: Question, number: int) -> Stand:
    """Return how whoever asks stands to a handover.

    It is for whoever asked for it, everybody above them, and managers; who gives or gets accounts knows what was done.

    Raises:
        NoSuchHandover: there is none that they may know of.
    """
    me, circle = seeing.known(session, question), seeing.circle(session, question)
    found = lists.one(session, number)
    asked_by = found.asked_by.id if found and found.asked_by else 0
    is_mine = asked_by == me.id
    if found is None or (found.state == words.PROPOSED and not is_mine):
        raise NoSuchHandover(number)
    looks_after_all = approves_any(session, question)
    decides = is_mine or looks_after_all or asked_by in circle.below
    is_news = found.state in {words.DONE, words.UNDONE}
    if not (decides or (is_news and any(one and one.id == me.id for one in (*found.givers, *found.receivers)))):
        raise NoSuchHandover(number)
    approves = looks_after_all and approving.may_approve(me, asked_by, seeing.everyone(session, question))
    return Stand(me, found, is_mine, approves, decides)


def approves_any(session: Session, question: Question) -> bool:
    """Say whether whoever asks may approve what others ask for, or some of it."""
    role = seeing.circle(session, question).role
    return access.rows(role, Ask.APPROVE, question.place) is not Rows.NONE


def deciding(session: Session, question: Question, number: int) -> Stand:
    """Return the same for whoever may decide about it.

    Raises:
        NoSuchHandover, NotForYou: they may not.
    """
    standing = stand(session, question, number)
    if not standing.decides:
        raise NotForYou(standing.found)
    return standing


def approver(session: Session, question: Question, number: int) -> Stand:
    """Return the same for whoever may approve it.

    Raises:
        NoSuchHandover, YourOwn, NotForYou: they may not.
    """
    standing = stand(session, question, number)
    if not standing.approves:
        raise YourOwn if standing.asked else NotForYou(standing.found)
    return standing


def asker(session: Session, question: Question, number: int) -> Stand:
    """Return the same for whoever asked for it, and may still give away what it gives.

    Raises:
        NoSuchHandover, NotForYou: they did not.
        NotYoursToGive: they may not any more.
    """
    standing = stand(session, question, number)
    if not standing.asked:
        raise NotForYou(standing.found)
    giving(session, question, standing.found)
    return standing


def giving(session: Session, question: Question, found: HandoverView) -> None:
    """See that whoever asks may still give away what a handover gives.

    Raises:
        NotYoursToGive, NotYoursAnyMore: somebody's accounts are not theirs to give.
    """
    gives, knows = seeing.may(session, question, Ask.ASSIGN), seeing.names(session, question)
    for giver in found.givers:
        owner_id = giver.id if giver else None
        if not gives.covers(owner_id):
            raise NotYoursToGive(giver.name if giver else None) if knows.covers(owner_id) else NotYoursAnyMore


def renewing(session: Session, question: Question, number: int, version: int | None) -> int:
    """Bring a handover up to date for whoever may give away what it gives by then; return how many accounts it lost.

    Raises:
        NoSuchHandover, NotForYou: it is for others to do so.
        NotYoursToGive, NotYoursAnyMore: they may not give away what it gives by now.
        OutOfTheirSight: whoever asked for it would learn from it what they may not know.
    """
    standing = stand(session, question, number)
    if not (standing.asked or (standing.approves and standing.found.state == words.WAITING)):
        raise NotForYou(standing.found)
    life.renew(session, number, **act(question, standing.me, version))
    renewed = stand(session, question, number).found
    giving(session, question, renewed)
    _expect_known(session, renewed, now=question.now)
    return standing.found.accounts - renewed.accounts


def _expect_known(session: Session, found: HandoverView, *, now: datetime) -> None:
    """See that whoever asked for a handover, if they are there still, may know whose its accounts are by now.

    Raises:
        OutOfTheirSight: they may not.
    """
    asker = found.asked_by
    if asker is None or seeing.circle_of(session, asker.id, now).role is Role.STRANGER:
        return
    knows = seeing.named(session, seeing.reach(session, asker.id, Ask.CUSTOMER, now))
    if not all(knows.covers(giver.id if giver else None) for giver in found.givers):
        raise OutOfTheirSight(asker.name)


def needed(session: Session, number: int, asked_by: int, everybody: Team, *, now: datetime) -> Needed | None:
    """Return the approval that a handover needs if somebody asks for it.

    Raises:
        NobodyApproves: it needs one, and nobody can give it.
    """
    house, shown = governance.read(session), looking.look(session, number)
    approval = approving.approval(shown, house, everybody[asked_by], everybody, now=now)
    if approval is None:
        return None
    return Needed(approval, tuple(everybody[one].name for one in approval.approvers), approving.why(shown, house))


def act(question: Question, me: Member, version: int | None) -> Any:
    """Return who acts when and where, and on what they looked at."""
    where, request = question.where, question.request
    return {"by": me.id, "now": question.now, "version": version, "place": where, "request": request}


def told(question: Question, refusal: Refused) -> BotError:
    """Return what to tell whoever wants what is not possible."""
    match refusal:
        case Gone():
            return NotThere(", ".join(plain(one.name) for one in refusal.people))
        case OwnApproval():
            return YourOwn()
        case TooLate():
            return TooLateToUndo(refusal.handover_id, f"{refusal.until.astimezone(question.time_zone):%Y-%m-%d %H:%M}")
        case NothingToMove():
            return SoAlready()
    raise refusal
