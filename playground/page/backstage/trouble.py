"""What can be made to go wrong: faults, rate limits, closed channels, people who leave, a bot thrown out."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, get_args

from playground import happenings
from playground.faults import Fault, Kind
from playground.page.parts import CHECKED, SUBMITTED, VALUE, button, part
from playground.page.redrawing import Redrawn, Region
from playground.page.screen import Screen
from playground.workspace import Channel

EXPLAINED: dict[Kind, str] = {
    "ratelimited": "The bot's call is answered with 429",
    "server_error": "The bot's call is answered with 500",
    "timeout_before": "The bot's call times out and does nothing",
    "timeout_after": "The bot's call times out, but is done",
    "lost_answer": "The bot's call is done, its answer lost",
    "duplicate": "The bot is sent something twice",
    "late": "The bot is sent something late",
    "dropped_socket": "The bot's socket is cut",
}


def draw(screen: Screen) -> list[Redrawn]:
    """Draw everything that can go wrong."""
    return [_faults(screen), _rates(screen), _channels(screen), _people(screen)]


def _faults(screen: Screen) -> Redrawn:
    """Draw a form for the next fault, and those that are waiting."""
    part("h3", "backstage-title", screen.says("Faults"))
    entered: dict[str, Any] = {"kind": get_args(Kind)[0], "of": "", "times": "1", "seconds": "1"}
    with part("form", "form") as form:
        with part("label", "label", screen.says("What")), part("select", "field") as kinds:
            for kind in get_args(Kind):
                part("option", "", screen.says(EXPLAINED[kind]), value=kind)
        kinds.on("change", partial(_keep, entered, "kind"), js_handler=VALUE)
        for name, label in (("of", "Of which request (empty: any)"), ("times", "How often"), ("seconds", "Seconds")):
            with part("label", "label", screen.says(label)):
                given = part("input", "field", type="text" if name == "of" else "number", defaultValue=entered[name])
                given.props["min"] = "0"
                given.on("input", partial(_keep, entered, name), js_handler=VALUE)
        part("button", "button", screen.says("Switch on"), type="submit")

    def switch_on() -> None:
        times, seconds = int(float(entered["times"] or 1)), float(entered["seconds"] or 0)
        screen.slack.faults.switch_on(Fault(entered["kind"], entered["of"].strip(), times, seconds))
        screen.slack.changes.happened()

    form.on("submit", switch_on, js_handler=SUBMITTED)
    waiting, faults = part("div", "waiting", role="status"), screen.slack.faults
    return Region(waiting, lambda: [vars(one).copy() for one in faults.waiting], lambda _: _waiting(screen))


def _keep(entered: dict[str, Any], name: str, event: Any) -> None:
    """Keep what was entered."""
    entered[name] = event.args


def _waiting(screen: Screen) -> None:
    """Draw the faults that are switched on."""
    faults = screen.slack.faults
    for fault in faults.waiting:
        part(
            "div",
            "hint",
            f"{screen.says(EXPLAINED[fault.kind])}: {fault.of or screen.says('anything')}, {fault.times}×",
        )
    if faults.waiting:
        button(screen.says("Switch all off"), partial(_clear, screen))


def _clear(screen: Screen) -> None:
    """Let nothing go wrong any more."""
    screen.slack.faults.clear()
    screen.slack.changes.happened()


def _rates(screen: Screen) -> Redrawn:
    """Draw the switch for rate limits."""
    part("h3", "backstage-title", screen.says("Rate limits"))
    place = part("div")

    def turn(is_on: bool) -> None:
        screen.slack.rates.is_on = is_on
        screen.slack.changes.happened()

    return Region(
        place,
        lambda: screen.slack.rates.is_on,
        lambda is_on: _switch(screen.says("Count calls as Slack does, and answer 429"), is_on, turn),
    )


def _channels(screen: Screen) -> Redrawn:
    """Draw a line for each channel: archived or not, with the bot or without."""
    part("h3", "backstage-title", screen.says("Channels"))
    workspace, place = screen.slack.workspace, part("div")

    def looks() -> Sequence[tuple[str, bool, bool]]:
        return [
            (one.id, one.is_archived, workspace.bot.id in one.members)
            for one in workspace.channels.values()
            if one.kind in ("public", "private")
        ]

    def draw_all(channels: Sequence[tuple[str, bool, bool]]) -> None:
        for channel_id, is_archived, has_bot in channels:
            channel = workspace.channels[channel_id]
            with part("div", "line", role="group", aria_label=channel.name):
                part("strong", "line-name", f"#{channel.name}")
                _switch(screen.says("archived"), is_archived, partial(_archive, screen, channel))
                _switch(screen.says("bot is in it"), has_bot, partial(_let_bot_in, screen, channel))

    return Region(place, looks, draw_all)


def _people(screen: Screen) -> Redrawn:
    """Draw a line for each person: deactivated or not."""
    part("h3", "backstage-title", screen.says("People"))
    workspace, place = screen.slack.workspace, part("div")

    def draw_all(people: Sequence[tuple[str, bool]]) -> None:
        for person_id, is_deactivated in people:
            with part("div", "line", role="group", aria_label=workspace.people[person_id].real_name):
                part("strong", "line-name", workspace.people[person_id].real_name)
                _switch(screen.says("deactivated"), is_deactivated, partial(_deactivate, screen, person_id))

    return Region(
        place,
        lambda: [(one.id, one.is_deactivated) for one in workspace.people.values() if not one.is_bot],
        draw_all,
    )


def _switch(label: str, is_on: bool, turn: Callable[[bool], None]) -> None:
    """Draw something that is so or is not."""
    with part("label", "check"):
        box = part("input", type="checkbox", checked=is_on, role="switch")
        box.on("change", lambda event: turn(event.args), js_handler=CHECKED)
        part("span", "", label)


def _archive(screen: Screen, channel: Channel, is_on: bool) -> None:
    """Archive a channel, or open it again."""
    (happenings.archives if is_on else happenings.unarchives)(screen.slack, channel, screen.person)


def _let_bot_in(screen: Screen, channel: Channel, is_on: bool) -> None:
    """Invite the bot, or throw it out."""
    bot = screen.slack.workspace.bot.id
    if is_on:
        happenings.joins(screen.slack, channel, bot, inviter=screen.person)
    else:
        happenings.leaves(screen.slack, channel, bot, removed_by=screen.person)


def _deactivate(screen: Screen, person_id: str, is_on: bool) -> None:
    """Close an account, or open it again."""
    person = screen.slack.workspace.people[person_id]
    (happenings.deactivates if is_on else happenings.reactivates)(screen.slack, person)
