"""What is decided about a handover: confirmed, approved, declined, called off, taken back, brought up to date.

Whatever comes in the way, the handover is shown as it stands then, with why, and nothing has changed.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from bot.asking import handing, rights, seeing
from bot.commands.assign import showing
from bot.lines.clauses import BECAUSE, Word
from bot.question import Question, Reply
from bot.telling import blocks, consequences, heeding
from bot.telling.happenings import moment
from storage.handovers import life, words
from storage.handovers.refusals import Changed, Conflict, MovedOn, Overtaken, Refused

Perform = Callable[[Session, Question, int, int | None, str | None], list[str]]
"""Does what is decided, and returns what is to be said about it beside how the handover stands."""


def decide(question: Question, word: Word) -> Reply:
    """Do what is decided about a handover, in one transaction, and show how it stands."""
    number, version = word.number or 0, word.version
    try:
        with question.sessions() as session, session.begin():
            said = DOING[word.verb](session, question, number, version, _why(word))
    except Changed as changed:
        told = consequences.changed(question.language, question.policy, changed.before, changed.after)
        return _renewed(question, number, told)
    except Conflict as conflict:
        with question.sessions() as session:
            moved_on = _moved_on(session, question, conflict.moved_on)
        said = [question.language.say("*Nothing has changed:* somebody was quicker."), *moved_on]
    except Overtaken as overtaken:
        said = [_overtaken(question, overtaken, version)] if _is_news(question, overtaken) else []
    except Refused as refused:
        raise handing.told(question, refused) from None
    with question.sessions() as session:
        return showing.anew(session, question, number, above=said)


def _why(word: Word) -> str | None:
    """Return why something is decided, as far as that was said."""
    because = word.rest[:1] if word.rest and word.rest[0].casefold().removesuffix(":") in BECAUSE else ()
    return " ".join(word.rest[len(because) :]) or None


def _confirm(session: Session, question: Question, number: int, version: int | None, _said: str | None) -> list[str]:
    """Confirm what one asked for."""
    standing = handing.asker(session, question, number)
    needed = handing.needed(session, number, standing.me.id, seeing.everyone(session, question), now=question.now)
    act = handing.act(question, standing.me, version)
    life.confirm(session, number, approval=needed.approval if needed else None, **act)
    return []


def _approve(session: Session, question: Question, number: int, version: int | None, _said: str | None) -> list[str]:
    """Approve what somebody else asked for; where they may not give it away any more, whoever approves must."""
    standing = handing.approver(session, question, number)
    if rights.lapsed(session, standing.found, now=question.now):
        handing.giving(session, question, standing.found)
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
    return _moved_on(session, question, undone.moved_on)


def _renew(session: Session, question: Question, number: int, version: int | None, _said: str | None) -> list[str]:
    """Bring it up to date, for whoever may confirm or approve it."""
    left_out = handing.renewing(session, question, number, version)
    return heeding.so_already(question.language, left_out)


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
            left_out = handing.renewing(session, question, number, None)
            said = [*said, *heeding.so_already(question.language, left_out)]
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


def _moved_on(session: Session, question: Question, found: Sequence[MovedOn]) -> list[str]:
    """Say who has which account now, as far as whoever asks may know that."""
    knows = seeing.names(session, question)
    return heeding.moved_on(question.language, [one.within(knows) for one in found])


def _overtaken(question: Question, overtaken: Overtaken, version: int | None) -> str:
    """Say who was quicker, or that nobody decided about it in time; whoever typed it was shown no `version`."""
    say, holder = question.language.say, overtaken.holder
    when = moment(overtaken.since) if overtaken.since else ""
    if overtaken.state == words.EXPIRED:
        return say("*Nothing has changed:* nobody approved this in time; it expired {moment}.", moment=when)
    if holder is None and version is not None:
        return say("*Nothing was done:* this has changed since it was shown. It stands like this now.")
    if holder is None or holder.id == question.asker.id:
        return say("*Nothing has changed:* this is how it stands now.")
    name = blocks.escaped(holder.name)
    return say("*Nothing has changed:* {name} decided about this {moment}.", name=name, moment=when)
