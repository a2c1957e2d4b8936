"""Today's digest, at any time: the VIPs who are falling asleep, and the alerts that wait or were told in it."""

from sqlalchemy.orm import Session

from bot.asking import seeing, standing
from bot.lines.options import NotUnderstood
from bot.lines.orders import Order
from bot.question import Question, Reply
from bot.routing import cares_for
from bot.team import team
from bot.views.digest import digest as digest_view
from storage import runs
from storage.alerts import digests, lists, words
from storage.alerts.lists import AlertView
from storage.alerts.sleepers import sleepers

USAGE = "/alerts digest [csv]"

LONGEST = 10_000
"""The most rows of the file."""


def digest(question: Question, order: Order) -> Reply:
    """Show who of the VIPs that the asker cares for is falling asleep, or hand over all of them as a file."""
    if order.words not in ((), ("csv",)):
        raise NotUnderstood(order.words[0], nearest="csv", usage=USAGE)
    with question.sessions() as session:
        me = seeing.known(session, question)
        run = runs.latest_classification(session)
        as_of = run.as_of if run else None
        of = cares_for(me, team(session, business_zone=question.time_zone, now=question.now))
        told = digests.latest(session, me.id)
        since = digests.day(told, "since") if digests.day(told, "as_of") == as_of else digests.day(told, "as_of")
        limit = LONGEST if order.words else 20
        unowned = seeing.sight(session, question).covers(None)
        found = (
            sleepers(session, of=of, as_of=as_of, since=since, limit=limit, unowned=unowned)
            if as_of is not None
            else None
        )
        return digest_view(
            question.language,
            question.policy,
            found,
            _alerts(session, question, me.id, told.get("alert_ids", [])),
            with_file=bool(order.words),
            as_of=as_of,
            today=question.today,
            quiet=digests.quiet_because(session),
        )


def _alerts(session: Session, question: Question, person_id: int, told: list[int]) -> list[AlertView]:
    """Return the alerts that wait for somebody's digest, and those told in the last one, live and for them still."""
    waiting = digests.waiting(session, person_id)
    found = lists.several(session, [*waiting, *(one for one in told if one not in waiting)])
    return [one for one in found if one.state in words.LIVE and standing.hears(session, person_id, one, question.now)]
