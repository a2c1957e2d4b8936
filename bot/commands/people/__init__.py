"""`/people`: who is of the sales team, who leads whom, and who may come in. To add an order: a line in `ANSWERS`."""

from collections.abc import Callable, Mapping

from bot.commands.people import admitting, changing, governing, grouping, listing
from bot.lines import staffing
from bot.lines.staffing import Order
from bot.locale import sentence
from bot.question import Question, Reply
from bot.views.usage import usage
from storage import runs

TITLE = sentence("Who is of the sales team, and who may what")

HELP = {
    "/people": sentence("the sales team, team by team; `team East`, `page 2`"),
    "/people show @name": sentence("one of them"),
    "/people add @name salesperson team East manager @name": sentence("let somebody of this workspace be of the team"),
    "/people set @name role lead": sentence("change somebody: `role`, `team`, `manager`, `email`, `slack`, `name`"),
    "/people leave @name": sentence("somebody is of the team no more; `return @name` takes that back"),
    "/people team East under North": sentence("make a team, or put it under another"),
    "/people group @group role salesperson team East": sentence("what a user group of Slack gives its members"),
    "/people requests": sentence("who asks to be let in"),
    "/people policy colleagues names": sentence("what holds for everybody: `accounts 20`, `value 50000`, `vips yes`"),
}


def people(question: Question) -> Reply:
    """Show who is of the sales team, or change it."""
    order = staffing.understood(question.words)
    return ANSWERS[order.verb](question, order)


def _help(question: Question, _order: Order) -> Reply:
    """Say what can be asked and done."""
    with question.sessions() as session:
        run = runs.latest_classification(session)
    return usage(question.language, TITLE, HELP, as_of=run.as_of if run else None, today=question.today)


ANSWERS: Mapping[str, Callable[[Question, Order], Reply]] = {
    "list": listing.everybody,
    "show": listing.one,
    "add": changing.add,
    "set": changing.change,
    "leave": changing.leave,
    "return": changing.give_back,
    "team": grouping.team,
    "group": grouping.group,
    "policy": governing.policy,
    "ask": admitting.ask,
    "requests": admitting.requests,
    "grant": admitting.grant,
    "refuse": admitting.refuse,
    "help": _help,
}
"""Who answers which order."""
