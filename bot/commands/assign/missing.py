"""What is to be decided without saying of which handover: the one that can be meant is shown, of several a list."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from bot.asking import handing, seeing
from bot.asking.handing import Stand
from bot.commands.assign import showing
from bot.errors import BotError
from bot.lines.clauses import Word
from bot.question import Question, Reply
from bot.views.handovers import handovers as handovers_list
from storage import runs
from storage.handovers import life, lists, words

MOST = 20
"""How many handovers are looked at, the latest first."""

STATES: Mapping[str, tuple[str, ...]] = {
    "show": (*words.PENDING, words.DONE),
    "note": (*words.PENDING, words.DONE),
    "confirm": (words.PROPOSED,),
    "approve": (words.WAITING,),
    "refuse": (words.WAITING,),
    "cancel": words.PENDING,
    "undo": (words.DONE,),
    "renew": words.RENEWABLE,
}
"""In which states a handover can be meant, by what is to be done."""

OTHERS = frozenset({"approve", "refuse"})
"""What is done to handovers that others asked for."""


class NoneMeant(BotError):
    """Something is to be done about a handover, and there is none of theirs to which it could be."""

    def __init__(self, verb: str) -> None:
        super().__init__(
            "You gave no number, and I find no handover of yours for that: `/assign {verb} 3` names one.", verb=verb
        )


def number(question: Question, word: Word) -> Reply:
    """Show the handover that is meant, if it can be one alone, or those that can be."""
    with question.sessions() as session:
        found = [*_meant(session, question, word.verb)]
        if not found:
            raise NoneMeant(word.verb)
        if len(found) == 1:
            asked = question.language.say("You gave no number: is it this one?")
            return showing.shown(session, question, found[0], above=[asked])
        run = runs.latest_classification(session)
    return handovers_list(
        question.language,
        [one.found for one in found],
        without_number=word.verb,
        as_of=run.as_of if run else None,
        today=question.today,
    )


def _meant(session: Session, question: Question, verb: str) -> Iterator[Stand]:
    """Yield the handovers that may be meant, the latest first."""
    me, of_others = seeing.known(session, question), verb in OTHERS
    if of_others and not handing.approves_any(session, question):
        return
    for one in lists.latest(session, STATES[verb], asked_by=None if of_others else me.id, most=MOST):
        if verb == "undo" and life.undoable_until(session, one.id, now=question.now) is None:
            continue
        standing = handing.stand(session, question, one.id)
        if standing.approves or not of_others:
            yield standing
