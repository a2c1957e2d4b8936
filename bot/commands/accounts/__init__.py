"""`/accounts`: what somebody looks after, how the work lies in a team, and how it could be evened out."""

from collections.abc import Callable, Mapping

from bot.access import Ask
from bot.asking import books, seeing
from bot.asking.books import Wish
from bot.commands.accounts import balancing, looking
from bot.locale import sentence
from bot.question import Question, Reply
from bot.views.usage import usage
from storage import runs

TITLE = sentence("What somebody looks after, and how the work lies in a team")

HELP = {
    "/accounts": sentence("your book: tiers, stages, value, and what needs attention first"),
    "/accounts @name": sentence("the same of a colleague"),
    "/accounts team": sentence("the load of everybody in your team, against the median"),
    "/accounts team East": sentence("the same of a team by its name"),
    "/accounts balance": sentence("the fewest hand-overs that even out the loads of your team, to be confirmed"),
    "/accounts balance East within 5%": sentence("the same for a team by its name, and how near to the mean"),
}


def accounts(question: Question) -> Reply:
    """Answer a question about books."""
    wish = books.understood(question.words)
    return ANSWERS[wish.verb](question, wish)


def _help(question: Question, _wish: Wish) -> Reply:
    """Say what can be asked."""
    with question.sessions() as session:
        seeing.may(session, question, Ask.ACCOUNTS)
        run = runs.latest_classification(session)
    return usage(question.language, TITLE, HELP, as_of=run.as_of if run else None, today=question.today)


ANSWERS: Mapping[str, Callable[[Question, Wish], Reply]] = {
    "book": looking.book,
    "team": looking.team,
    "balance": balancing.balanced,
    "help": _help,
}
"""Who answers which question."""
