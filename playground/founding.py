"""A new workspace, with its people and channels."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from playground.ids import Ids
from playground.workspace import Channel, Group, Person, Team, Workspace


@dataclass(frozen=True)
class Plan:
    """Who and what a workspace begins with; ids may be given (`id`) or are made up."""

    team: str = "Playground"
    people: tuple[Mapping[str, Any], ...] = (
        {"name": "maria", "real_name": "Maria Silva", "email": "maria@example.com", "is_admin": True},
        {"name": "joe", "real_name": "Joe Brown", "email": "joe@example.com", "time_zone": "America/New_York"},
        {
            "name": "chen",
            "real_name": "陈伟",
            "email": "chen@example.com",
            "locale": "zh-CN",
            "time_zone": "Asia/Shanghai",
        },
    )
    channels: tuple[Mapping[str, Any], ...] = ({"name": "general"}, {"name": "random"})
    groups: tuple[Mapping[str, Any], ...] = ()
    actions: tuple[Mapping[str, Any], ...] = ()
    """Things that can be made to happen outside Slack: a `label`, the `command` that does it (words, in which `{name}`
    stands for a field), and its `fields` (`name`, `label`, `kind` text or number, `value` to begin with). A label is
    a text, or several by language."""
    meanwhile: tuple[str, ...] = ()
    """The command that lets the world go on before the clock is moved, in which `{moment}` is to when."""

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """Read a plan written as JSON; what it leaves out stays as it is by default.

        Raises:
            ValueError: it is no plan, or nothing that a workspace could be founded by.
        """
        try:
            plan = cls._of(json.loads(path.read_text(encoding="utf-8")))
            founded(plan, ids=Ids(0, now=lambda: 0.0), bot_name="bot", created=0)
        except KeyError as unknown:
            raise ValueError(f"{path}: there is nobody called {unknown}") from unknown
        except (TypeError, ValueError, AttributeError) as failure:
            raise ValueError(f"{path}: {failure}") from failure
        return plan

    @classmethod
    def _of(cls, written: Mapping[str, Any]) -> "Plan":
        """Return the plan that is written in JSON."""
        known = {one.name for one in fields(cls)}
        if unknown := set(written) - known:
            raise ValueError(f"unknown {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")
        values: dict[str, Any] = {name: value if name == "team" else tuple(value) for name, value in written.items()}
        return cls(**values)


def founded(plan: Plan, *, ids: Ids, bot_name: str, created: int) -> Workspace:
    """Return a workspace as planned: everybody is in every public channel, the bot in none."""
    team = Team(ids.new("T"), plan.team, plan.team.casefold().replace(" ", "-"))
    bot = Person(ids.new("U"), bot_name.casefold().replace(" ", "-"), bot_name, is_bot=True)
    workspace = Workspace(ids, team, bot, app_id=ids.new("A"), bot_id=ids.new("B"), people={bot.id: bot})
    for given in plan.people:
        person = Person(**{"id": ids.new("U"), "real_name": given.get("name"), **given})
        workspace.people[person.id] = person
    insiders = [person.id for person in workspace.people.values() if not (person.is_bot or person.is_stranger)]
    for given in plan.channels:
        members = _ids(given["members"], workspace) if "members" in given else insiders
        channel = Channel(**{"id": ids.new("C"), "created": created, **given, "members": list(members)})
        workspace.channels[channel.id] = channel
    for given in plan.groups:
        group = Group(**{"id": ids.new("S"), **given, "members": _ids(given.get("members", ()), workspace)})
        workspace.groups[group.id] = group
    return workspace


def _ids(names: Iterable[str], workspace: Workspace) -> list[str]:
    """Return people's ids."""
    return [workspace.bot.id if name == "bot" else workspace.named(name).id for name in names]
