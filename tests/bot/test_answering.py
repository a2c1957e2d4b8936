"""Lines as typed, answered."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot import clock
from bot.answering import Outcome, answer, asked, asker
from bot.errors import BotError
from bot.question import Asker, Place, Question, Reply
from bot.settings import Settings
from storage import database
from tests.business import OPERATOR, TODAY, classification, person, remember

Ask = Callable[..., tuple[Reply, Outcome]]


class NoSuchCustomer(BotError):
    """A customer nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__("There is no customer called {name}.", name=name)


def customer(question: Question) -> Reply:
    """Say back what was asked."""
    return Reply(f"[{question.words}]")


def dormant(question: Question) -> Reply:
    """Know nobody."""
    raise NoSuchCustomer(question.words)


COMMANDS = {"/customer": customer, "/dormant": dormant}


def question(engine: Engine, line: str, by: Asker = OPERATOR) -> Question:
    """Return a line as a question asked on `TODAY`."""
    settings = Settings(time_zone=ZoneInfo("Europe/Berlin"))
    return asked(line, by, place=Place.TERMINAL, settings=settings, sessions=database.sessions(engine), today=TODAY)


@pytest.fixture
def ask(sqlite_engine: Engine) -> Ask:
    """Ask on `TODAY`, where commands are called `/crm-…`."""
    return lambda line, by=OPERATOR: answer(question(sqlite_engine, line, by), COMMANDS, prefix="crm-")


def test_a_line_is_put_to_its_command(ask: Ask) -> None:
    assert ask("/crm-regulars customer tier Acme") == (Reply("[tier Acme]"), Outcome.ANSWERED)


def test_a_mistake_becomes_a_sentence_that_does_nothing(ask: Ask) -> None:
    reply, outcome = ask("/crm-dormant <!channel>")
    assert reply.text == "There is no customer called &lt;!channel&gt;. Nothing has been classified yet."
    assert outcome is Outcome.REFUSED


def test_what_nobody_understands_is_answered_with_the_commands_as_they_are_typed_here(ask: Ask) -> None:
    reply, outcome = ask("/crm-regulars dorment top50")
    assert "`/crm-customer`, `/crm-dormant`" in reply.text
    assert "Did you mean `/crm-dormant`?" in reply.text
    assert outcome is Outcome.NO_SUCH_COMMAND
    assert "Did you mean" not in ask("/crm-regulars help")[0].text


@pytest.mark.parametrize("line", ["/dormant x", "/regulars help", "/nonsense"])
def test_whatever_is_said_ends_with_how_far_the_data_reaches(ask: Ask, sqlite_engine: Engine, line: str) -> None:
    assert _ending(ask(line)[0]) == "Nothing has been classified yet."
    remember(sqlite_engine, classification())
    assert _ending(ask(line)[0]) == "Data as of Nov 30, 2025."
    assert _ending(ask(line, Asker(language="zh"))[0]) == "数据截至2025年11月30日。"


def _ending(reply: Reply) -> str:
    """Return how an answer ends, in the notification and below its blocks."""
    told: str = reply.blocks[-1]["elements"][-1]["text"]
    assert reply.text.endswith(told)
    return told


def test_a_question_is_in_the_language_and_on_the_day_of_who_asks(sqlite_engine: Engine) -> None:
    far = asker(person(3, "李静", slack_id="U3", language="zh", time_zone="Pacific/Kiritimati"))
    assert (far.id, far.name, far.slack_id, far.role) == (3, "李静", "U3", "salesperson")

    sessions = database.sessions(sqlite_engine)
    for by, code, zone in ((far, "zh", "Pacific/Kiritimati"), (Asker(time_zone="Mars"), "en", "UTC")):
        before = clock.today(ZoneInfo(zone))
        made = asked("/customer", by, place=Place.DIRECT, settings=Settings(), sessions=sessions)
        assert (made.language.code, str(made.time_zone)) == (code, zone)
        assert before <= made.today <= before + timedelta(days=1)


def test_a_question_knows_which_day_it_is_where_the_business_is(sqlite_engine: Engine) -> None:
    settings = Settings(time_zone=ZoneInfo("Pacific/Pago_Pago"))
    by = Asker(time_zone="Pacific/Kiritimati")
    made = asked("/customer", by, place=Place.DIRECT, settings=settings, sessions=database.sessions(sqlite_engine))
    assert made.business_day is not None
    assert made.business_day < made.today, "25 hours apart"


def test_a_day_may_be_chosen(sqlite_engine: Engine) -> None:
    assert question(sqlite_engine, "/customer").today == date(2025, 11, 30)
