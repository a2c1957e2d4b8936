"""What is decided about a handover: confirmed, approved, declined, called off, taken back, brought up to date.

Whatever comes in the way, the handover is shown as it stands then, with why, and nothing has changed.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.asking import handing, seeing
from bot.commands.assign import showing
from bot.lines.clauses import Word
from bot.question import Question, Reply
from bot.telling import blocks, consequences
from bot.telling.happenings import moment
from storage.alerts.who import Who
from storage.handovers import life, words
from storage.handovers.refusals import Changed, Conflict, Overtaken, Refused

Perform = Callable[[Session, Question, int, int | None, str | None], list[str]]
"""Does what is decided, and returns what is to be said about it beside how the handover stands."""


def decide(question: Question, word: Word) -> Reply:
    """Do what is decided about a handover, in one transaction, and show how it stands."""
    number, version = word.number or 0, word.version
    try:
        with question.sessions() as session, session.begin():
            said = DOING[word.verb](session, question, number, version, " ".join(word.rest) or None)
    except Changed as changed:
        return _renewed(question, number, consequences.changed(question.language, changed.before, changed.after))
    except Conflict as conflict:
        moved_on = consequences.moved_on(question.language, conflict.moved_on)
        said = [question.language.say("*Nothing has changed:* somebody was quicker."), *moved_on]
    except Overtaken as overtaken:
        said = [_overtaken(question, overtaken.holder, overtaken.since)] if _is_news(question, overtaken) else []
    except Refused as refused:
        raise handing.told(question, refused) from None
    with question.sessions() as session:
        return showing.anew(session, question, number, above=said)


def _confirm(session: Session, question: Question, number: int, version: int | None, _said: str | None) -> list[str]:
    """Confirm what one asked for."""
    standing = handing.asker(session, question, number)
    needed = handing.needed(session, number, standing.me.id, seeing.everyone(session, question), now=question.now)
    act = handing.act(question, standing.me, version)
    life.confirm(session, number, approval=needed.approval if needed else None, **act)
    return []


def _approve(session: Session, question: Question, number: int, version: int | None, _said: str | None) -> list[str]:
    """Approve what somebody else asked for."""
    standing = handing.approver(session, question, number)
    life.approve(session, number, **handing.act(question, standing.me, version))
    return []


def _refuse(session: Session, question: Question, number: int, version: int | None, said: str | None) -> list[str]:
    """Decline what somebody else asked for."""
    standing = handing.approver(session, question, number)
    life.refuse(session, number, reason=said, **handing.act(question, standing.me, version))
    return []


def _cancel(session: Session, question: Question, number: int, version: int | None, _said: str | None) -> list[str]:
    """Call it off."""
    standing = handing.deciding(session, question, number)
    life.cancel(session, number, **handing.act(question, standing.me, version))
    return []


def _undo(session: Session, question: Question, number: int, version: int | None, _said: str | None) -> list[str]:
    """Take back what was done."""
    standing = handing.deciding(session, question, number)
    handing.giving(session, question, standing.found)
    undone = life.undo(session, number, **handing.act(question, standing.me, version))
    return consequences.moved_on(question.language, undone.moved_on)


def _renew(session: Session, question: Question, number: int, version: int | None, _said: str | None) -> list[str]:
    """Bring it up to date, for whoever may confirm or approve it."""
    standing = handing.stand(session, question, number)
    if not standing.approves:
        standing = handing.asker(session, question, number)
    life.renew(session, number, **handing.act(question, standing.me, version))
    return []


DOING: Mapping[str, Perform] = {
    "confirm": _confirm,
    "approve": _approve,
    "refuse": _refuse,
    "cancel": _cancel,
    "undo": _undo,
    "renew": _renew,
}
"""Who does what, by its word."""


def _renewed(question: Question, number: int, said: list[str]) -> Reply:
    """Bring a handover up to date that is not as it was shown, and show it with what has changed."""
    try:
        with question.sessions() as session, session.begin():
            me = handing.stand(session, question, number).me
            life.renew(session, number, **handing.act(question, me, None))
    except Overtaken:
        said = [question.language.say("*Nothing has changed:* this is how it stands now.")]
    except Refused as refused:
        raise handing.told(question, refused) from None
    with question.sessions() as session:
        return showing.anew(session, question, number, above=said)


def _is_news(question: Question, overtaken: Overtaken) -> bool:
    """Say whether it was somebody else who decided, or nobody: a second click of one's own is no news."""
    holder = overtaken.holder
    return overtaken.state in words.PENDING or holder is None or holder.id != question.asker.id


def _overtaken(question: Question, holder: Who | None, since: datetime | None) -> str:
    """Say who was quicker."""
    say = question.language.say
    if holder is None or since is None or holder.id == question.asker.id:
        return say("*Nothing has changed:* this is how it stands now.")
    name = blocks.escaped(holder.name)
    return say("*Nothing has changed:* {name} decided about this {moment}.", name=name, moment=moment(since))
