"""`/cover`: somebody stands in for somebody else for a time; accounts stay whose they are."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.access import Ask
from bot.asking import members, seeing
from bot.errors import BotError
from bot.lines import covering
from bot.lines.clauses import Word
from bot.lines.covering import Wanted
from bot.locale import sentence
from bot.question import Question, Reply
from bot.routing import Member
from bot.team import hearing_of
from bot.telling.blocks import plain
from bot.views.cover import cover_ended, cover_made
from bot.views.cover import covers as covers_list
from bot.views.usage import usage
from storage import covers, runs
from storage.alerts.who import those
from storage.tables import Cover, Person

TITLE = sentence("Who stands in for whom")

HELP = {
    "/cover": sentence("who stands in for whom, now and later"),
    "/cover @joe by @maria until friday": sentence("Maria hears what is for Joe; `from monday because …` if you like"),
    "/cover me by @maria for 3 days": sentence("the same for yourself"),
    "/cover end 3": sentence("end one before its time"),
}


class NotTheirLead(BotError):
    """A cover is arranged for somebody who is no business of whoever asks."""

    def __init__(self, name: str) -> None:
        super().__init__("Who stands in for {name} is for them, their lead and managers to say.", name=plain(name))


class NoSuchCover(BotError):
    """There is no cover of this number, or none that whoever asks may know of."""

    def __init__(self, number: int) -> None:
        super().__init__("There is no cover {id} that you could end: see `/cover`.", id=number)


class NothingToEnd(BotError):
    """A cover is to end, and there is none that whoever asks could end."""

    def __init__(self) -> None:
        super().__init__("There is no cover that you could end.")


class Covered(BotError):
    """Somebody else stands in then already."""

    def __init__(self, cover: Cover, stand_in: str, last: date) -> None:
        told = {"name": plain(stand_in), "day": last.isoformat(), "id": cover.id}
        super().__init__("{name} stands in then already, until {day}: `/cover end {id}` ends that.", **told)


class CannotBe(BotError):
    """Somebody cannot stand in for somebody."""

    def __init__(self, why: str) -> None:
        super().__init__(IMPOSSIBLE[why])


IMPOSSIBLE = {
    covers.ITSELF: sentence("Nobody stands in for themselves."),
    covers.GONE: sentence("Who stands in must be of the sales team."),
    covers.UNREACHABLE: sentence("Who stands in must be in Slack: nothing would reach them."),
    covers.NO_TIME: sentence("It would be over before it begins."),
    covers.EACH_OTHER: sentence("They cannot stand in for one another at the same time."),
}
"""Why a cover cannot be."""


def cover(question: Question) -> Reply:
    """Let somebody stand in for somebody else, end that, or see who does."""
    said = covering.understood(question.words, today=question.today)
    if isinstance(said, Wanted):
        return _made(question, said)
    if said.verb == "end":
        return _listed(question, to_end=True) if said.number is None else _ended(question, said.number)
    return _listed(question) if said.verb == "list" else _help(question, said)


def _help(question: Question, _word: Word) -> Reply:
    """Say what can be done."""
    with question.sessions() as session:
        seeing.sight(session, question)
        run = runs.latest_classification(session)
    return usage(question.language, TITLE, HELP, as_of=run.as_of if run else None, today=question.today)


def _listed(question: Question, *, to_end: bool = False) -> Reply:
    """List the covers of those whom the asker looks after, and those in which they stand in: those they may end."""
    with question.sessions() as session:
        me, sees = seeing.known(session, question), seeing.may(session, question, Ask.COVER)
        found = [one for one in covers.ahead(session, question.now) if sees.covers(one.person_id) or _is_in(me, one)]
        if to_end and not found:
            raise NothingToEnd
        people = those(session, (each for one in found for each in (one.person_id, one.stand_in_id)))
        run = runs.latest_classification(session)
        as_of = run.as_of if run else None
        return covers_list(question.language, found, people, to_end=to_end, as_of=as_of, today=question.today)


def _made(question: Question, wanted: Wanted) -> Reply:
    """Arrange a cover."""
    with question.sessions() as session, session.begin():
        me, sees = seeing.known(session, question), seeing.may(session, question, Ask.COVER)
        covered = members.there(session, wanted.of, me=me.id)
        stand_in = members.there(session, wanted.by, me=me.id)
        if not sees.covers(covered.id):
            raise NotTheirLead(covered.name)
        hears = hearing_of(session, covered.id, business_zone=question.time_zone)
        zone = hears.zone if hears else question.time_zone
        try:
            made = covers.make(
                session,
                covered.id,
                stand_in.id,
                begins_at=max(question.now, _midnight(wanted.since, zone)) if wanted.since else question.now,
                ends_at=_midnight(wanted.until + timedelta(days=1), zone),
                reason=wanted.because,
                by=me.id,
                now=question.now,
                place=question.where,
                request=question.request,
            )
        except covers.Overlap as other:
            raise _covered(session, zone, other.cover) from None
        except covers.Impossible as impossible:
            raise CannotBe(impossible.why) from None
        people = those(session, (covered.id, stand_in.id))
        return cover_made(question.language, made, people, has_begun=made.begun_at is not None)


def _ended(question: Question, number: int) -> Reply:
    """End a cover; one that is over stays over."""
    with question.sessions() as session, session.begin():
        me, sees = seeing.known(session, question), seeing.may(session, question, Ask.COVER)
        found = session.get(Cover, number)
        if found is None or not (sees.covers(found.person_id) or _is_in(me, found)):
            raise NoSuchCover(number)
        if found.ended_at is None:
            found = covers.end(session, number, by=me.id, now=question.now, place=question.where)
        return cover_ended(question.language, found, those(session, (found.person_id, found.stand_in_id)))


def _is_in(me: Member, found: Cover) -> bool:
    """Say whether somebody is one of both."""
    return me.id in {found.person_id, found.stand_in_id}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins: of whom somebody stands in for, since it is they who are away."""
    return datetime.combine(day, time(), zone)


def _covered(session: Session, zone: ZoneInfo, other: Cover) -> Covered:
    """Return what to tell where somebody stands in already."""
    stand_in = session.get_one(Person, other.stand_in_id)
    last = other.ends_at.astimezone(zone) - timedelta(microseconds=1)
    return Covered(other, stand_in.name, last.date())
