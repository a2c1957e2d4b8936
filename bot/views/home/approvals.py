"""The handovers that wait for approval."""

from collections.abc import Sequence

from bot.locale import Language
from bot.telling import blocks
from bot.telling.blocks import Part
from bot.telling.controls import Button, dotted
from bot.telling.happenings import moment
from bot.views.home.layout import heading, more
from storage.home.waiting import Waiting

NAMED = 2
"""Givers or receivers who are named."""


def approvals(language: Language, found: Sequence[Waiting], *, total: int, me: int) -> list[Part]:
    """Show what waits, to whoever may approve it, and to whoever asked for it."""
    if not found:
        return []
    lines = [dotted(_told(language, one), _looking(language, one, me=me)) for one in found]
    return [heading(language.say("Waiting for approval")), *lines, *more(language, len(found), total)]


def _looking(language: Language, one: Waiting, *, me: int) -> Button:
    """Return the button that shows what would change, and lets whoever may decide."""
    label = language.say("Decide…") if me in one.approvers and me != one.asked_by_id else language.say("Open")
    return Button(label, f"/assign show {one.id}")


def _told(language: Language, one: Waiting) -> str:
    """Say who asks for what, and until when."""
    what = language.count(
        "{name} asks to move {n} account, {money} a year, from {givers} to {receivers}.",
        "{name} asks to move {n} accounts, {money} a year, from {givers} to {receivers}.",
        one.what.accounts,
        name=f"*{blocks.escaped(one.asked_by)}*",
        money=language.money(one.what.value),
        givers=_names(language, one.givers) or language.say("nobody"),
        receivers=_names(language, one.receivers),
    )
    vips = language.count("{n} VIP", "{n} VIPs", len(one.what.vips)) if one.what.vips else ""
    until = language.say("expires {moment}", moment=moment(one.expires_at)) if one.expires_at else ""
    return "\n".join(part for part in (what, " · ".join(filter(None, (vips, until)))) if part)


def _names(language: Language, names: Sequence[str]) -> str:
    """Return names, the first few of many."""
    left = len(names) - NAMED
    told = [blocks.escaped(name) for name in names[:NAMED]]
    return language.listed([*told, *([language.count("{n} more", "{n} more", left)] if left > 0 else [])])
