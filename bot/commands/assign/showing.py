"""Handovers shown: one as it stands, the accounts it is about, and all that wait."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.access import HEADS
from bot.asking import foreseeing, handing, seeing
from bot.asking.handing import Stand
from bot.lines.clauses import Word
from bot.lines.options import NotUnderstood
from bot.question import Question, Reply
from bot.telling.consequences import Needed
from bot.views.handover import May
from bot.views.handover import handover as handover_view
from bot.views.handover_note import handover_note
from bot.views.handovers import handovers as handovers_list
from storage import runs
from storage.handovers import life, lists, words


def show(question: Question, word: Word) -> Reply:
    """Show one handover, and what can be done about it."""
    with question.sessions() as session:
        standing = handing.stand(session, question, word.number or 0)
        return shown(session, question, standing) if standing.decides else _note(session, question, standing)


def note(question: Question, word: Word) -> Reply:
    """Show the accounts of a handover with what is known of each: all to who decides about it, to others their own."""
    if word.rest not in ((), ("csv",)):
        raise NotUnderstood(word.rest[0], nearest="csv", usage="/assign note 3 [csv]")
    with question.sessions() as session:
        return _note(session, question, handing.stand(session, question, word.number or 0), with_file=bool(word.rest))


def pending(question: Question, _word: Word) -> Reply:
    """List what waits for approval or for its day."""
    with question.sessions() as session:
        me, circle = seeing.known(session, question), seeing.circle(session, question)
        asked_by = None if me.role in HEADS else {me.id, *circle.below}
        found = lists.pending(session, asked_by=asked_by)
        run = runs.latest_classification(session)
    return handovers_list(question.language, found, as_of=run.as_of if run else None, today=question.today)


def shown(
    session: Session, question: Question, standing: Stand, *, above: Sequence[str] = (), beside: str = ""
) -> Reply:
    """Return a handover as it stands before whoever asks."""
    found, run = standing.found, runs.latest_classification(session)
    until = life.undoable_until(session, found.id, now=question.now)
    foreseen = foreseeing.foreseen(session, question, found)
    goes_on = foreseen is None or foreseen.goes_on
    is_fresh = foreseen is None or not foreseen.preview.moved_on
    return handover_view(
        question.language,
        question.policy,
        found,
        foreseen,
        may=May(
            confirm=standing.asked and goes_on,
            approve=standing.approves,
            cancel=standing.decides,
            undo=standing.decides and until is not None,
        ),
        needed=_needed(session, question, standing) if goes_on and is_fresh else None,
        above=above,
        undoable_until=until,
        beside=beside,
        as_of=run.as_of if run else None,
        today=question.today,
    )


def _needed(session: Session, question: Question, standing: Stand) -> Needed | None:
    """Return the approval that a handover needs which is only proposed yet."""
    if standing.found.state != words.PROPOSED:
        return None
    everybody = seeing.everyone(session, question)
    return handing.needed(session, standing.found.id, standing.me.id, everybody, now=question.now)


def anew(session: Session, question: Question, number: int, *, above: Sequence[str] = ()) -> Reply:
    """Return a handover as it stands now that something was done about it."""
    session.expire_all()
    return replace(shown(session, question, handing.stand(session, question, number), above=above), in_place=not above)


def _note(session: Session, question: Question, standing: Stand, *, with_file: bool = False) -> Reply:
    """Return the accounts that concern whoever asks, and what is known of those that they may see still."""
    found, sees = standing.found, seeing.sight(session, question)
    accounts = lists.accounts(session, found.id, of=None if standing.decides else standing.me.id)
    run = runs.latest_classification(session)
    return handover_note(
        question.language,
        question.policy,
        found,
        accounts,
        known=[one for one in accounts if sees.covers(one.owner_id)],
        reader=standing.me.id,
        with_file=with_file,
        as_of=run.as_of if run else None,
        today=question.today,
    )
