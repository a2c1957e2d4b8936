"""The sales team, shown: all of it, a team, one of them."""

from bot.access import Ask
from bot.asking import seeing, staff, workspace
from bot.errors import Denied
from bot.lines import orders, staffing
from bot.lines.staffing import Order
from bot.question import Question, Reply
from bot.telling.blocks import plain
from bot.views import people as views


class NotOfYours(Denied):
    """Somebody is asked for of whom whoever asks may know the name alone."""

    def __init__(self, name: str) -> None:
        super().__init__("{name} is of the sales team. More of them is for whoever leads them.", name=plain(name))


KEYWORDS = {"team": "team", "page": "page", "团队": "team", "第": "page", "页": "page"}


def everybody(question: Question, order: Order) -> Reply:
    """Show the sales team, team by team; to salespeople their names."""
    said = dict(orders.pairs(order.words, KEYWORDS, usage=staffing.USAGE))
    page = min(int(said["page"][:6]), 10_000) if said.get("page", "").isdecimal() else 1
    with question.sessions() as session:
        seeing.may(session, question, Ask.PEOPLE)
        who = seeing.circle(session, question)
        within = workspace.team(session, said["team"]) if said.get("team") else None
        found = staff.parts(session, staff.lines(session, who, question.place), within=within)
        asking = staff.asking(session, who, question.place)
    shown, pages = staff.paged(found, page=max(1, page), size=views.SHOWN)
    line = f"/people list team {within.name}" if within else "/people list"
    total = sum(len(part.people) for part in found)
    return views.people(question.language, shown, asking, total=total, words=line, page=max(1, page), pages=pages)


def one(question: Question, order: Order) -> Reply:
    """Show one of the team."""
    with question.sessions() as session:
        seeing.may(session, question, Ask.PEOPLE)
        who = seeing.circle(session, question)
        person = workspace.person(session, " ".join(order.words), me=question.asker.id)
        facts = staff.facts(session, person, who, question.place)
        asking = staff.asking(session, who, question.place)
    if not facts.line.is_near:
        raise NotOfYours(person.name)
    return views.person(question.language, facts, asking)
