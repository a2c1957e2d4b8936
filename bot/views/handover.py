"""A handover: what it would do, how far it has come, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.locale import Language
from bot.question import File, Reply
from bot.telling import blocks, consequences, handovers, heeding
from bot.telling.consequences import Foreseen, Needed
from bot.telling.controls import Button, row
from segmentation.profile import Policy
from storage.handovers import words
from storage.handovers.lists import HandoverView


@dataclass(frozen=True)
class May:
    """What whoever looks may do about a handover: confirm or renew it, approve or decline it, call it off, undo it."""

    confirm: bool = False
    approve: bool = False
    cancel: bool = False
    undo: bool = False


def handover(
    language: Language,
    policy: Policy,
    found: HandoverView,
    foreseen: Foreseen | None = None,
    *,
    may: May,
    needed: Needed | None = None,
    above: Sequence[str] = (),
    undoable_until: datetime | None = None,
    beside: str = "",
    kept: bool = False,
    file: File | None = None,
    as_of: date | None,
    today: date,
) -> Reply:
    """Show a handover, with what it would do where that is still ahead.

    Args:
        needed: the approval it needs, where that has not been asked for yet.
        above: what is to be said first.
        beside: what else is to be said, such as which accounts could not be part of it.
        kept: whether the message changes with the handover.
    """
    reach = blocks.reach(language, as_of=as_of, today=today)
    first = _first(language, found, may)
    standing = handovers.standing(language, found, undoable_until=undoable_until)
    lines = _foreseen(language, policy, foreseen, found) if foreseen else []
    told = [line for line in lines if line not in above]
    approval = consequences.approval(language, needed)
    is_stale = foreseen is not None and bool(foreseen.preview.moved_on)
    is_possible = foreseen is None or foreseen.is_possible
    note = language.say("Nothing has changed yet.") if found.state in words.PENDING else ""
    return blocks.reply(
        " ".join(part for part in (*above, first, *told[:1], approval, *standing, reach) if part),
        *blocks.paragraphs(*above, f"*{first}*", *told, beside, *standing, approval),
        consequences.books(language, foreseen) if foreseen else None,
        row(
            *_controls(
                language, found, may, needs_approval=needed is not None, is_stale=is_stale, is_possible=is_possible
            ),
            kept=kept,
        ),
        blocks.remark(
            language.say("Handover {id}", id=found.id),
            note,
            consequences.explained(language, foreseen) if foreseen and foreseen.preview.books else "",
            reach,
        ),
        file=file,
    )


def _first(language: Language, found: HandoverView, may: May) -> str:
    """Say what it is about."""
    if found.state == words.WAITING and may.approve and found.asked_by:
        return language.say(
            "{name} asks for your approval: {what} to {whom}.",
            name=blocks.escaped(found.asked_by.name),
            what=handovers.what(language, found),
            whom=handovers.whom(language, found.receivers),
        )
    return handovers.headline(language, found)


def _foreseen(language: Language, policy: Policy, foreseen: Foreseen, found: HandoverView) -> list[str]:
    """Tell what a handover would do."""
    ahead = foreseen.preview
    lines = [
        consequences.worth(language, policy, ahead),
        consequences.vips(language, ahead),
        consequences.along(language, ahead),
        *consequences.flows(language, ahead),
        *heeding.cautions(language, ahead.cautions),
        heeding.lapsed(language, foreseen.lapsed, found),
        *heeding.moved_on(language, ahead.moved_on),
        heeding.hidden(language, ahead),
    ]
    return [line for line in lines if line]


def _controls(
    language: Language, found: HandoverView, may: May, *, needs_approval: bool, is_stale: bool, is_possible: bool
) -> list[Button | None]:
    """Return what can be done about a handover as it stands."""
    say = language.say
    if is_stale:
        again = Button(say("Look again"), _line("renew", found), primary=True)
        off = Button(say("Call it off"), _line("cancel", found)) if may.cancel else None
        return [again if (may.confirm or may.approve) and is_possible else None, off]
    offers: dict[str, list[Button | None]] = {
        words.PROPOSED: [
            Button(say("Ask for approval") if needs_approval else say("Confirm"), _line("confirm", found), primary=True)
            if may.confirm
            else None,
            Button(say("Call it off"), _line("cancel", found)) if may.cancel else None,
        ],
        words.WAITING: [
            Button(say("Approve"), _line("approve", found), primary=True) if may.approve and is_possible else None,
            Button(say("Decline"), _line("refuse", found)) if may.approve else None,
            Button(say("Call it off"), _line("cancel", found)) if may.cancel and not may.approve else None,
        ],
        words.SCHEDULED: [Button(say("Call it off"), _line("cancel", found)) if may.cancel else None],
        words.DONE: [Button(say("Undo"), _line("undo", found)) if may.undo else None],
        words.EXPIRED: [Button(say("Look again"), _line("renew", found), primary=True) if may.confirm else None],
        words.FAILED: [Button(say("Look again"), _line("renew", found), primary=True) if may.confirm else None],
    }
    return [*offers.get(found.state, []), Button(say("All accounts as a file"), f"/assign note {found.id} csv")]


def _line(verb: str, found: HandoverView) -> str:
    """Return the line that does something about the handover as it is shown."""
    return f"/assign {verb} {found.id} v{found.version}"
