"""Answering Slack: in threads of its own, to a limit, with an apology for what nobody foresaw."""

import json
import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from threading import Lock

from bot import answering
from bot.answering import Command, Outcome
from bot.locale import Language, sentence
from bot.question import Asker, File, Question, Reply
from bot.settings import Settings
from bot.slack import sharing
from bot.slack.inquiry import Answer, Inquiry, Ticket
from bot.slack.messages import payload
from bot.slack.places import Places
from storage import people
from storage.database import Sessions

WAITING = 256

log = logging.getLogger(__name__)


class Answering:
    """Answers inquiries in threads of its own, so that no acknowledgement waits for longer than it wants to."""

    def __init__(
        self,
        commands: Mapping[str, Command],
        sessions: Sessions,
        settings: Settings,
        executor: Executor,
        *,
        places: Places,
        fetch: Callable[[str, str], File],
        threads: int,
        waiting: int = WAITING,
    ) -> None:
        """Answer in the threads of `executor`, of which there are so many; `waiting` more questions may wait.

        Args:
            fetch: returns a file by its name and address.
        """
        self._places = places
        self._fetch = fetch
        self._commands = commands
        self._sessions = sessions
        self._settings = settings
        self._executor = executor
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
            ticket.answer.set_result(Answer(payload(Reply(ticket.language.say(BUSY))), beside=True))
        else:
            self._executor.submit(self._work, ticket)
        return ticket

    def _work(self, ticket: Ticket) -> None:
        """Answer a ticket and make room for the next."""
        answer = self._answer(ticket)
        with self._lock:
            self._open -= 1
        ticket.answer.set_result(answer)

    def _answer(self, ticket: Ticket) -> Answer:
        """Return the answer, or an apology in the asker's language; never raise."""
        try:
            question = self.question(ticket.inquiry)
            ticket.language = question.language
            reply, outcome = answering.answer(question, self._commands, prefix=self._settings.command_prefix)
            return replace(_ready(reply, question, ticket.inquiry), beside=outcome is not Outcome.ANSWERED)
        except Exception:
            return apology(ticket.language)

    def question(self, inquiry: Inquiry) -> Question:
        """Return an inquiry as a question; who is not of the team, or not of our workspace, is a stranger."""
        person = None
        if self._places.is_ours(inquiry):
            with self._sessions() as session:
                person = people.by_slack_id(session, inquiry.slack_id)
        asked = answering.asked(
            inquiry.line,
            answering.asker(person) if person else Asker(name=inquiry.name, slack_id=inquiry.slack_id),
            settings=self._settings,
            sessions=self._sessions,
            channel_id=inquiry.channel_id,
            place=self._places.of(inquiry),
            public=inquiry.public,
            audience=self._places.audience(inquiry.channel_id or "") if inquiry.public else None,
            request=inquiry.request,
        )
        return replace(asked, attached=partial(self._fetch, *inquiry.file)) if inquiry.file else asked


BUSY = sentence("I am answering too many questions just now. Please ask again in a minute.")
APOLOGY = sentence(
    "Sorry, something went wrong on our side, not yours. "
    "Please try again; if it stays like this, tell your administrator the reference {reference}."
)


def apology(language: Language) -> Answer:
    """Log the error at hand as the bug it is, and return an apology that refers to it."""
    reference = secrets.token_hex(4)
    log.exception("A question could not be answered; reference %s", reference)
    return Answer(payload(Reply(language.say(APOLOGY, reference=reference))), beside=True)


def _ready(reply: Reply, question: Question, inquiry: Inquiry) -> Answer:
    """Return a reply as it is sent; one that cannot be written as JSON is a bug, and must show here."""
    language, shared = question.language, None
    if reply.again and inquiry.public:
        shared = payload(sharing.shared(reply, language, by=question.asker))
        reply = sharing.done(reply, language)
    elif reply.again and inquiry.channel_id and not inquiry.is_direct:
        reply = sharing.offered(reply, language)
    answer = Answer(payload(reply), reply.file, shared, silent=reply.in_place and inquiry.kept, done=reply.in_place)
    json.dumps([answer.body, answer.shared])
    return answer
