"""The top: where to jump to, what time it is, who one is, and the way backstage."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from nicegui.element import Element

from playground import outside
from playground.page import dates
from playground.page.avatars import avatar
from playground.page.backstage import turn as turn_backstage
from playground.page.elements.buttons import menu
from playground.page.language import said
from playground.page.parts import button, part, sign
from playground.page.reader import Reader
from playground.page.redrawing import Region
from playground.page.screen import Screen
from playground.workspace import Person

MORNING = time(9)

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
WAYS = {"hour": "+1 hour", "day": "+1 day", "morning": "Next working day 9:00"}
"""How the clock can be moved."""


@dataclass(frozen=True)
class Told:
    """What the clock shows: it changes once a minute."""

    day: str
    time: str
    zone: str


def topbar(screen: Screen, jump: Element) -> list[Region[object]]:
    """Draw the bar."""
    drawer = part(
        "button", "button button-icon only-narrow", "☰", type="button", aria_label=screen.says("Channels and people")
    )
    drawer.props["popovertarget"] = "sidebar"
    to = screen.says("Jump to")
    opener = part("button", "jump", type="button", aria_keyshortcuts="Control+K", data_jump="", aria_label=to)
    with opener:
        part("span", "", screen.says("Jump to…"))
        part("kbd", "wide-only", "Ctrl K")
    opener.on("click", js_handler=f"() => playground.show('{jump.html_id}')")
    clock, people = part("div", "clock"), part("div", "who")
    with part("div", "switches"):
        title = screen.says("Light or dark")
        with part("button", "button button-icon", type="button", title=title, aria_label=title) as theme:
            sign("theme")
        theme.on("click", js_handler="() => playground.turnTheme()")
        turn = partial(_turn_backstage, screen, people)
        title, label = screen.says("Requests, events, faults"), screen.says("Backstage")
        with button("", turn, title=title, aria_label=label, data_key="backstage"):
            part("span", "wide-only", label)
            part("span", "only-narrow", "{ }")
    return [
        Region(clock, lambda: (told(screen.reader), screen.slack.is_moving_on), lambda _: _draw_clock(screen)),
        Region(people, lambda: _everybody(screen), lambda _: _draw_people(screen)),
    ]


def told(reader: Reader) -> Told:
    """Return what time it is for whoever reads."""
    at = reader.now.astimezone(reader.zone)
    day = dates.told("{date_short}", at, now=reader.now, zone=reader.zone, locale=reader.locale)
    return Told(day, dates.clock_face(at, zone=reader.zone, locale=reader.locale), str(reader.zone))


def _turn_backstage(screen: Screen, element: Element) -> None:
    """Open what is behind the scenes, or close it."""
    turn_backstage(screen, element, None if screen.backstage else "requests")


def next_morning(now: datetime, zone: ZoneInfo) -> datetime:
    """Return nine o'clock of the next working day, of a zone."""
    here = now.astimezone(zone)
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, zone)


def _draw_clock(screen: Screen) -> None:
    """Draw the time, and how it can be moved."""
    shown, busy = told(screen.reader), screen.slack.is_moving_on
    options = [{"text": screen.says(label), "value": step} for step, label in WAYS.items()]
    with menu("", screen.says("Move the clock"), options, lambda one: _move(screen, one["value"]), "button") as opener:
        sign("clock")
        part("span", "wide-only", shown.day)
        part("span", "", screen.says("moving on…") if busy else shown.time)
    title = screen.says("{zone}. Move the clock", zone=shown.zone)
    opener.props.update({"title": title, "data-key": "clock", "aria-busy": str(busy).lower()})


def _move(screen: Screen, step: str) -> None:
    """Move the clock on, once the world has gone on until then."""
    now = screen.slack.clock.now()
    to = next_morning(now, screen.reader.zone) if step == "morning" else now + STEPS[step]
    screen.slack.soon(outside.moves_on(screen.slack, to))


def _everybody(screen: Screen) -> object:
    """Return everybody who can be acted as."""
    return [dict(vars(one)) for one in screen.slack.workspace.people.values() if not one.is_bot]


def _draw_people(screen: Screen) -> None:
    """Draw who one is, and everybody else one could be: a link each, so that it can be opened beside."""
    me = screen.slack.workspace.people[screen.person]
    opener = part(
        "button", "button who-me", type="button", aria_label=screen.says("Acting as {name}", name=me.real_name)
    )
    with opener:
        avatar(me.real_name, classes="avatar-small")
        part("span", "wide-only", me.real_name)
    with part("div", "menu", popover="auto", aria_label=screen.says("Act as"), data_walk="") as list_:
        part("div", "menu-title", screen.says("Act as (Ctrl+click: in a window of its own)"))
        for person in screen.slack.workspace.people.values():
            if not person.is_bot:
                _draw_person(person, screen)
    opener.props["popovertarget"] = list_.html_id


def _draw_person(person: Person, screen: Screen) -> None:
    """Draw somebody with what matters about them."""
    here = "page" if person.id == screen.person else None
    with part("a", "menu-item menu-person", href=f"/as/{person.name}", aria_current=here):
        avatar(person.real_name, classes="avatar-small")
        with part("span"):
            part("span", "", person.real_name)
            part("small", "hint", described(person, screen.locale))


def described(person: Person, locale: str) -> str:
    """Return a person's language, time zone and standing, as it is said in a locale."""
    marks = {
        "admin": person.is_admin,
        "guest": person.is_guest,
        "from another workspace": person.is_stranger,
        "deactivated": person.is_deactivated,
    }
    return ", ".join((person.locale, person.time_zone, *(said(name, locale) for name, is_so in marks.items() if is_so)))
