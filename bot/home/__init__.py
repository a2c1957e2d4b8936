"""Home: what matters to whoever opens it, the most important first. To add a section, see `bot.home.sections`."""

from bot.home.looker import looker
from bot.home.sections import SECTIONS, digest
from bot.question import Question, Reply
from bot.telling import blocks
from bot.views.home.layout import rule
from bot.views.home.page import above, below
from bot.views.home.stranger import stranger


def home(question: Question) -> Reply:
    """Return what somebody sees when they open Home; whoever is not of the team learns what this is, and no more."""
    with question.sessions() as session:
        if (who := looker(session, question)) is None:
            return stranger(question.language)
        drawn = [part for part in (section(session, who) for section in SECTIONS[who.role]) if part]
        top = above(question.language, who.covers, away=who.away.get(who.me))
    ruled = [part for section in drawn for part in (*section, rule())]
    end = below(
        question.language, with_settings=digest not in SECTIONS[who.role], as_of=who.as_of, today=question.today
    )
    return blocks.reply(question.language.say("Home"), *top, *ruled, *end)
