"""Ten thousand requests of people who want to see the bot fall, or talk, signed as Slack signs, to the application."""

import io
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import clock
from bot.asking import seeing
from bot.commands import COMMANDS
from bot.errors import BotError
from bot.question import Asker
from bot.settings import Settings
from bot.slack import app, web
from playground.outward.signing import signature
from storage import choices, database
from storage.sight import NOTHING
from storage.tables import Alert, Customer, Person, SlackMember, Team
from tests.bot.commands.test_alerts import alert
from tests.bot.slack.hostile import Attacker, Sender, Sent
from tests.business import TODAY, asleep, classification, customer, person, question, remember, visit

REQUESTS = 10_000
SECRET = "a secret of the signing kind"
NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)

GRACE, MARIA, JOE, TOM, LI, ADA, GUS = range(1, 8)
"""Grace manages, Maria leads Joe, Li is of a team within hers, Tom is not, Ada administers, Gus is a guest."""

HIDDEN = ("ferrucat", "glomvid", "hextorn", "ivorlem", "jumbrel", "kwyzzat", "lurmoth", "mibblen")
"""The last words of the customers' names, which nobody types."""

FIRST = ("Acme", "Bolt", "Cask", "Dune", "Echo", "Foyer", "Grove", "Hotel")
OWNERS = (JOE, JOE, TOM, TOM, LI, None, MARIA, GRACE)
MEMBERS = {"C1": ["U1", "U2", "U3", "U4", "UBOT"], "G1": ["U1", "U2", "UBOT"], "CODD": ["U1"], "CSHARED": ["U1"]}

OUTSIDERS = (Sender(f"U{GUS}"), Sender("U99"), Sender(f"U{ADA}", workspace="T9"))
SENDERS = (*(Sender(f"U{n}") for n in (JOE, TOM, LI, MARIA, GRACE)), *(3 * OUTSIDERS))
"""The team but for the administrator, a guest, a stranger, and somebody elsewhere with the id of one of ours."""

SAID = """
Joe Tom @Maria <@U4|tom> <@U3> Grace Li East North ferru gl h id:3 id:5 c-2 take show tier why visits history
find help confirm undo v1 v2 leave top50 attendance mine dormant evenly value mvc approve pending
"""
WORDS = (*FIRST, "acme bolt", "until friday", "because of", *SAID.split())


class Inline(Executor):
    """Does everything at once, in the thread of whoever asks for it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it, and return what came of it."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as failure:
            done.set_exception(failure)
        return done


class Slack(BaseHTTPRequestHandler):
    """Slack as far as this takes: it says who is where, believes everything, and keeps what it is told."""

    protocol_version = "HTTP/1.1"
    told: list[tuple[str, Mapping[str, Any]]]

    def do_POST(self) -> None:
        """Take a call."""
        raw = self.rfile.read(int(self.headers.get("content-length") or 0)).decode(errors="replace")
        is_json = "json" in (self.headers.get("content-type") or "")
        body = json.loads(raw or "{}") if is_json else {name: values[0] for name, values in parse_qs(raw).items()}
        method = urlsplit(self.path).path.rpartition("/")[2]
        self.told.append((method, body))
        said = json.dumps(self.answer(method, body)).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST  # noqa: N815 - its name

    def answer(self, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what Slack says."""
        channel = str(body.get("channel"))
        if method == "conversations.info" and channel == "CODD":
            return {"ok": False, "error": "missing_scope"}
        known: Mapping[str, Mapping[str, Any]] = {
            "auth.test": {"bot_id": "B1", "user_id": "UBOT", "team_id": "T1"},
            "conversations.info": {"channel": {"is_ext_shared": channel == "CSHARED", "is_private": channel == "G1"}},
            "conversations.members": {"members": MEMBERS.get(channel, [])},
            "conversations.open": {"channel": {"id": "D1"}},
            "files.getUploadURLExternal": {"upload_url": self.server.address, "file_id": "F1"},  # type: ignore[attr-defined]
            "files.completeUploadExternal": {"files": []},
        }
        return {"ok": True, **known.get(method, {})}

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Listening(ThreadingHTTPServer):
    """A Slack on this machine."""

    daemon_threads = True

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def slack() -> Iterator[Listening]:
    """A Slack that listens."""
    Slack.told = []
    server = Listening(("127.0.0.1", 0), Slack)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def business(sqlite_engine: Engine) -> Engine:
    """Eight customers and their alerts; nobody sees those of colleagues."""
    account = {"workspace": "T1", "handle": "gus", "name": "Gus", "seen_at": NOW}
    account |= {"is_guest": True, "is_bot": False, "is_foreign": False, "is_deleted": False}
    names = {n: f"{first} {hidden}" for n, (first, hidden) in enumerate(zip(FIRST, HIDDEN, strict=True), start=1)}
    remember(
        sqlite_engine,
        Team(id=1, name="East"),
        Team(id=2, name="Far East", parent_id=1),
        person(GRACE, "Grace", role="manager", slack_id="U1"),
        person(MARIA, "Maria", role="lead", slack_id="U2", manager_id=GRACE, team_id=1),
        person(JOE, "Joe", slack_id="U3", manager_id=MARIA),
        person(TOM, "Tom", slack_id="U4", manager_id=GRACE, language="zh"),
        person(LI, "Li", slack_id="U5", team_id=2),
        person(ADA, "Ada", role="admin", slack_id="U6"),
        person(GUS, "Gus", role="manager", slack_id="U7"),
        SlackMember(slack_id="U7", **account),
        classification(),
        *(customer(n, name, owner_id=OWNERS[n - 1], region=f"of {name}") for n, name in names.items()),
        *(asleep(n, tier="MVC", spend_365d=Decimal(90_000 - n)) for n in names),
        *(visit(n, TODAY - timedelta(days=50)) for n in names),
        *(alert(10 + n, n) for n in names),
    )
    with Session(sqlite_engine) as session, session.begin():
        choices.choose(session, "colleagues", "no", by=ADA, now=NOW)
    return sqlite_engine


class Known:
    """Which hidden words each may have read by now, as the database changes; Slack's ids stand for people."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watch = sqlite3.connect(engine.url.database or "", check_same_thread=False)
        self._version = -1
        self._words: dict[str, set[str]] = {}

    def __call__(self, slack_id: str) -> set[str]:
        """Return the words that somebody may read."""
        (version,) = self._watch.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._look()
        return self._words.get(slack_id, set())

    def _look(self) -> None:
        """See who may see whom now."""
        with Session(self._engine) as session:
            owned = session.execute(select(Customer.name, Customer.owner_id)).all()
            taken = session.execute(select(Customer.name, Alert.taken_by).where(Customer.id == Alert.customer_id)).all()
            for one in session.scalars(select(Person)).all():
                asked = replace(question(self._engine, "", asker=Asker(one.id, slack_id=one.slack_id)), now=clock.now())
                try:
                    sees = seeing.names(session, asked)
                except BotError:
                    sees = NOTHING
                words = {name.split()[1] for name, owner in owned if sees.covers(owner)}
                circle = seeing.circle(session, asked)
                near = {one.id, *circle.covered, *circle.below}
                words |= {name.split()[1] for name, taker in taken if taker in near}
                self._words.setdefault(one.slack_id or "", set()).update(words)

    def close(self) -> None:
        """Look no more."""
        self._watch.close()


def delivered(application: Any, sent: Sent) -> tuple[int, str]:
    """Deliver a request as Slack signs it; return the status and body of the answer."""
    body, now = sent.body.encode(errors="replace"), str(int(time.time()))
    kind = "application/json" if sent.body.startswith("{") else "application/x-www-form-urlencoded"
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "QUERY_STRING": "",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": now,
        "HTTP_X_SLACK_SIGNATURE": signature(SECRET, now, body),
    }
    status: list[str] = []
    answer = b"".join(application(environ, lambda line, _headers: status.append(line)))
    return int(status[0].split()[0]), answer.decode()


def pings(part: Any) -> list[str]:
    """Return the strings in a message that would ping somebody."""
    if isinstance(part, list):
        return [found for one in part for found in pings(one)]
    if not isinstance(part, dict):
        return []
    live = part.get("type", "mrkdwn") == "mrkdwn"
    text = part.get("text")
    mine = [text] if live and isinstance(text, str) and ("<!" in text.replace("<!date", "") or "<@" in text) else []
    return mine + [found for value in part.values() for found in pings(value)]


def test_ten_thousand_hostile_requests_meet_no_bug_no_leak_and_no_ping(
    business: Engine, slack: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(slack_bot_token="xoxb-1", slack_signing_secret=SECRET, slack_api_url=f"{slack.address}/api")
    bot = app.build(
        commands=COMMANDS, sessions=database.sessions(business), settings=settings, pool=lambda _most, _name: Inline()
    )
    application = web.application(bot, signing_secret=SECRET, healthy=lambda: True)
    attacker = Attacker(COMMANDS, SENDERS, WORDS, seed=5, sink=slack.address)
    known = Known(business)
    caplog.set_level(logging.ERROR)
    for sent in attacker.sends(REQUESTS):
        Slack.told.clear()
        caplog.clear()
        before = known(sent.sender.slack_id)
        status, answer = delivered(application, sent)
        told, what = list(Slack.told), (sent.sender, sent.line or sent.body, status, answer)

        assert status == 200 if sent.is_well_formed else status < 500, what
        assert "Traceback" not in answer, what
        assert not (sent.is_well_formed and caplog.records), (what, caplog.text)
        messages = [json.loads(answer)] if answer.startswith("{") else []
        attacker.opened += [body["view"] for method, body in told if method == "views.open"]
        may_read = before | known(sent.sender.slack_id) if sent.sender.workspace == "T1" else set()
        for method, body in [("", one) for one in messages] + told:
            assert not pings(body), (what, body)
            words = {word for word in HIDDEN if word in json.dumps(body, ensure_ascii=False).casefold()}
            readers = MEMBERS.get(body.get("channel", ""), []) if method == "chat.postMessage" else []
            everybody: list[set[str]] = [known(one) for one in readers if one != "UBOT"] or [may_read]
            assert all(words <= one for one in everybody), (what, body)
    known.close()
