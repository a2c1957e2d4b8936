"""The one place where questions are answered and where what goes wrong is turned into an apology."""

import json
import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from difflib import get_close_matches
from threading import Lock
from zoneinfo import ZoneInfo

from bot import clock
from bot.asking import words
from bot.errors import BotError
from bot.locale import Language, sentence
from bot.question import Asker, Question, Reply
from bot.settings import Settings
from bot.slack.inquiry import Answer, Inquiry, Ticket
from bot.slack.messages import escaped, payload
from storage import people
from storage.database import Sessions
from storage.tables import Person

Command = Callable[[Question], Reply]

THREADS = 32
WAITING = 256

log = logging.getLogger(__name__)


class Answering:
    """Answers inquiries in threads of its own, so that no acknowledgement waits for longer than it wants to."""

    def __init__(
        self,
        commands: Mapping[str, Command],
        sessions: Sessions,
        settings: Settings,
        *,
        threads: int = THREADS,
        waiting: int = WAITING,
    ) -> None:
        self._commands = commands
        self._sessions = sessions
        self._settings = settings
        self._policy = settings.policy
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._size, self._most = threads, threads + waiting
        self._lock = Lock()
        self._open = 0

    def begin(self, inquiry: Inquiry) -> Ticket:
        """Start answering as soon as a thread is free; where too many wait already, that is the answer."""
        with self._lock:
            ticket = Ticket(inquiry, self._settings.language, at_once=self._open < self._size)
            is_full = self._open >= self._most
            self._open += not is_full
        if is_full:
            ticket.answer.set_result(_ready(Reply(ticket.language.say(BUSY))))
        else:
            self._threads.submit(self._work, ticket)
        return ticket

    def _work(self, ticket: Ticket) -> None:
        """Answer a ticket and make room for the next."""
        answer = self._answer(ticket)
        with self._lock:
            self._open -= 1
        ticket.answer.set_result(answer)

    def _answer(self, ticket: Ticket) -> Answer:
        """Return the command's reply, or what went wrong as a sentence in the asker's language; never raise."""
        try:
            return _ready(self._reply(ticket))
        except BotError as error:
            return _ready(Reply(escaped(error.told(ticket.language))))
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("A question could not be answered; reference %s", reference)
            return _ready(Reply(ticket.language.say(APOLOGY, reference=reference)))

    def _reply(self, ticket: Ticket) -> Reply:
        """Put the question to its command, or say which commands there are."""
        inquiry, prefix = ticket.inquiry, self._settings.command_prefix
        person = self._person(inquiry.slack_id)
        ticket.language = self._settings.spoken(person.language if person else None)
        name, rest = words.understood(inquiry.line, commands=self._commands, prefix=prefix)
        if name is None:
            return usage(inquiry.line, commands=self._commands, prefix=prefix, language=ticket.language)
        time_zone = _time_zone(person, otherwise=self._settings.time_zone)
        return self._commands[name](
            Question(
                words=rest,
                asker=_asker(person, inquiry.slack_id),
                today=clock.today(time_zone),
                now=clock.now(),
                language=ticket.language,
                sessions=self._sessions,
                time_zone=time_zone,
                channel_id=inquiry.channel_id,
                policy=self._policy,
            )
        )

    def _person(self, slack_id: str) -> Person | None:
        """Return who asks, if the team knows them."""
        with self._sessions() as session:
            return people.by_slack_id(session, slack_id)


BUSY = sentence("I am answering too many questions just now. Please ask again in a minute.")
APOLOGY = sentence(
    "Sorry, something went wrong on our side, not yours. "
    "Please try again; if it stays like this, tell your administrator the reference {reference}."
)


def usage(line: str, *, commands: Mapping[str, Command], prefix: str, language: Language) -> Reply:
    """Say which commands there are, and which one may have been meant."""
    asked = f"/{words.cleaned(line).removeprefix('/').removeprefix(prefix)}".split(" ")
    tried = [f"/{word.removeprefix('/')}" for word in asked[:2] if f"/{word.removeprefix('/')}" != words.ROOT]
    nearest = next((near for word in tried for near in get_close_matches(word, commands, n=1)), None)
    typed = [f"`{words.called(command, prefix=prefix)}`" for command in commands]
    sentences = [language.say("You can ask me {commands}.", commands=", ".join(typed))]
    if nearest:
        sentences.append(language.say("Did you mean {command}?", command=f"`{words.called(nearest, prefix=prefix)}`"))
    sentences.append(language.say("Each of them explains itself: add {help}.", help="`help`"))
    return Reply(" ".join(sentences))


def _ready(reply: Reply) -> Answer:
    """Return a reply as it is sent; one that cannot be written as JSON is a bug, and must show here."""
    body = payload(reply)
    json.dumps(body)
    return Answer(body, reply.file)


def _asker(person: Person | None, slack_id: str) -> Asker:
    """Return who asks as commands know them; somebody the team does not know is a stranger with a Slack id."""
    if person is None:
        return Asker(slack_id=slack_id)
    return Asker(id=person.id, name=person.name, slack_id=slack_id, role=person.role)


def _time_zone(person: Person | None, *, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the person's time zone, or the business's where theirs is unknown or no such zone exists."""
    try:
        return ZoneInfo(person.time_zone) if person and person.time_zone else otherwise
    except (KeyError, ValueError, OSError):
        return otherwise
