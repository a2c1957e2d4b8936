"""The handovers that wait for approval."""

from collections.abc import Sequence

from bot.locale import Language
from bot.telling import blocks
from bot.telling.blocks import Part
from bot.telling.controls import Button, dotted
from bot.telling.happenings import moment
from bot.views.home.layout import heading
from storage.home.waiting import Waiting

NAMED = 2
"""Givers or receivers who are named."""


def approvals(language: Language, found: Sequence[Waiting], *, total: int, me: int) -> list[Part]:
    """Show what waits, to whoever may approve it, and to whoever asked for it."""
    if not found:
        return []
    say = language.say
    lines = [
        dotted(_told(language, one), Button(say("Open") if one.asked_by_id == me else say("Decide…"), f"/assign show {one.id}"))
        for one in found
    ]
    more = [blocks.remark(language.count("And {n} more.", "And {n} more.", total - len(found)))] if total > len(found) else []
    return [heading(say("Waiting for approval")), *lines, *more]


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
    more = len(names) - NAMED
    told = [blocks.escaped(name) for name in names[:NAMED]]
    return language.listed([*told, *([language.count("{n} more", "{n} more", more)] if more > 0 else [])])
