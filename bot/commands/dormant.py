"""`/dormant`: which of the best customers are falling asleep, and the attendance sheet.

Dead and buried customers are not contacted by default, but one of the best who went silent must not vanish: all stages
from resting on are listed, and the answer counts each. Owner and region narrow the customers among whom the top is
taken: `/dormant top50 mine` looks at the fifty best of the asker's own.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.access import Ask
from bot.asking import choosing, scoping, seeing
from bot.errors import BotError
from bot.lines.options import Options, understood
from bot.locale import sentence
from bot.question import Question, Reply
from bot.views.attendance import attendance as attendance_sheet
from bot.views.attendance import windows
from bot.views.dormant import dormant as dormant_list
from bot.views.usage import unclassified, usage
from storage import dormant as sleepers
from storage import runs
from storage.dormant import Attendance, Regular
from storage.tables import Person

USAGE = "/dormant [topN] [owner @name | mine] [stage shock] [region East] [sort value|days] [page N] [csv]"

HELP = {
    "/dormant": sentence("who of the top 50 customers by spend is resting or worse, most value at risk first"),
    "/dormant top20 mine": sentence("the same among the 20 best of your own customers"),
    "/dormant owner @name": sentence("the same among a colleague's customers"),
    "/dormant region East": sentence("the same in one region; put names of several words in quotes"),
    "/dormant stage shock,dead": sentence("only these stages: normal, resting, dormant, shock, dead, buried"),
    "/dormant sort days": sentence("the longest absence first"),
    "/dormant page 2": sentence("the next 20"),
    "/dormant csv": sentence("all of them as a file for a spreadsheet"),
    "/dormant attendance": sentence("visits and average spend of the top 50 in each ten days of this month"),
    "/dormant attendance last month": sentence("the same for another month, such as 2025-10"),
}


TITLE = sentence("Who of your best customers is falling asleep")


class MonthToCome(BotError):
    """The attendance of a month is asked for of which no day is known yet."""

    def __init__(self, month: date) -> None:
        super().__init__("There are no visits in {month} yet: the data ends before.", month=f"{month:%Y-%m}")


def dormant(question: Question) -> Reply:
    """List the best customers who are falling asleep, or what each of the best did in a month."""
    options = None if _asks_for_help(question) else understood(question.words, today=question.today, usage=USAGE)
    with question.sessions() as session:
        sees = seeing.may(session, question, Ask.DORMANT)
        run = runs.latest_classification(session)
        as_of = run.as_of if run else None
        if options is None:
            return usage(question.language, TITLE, HELP, as_of=as_of, today=question.today)
        if as_of is None:
            return unclassified(question.language)
        owner = scoping.owner(session, question, options)
        if owner:
            seeing.show(session, question, Ask.DORMANT, owner.id)
        scope = scoping.scope(session, options, owner, sees)
        options = replace(options, region=scope.regions[0] if scope.regions else None)
        regulars = sleepers.top(session, options.top, scope)
        found = [] if options.attendance else [one for one in regulars if one.stage in options.stages]
        to_give = choosing.to_give(session, question, [one.customer_id for one in found])
        days = _days(session, regulars, options.month or as_of, as_of=as_of) if options.attendance else []
    reply = (
        _sheet(question, options, days, owner, as_of=as_of)
        if options.attendance
        else _list(question, options, found, owner, looked_at=len(regulars), to_give=to_give, as_of=as_of)
    )
    return replace(reply, again=f"/dormant {replace(options, csv=False).words()}")


def _asks_for_help(question: Question) -> bool:
    """Say whether the question is how to ask."""
    return question.words.strip().casefold() in {"help", "?", "帮助"}


def _list(
    question: Question,
    options: Options,
    found: Sequence[Regular],
    owner: Person | None,
    *,
    looked_at: int,
    to_give: Collection[int],
    as_of: date,
) -> Reply:
    """Show those in the stages asked for, in the order asked for."""
    return dormant_list(
        question.language,
        question.policy,
        options,
        sorted(found, key=_order(options)),
        looked_at=looked_at,
        to_give=to_give,
        owner=owner.name if owner else None,
        with_file=not question.public,
        as_of=as_of,
        today=question.today,
    )


def _sheet(
    question: Question, options: Options, days: Sequence[Attendance], owner: Person | None, *, as_of: date
) -> Reply:
    """Show the attendance of a month."""
    return attendance_sheet(
        question.language,
        days,
        month=(options.month or as_of).replace(day=1),
        top=options.top,
        csv=options.csv,
        owner=owner.name if owner else None,
        with_file=not question.public,
        region=options.region,
        as_of=as_of,
        today=question.today,
    )


def _days(session: Session, regulars: Sequence[Regular], month: date, *, as_of: date) -> list[Attendance]:
    """Read what each of the best did in the month."""
    if month > as_of:
        raise MonthToCome(month)
    spans = windows(month)
    return sleepers.attendance(session, regulars, first=spans[0][0], last=spans[-1][1])


def _order(options: Options) -> Callable[[Regular], tuple[float, float, int]]:
    """Return what the list is sorted by: most value at risk or longest absence first; never came comes last."""
    if options.sort == "value":
        return lambda regular: (
            -float(regular.value_at_risk),
            -(regular.days_since_last_visit or 0),
            regular.customer_id,
        )
    return lambda regular: (-_away(regular), -float(regular.value_at_risk), regular.customer_id)


def _away(regular: Regular) -> float:
    """Return the days since the last visit; below any number for those who never came."""
    return -1 if regular.days_since_last_visit is None else regular.days_since_last_visit
