"""Whether a handover needs somebody's approval, why, and whose; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.access import HEADS
from bot.governance import Governance
from bot.routing import Member, Team, above
from storage.handovers.shown import Shown


class Why(StrEnum):
    """Why a handover needs approval."""

    ACCOUNTS = "accounts"
    VALUE = "value"
    VIPS = "vips"


@dataclass(frozen=True)
class Needed:
    """The approval that a handover needs: why, of one of whom, and until when."""

    why: tuple[Why, ...]
    approvers: tuple[Member, ...]
    expires_at: datetime


def needed(shown: Shown, asker: Member, team: Team, decided: Governance, *, now: datetime) -> Needed | None:
    """Return the approval that a handover needs; None where it needs none, as those of managers do.

    The approvers are those above who asks, else all managers and administrators; there may be nobody.
    """
    why = tuple(_reasons(shown, decided))
    if not why or asker.role in HEADS:
        return None
    heads = [one for one in above(asker.id, team) if one.role in HEADS and one.is_reachable]
    others = [one for one in team.values() if one.role in HEADS and one.is_reachable and one.id != asker.id]
    return Needed(why, tuple(heads[:1] or others), now + timedelta(hours=decided.approval_hours))


def _reasons(shown: Shown, decided: Governance) -> Iterator[Why]:
    """Yield why a handover needs approval."""
    if shown.accounts > decided.approve_accounts:
        yield Why.ACCOUNTS
    if shown.value > decided.approve_value:
        yield Why.VALUE
    if shown.vips and decided.approve_vips:
        yield Why.VIPS
