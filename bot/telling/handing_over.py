"""Messages about handovers and covers: who is asked to approve, what has become of it, who has got what."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.access import HEADS
from bot.approving import NobodyApproves
from bot.asking import foreseeing, handing, rights
from bot.locale import Language
from bot.question import Reply
from bot.team import team
from bot.telling import blocks
from bot.telling.consequences import Needed
from bot.telling.handovers import FAILED
from bot.views.cover import cover_failed, cover_told
from bot.views.handover import May
from bot.views.handover import handover as handover_view
from bot.views.handover_note import handover_note
from segmentation.profile import Policy
from storage import runs
from storage.alerts.who import Who, those
from storage.handovers import life, lists, words
from storage.tables import Cover, Person

UTC = ZoneInfo("UTC")


def handover(
    session: Session,
    language: Language,
    policy: Policy,
    content: Mapping[str, Any],
    hearer: Who | None,
    *,
    now: datetime,
    today: date,
) -> Reply | None:
    """Tell how a handover stands: whoever asked for it, or a manager who may approve it and sees the books as well.

    That it failed is told to leads too. To whoever is no manager any more when it is told there is nothing to say.
    """
    found, run = lists.one(session, content["handover_id"]), runs.latest_classification(session)
    if found is None or hearer is None:
        return None
    asked = found.asked_by is not None and hearer.id == found.asked_by.id
    is_head = _is_head(session, hearer)
    has_failed = content.get("event") == words.FAILED
    if not (asked or is_head or (has_failed and rights.leads_any(session, hearer.id, found, now=now))):
        return None
    until = life.undoable_until(session, found.id, now=now)
    foreseen = foreseeing.told(session, hearer.id, found, with_books=is_head and not asked, now=now)
    return handover_view(
        language,
        policy,
        found,
        foreseen,
        may=May(
            confirm=asked and (foreseen is None or foreseen.goes_on),
            approve=is_head and not asked,
            cancel=asked,
            undo=until is not None,
        ),
        needed=_needed(session, found.id, hearer.id, now) if asked and found.state == words.PROPOSED else None,
        undoable_until=until,
        beside=_because(language, content),
        kept=True,
        as_of=run.as_of if run else None,
        today=today,
    )


def _is_head(session: Session, hearer: Who) -> bool:
    """Say whether somebody is a manager or administrator of the team now."""
    person = session.get(Person, hearer.id)
    return person is not None and person.active and person.role in HEADS


def _because(language: Language, content: Mapping[str, Any]) -> str:
    """Say why something was declined, or could not be done."""
    reason = content.get("reason")
    if not reason:
        return ""
    if content.get("event") == words.FAILED and reason in FAILED:
        return language.say(FAILED[reason])
    return language.say("Because: “{reason}”.", reason=blocks.escaped(reason, 200))


def _needed(session: Session, handover_id: int, asked_by: int, now: datetime) -> Needed | None:
    """Return the approval that a handover needs; none where nobody can give it, which is said when it is asked for."""
    try:
        return handing.needed(session, handover_id, asked_by, team(session, business_zone=UTC, now=now), now=now)
    except NobodyApproves:
        return None


def note(
    session: Session, language: Language, policy: Policy, content: Mapping[str, Any], hearer: Who | None, *, today: date
) -> Reply | None:
    """Tell somebody which accounts they have got or given, or what has gone back."""
    found, run = lists.one(session, content["handover_id"]), runs.latest_classification(session)
    accounts = lists.accounts(session, found.id, of=hearer.id) if found and hearer else []
    if found is None or hearer is None or not accounts:
        return None
    as_of = run.as_of if run else None
    return handover_note(language, policy, found, accounts, reader=hearer.id, as_of=as_of, today=today)


def cover(
    session: Session, language: Language, content: Mapping[str, Any], hearer: Who | None, *, has_ended: bool
) -> Reply | None:
    """Tell one of both that a cover begins or has ended, and nobody else."""
    found = session.get(Cover, content["cover_id"])
    if found is None or hearer is None or hearer.id not in {found.person_id, found.stand_in_id}:
        return None
    is_stand_in = hearer.id == found.stand_in_id
    return cover_told(language, found, *_both(session, found), is_stand_in=is_stand_in, has_ended=has_ended)


def failed_cover(session: Session, language: Language, content: Mapping[str, Any], hearer: Who | None) -> Reply | None:
    """Tell whoever is away, or else comes to hear it, that nobody stands in any more."""
    found = session.get(Cover, content["cover_id"])
    if found is None or hearer is None:
        return None
    return cover_failed(language, found, *_both(session, found), is_covered=hearer.id == found.person_id)


def _both(session: Session, found: Cover) -> tuple[Who | None, Who | None]:
    """Return who is away, and who stands in."""
    both = those(session, (found.person_id, found.stand_in_id))
    return both.get(found.person_id), both.get(found.stand_in_id)
