"""One alert and its history, the rules, and how well they do."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from threading import Lock
from typing import Any

from sqlalchemy import Engine

from bot.access import Ask
from bot.asking import seeing, standing
from bot.errors import BotError
from bot.lines import orders
from bot.lines.options import NotUnderstood
from bot.lines.orders import Order, WhichAlert
from bot.question import Question, Reply
from bot.views.alert import alert as alert_view
from bot.views.alert_history import alert_history
from bot.views.alert_rules import alert_rules
from bot.views.alert_stats import alert_stats
from bot.views.backtest import backtest as backtest_view
from segmentation.rules import RULES
from storage import runs
from storage.alerts import lists
from storage.alerts.who import Who
from storage.sight import EVERYTHING

DAYS = 90
MOST_DAYS = 3_660

BACKTEST = (sys.executable, "-m", "bot", "backtest")
"""It reads everything in bulk, which must not share an open SQLite file with the sessions here."""

BACKTEST_SECONDS = 120

STATS = "/alerts stats [days 90] [mine|team|all]"


class BacktestFailed(BotError):
    """A backtest has not come to an end."""

    def __init__(self, reason: str) -> None:
        super().__init__("The backtest did not come to an end: {reason}", reason=reason)


class BacktestUnderWay(BotError):
    """Somebody waits for a backtest already: one at a time takes enough of the machine."""

    def __init__(self) -> None:
        super().__init__("A backtest is under way already. Please ask again in a minute.")


class OfAll(BotError):
    """A backtest is asked for by somebody who may not see every customer."""

    def __init__(self) -> None:
        super().__init__("A backtest looks at all customers, and you may not see all of them.")


def show(question: Question, order: Order) -> Reply:
    """Show one alert, and what can be done about it."""
    with question.sessions() as session:
        found = standing.allowed(session, question, _number(order, "/alerts show 17"), Ask.ALERTS)
    asker = Who(question.asker.id or 0, question.asker.name, question.asker.slack_id)
    return alert_view(question.language, question.policy, found, hearer=asker, why="", kept=False)


def history(question: Question, order: Order) -> Reply:
    """Tell what happened to an alert."""
    with question.sessions() as session:
        found = standing.allowed(session, question, _number(order, "/alerts history 17"), Ask.ALERTS)
    return alert_history(question.language, question.policy, found)


def rules(question: Question, _order: Order) -> Reply:
    """Say what fires when."""
    with question.sessions() as session:
        asker = seeing.known(session, question)
        run = runs.latest_classification(session)
    modes = {name: asker.hearing.mode(name, rule.severity) for name, rule in RULES.items()}
    as_of = run.as_of if run else None
    return alert_rules(question.language, question.policy, modes, as_of=as_of, today=question.today)


def stats(question: Question, order: Order) -> Reply:
    """Say what came of the alerts of some days."""
    keywords = {"days": "days", "day": "days", "天数": "days"}
    scopes = [orders.SCOPES[word.casefold()] for word in order.words if word.casefold() in orders.SCOPES]
    rest = [word for word in order.words if word.casefold() not in orders.SCOPES]
    said = dict(orders.pairs(rest, keywords, usage=STATS)).get("days", str(DAYS))
    if not said.isdecimal() or len(said) > 9 or not 1 <= int(said) <= MOST_DAYS:
        raise NotUnderstood(said, nearest=f"days {DAYS}", usage=STATS)
    with question.sessions() as session:
        asker = standing.of(session, question)
        scope = scopes[-1] if scopes else standing.usual_scope(asker)
        people = standing.in_scope(asker, scope)
        since = question.now - timedelta(days=int(said))
        found = lists.stats(session, since=since, until=question.now, people=people)
        run = runs.latest_classification(session)
    as_of = run.as_of if run else None
    return alert_stats(question.language, found, days=int(said), scope=scope, as_of=as_of, today=question.today)


def backtest(question: Question, order: Order) -> Reply:
    """Say what a rule would have said over the past year, and how right it was."""
    usage = f"/alerts backtest {'|'.join(RULES)}"
    rule = orders.one_of(order.words[0] if order.words else "", RULES, usage=usage)
    with question.sessions() as session:
        seeing.known(session, question)
        if seeing.sight(session, question) != EVERYTHING:
            raise OfAll
        engine = session.get_bind()
    if not isinstance(engine, Engine):
        raise TypeError("a session of a connection has no address")
    found = _in_a_process_of_its_own(rule, engine)
    return backtest_view(question.language, question.policy, found, today=question.today)


_one_at_a_time = Lock()


def _in_a_process_of_its_own(rule: str, engine: Engine) -> dict[str, Any]:
    """Return the result of `regulars backtest RULE --json` on the same database."""
    if not _one_at_a_time.acquire(blocking=False):
        raise BacktestUnderWay
    address = engine.url.render_as_string(hide_password=False)
    try:
        ended = subprocess.run(  # noqa: S603
            (*BACKTEST, rule, "--json"),
            env={**os.environ, "DATABASE_URL": address},
            capture_output=True,
            text=True,
            timeout=BACKTEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BacktestFailed(f"{BACKTEST_SECONDS} s") from None
    finally:
        _one_at_a_time.release()
    if ended.returncode:
        raise BacktestFailed((ended.stderr.strip() or ended.stdout.strip()).rpartition("\n")[2])
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def _number(order: Order, usage: str) -> int:
    """Return the number of the one alert that is meant."""
    if len(order.alerts) != 1:
        raise WhichAlert(usage)
    if order.words:
        raise NotUnderstood(order.words[0], nearest=None, usage=usage)
    return order.alerts[0]
