"""A line as somebody typed it, answered: the same in Slack and in the terminal, and the one place for mistakes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import IntEnum
from zoneinfo import ZoneInfo

from bot import clock
from bot.asking import seeing
from bot.errors import BotError, Denied
from bot.lines import words
from bot.question import Asker, Place, Question, Reply
from bot.settings import Settings
from bot.views.refusal import denial, refusal
from bot.views.usage import overview
from storage import runs
from storage.database import Sessions
from storage.tables import Person

Command = Callable[[Question], Reply]


class Outcome(IntEnum):
    """What came of a line, as the exit status of a terminal says it."""

    ANSWERED = 0
    REFUSED = 1
    NO_SUCH_COMMAND = 2


def asker(person: Person) -> Asker:
    """Return a person of the team as commands know them."""
    return Asker(person.id, person.name, person.slack_id, person.role, person.language, person.time_zone)


def asked(
    line: str,
    by: Asker,
    *,
    settings: Settings,
    sessions: Sessions,
    place: Place,
    today: date | None = None,
    channel_id: str | None = None,
    public: bool = False,
    audience: frozenset[str] | None = None,
    request: str | None = None,
) -> Question:
    """Return a line as the asker's question: in their language, on the day it is where they are."""
    time_zone = _time_zone(by.time_zone, otherwise=settings.time_zone)
    return Question(
        words=line,
        asker=by,
        today=today or clock.today(time_zone),
        now=clock.now(),
        language=settings.spoken(by.language),
        sessions=sessions,
        time_zone=time_zone,
        channel_id=channel_id,
        place=place,
        public=public,
        audience=audience,
        request=request,
        policy=settings.policy,
        business_day=today or clock.today(settings.time_zone),
    )


def answer(question: Question, commands: Mapping[str, Command], *, prefix: str) -> tuple[Reply, Outcome]:
    """Put a question, its words still the whole line, to its command, or say which commands there are."""
    name, rest = words.understood(question.words, commands=commands, prefix=prefix)
    try:
        seeing.admit(question)
        if name is None:
            return _overview(question, commands, prefix), Outcome.NO_SUCH_COMMAND
        return commands[name](replace(question, words=rest)), Outcome.ANSWERED
    except BotError as error:
        return refused(question, error), Outcome.REFUSED


def refused(question: Question, error: BotError) -> Reply:
    """Say why there is no answer."""
    sentence = error.told(question.language)
    if isinstance(error, Denied):
        offers = {question.language.say(label): line for label, line in error.offers.items()}
        return denial(sentence, offers)
    return refusal(question.language, sentence, as_of=_as_of(question), today=question.today)


def _overview(question: Question, commands: Mapping[str, Command], prefix: str) -> Reply:
    """Say which commands there are, each as it is typed here, and which one may have been meant."""
    near = words.nearest(question.words, commands=commands, prefix=prefix)
    return overview(
        question.language,
        [words.called(command, prefix=prefix) for command in commands],
        meant=words.called(near, prefix=prefix) if near else None,
        as_of=_as_of(question),
        today=question.today,
    )


def _as_of(question: Question) -> date | None:
    """Return the day up to which customers were classified."""
    with question.sessions() as session:
        run = runs.latest_classification(session)
        return run.as_of if run else None


def _time_zone(name: str | None, *, otherwise: ZoneInfo) -> ZoneInfo:
    """Return a person's time zone, or the business's where theirs is unknown or no such zone exists."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (KeyError, ValueError, OSError):
        return otherwise
