"""Alerts in a list: mine, my team's, everybody's."""

from dataclasses import replace

from bot.asking import standing
from bot.lines import orders
from bot.lines.orders import Order
from bot.question import Question, Reply
from bot.views.alerts import ROWS
from bot.views.alerts import alerts as alerts_list
from segmentation.rules import RULES
from storage import runs
from storage.alerts import lists


def alerts(question: Question, order: Order) -> Reply:
    """List the alerts that are asked for, as far as whoever asks may see them."""
    asked = orders.listing(order.words, rules=RULES, usage=orders.USAGE)
    with question.sessions() as session:
        asker = standing.of(session, question)
        asked = replace(asked, scope=asked.scope or standing.usual_scope(asker))
        people = standing.in_scope(asker, asked.scope or "")
        first = (asked.page - 1) * ROWS
        page = lists.open_alerts(session, people=people, rule=asked.rule, states=asked.states, limit=ROWS, offset=first)
        run = runs.latest_classification(session)
    return alerts_list(question.language, asked, page, as_of=run.as_of if run else None, today=question.today)
