"""`/assign`: accounts change hands, with a look at what it would do first, an approval where it is much, and undo."""

from collections.abc import Callable, Mapping

from bot.asking import seeing
from bot.commands.assign import deciding, missing, proposing, showing
from bot.lines import assigning
from bot.lines.assigning import Wish
from bot.lines.clauses import Word
from bot.locale import sentence
from bot.question import Question, Reply
from bot.telling import controls
from bot.views.usage import usage
from storage import runs

TITLE = sentence("Hand accounts over")

HELP = {
    "/assign ACME to @maria": sentence("see what it would do, then confirm it; `from monday because …` if you like"),
    "/assign 14 dormant of @joe in East to @maria": sentence("the dormant ones with the most value at risk"),
    "/assign all of @joe to @maria, @chen evenly by value": sentence("a whole book; `by count`, `by region`"),
    "/assign misplaced": sentence("accounts outside their owner's territory; `by territory` hands them over"),
    "/assign unowned in East to @maria": sentence("accounts that nobody looks after"),
    "/assign pending": sentence("what waits for approval or for its day; `show 3` is one of them"),
    "/assign undo 3": sentence("take a handover back, for a day; `cancel 3` calls off what has not happened yet"),
}


def assign(question: Question) -> Reply:
    """Hand accounts over to others: look first, then confirm."""
    said = assigning.understood(question.words, today=question.today)
    if isinstance(said, Wish):
        return proposing.propose(question, said)
    is_numbered = said.number is not None or said.verb not in missing.STATES
    return ANSWERS[said.verb](question, said) if is_numbered else missing.number(question, said)


def _help(question: Question, _word: Word) -> Reply:
    """Say what can be done, and offer a form instead of typing."""
    with question.sessions() as session:
        seeing.sight(session, question)
        run = runs.latest_classification(session)
    button = controls.row(controls.Button(question.language.say("Hand over…"), controls.opening("assign", "")))
    return usage(question.language, TITLE, HELP, as_of=run.as_of if run else None, today=question.today, beside=button)


ANSWERS: Mapping[str, Callable[[Question, Word], Reply]] = {
    "show": showing.show,
    "note": showing.note,
    "pending": showing.pending,
    "help": _help,
    **dict.fromkeys(deciding.DOING, deciding.decide),
}
"""Who answers which word."""
