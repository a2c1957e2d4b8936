"""A story: a business is played hour by hour, its people do things, and a diary keeps what each of them was told.

Nothing is made up but the business and its people: the files are imported, the jobs are those of the timetable, the
till posts to the API, people press buttons in a Slack on this machine. Only the clock is moved.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot import clock, schedule
from bot.api import visits
from bot.commands import COMMANDS
from bot.jobs import nightly
from bot.settings import Settings
from bot.slack import app, web
from bot.slack.pace import Patience
from bot.worker import Task, tasks
from playground.blocks import elements
from playground.clock import Clock
from playground.testing import Heard, LocalSlack, slack
from playground.testing.hearing import newly_heard, remember
from playground.testing.words import words
from storage import database, importing, profiles, runs
from storage.importing import Options
from storage.importing.outcome import Outcome, Progress, silent
from storage.tables import Alert, Customer
from tests.bot.api.till import SECRET, Till
from tests.bot.at_work import AtWork
from tests.bot.slack.installed import described
from tests.bot.story_business import Receipt, write

MUCH = 60.0
"""Seconds that everybody has for everything: nothing in a story depends on how fast the machine is."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT_ONCE = Patience(channel=0, workspace=0)
"""Slack on this machine takes any number of messages a second."""

DAYTIME = range(8, 20)
"""Hours of a day: an hour more than people work, before and after."""

MARGIN = " " * len("Mon 12 Oct 09:00  ")

Import = Callable[[Engine, Path, Options, Progress], Outcome]
Act = Callable[["Story"], None]
"""Something that somebody does, or that happens to the business."""


@dataclass(frozen=True)
class Entry:
    """A message in somebody's diary: when it came, what it said, and what it says now."""

    at: datetime
    came: Heard
    now: Heard

    def lines(self, zone: ZoneInfo) -> Iterator[str]:
        """Yield its first line, what a digest lists, and what is new in it since, each sentence in a line."""
        told = _said(self.came)
        first, *more = _sentences(told[0])
        aside = "(only you see this) " if self.came.is_ephemeral else ""
        yield f"{self.at.astimezone(zone):%a %d %b %H:%M}  {aside}{first}"
        yield from (f"{MARGIN}{sentence}" for sentence in more)
        yield from (f"{MARGIN}{_brief(line)}" for line in told[1:] if line.startswith("•"))
        for line in _said(self.now):
            if line not in told:
                first, *more = _sentences(line)
                yield f"{MARGIN}→ {first}"
                yield from (f"{MARGIN}  {sentence}" for sentence in more)


@dataclass
class Story:
    """A business on its way from one hour to the next.

    `zones` says where the people are, by their handles.
    """

    engine: Engine
    workspace: LocalSlack
    clock: Clock
    till: Till
    settings: Settings
    folder: Path
    zones: Mapping[str, ZoneInfo]
    _diaries: dict[str, dict[tuple[str, str], Entry]] = field(default_factory=dict)
    _files: int = 0

    def __post_init__(self) -> None:
        """Have the jobs and the worker ready."""
        self.sessions = database.sessions(self.engine)
        self._jobs = [job for job in schedule.jobs(self.sessions, self.settings) if job.name != "classify"]
        self._tasks: Sequence[Task] = tasks(self.sessions, self.settings, AT_ONCE)
        self._diaries = {name: {} for name in self.zones}

    # The business.

    def imports(self, perform: Import, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Import a file; every row of it is taken in."""
        self._files += 1
        file = write(self.folder / f"{self._files}.csv", columns, rows)
        zone = self.settings.time_zone
        outcome = perform(self.engine, file, Options(clock.today(zone), clock.now, time_zone=zone), silent)
        assert not outcome.rejected

    def takes_in(self, receipts: Iterable[Receipt]) -> None:
        """Import receipts."""
        self.imports(importing.visits, ("customer", "date", "amount"), receipts)

    def classifies(self) -> None:
        """Classify everybody if that is due: in production that is a process of its own."""
        now, zone = clock.now(), self.settings.time_zone
        with self.sessions() as session:
            last = runs.latest_classification(session)
        started, seen = (last.started_at, last.as_of) if last else (None, None)
        if nightly.due(started, now=now, hour=self.settings.classify_at_hour, time_zone=zone):
            day = nightly.day_to_look_at(seen, today=now.astimezone(zone).date())
            profiles.classify(self.engine, as_of=day, policy=self.settings.policy, now=clock.now)

    # Its people.

    def seen(self, name: str, about: str) -> Heard:
        """Return the last message about somebody that somebody has, as it is now."""
        found = [entry.now for entry in self._diaries[name].values() if about in _said(entry.now)[0]]
        assert found, f"{name} has heard nothing about {about}, only:\n{self.diary(name)}"
        return found[-1]

    def diary(self, name: str) -> str:
        """Return everything that somebody was told, in their own time."""
        entries = sorted(self._diaries[name].items(), key=lambda one: one[0][1])
        return "\n".join(line for _, entry in entries for line in entry.lines(self.zones[name]))

    # Time.

    def plays(self, first: datetime, last: datetime, acts: Mapping[datetime, Act]) -> None:
        """Go from hour to hour while it is day for anybody, to the end of each night, when the business is classified,
        and to each moment at which somebody acts.
        """
        hours = (first + number * HOUR for number in range((last - first) // HOUR + 1))
        for moment in sorted({*filter(self._is_lived, hours), *acts}):
            self.clock.to(moment)
            self.classifies()
            for job in self._jobs:
                job.perform(moment)
            if self._works():
                self._listens()
            if act := acts.get(moment):
                act(self)
                self.workspace.waits_for_quiet()
                self._works()
                self._listens()

    def _is_lived(self, moment: datetime) -> bool:
        """Say whether it is day where any of the people are, or the hour of the night at which the bot is at work."""
        there = [moment.astimezone(zone).hour for zone in self.zones.values()]
        here = moment.astimezone(self.settings.time_zone).hour
        return here == self.settings.classify_at_hour or any(hour in DAYTIME for hour in there)

    def _works(self) -> bool:
        """Let the worker do all there is to do; say whether there was anything."""
        rounds = iter(lambda: sum(task() for task in self._tasks), 0)
        return sum(rounds) > 0

    def _listens(self) -> None:
        """Write down what people have heard."""
        for name, diary in self._diaries.items():
            actor = self.workspace.as_(name)
            heard = self.workspace.running.look(newly_heard, self.workspace.running, actor.id, actor.ears)
            self.workspace.running.look(remember, self.workspace.slack, heard, actor.ears)
            for one in heard:
                key = one.channel, one.ts
                came = diary.get(key) or Entry(datetime.fromtimestamp(float(one.ts), UTC), one, one)
                diary[key] = Entry(came.at, came.came, one)


@contextmanager
def story(
    engine: Engine, folder: Path, *, begins: datetime, zone: ZoneInfo, people: Mapping[str, ZoneInfo]
) -> Iterator[Story]:
    """Have a business, where nobody is known yet, and its Slack for the length of the block."""
    time = Clock(begins, file=folder / "clock", stands=True)
    clock.follow(folder / "clock")
    names = [{"id": f"U0{name.upper()}", "name": name} for name in people]
    try:
        with slack(
            manifest=described(COMMANDS), people=names, clock=time, ack_seconds=MUCH, patience=MUCH
        ) as workspace:
            settings = Settings(
                time_zone=zone,
                slack_bot_token=workspace.bot_token,
                slack_signing_secret=workspace.signing_secret,
                slack_api_url=workspace.api_url.rstrip("/"),
            )
            till = _served(engine, workspace, settings)
            yield Story(engine, workspace, time, till, settings, folder, people)
    finally:
        clock.follow(None)


def _served(engine: Engine, workspace: LocalSlack, settings: Settings) -> Till:
    """Serve the bot to Slack, and beside it the API to a till."""
    sessions, secret = database.sessions(engine), workspace.signing_secret
    at_work = AtWork()
    bot = app.build(commands=COMMANDS, sessions=sessions, settings=settings, pool=at_work, patience=MUCH)
    api = visits.application(sessions, settings, secret=SECRET)
    healthy = partial(web.reachable, engine)
    served = web.application(bot, signing_secret=secret, healthy=healthy, beside={visits.PATH: api})
    workspace.runs(served, is_busy=at_work.is_busy)
    return Till(urljoin(workspace.slack.request_url or "", visits.PATH))


def at(when: str, zone: ZoneInfo) -> datetime:
    """Return a moment of the story, written as in a diary: `Sat 17 Oct 21:40`."""
    moment = datetime.strptime(f"2026 {when}", "%Y %a %d %b %H:%M").replace(tzinfo=zone)
    assert f"{moment:%a}" == when[:3], f"{when} is a {moment:%A}"
    return moment.astimezone(UTC)


def feeds(taken: Mapping[date, Sequence[Receipt]], days: Iterable[date]) -> Act:
    """Let the till's files of some days arrive."""
    rows = [row for day in days for row in taken.get(day, ())]
    return lambda story: story.takes_in(rows)


def visit(customer: str, amount: int) -> Act:
    """Let a customer come, and the till tell of it."""

    def comes(story: Story) -> None:
        receipt = {"customer": customer, "id": f"{customer} {clock.now()}", "time": clock.now().isoformat()}
        reaction = story.till.posts({**receipt, "amount": amount})
        assert reaction.status == 200, reaction

    return comes


def presses(name: str, about: str, button: str) -> Act:
    """Let somebody press a button of the last message about something."""
    return lambda story: story.seen(name, about).button(button).click()


def snoozes(name: str, about: str, until: str) -> Act:
    """Let somebody snooze an alert: for as long as the menu says, or until a day."""

    def rests(story: Story) -> None:
        menu = story.seen(name, about).select("Snooze")
        if until in menu.options():
            menu.choose(until)
            return
        menu.choose("Until a day…")
        story.workspace.as_(name).modal.fill("Until which day?", until).submit()

    return rests


def logs(name: str, about: str, how: str, cause: str) -> Act:
    """Let somebody log a contact."""

    def logged(story: Story) -> None:
        story.seen(name, about).button("Log contact").click()
        story.workspace.as_(name).modal.fill("How?", how).fill("What is the cause?", cause).submit()

    return logged


def chooses(name: str, about: str, wanted: str, **answers: str) -> Act:
    """Let somebody choose behind the dots of the last message about something, and answer what is asked then."""

    def chosen(story: Story) -> None:
        message = story.seen(name, about)
        there = (element for block in message.blocks for element in elements(block))
        dots = next(element["action_id"] for element in there if element["type"] == "overflow")
        message.select(dots).choose(wanted)
        if answers:
            form = story.workspace.as_(name).modal
            for label, answer in answers.items():
                form.fill(label, answer)
            form.submit()

    return chosen


def hands_over(name: str, about: str, to: str) -> Act:
    """Let somebody give a customer that nobody has to a colleague."""

    def given(story: Story) -> None:
        story.seen(name, about).button("Reassign…").click()
        story.workspace.as_(name).modal.fill("Who looks after", to, typed="").submit()

    return given


def takes(name: str, *about: str) -> Act:
    """Let somebody take several alerts in a line, by the numbers that their digest or their list gives them."""

    def taken(story: Story) -> None:
        with story.sessions() as session:
            named = select(Alert.id).join(Customer, Customer.id == Alert.customer_id).where(Customer.name.in_(about))
            ids = session.scalars(named.where(Alert.state == "open").order_by(Alert.id)).all()
        story.workspace.as_(name).types(f"/alerts take {' '.join(map(str, ids))}")

    return taken


def types(name: str, line: str) -> Act:
    """Let somebody type a command."""
    return lambda story: story.workspace.as_(name).types(line)


def _said(heard: Heard) -> list[str]:
    """Return the lines of a message, without what can be pressed; times as they read."""
    shown = [block for block in heard.blocks if block["type"] != "actions"]
    told = words(shown) if heard.blocks else heard.text
    return re.sub(r"<!date\^[^|>]*\|([^>]*)>", r"\1", told).replace("*", "").split("\n")


def _sentences(line: str) -> list[str]:
    """Return the sentences of a line."""
    return re.split(r"(?<=[.]) (?=[A-Z$])", line)


def _brief(line: str) -> str:
    """Return what a line of a digest says without the figures: what has changed, and after whose outreach."""
    first, *more = _sentences(line)
    return " ".join((first, *(sentence for sentence in more if sentence.startswith("Last contact"))))
