"""What goes on in the demo business while somebody moves the clock: visits to come, customers who stop, a late feed."""

import csv
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.demo.files import COMING

STATE = "world.json"
FEED = "feed.csv"


@dataclass(frozen=True)
class World:
    """How far visits have been fed into the bot, whether the feed is late, and who comes no more (customers' ids)."""

    fed_to: date
    is_late: bool = False
    stopped: tuple[str, ...] = ()

    def feed(self, folder: Path, *, until: date) -> tuple["World", Path | None]:
        """Write the visits after `fed_to` and up to `until` as a file to import; none while the feed is late."""
        if self.is_late or until <= self.fed_to:
            return self, None
        with (folder / COMING).open(encoding="utf-8", newline="") as coming:
            rows = csv.DictReader(coming)
            due = [row for row in rows if self._is_due(row, until)]
        with (folder / FEED).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows.fieldnames or ())
            writer.writeheader()
            writer.writerows(due)
        return replace(self, fed_to=until), folder / FEED

    def _is_due(self, row: dict[str, Any], until: date) -> bool:
        """Say whether a visit to come has happened by then."""
        return self.fed_to < date.fromisoformat(row["date"]) <= until and row["customer"] not in self.stopped


def read(folder: Path) -> World:
    """Return the state of the world as it was left."""
    written = json.loads((folder / STATE).read_text(encoding="utf-8"))
    return World(date.fromisoformat(written["fed_to"]), written["is_late"], tuple(written["stopped"]))


def write(folder: Path, world: World) -> None:
    """Keep the state of the world."""
    (folder / STATE).write_text(json.dumps({**asdict(world), "fed_to": world.fed_to.isoformat()}), encoding="utf-8")
